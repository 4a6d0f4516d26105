"""A null character in a request about drafts is answered, on both databases, and reaches no table."""

from __future__ import annotations

import pytest

from tests.web.test_authoring.conftest import at, fields_of
from waymark.frameworks.models import UnsavedForm


@pytest.mark.parametrize(
    "path",
    [
        at("roles/weaver/requirements?words=%00"), at("roles/weaver/requirements?row=%00"), at("skills?q=%00"),
        at("skills?under=%00"), at("derive?words=%00"), "/authoring/context?role=%00",
        "/authoring/frameworks/crafts/crosswalk?with=%00", "/authoring/drafts/crafts/1%00",
    ],
)  # fmt: skip
def test_in_an_address(ada, path):
    assert ada.get(path).status == 400


def test_in_a_form(ada, draft):
    grid = at("roles/weaver/requirements")
    shown = {"shown": '[["weaver", "a\0", "essential:1"]]'}

    assert ada.post(grid, fields_of(ada.get(grid)) | shown).status == 400
    sent = {"place": at("details\0"), "seen": "\0", "title": "x"}
    assert ada.browser.post(at("unsaved"), sent).status_code == 400
    assert not UnsavedForm.objects.exists()
