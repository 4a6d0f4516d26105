"""A copy of the record: bounded, with a reason, on record itself, and harmless to open."""

import csv
import io
import json
from datetime import timedelta

import pytest

from tests.audit.helpers import ADA, NOON, record
from tests.audit.test_searching import AUDITOR, HOUR, OF_ONE_BODY
from waymark.audit import commands as audit
from waymark.audit import queries
from waymark.audit.commands import exporting as granting
from waymark.audit.models import Entry
from waymark.audit.queries import exporting
from waymark.audit.types import Search
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR

pytestmark = pytest.mark.django_db

LATER = NOON + 5 * HOUR
WANTED = {"since": NOON - HOUR, "until": NOON + timedelta(days=1)}


@pytest.fixture
def done():
    record("people.role.claimed", subjects=[1], reason="=HYPERLINK(0)", at=NOON, level=2)
    record("people.loaded", actor=OPERATOR, subjects=[1, 2], reason='a "feed", yearly\nand late', at=NOON + HOUR)
    audit.seal(at=NOON + HOUR)


def export(form="csv", *, actor=AUDITOR, reason="the yearly audit", people=None, **wanted):
    granted = audit.export_record(
        wanted=Search(**(WANTED | wanted)), form=form, reason=reason, actor=actor, at=LATER, people=people
    )
    return granted, "".join(
        queries.exported(
            granted, actor=actor, at=LATER, within=people,
            accounts=lambda ids: {11: "ada@example.org"}, people=lambda ids: {1: "S1", 2: "S2"},
        )
    )  # fmt: skip


def test_an_export_as_csv_reads_back_and_runs_nothing(done):
    granted, text = export()

    header, loaded, claimed = csv.reader(io.StringIO(text, newline=""))
    assert granted.entries == 2
    assert tuple(header) == exporting.COLUMNS
    first = dict(zip(header, loaded, strict=True))
    assert (first["kind"], first["by"], first["by_operator"], first["people"]) == ("people.loaded", "", "yes", "S1 S2")
    assert first["reason"] == 'a "feed", yearly\nand late'
    second = dict(zip(header, claimed, strict=True))
    assert (second["reason"], second["by"], second["facts"]) == ("'=HYPERLINK(0)", "ada@example.org", '{"level": 2}')
    assert text.count("\r\n") == 3


def test_an_export_as_json_lines_reads_back_as_it_was_written(done):
    _granted, text = export("jsonl")

    loaded, claimed = map(json.loads, text.splitlines())
    assert claimed["reason"] == "=HYPERLINK(0)"
    assert (claimed["facts"], claimed["people"], claimed["seal"], claimed["what"]) == (
        {"level": 2},
        ["S1"],
        1,
        "Role chosen",
    )
    assert loaded["digest"] == Entry.objects.get(kind="people.loaded").digest


def test_an_export_is_on_record_with_its_reason_and_does_not_hold_itself(done):
    _granted, text = export(person_id=1)

    entry = Entry.objects.latest("pk")
    assert (entry.kind, entry.reason, entry.actor_account_id) == ("audit.record.exported", "the yearly audit", 90)
    assert (entry.facts["entries"], list(entry.subjects.values_list("person_id", flat=True))) == (2, [1])
    assert "audit.record.exported" not in text


def test_an_export_says_whom_its_lines_are_about(done):
    granted = audit.export_record(wanted=Search(**WANTED), form="csv", reason="why", actor=AUDITOR, at=LATER)
    seen = set()

    list(
        queries.exported(
            granted, actor=AUDITOR, at=LATER, accounts=lambda ids: {}, people=lambda ids: {}, seen=seen.update
        )
    )

    assert seen == {1, 2}


def test_a_long_export_is_read_a_chunk_at_a_time(monkeypatch):
    monkeypatch.setattr(exporting, "CHUNK", 3)
    for n in range(8):
        record(at=NOON, role_level=n)

    granted, text = export("jsonl")

    ids = [json.loads(line)["entry"] for line in text.splitlines()]
    assert granted.entries == 8
    assert ids == sorted(ids, reverse=True)
    assert len(set(ids)) == 8


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"reason": "  "}, audit.NoReasonGiven),
        ({"reason": "x" * 401}, audit.ReasonTooLong),
        ({"form": "xlsx"}, audit.UnknownForm),
        ({"since": None}, audit.DatesNeeded),
        ({"until": None}, audit.DatesNeeded),
        ({"until": NOON - 2 * HOUR}, audit.DatesNeeded),
        ({"until": NOON + timedelta(days=366)}, audit.DatesNeeded),
    ],
)
def test_an_export_without_bounds_or_reason_is_refused_and_leaves_nothing(done, change, refusal):
    with pytest.raises(refusal):
        export(**change)

    assert Entry.objects.count() == 2


def test_an_export_of_more_than_anybody_reads_is_refused(done, monkeypatch):
    monkeypatch.setattr(granting, "MOST_ENTRIES", 1)

    with pytest.raises(audit.TooManyEntries, match="More than 1 entries match"):
        export()
    assert export(kind="people.loaded")[0].entries == 1


def test_an_export_is_for_the_duty_alone(done):
    for actor in (ADA, OF_ONE_BODY):
        with pytest.raises(NotVisible):
            export(actor=actor)
