"""Levels of many people in a spreadsheet: shown, applied, exported, taken back."""

from __future__ import annotations

import io
import os
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import xlsxwriter
from django.utils.timezone import localtime

from tests.assessments import build as record
from tests.assessments.test_counting import placed, who  # noqa: F401 fixtures
from tests.conftest import NOON
from tests.formats.sheets import files
from waymark.access.models import Grant
from waymark.assessments import commands, queries
from waymark.assessments.models import Evidence, ImportedLevel, Judgement, LevelFile, Revocation, Standing
from waymark.audit.models import Entry
from waymark.jobs.kinds import KINDS, Step
from waymark.kernel import clock
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR
from waymark.people.commands import rebuild_listing
from waymark.people.models import Membership, Person, PersonAlias, Restriction
from waymark.work import commands as work
from waymark.work.models import Job
from waymark_formats import levels as sheet
from waymark_formats.framework import Unwritable
from waymark_formats.levels import HEADINGS, levels_csv, levels_xlsx, read_levels, template

GOOD = ("A", "crafts", "weaving", "2", "", "2026-02-01", "2027-02-01", "Kim Reed", "A grey cloth", "", "Well done")


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.LEVELS_DIR = tmp_path / "levels"


def bring(actor, rows, *, name="levels.csv", as_bytes=None):
    data = as_bytes if as_bytes is not None else "".join(levels_csv(rows)).encode()
    card = commands.bring_level_file(filename=name, chunks=[data], actor=actor, at=NOON)
    assert commands.ask_level_file(uuid=card.uuid, step="check", by_worker=False, actor=actor, at=NOON)
    return commands.carry_out_level_file(uuid=card.uuid, actor=actor, at=NOON)


def apply(actor, card):
    commands.ask_level_file(uuid=card.uuid, step="apply", seen=card.seen, by_worker=False, actor=actor, at=NOON)
    return commands.carry_out_level_file(uuid=card.uuid, actor=actor, at=NOON)


def changed(**cells):
    keys = ("person", "framework", "skill", "level", "source", "judged_on", "valid_until", "judged_by",
            "evidence_title", "evidence_link", "note")  # fmt: skip
    return tuple(cells.get(key, value) for key, value in zip(keys, GOOD, strict=True))


def ods_of(rows, cells=None):
    """Return an OpenDocument file of rows; ``cells``: the XML of the last row."""
    last = f"<table:table-row>{cells}</table:table-row>" if cells else ""
    with tempfile.TemporaryDirectory() as folder:
        return files.ods(Path(folder) / "levels.ods", files.ods_rows([HEADINGS, *rows]) + last).read_bytes()


def xlsx_of(*formulas):
    """Return a workbook of one good row, with formulas of their saved values: a cell or an area, and what is saved."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    written = book.add_worksheet("Levels")
    written.write_row(0, 0, HEADINGS)
    written.write_row(1, 0, GOOD)
    for area, saved in formulas:
        if ":" in area:
            written.write_array_formula(area, "{=1+1}", None, saved)
        else:
            written.write_formula(area, "=1+1", None, saved)
    book.close()
    return out.getvalue()


@pytest.fixture
def ada_here(who):  # noqa: F811
    Person.objects.filter(pk=who.ada.person_id).update(email="ada@example.org")
    return Person.objects.get(pk=who.ada.person_id)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
@pytest.mark.parametrize("by", ["head", "director"])
def test_a_file_is_shown_and_applied_in_one_go(placed, ada_here, skills, kind, by):  # noqa: F811
    actor = placed[by]
    rows = [GOOD, changed(person="Ada@Example.org", skill="dyeing", level="Working", evidence_title="")]
    written = {"csv": lambda: None, "xlsx": lambda: levels_xlsx(rows), "ods": lambda: ods_of(rows)}[kind]()
    card = bring(actor, rows, as_bytes=written)

    assert (card.state, card.counts) == ("shown", {"new": 2, "known": 0, "wrong": 0})
    shown = queries.level_difference(card.uuid, actor, NOON).changes
    assert [(one.row, one.person, one.skill, one.before) for one in shown] == [
        (2, "Ada Marsh", "Weaving", ""), (3, "Ada Marsh", "Dyeing", ""),
    ]  # fmt: skip
    assert not Judgement.objects.exists()
    assert apply(actor, card).state == "applied"

    row = Judgement.objects.get(skill=skills["weaving"])
    assert (row.source, row.level, row.maker_id, row.note) == ("imported", 2, actor.person_id, "Well done")
    assert (row.imported.row, row.imported.judged_by) == (2, "Kim Reed")
    assert Standing.objects.filter(person=ada_here).count() == 4  # development and statistics of two skills
    evidence = Evidence.objects.get()
    assert (evidence.uuid, evidence.title, evidence.audience) == (row.imported.evidence, "A grey cloth", "shared")
    entry = Entry.objects.get(kind="assessments.level_file.applied")
    assert [one.person_id for one in entry.subjects.all()] == [ada_here.pk]


def test_the_same_file_again_changes_nothing(placed, ada_here):  # noqa: F811
    head = placed["head"]
    apply(head, bring(head, [GOOD]))

    again = bring(head, [GOOD])

    assert again.counts == {"new": 0, "known": 1, "wrong": 0}
    assert "nothing to apply" in apply(head, again).problem
    assert Judgement.objects.count() == 1


def test_each_row_that_cannot_be_used_is_named_with_its_column_and_why(placed, ada_here, skills):  # noqa: F811
    rows = [
        GOOD,
        GOOD,
        changed(person="S"),
        changed(person="NOBODY"),
        changed(framework="looms"),
        changed(skill="juggling"),
        changed(level="9"),
        changed(level=""),
        changed(judged_on="2026-03-03"),
        changed(judged_on="yesterday"),
        changed(valid_until="2026-02-01"),
        changed(source="assessor"),
        changed(evidence_link="http://localhost/x"),
        changed(evidence_link="https://example.org/x", evidence_title=""),
        changed(note="x" * 4001),
    ]
    card = bring(placed["head"], rows)

    wrong = [(one.row, one.column, one.why) for one in queries.level_difference(card.uuid, placed["head"], NOON).wrong]
    assert card.counts == {"new": 1, "known": 0, "wrong": 14}
    assert [(row, column) for row, column, _why in wrong] == [
        (3, "Skill"), (4, "Person"), (5, "Person"), (6, "Framework"), (7, "Skill"), (8, "Level"), (9, "Level"),
        (10, "Judged on"), (11, "Judged on"), (12, "Valid until"), (13, "Source"), (14, "Evidence link"),
        (15, "Evidence title"), (16, "Note"),
    ]  # fmt: skip
    said = {row: why for row, _column, why in wrong}
    assert said[3].startswith("Row 2 says a level")
    assert said[4] == said[5] == "There is no such person among those you answer for."
    assert "Working" in said[8]
    assert said[10] == "This day is in the future."
    assert "cannot speak for" in said[13]


def test_a_formula_is_refused_and_what_a_column_is_called_is_said(placed, ada_here):  # noqa: F811
    head = placed["head"]
    line = ",".join('"=1+1"' if cell == "2" else f'"{cell}"' for cell in GOOD)
    card = bring(head, [], as_bytes=(",".join(HEADINGS) + "\r\n" + line).encode())
    (wrong,) = queries.level_difference(card.uuid, head, NOON).wrong
    assert (wrong.row, wrong.column, wrong.value) == (2, "Level", "=1+1")
    assert "formula" in wrong.why

    card = bring(head, [], as_bytes=b"Person,Skill\r\nA,weaving\r\n")
    assert card.state == "refused"
    assert "“Framework”, “Level”, “Judged on”" in card.problem


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_formula_in_a_workbook_is_refused_whatever_value_it_was_saved_with(placed, ada_here, kind):  # noqa: F811
    head = placed["head"]
    cells = [files.ods_cell(one) for one in GOOD[:3]] + [
        '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"><text:p>2</text:p>'
        "</table:table-cell>",
        *(files.ods_cell(one) for one in GOOD[4:]),
    ]
    data = xlsx_of(("D2", 2)) if kind == "xlsx" else ods_of([], "".join(cells))

    card = bring(head, [], as_bytes=data)

    assert card.counts == {"new": 0, "known": 0, "wrong": 1}
    (wrong,) = queries.level_difference(card.uuid, head, NOON).wrong
    assert (wrong.row, wrong.column, wrong.value) == (2, "Level", "2")
    assert wrong.why == "This is a formula. Put its value in its place."


def test_every_cell_of_an_array_is_a_formula_and_so_is_one_without_a_value(placed, ada_here):  # noqa: F811
    head = placed["head"]
    card = bring(head, [], as_bytes=xlsx_of(("E2:G2", ""), ("B3", ""), ("K4", "Well")))

    wrong = queries.level_difference(card.uuid, head, NOON).wrong
    assert [(one.row, one.column) for one in wrong] == [(2, "Source"), (3, "Framework"), (4, "Note")]


def test_a_formula_beside_the_columns_that_count_is_nobodys_business(placed, ada_here):  # noqa: F811
    assert bring(placed["head"], [], as_bytes=xlsx_of(("Z2", 1))).counts["new"] == 1


def test_a_heading_that_is_a_formula_and_more_formulas_than_can_be_named_are_refused(
    placed, ada_here, monkeypatch  # noqa: F811
):  # fmt: skip
    card = bring(placed["head"], [], as_bytes=xlsx_of(("D1", "Level")))
    assert (card.state, card.problem) == (
        "refused", "levels.xlsx, row 1, column D: the heading “Level” is a formula. Write it as text.",
    )  # fmt: skip

    monkeypatch.setattr("waymark_formats.sheets.scanning.MAX_NAMED", 2)
    card = bring(placed["head"], [], as_bytes=xlsx_of(("D2", 1), ("Y2", 1), ("Z2", 1)))
    assert card.state == "refused"
    assert "cells are formulas" in card.problem


def test_a_workbook_holds_no_more_levels_than_a_sheet_and_says_so_before_anything_is_written(
    placed, ada_here, monkeypatch  # noqa: F811
):  # fmt: skip
    rows = [GOOD, changed(skill="dyeing", evidence_title="")]
    apply(placed["head"], bring(placed["head"], rows))
    monkeypatch.setattr(sheet, "MOST_IN_A_SHEET", 1)

    with pytest.raises(queries.TooManyForAWorkbook, match="These are 2 levels, and a sheet of a workbook holds 1"):
        queries.exported_levels(OPERATOR, NOON, form="xlsx")

    assert len(list(queries.exported_levels(OPERATOR, NOON))) == 2
    with pytest.raises(Unwritable, match="as CSV"):
        levels_xlsx(rows)


def test_a_file_that_nobody_went_on_with_is_deleted_after_thirty_days(
    placed, ada_here, settings, django_capture_on_commit_callbacks  # noqa: F811
):  # fmt: skip
    head = placed["head"]
    left, thrown, applied = bring(head, [GOOD]), bring(head, [GOOD]), bring(head, [GOOD])
    commands.discard_level_file(uuid=thrown.uuid, actor=head, at=NOON)
    apply(head, applied)
    # Folders of what was applied and thrown away are there still, as a program leaves them that stops in the middle.
    for folder in settings.LEVELS_DIR.iterdir():
        os.utime(folder, (NOON.timestamp(), NOON.timestamp()))

    with django_capture_on_commit_callbacks(execute=True):
        assert commands.tidy_level_files(actor=OPERATOR, at=NOON + timedelta(days=30)) == 0
    assert [one.name for one in settings.LEVELS_DIR.iterdir()] == [left.uuid.hex]
    with django_capture_on_commit_callbacks(execute=True):
        assert commands.tidy_level_files(actor=OPERATOR, at=NOON + timedelta(days=31)) == 2

    assert [one.uuid for one in LevelFile.objects.all()] == [applied.uuid]
    assert ImportedLevel.objects.get().file.filename == "levels.csv"
    assert list(settings.LEVELS_DIR.iterdir()) == []
    assert Entry.objects.get(kind="assessments.level_files.tidied").facts["files"] == 2


def test_what_is_handed_out_can_be_brought_again_and_changes_nothing(placed, ada_here, crafts, skills):  # noqa: F811
    head = placed["head"]
    nasty = changed(judged_by="=HYPERLINK(1)", note="-minus", evidence_title="@title", evidence_link="https://a.org/b")
    apply(head, bring(head, [nasty]))  # written by us, so neutralised in the file, and read as it was said
    record.signed_off(ada_here, skills["costing"], crafts, 3)
    record.hold(ada_here, crafts, dyeing=1)

    rows = list(queries.exported_levels(head, NOON))

    assert {(row[2], row[3], row[4]) for row in rows} == {
        ("weaving", "Working", "imported"), ("costing", "Practitioner", "assessor"),
    }  # fmt: skip
    weaving = next(row for row in rows if row[2] == "weaving")
    assert weaving[7:] == ("=HYPERLINK(1)", "@title", "https://a.org/b", "-minus")
    text = "".join(levels_csv(rows))
    assert "'=HYPERLINK(1)" in text
    assert bring(head, rows).counts == {"new": 0, "known": 2, "wrong": 0}
    assert list(queries.exported_levels(placed["director"], NOON)) == []
    assert len(list(queries.exported_levels(OPERATOR, NOON))) == 2


def test_an_applied_file_is_taken_back_and_can_be_brought_anew(placed, ada_here):  # noqa: F811
    head = placed["head"]
    card = apply(head, bring(head, [GOOD]))

    assert commands.undo_level_file(uuid=card.uuid, reason="The wrong year", actor=head, at=NOON) == 1

    assert Revocation.objects.get().reason == "The wrong year"
    assert not Standing.objects.exists()
    assert Evidence.objects.get().removed_at == NOON
    with pytest.raises(commands.LevelFileNotNow):
        commands.undo_level_file(uuid=card.uuid, reason="x", actor=head, at=NOON)
    assert bring(head, [GOOD]).counts["new"] == 1
    assert ImportedLevel.objects.count() == 1


def test_whose_file_it_is_and_what_else_is_refused(placed, ada_here, who):  # noqa: F811
    head = placed["head"]
    card = bring(head, [GOOD])
    for actor in (placed["director"], who.ada, OPERATOR):
        with pytest.raises(NotVisible):
            queries.level_file(card.uuid, actor, NOON)
    with pytest.raises(NotVisible):
        commands.bring_level_file(filename="x", chunks=[b""], actor=who.boss, at=NOON)
    with pytest.raises(NotVisible):
        queries.exported_levels(who.boss, NOON)
    with pytest.raises(commands.LevelFileSeenOtherwise):
        commands.ask_level_file(uuid=card.uuid, step="apply", seen="x", actor=head, at=NOON)
    lapsed = replace(head, duties=())
    with pytest.raises(NotVisible):
        apply(lapsed, card)
    commands.discard_level_file(uuid=card.uuid, actor=head, at=NOON)
    with pytest.raises(commands.LevelFileNotNow):
        apply(head, card)


def test_what_changed_since_it_was_shown_is_not_applied(placed, ada_here):  # noqa: F811
    head = placed["head"]
    card, other = bring(head, [GOOD]), bring(head, [GOOD])
    apply(head, other)

    assert "has changed since you looked" in apply(head, card).problem
    assert LevelFile.objects.get(uuid=card.uuid).state == "shown"


def test_an_hr_director_is_told_nothing_of_levels_they_may_not_see(placed, ada_here, crafts, skills):  # noqa: F811
    said = record.signed_off(ada_here, skills["costing"], crafts, 3)
    day = localtime(said.made_at).date().isoformat()
    rows = [
        changed(skill="costing", level="3", judged_on=day, valid_until="", evidence_title=""),
        changed(skill="costing", level="1", judged_on="2025-06-01", valid_until="", evidence_title=""),
    ]

    told = {by: bring(placed[by], rows) for by in ("head", "director")}

    assert told["head"].counts == {"new": 1, "known": 1, "wrong": 0}
    assert told["director"].counts == {"new": 2, "known": 0, "wrong": 0}
    before = {
        by: {one.before for one in queries.level_difference(card.uuid, placed[by], NOON).changes}
        for by, card in told.items()
    }
    assert before == {"head": {"Practitioner"}, "director": {""}}
    # What came in a file is known to whoever brings it again.
    apply(placed["head"], told["head"])
    assert bring(placed["director"], rows[1:]).counts == {"new": 0, "known": 1, "wrong": 0}


def test_a_level_judged_today_is_not_later_than_now(placed, ada_here):  # noqa: F811
    head, early = placed["head"], NOON - timedelta(hours=4)
    card = bring(head, [changed(judged_on=localtime(early).date().isoformat())])
    commands.ask_level_file(uuid=card.uuid, step="apply", seen=card.seen, by_worker=False, actor=head, at=early)
    commands.carry_out_level_file(uuid=card.uuid, actor=head, at=early)

    assert Judgement.objects.get().made_at == early


def test_a_row_about_somebody_who_was_on_record_twice_is_about_the_one_who_is_kept(placed, ada_here):  # noqa: F811
    twice = Person.objects.create(
        uuid=uuid4(), staff_number="OLD", given_name="Ada", family_name="Marsh", email=ada_here.email, sort_key="x"
    )
    PersonAlias.objects.create(uuid=uuid4(), person=twice, kept=ada_here, reason="Twice", from_at=NOON)
    rows = [changed(person="OLD"), changed(person=ada_here.email, skill="dyeing", evidence_title="")]

    card = apply(OPERATOR, bring(OPERATOR, rows))

    assert card.counts == {"new": 2, "known": 0, "wrong": 0}
    assert {one.person_id for one in Judgement.objects.all()} == {ada_here.pk}


def test_levels_of_whoever_restricted_their_record_are_handed_out_to_nobody(placed, ada_here):  # noqa: F811
    apply(placed["head"], bring(placed["head"], [GOOD]))
    Restriction.objects.create(uuid=uuid4(), person=ada_here, reason="x", from_at=NOON)

    for actor in (placed["head"], OPERATOR):
        assert list(queries.exported_levels(actor, NOON)) == []
        assert queries.whose_levels(actor, NOON) == ()


def test_a_large_file_waits_for_a_worker(placed, ada_here):  # noqa: F811
    head = placed["head"]
    data = "".join(levels_csv([GOOD] * 2000)).encode()
    card = commands.bring_level_file(filename="big.csv", chunks=[data], actor=head, at=NOON)

    assert not commands.ask_level_file(uuid=card.uuid, step="check", actor=head, at=NOON)

    assert Job.objects.get(kind="assessments.levels").arguments == {"uuid": str(card.uuid)}
    assert queries.level_file(card.uuid, head, NOON).doing == "check"


def test_a_worker_takes_the_step_as_the_person_who_asked(placed, ada_here, who, operator, monkeypatch):  # noqa: F811
    """Nobody brings levels of their own, however large the file is."""
    head = placed["head"]
    Membership.objects.create(
        person_id=head.person_id, profession_id=who.profession_id, main=True, from_on=date(2025, 1, 1)
    )
    rebuild_listing(actor=operator, at=NOON)
    Grant.objects.create(
        uuid=uuid4(), account_id=head.account_id, kind="head-of-profession", profession_id=who.profession_id,
        two_people=False, from_at=NOON - timedelta(days=9), until_at=NOON + timedelta(days=900), reason="x",
        created_at=NOON,
    )  # fmt: skip
    monkeypatch.setattr(clock, "now", lambda: NOON)
    data = "".join(levels_csv([GOOD, changed(person="H")])).encode()
    card = commands.bring_level_file(filename="levels.csv", chunks=[data], actor=head, at=NOON)
    job = commands.LEVELS_JOB
    for step in ("check", "apply"):
        seen = queries.level_file(card.uuid, head, NOON).seen
        commands.ask_level_file(uuid=card.uuid, step=step, seen=seen, by_worker=True, actor=head, at=NOON)
        waiting = Job.objects.filter(kind=job).latest("pk")
        KINDS[job](Step(work.claim(job=waiting.uuid, worker="w", at=NOON), "w"))

    assert queries.level_file(card.uuid, head, NOON).counts == {"new": 1, "known": 0, "wrong": 1}
    assert Judgement.objects.get().maker_id == head.person_id


def test_the_template_is_read_as_it_is_written(tmp_path):
    path = tmp_path / "template.xlsx"
    path.write_bytes(template())

    (row,) = read_levels(path, limit=10_000_000).rows
    assert (row.person, row.skill, row.judged_on) == ("S100", "user-research", "2026-03-31")
