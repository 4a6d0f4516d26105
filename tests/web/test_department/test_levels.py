"""Levels in a spreadsheet and exemptions, page by page, by accounts that hold their duty."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.assessments import build as record
from tests.assessments.test_counting import placed, who  # noqa: F401 fixtures
from tests.conftest import NOON
from tests.frameworks import build
from waymark.access.models import Account, Grant
from waymark.assessments.models import Exemption, Judgement, LevelFile
from waymark.frameworks import queries as frameworks
from waymark.kernel import clock
from waymark.people.models import Person
from waymark_formats.levels import levels_csv

GOOD = ("A", "crafts", "weaving", "2", "", "2026-02-01", "", "Kim Reed", "", "", "")
LIST = "/departments/levels"


@pytest.fixture
def crafts(db):
    return build.published(build.crafts())


@pytest.fixture
def skills(crafts):
    return record.skill_ids(crafts)


@pytest.fixture
def head(who, placed, monkeypatch, settings, tmp_path):  # noqa: F811
    monkeypatch.setattr(clock, "now", lambda: NOON)
    settings.LEVELS_DIR = tmp_path / "levels"
    settings.AUDIT_SPOOL_DIR = tmp_path / "spool"
    Grant.objects.create(
        uuid=uuid4(), account_id=placed["head"].account_id, kind="head-of-profession", profession_id=who.profession_id,
        two_people=False, from_at=NOON - timedelta(days=9), until_at=NOON + timedelta(days=900), reason="x",
        created_at=NOON,
    )  # fmt: skip
    client = Client()
    client.force_login(Account.objects.get(pk=placed["head"].account_id))
    return client


def file_of(*rows):
    return SimpleUploadedFile("levels.csv", "".join(levels_csv(rows)).encode())


def test_levels_that_came_between_counting_and_writing_are_refused_in_words(head, monkeypatch):
    monkeypatch.setattr("waymark_formats.levels.MOST_IN_A_SHEET", 1)
    monkeypatch.setattr("waymark.assessments.queries.exported_levels", lambda *_, **_more: iter([GOOD, GOOD]))

    answer = head.get(f"{LIST}/export.xlsx")

    assert 400 <= answer.status_code < 500
    assert "Take them as CSV." in answer.content.decode()


def test_a_head_brings_a_file_looks_at_it_applies_it_and_takes_it_back(head, skills, tmp_path):
    assert "Get the template" in head.get(LIST).content.decode()
    done = head.post(LIST, {"file": file_of(GOOD, ("Z", *GOOD[1:]))})
    assert done.status_code == 303
    page = head.get(done["Location"]).content.decode()
    assert "Ada Marsh" in page
    assert "There is no such person among those you answer for." in page
    assert "Add 1 level" in page
    card = LevelFile.objects.get()

    assert head.post(done["Location"], {"then": "apply", "seen": "x"}).status_code == 409
    assert head.post(done["Location"], {"then": "apply", "seen": card.seen}).status_code == 303
    assert Judgement.objects.get().level == 2
    exported = head.get(f"{LIST}/export.csv")
    assert exported["Content-Type"].startswith("text/csv")
    assert "crafts,weaving,Working,imported,2026-02-01" in exported.content.decode()
    # Whose levels were handed out is noted, for them to see.
    assert f"{LIST}/export.csv" in "".join(one.read_text() for one in (tmp_path / "spool").iterdir())
    assert head.get(f"{LIST}/export.xlsx").content.startswith(b"PK")
    assert head.get(f"{LIST}/template").content.startswith(b"PK")

    assert head.post(done["Location"], {"then": "undo", "reason": ""}).status_code == 422
    assert head.post(done["Location"], {"then": "undo", "reason": "The wrong year"}).status_code == 303
    assert "Taken back" in head.get(done["Location"]).content.decode()
    assert LevelFile.objects.get().state == "undone"


def test_what_is_no_file_is_said_on_the_form(head):
    assert head.post(LIST, {}).status_code == 422
    broken = head.post(LIST, {"file": SimpleUploadedFile("x.csv", b"Person\r\nA\r\n")})
    page = head.get(broken["Location"]).content.decode()
    assert "there is no column" in page
    head.post(broken["Location"], {"then": "discard"})
    assert LevelFile.objects.get().state == "discarded"


def test_a_head_exempts_somebody_and_ends_it(head, who, skills):  # noqa: F811
    address = f"/team/people/{Person.objects.get(pk=who.ada.person_id).uuid}/exemptions"
    with CaptureQueriesContext(connection) as spent:
        assert "They are exempt from nothing." in head.get(address).content.decode()
    assert len(spent) <= 30
    form = {
        "skill": str(skills["weaving"]), "from_on_0": "2", "from_on_1": "3", "from_on_2": "2026", "until_on_0": "1",
        "until_on_1": "6", "until_on_2": "2026", "reason": "On parental leave",
    }  # fmt: skip
    wrong = head.post(address, {**form, "until_on_2": "2025"})
    assert wrong.status_code == 422
    assert "must end after it begins" in wrong.content.decode()

    unasked = frameworks.role_level("merchant", NOON).ref.id
    nothing = head.post(address, {**form, "role_level": str(unasked)})
    assert nothing.status_code == 422
    assert "That role level does not ask for this skill" in nothing.content.decode()
    weaver = frameworks.role_level("weaver/weaver", NOON).ref.id
    assert head.post(address, {**form, "role_level": str(weaver)}).status_code == 303
    assert "Exempt as Weaver until 1 June 2026" in head.get(address).content.decode()

    assert head.post(address, form).status_code == 303

    page = head.get(address).content.decode()
    assert "Exempt until 1 June 2026, because: On parental leave" in page
    ending = f"{address}/{Exemption.objects.get(role_level=None).uuid}/end"
    assert head.post(ending, {}).status_code == 422
    assert head.post(ending, {"reason": "Back at work"}).status_code == 303
    assert "Back at work" in head.get(address).content.decode()
