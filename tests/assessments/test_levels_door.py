"""``waymark levels export``: what it writes, what it refuses, and what it leaves on record."""

from __future__ import annotations

import json

import pytest

from tests.assessments import build as record
from tests.assessments.test_counting import who  # noqa: F401 fixtures
from waymark import cli
from waymark.assessments.models import Judgement, LevelFile
from waymark.people.models import Person
from waymark_formats import levels as sheet


@pytest.fixture
def command(monkeypatch, capsys, settings, tmp_path):
    settings.AUDIT_SPOOL_DIR = tmp_path / "spool"
    settings.LEVELS_DIR = tmp_path / "kept"
    monkeypatch.setattr(cli, "COMMANDS", ("waymark.cli.levels",))

    def run(*arguments):
        status = cli.main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


@pytest.fixture
def signed(who, crafts, skills):  # noqa: F811
    return record.signed_off(Person.objects.get(pk=who.ada.person_id), skills["weaving"], crafts, 3)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_whose_levels_were_taken_at_the_command_line_is_noted(signed, command, tmp_path, kind):
    status, out, _ = command("levels", "export", tmp_path / f"levels.{kind}")

    assert (status, out.startswith("Wrote 1 level to")) == (0, True)
    (line,) = [
        json.loads(line) for one in (tmp_path / "spool").iterdir() for line in one.read_text().split("\n") if line
    ]
    assert (line["operator"], line["what"], line["subjects"]) == (True, "waymark levels export", [signed.person_id])


ROW = ("A", "crafts", "weaving", "2", "", "2026-02-01", "", "Kim Reed", "", "", "")


@pytest.mark.usefixtures("who")
def test_an_operator_plans_a_file_and_applies_it(command, tmp_path, skills):
    path = tmp_path / "levels.csv"
    path.write_text("".join(sheet.levels_csv([ROW, ("nobody", *ROW[1:])])), encoding="utf-8")

    status, out, _ = command("levels", "import", path, "--plan", "--json")
    planned = json.loads(out)
    assert (status, planned["planned"], planned["counts"]) == (0, True, {"new": 1, "known": 0, "wrong": 1})
    assert [(row, column) for row, column, _why in planned["wrong"]] == [(3, "Person")]
    assert not Judgement.objects.exists()

    status, out, _ = command("levels", "import", path)
    assert (status, out.splitlines()[0]) == (0, "Added 1 level; 0 are here already, 1 cannot be used.")
    assert Judgement.objects.get(skill=skills["weaving"]).level == 2
    status, out, _ = command("levels", "import", path, "--json")
    assert json.loads(out)["counts"] == {"new": 0, "known": 1, "wrong": 1}
    assert {one.state for one in LevelFile.objects.all()} == {"discarded", "applied"}


@pytest.mark.usefixtures("who")
def test_what_is_no_file_of_levels_is_refused_at_the_command_line_and_not_kept(command, tmp_path):
    path = tmp_path / "levels.csv"
    path.write_text("Person,Skill\nA,weaving\n", encoding="utf-8")

    status, out, said = command("levels", "import", path)

    assert (status, out) == (1, "")
    assert "there is no column “Framework”" in said
    assert [one.state for one in LevelFile.objects.all()] == ["discarded"]
    assert command("levels", "import", tmp_path / "none.csv")[0] == 1


def test_too_many_levels_for_a_workbook_are_refused_and_no_file_is_left(signed, command, tmp_path, monkeypatch):
    monkeypatch.setattr(sheet, "MOST_IN_A_SHEET", 0)

    status, _, said = command("levels", "export", tmp_path / "levels.xlsx")

    assert (status, "Get them as CSV." in said) == (1, True)
    assert not (tmp_path / "levels.xlsx").exists()
    assert not (tmp_path / "spool").exists()
