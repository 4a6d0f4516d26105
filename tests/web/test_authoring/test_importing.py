"""A spreadsheet of somebody's own becomes a draft, step by step, in a browser without script."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.pages import Page
from tests.web.test_authoring.conftest import Writer, writer
from waymark.audit.models import Entry
from waymark.exchange.commands import tidy_imports
from waymark.exchange.models import SavedMapping, StagedImport
from waymark.frameworks.models import Requirement, SkillWording, Version
from waymark.kernel.clock import now
from waymark.kernel.policy import OPERATOR

BRING = "/authoring/import"
ROWS = [
    ("Family", "Role", "Role level", "Skill", "Skill level"),
    ("Making", "Baker", "Junior baker", "Kneading", "Awareness"),
    ("Making", "Baker", "Head baker", "Kneading", "Expert"),
    ("Making", "Baker", "Head baker", "Ordering flour", "Working"),
]
WRONG = ("Making", "Baker", "Head baker", "Selling", "Wurking hard")


def sheet(*rows: tuple[str, ...], name: str = "bakers.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join(",".join(row) for row in rows).encode())


@pytest.fixture(autouse=True)
def imports(settings, tmp_path) -> Path:
    settings.IMPORTS_DIR = tmp_path / "imports"
    return settings.IMPORTS_DIR


@pytest.fixture
def eva(professions) -> Writer:
    return writer("Eva")


def upload(someone: Writer, file: SimpleUploadedFile) -> str:
    return on(Page(someone.browser.post(BRING, {"file": file})))


def on(page: Page) -> str:
    """Return where a browser is sent on."""
    assert page.status == 303, page.text
    return page.response.headers["Location"]


def send(someone: Writer, path: str, **changed: object) -> str:
    """Send the last form of a page as it stands, but for what is changed; return where it goes on."""
    fields = {name: value for name, value in someone.get(path).forms[-1].items() if name != "csrfmiddlewaretoken"}
    return on(Page(someone.browser.post(path, fields | changed)))


def mapped(someone: Writer, file: SimpleUploadedFile) -> str:
    """Bring a file and agree to what is suggested; return where it goes on."""
    sheets = upload(someone, file)
    columns = send(someone, sheets, use=["1"])
    return send(someone, columns)


def checked(someone: Writer, file: SimpleUploadedFile, **changed: str) -> str:
    target = mapped(someone, file)
    return send(someone, target, **{"target": "new", "title": "Baking", "label": "1.0", "scale": "usual"} | changed)


def test_a_spreadsheet_becomes_a_draft(eva):
    where = checked(eva, sheet(*ROWS))
    assert where.endswith("/difference")
    assert not Version.objects.filter(framework__slug="baking").exists()  # nothing before it is said

    answer = send(eva, where)

    assert answer == "/authoring/drafts/baking/1.0"
    made = Version.objects.get(framework__slug="baking")
    assert (made.state, made.title) == ("draft", "Baking")
    assert SkillWording.objects.filter(version=made).count() == 2
    assert Requirement.objects.filter(version=made).count() == 3
    assert Entry.objects.filter(kind="exchange.import.applied").count() == 1
    assert "became this draft" in eva.get(answer).text


def test_what_is_wrong_is_shown_with_its_place_and_left_out_only_when_chosen(eva):
    where = checked(eva, sheet(*ROWS, WRONG))
    assert where.endswith("/problems")
    page = eva.get(where)
    assert "row 5" in page.text
    assert "Wurking hard" in page.text
    listed = eva.browser.get(f"{where}.csv").content.decode("utf-8-sig")
    assert "Wurking hard" in listed

    where = send(eva, where)

    assert where.endswith("/difference")
    assert "row 5" in eva.get(where).text
    send(eva, where)
    made = Version.objects.get(framework__slug="baking")
    assert Requirement.objects.filter(version=made).count() == 3
