"""Units from a sheet: new, known, set aside with a reason; opened together, each with a history of its own."""

from pathlib import Path

import pytest

from tests.organisation.trees import NOW, TODAY, body, day, make, plant, shape
from waymark.audit.models import Entry
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, Actor
from waymark.organisation import commands, queries
from waymark.organisation.models import Organisation
from waymark.organisation.types import UnitWrong
from waymark_formats.framework import Unreadable
from waymark_formats.units import UnitRow, read_units, template, units_csv


def rows(*cells):
    return tuple(UnitRow(number, *row) for number, row in enumerate(cells, 2))


def look(ids, *cells, key="farms", on=TODAY):
    return commands.look_at_units(organisation_id=ids[key], rows=rows(*cells), on=on, actor=OPERATOR, at=NOW)


def add(ids, *cells, key="farms", on=TODAY, reason="They join.", seen=None, actor=OPERATOR):
    mark = look(ids, *cells, key=key, on=on)[1] if seen is None else seen
    return commands.add_units(
        organisation_id=ids[key], rows=rows(*cells), on=on, reason=reason, seen=mark, actor=actor, at=NOW
    )


SHEET = (("F32", "Ewes", "F31"), ("F3", "Sheep", ""), ("F31", "Flocks", "f3"), ("F33", "Wool", "Department for Farms"))


def test_units_open_below_each_other_in_whatever_order_the_sheet_has(db):
    ids = plant()
    plan, _mark = look(ids, *SHEET)
    assert [one.row.name for one in plan.new] == ["Sheep", "Wool", "Flocks", "Ewes"]
    assert not plan.known
    assert not plan.aside
    assert add(ids, *SHEET, on=day(1)) == 4
    assert shape()["Ewes"] == "Department for Farms / Sheep / Flocks / Ewes"
    assert shape()["Wool"] == "Department for Farms / Wool"
    ewes = Organisation.objects.get(code="F32")
    assert (ewes.kind, ewes.from_on) == ("unit", day(1))
    assert queries.within_on(ids["farms"], day(1)) >= {ewes.pk}
    assert ewes.pk not in queries.within_on(ids["farms"], day(31, month=5))


def test_each_unit_has_a_history_of_its_own_and_the_record_one_entry(db):
    ids = plant()
    before = Entry.objects.count()
    add(ids, *SHEET)
    entry = Entry.objects.order_by("-pk")[0]
    assert Entry.objects.count() == before + 1
    assert entry.kind == "organisation.units.added"
    flocks = Organisation.objects.get(code="F31")
    (change,) = queries.changes_of(flocks.pk, OPERATOR, NOW).rows
    assert change.opened.name == "Flocks"
    assert change.parent.name == "Sheep"
    assert change.reason == "They join."
    make("close", Organisation.objects.get(code="F32").pk, on=day(16), at=NOW.replace(day=16))
    assert "Ewes" not in shape()


def test_what_is_there_is_known_and_stays_as_it_is(db):
    ids = plant()
    plan, _mark = look(ids, ("F1", "Rivers, renamed", "F2"), ("f11", "Locks", "F1"), ("F12", "Weirs", "F1"))
    assert [(row.code, name) for row, name in plan.known] == [("F1", "Rivers Agency"), ("f11", "Locks")]
    assert [one.parent_id for one in plan.new] == [ids["rivers"]]
    assert body(ids["rivers"]).name == "Rivers Agency"


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        (("", "Sheep", ""), UnitWrong.NO_CODE),
        (("F3", "", ""), UnitWrong.NO_NAME),
        (("F" * 41, "Sheep", ""), UnitWrong.LONG),
        (("F3", "Sheep", "F9"), UnitWrong.UNKNOWN),
        (("F3", "Sheep", "T1"), UnitWrong.UNKNOWN),
        (("F3", "Sheep", "F3"), UnitWrong.CIRCLE),
        (("F3", "seeds", ""), UnitWrong.NAME_TAKEN),
    ],
)
def test_a_row_is_set_aside(db, cells, wrong):
    plan, _mark = look(plant(), cells, ("F8", "Goats", ""))
    assert [(one.row.name, one.wrong) for one in plan.aside] == [(cells[1], wrong)]
    assert [one.row.name for one in plan.new] == ["Goats"]


def test_who_stands_below_what_is_set_aside_is_set_aside_too(db):
    plan, _mark = look(
        plant(), ("A", "One", "B"), ("B", "Two", "A"), ("C", "Three", "A"), ("D", "Four", "Z"), ("E", "Five", "D"),
        ("G", "Six", ""), ("G", "Seven", ""), ("H", "Eight", "G"),
    )  # fmt: skip
    assert not plan.new
    found = {one.row.code + one.row.name[:1]: one.wrong for one in plan.aside}
    assert found == {
        "AO": UnitWrong.CIRCLE, "BT": UnitWrong.CIRCLE, "CT": UnitWrong.UNDER_ASIDE, "DF": UnitWrong.UNKNOWN,
        "EF": UnitWrong.UNDER_ASIDE, "GS": UnitWrong.TWICE, "HE": UnitWrong.UNDER_ASIDE,
    }  # fmt: skip


def test_a_code_of_another_part_of_the_department_and_a_later_day_of_the_unit_above(db):
    ids = plant()
    plan, _mark = look(ids, ("F2", "Seeds", ""), key="rivers")
    assert [one.wrong for one in plan.aside] == [UnitWrong.ELSEWHERE]
    add(ids, ("F3", "Sheep", ""), on=day(10))
    plan, _mark = look(ids, ("F31", "Flocks", "F3"), on=day(9))
    assert [one.wrong for one in plan.aside] == [UnitWrong.LATER]


def test_a_tree_too_deep_for_its_path_is_set_aside(db):
    cells = [(f"L{n}", f"Level {n}", f"L{n - 1}" if n else "") for n in range(40)]
    plan, _mark = look(plant(), *cells)
    assert UnitWrong.DEEP in {one.wrong for one in plan.aside}
    assert 10 < len(plan.new) < 20


def test_what_was_looked_at_is_what_is_added(db):
    ids = plant()
    mark = look(ids, *SHEET)[1]
    add(ids, ("F3", "Sheep", ""))
    with pytest.raises(commands.SeenOtherwise):
        add(ids, *SHEET, seen=mark)
    with pytest.raises(commands.NothingNew):
        add(ids, ("F3", "Sheep", ""))
    with pytest.raises(commands.Incomplete):
        add(ids, *SHEET, reason=" ")
    with pytest.raises(commands.NotYet):
        look(ids, *SHEET, on=day(16))


def test_a_body_that_is_not_there_takes_no_units(db):
    ids = plant()
    make("merge", ids["trade"], into_id=ids["farms"])
    with pytest.raises(commands.NotOpen):
        look(ids, ("T2", "Quays", ""), key="trade")


def test_only_whoever_runs_the_site_may(db):
    ids = plant()
    with pytest.raises(NotVisible):
        add(ids, *SHEET, actor=Actor(1))


def test_a_thousand_units_take_as_many_queries_as_ten(db, django_assert_max_num_queries):
    ids = plant()
    cells = [(f"U{n}", f"Unit {n}", f"U{n // 10}" if n > 9 else "") for n in range(1_000)]
    mark = look(ids, *cells)[1]
    with django_assert_max_num_queries(60):  # SQLite takes 999 values at a time
        assert add(ids, *cells, seen=mark) == 1_000


def test_a_sheet_is_read_as_it_is_written(tmp_path: Path):
    path = tmp_path / "units.csv"
    path.write_text("Parent code;Unit code;Unit name\n;F3;Sheep\n;;\nF3;F31;Flocks\n", encoding="utf-8")
    assert read_units(path) == (UnitRow(2, "F3", "Sheep", ""), UnitRow(4, "F31", "Flocks", "F3"))
    path.write_text(units_csv([("F3", "Sheep", ""), ("F31", "Flocks, big", "F3")]), encoding="utf-8")
    assert read_units(path)[1] == UnitRow(3, "F31", "Flocks, big", "F3")
    book = tmp_path / "units.xlsx"
    book.write_bytes(template())
    assert [row.above for row in read_units(book)] == ["", "D10"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Code,Name\nF3,Sheep\n", "Code of the unit above"),
        ("Code,Name,Parent\n", "no unit below"),
        ("Code,Name,Parent\n" + "".join(f"U{n},Unit {n},\n" for n in range(10_001)), "10,001"),
    ],
)
def test_a_sheet_that_cannot_be_used_says_why(tmp_path: Path, text, words):
    path = tmp_path / "units.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable, match=words):
        read_units(path)
