"""Skills and roles of another framework are taken over in the workbench."""

from __future__ import annotations

import pytest

from tests.frameworks import build
from tests.web.conftest import START
from tests.web.test_authoring.conftest import at
from waymark.frameworks import queries


@pytest.fixture
def songs(draft):
    return build.published(build.small("songs"), START)


def test_roles_and_skills_are_chosen_from_another_framework(ada, draft, songs):
    assert "Songs" in ada.get(at("derive")).text
    assert "brings 1 skill" in ada.get(at("derive/songs")).text

    taken = ada.post(at("derive/songs"), {"ticked": ["songs-role"]})

    assert taken.status == 303
    assert queries.derived_skills(draft.pk) == (("songs-skill-crafts", "Songs skill", "Songs"),)
    assert "Taken over: 1 role and 1 skill." in ada.get(at("derive")).text
    page = ada.get(at("derive/songs?what=skills"))
    assert "In the draft already" in page.text
    assert "Derived from Songs, version 1." in ada.get(at("skills/songs-skill-crafts/origin")).text


def test_nothing_ticked_is_said(ada, draft, songs):
    answer = ada.post(at("derive/songs"), {})

    assert answer.status == 422
    assert "Tick at least one" in answer.text


def test_the_list_is_searched(ada, draft, songs):
    assert "Songs role" in ada.get(at("derive/songs?words=role")).text
    assert "Nothing of that name" in ada.get(at("derive/songs?words=zither")).text


def test_everything_is_taken_over(ada, draft, songs):
    assert "1 role, 1 role level and 1 skill" in ada.get(at("derive/songs/everything")).text
    assert ada.post(at("derive/songs/everything"), {}).status == 303
    assert queries.counts(draft.pk).roles == 4
    again = ada.browser.post(at("derive/songs/everything"), follow=True)
    assert "in the draft already" in again.content.decode()


@pytest.mark.parametrize("path", ["derive/no", "derive/crafts", "derive/no/everything", "skills/weaving/origin"])
def test_what_is_not_there_is_not_found(ada, draft, songs, path):
    assert ada.get(at(path)).status == 404
