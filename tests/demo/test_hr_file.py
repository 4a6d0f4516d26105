"""HR files that nobody has, with the truth beside them."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime

import pytest

from waymark import cli
from waymark.demo import commands
from waymark.demo.rules.hr_file import ERRORS, Level
from waymark.kernel.policy import OPERATOR
from waymark.organisation import commands as organisation
from waymark.organisation import queries as reference
from waymark.organisation.types import NewOrganisation
from waymark_formats.people_feed import open_people

AT = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.fixture
def professions(db):
    organisation.ensure_reference(actor=OPERATOR, at=AT)


def test_the_same_values_write_the_same_file(professions, tmp_path):
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"

    truth = commands.write_hr_file(path=one, file=commands.hr_file(people=120, seed=3, errors=0.2, at=AT))
    again = commands.write_hr_file(path=other, file=commands.hr_file(people=120, seed=3, errors=0.2, at=AT))

    assert one.read_bytes() == other.read_bytes()
    assert truth == again


def test_the_truth_names_the_rows_of_the_file(professions, tmp_path):
    path = tmp_path / "hr.csv"

    truth = commands.write_hr_file(path=path, file=commands.hr_file(people=200, errors=0.3, at=AT))

    rows = {row.number: row for row in open_people(path).rows()}
    assert [(one.row, one.staff_number, one.post_number, one.unit) for one in truth if one.error != "unknown unit"] == [
        (row.number, row.staff_number, row.post_number, row.unit) for row in rows.values() if row.unit != "NOWHERE"
    ]
    assert set(Counter(one.error for one in truth)) == {"", *ERRORS}


def test_titles_come_from_role_levels_and_are_disturbed(professions, tmp_path):
    file = commands.hr_file(people=400, noise=0.5, at=AT)
    levels = [
        Level("data-engineer/working", "Data engineer", "digital-data-and-technology", 3, "HEO"),
        Level("data-engineer/senior", "Senior data engineer", "digital-data-and-technology", 4, "SEO"),
    ]

    rows = [truth for _cells, truth in type(file)(**{**_fields(file), "levels": levels}).rows()]

    mapped = [one for one in rows if one.role_level]
    plain = {"data-engineer/working": "Data engineer", "data-engineer/senior": "Senior data engineer"}
    as_written = sum(one.title == plain[one.role_level] for one in mapped)
    assert 100 < len(mapped) < 400
    assert 0.3 < as_written / len(mapped) < 0.7


def _fields(file):
    return {name: getattr(file, name) for name in type(file).__dataclass_fields__}


def test_what_changed_is_a_share_of_everybody(professions):
    before = {cells[0]: cells for cells, _ in commands.hr_file(people=900, at=AT).rows()}
    after = {cells[0]: (cells, truth) for cells, truth in commands.hr_file(people=900, changes=0.1, at=AT).rows()}
    delta = list(commands.hr_file(people=900, changes=0.1, only_changes=True, at=AT).rows())

    told = Counter(truth.change for _cells, truth in delta)
    assert set(before) - set(after) == {cells[0] for cells, truth in delta if truth.change == "left"}
    assert set(after) - set(before) == {cells[0] for cells, truth in delta if truth.change == "joined"}
    assert all(15 <= told[change] <= 50 for change in ("left", "moved", "renamed", "joined"))


def test_its_department_comes_with_a_tree_of_units(professions):
    file = commands.hr_file(people=300, at=AT)

    slug = commands.add_hr_department(file=file, actor=OPERATOR, at=AT)

    place = reference.organisation(slug)
    codes = {unit.code for unit in reference.units(place.path)}
    assert {cells[6] for cells, _ in file.rows()} <= codes


def test_the_command_line_writes_the_file_and_its_truth(professions, tmp_path, capsys):
    path, truth = tmp_path / "hr.csv", tmp_path / "truth.csv"

    status = cli.main(["demo-file", str(path), "--people", "40", "--truth", str(truth), "--add-department", "--json"])

    assert status == 0
    assert json.loads(capsys.readouterr().out) == {
        "path": str(path), "rows": 40, "department": "department-for-examples"
    }  # fmt: skip
    assert len(truth.read_text().splitlines()) == 41
    assert cli.main(["demo-file", str(path), "--people", "0"]) == 1


def test_a_department_is_brought_in_at_the_command_line(professions, tmp_path, capsys):
    file, units = tmp_path / "hr.csv", tmp_path / "units.csv"
    made = ["demo-file", str(file), "--people", "90", "--units", str(units), "--department", "Department of Sheets"]
    assert cli.main(made) == 0
    opened = [NewOrganisation("d", "Department of Sheets", "department")]
    organisation.add_organisations(organisations=opened, actor=OPERATOR, at=AT)
    units.write_text(units.read_text() + "X1,Nowhere,X9\r\n")
    bring = ["units", str(units), "--department", "department-of-sheets", "--on", "2020-01-01"]
    capsys.readouterr()

    assert cli.main([*bring, "--plan", "--json"]) == 0
    planned = json.loads(capsys.readouterr().out)
    assert planned["new"] > 5
    assert planned["aside"] == [
        [planned["new"] + 2, "X1", "Nothing here or in the sheet has the code “X9”, of the unit above."]
    ]
    assert len(reference.units(reference.organisation("department-of-sheets").path)) == 1

    assert cli.main(bring) == 0
    assert capsys.readouterr().out.startswith(f"Added {planned['new']} units; 0 were here already, 1 are set aside.")
    assert cli.main(["feed", str(file), "--department", "department-of-sheets", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["new"] == 90
    assert cli.main(["units", str(tmp_path / "none.csv"), "--department", "department-of-sheets"]) == 1
