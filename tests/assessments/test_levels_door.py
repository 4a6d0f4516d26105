"""``waymark levels export``: what it writes, what it refuses, and what it leaves on record."""

from __future__ import annotations

import json

import pytest

from tests.assessments import build as record
from tests.assessments.test_counting import who  # noqa: F401 fixtures
from waymark import cli
from waymark.people.models import Person
from waymark_formats import levels as sheet


@pytest.fixture
def command(monkeypatch, capsys, settings, tmp_path):
    settings.AUDIT_SPOOL_DIR = tmp_path / "spool"
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

    assert (status, out.startswith("Wrote 1 levels")) == (0, True)
    (line,) = [
        json.loads(line) for one in (tmp_path / "spool").iterdir() for line in one.read_text().split("\n") if line
    ]
    assert (line["operator"], line["what"], line["subjects"]) == (True, "waymark levels export", [signed.person_id])


def test_too_many_levels_for_a_workbook_are_refused_and_no_file_is_left(signed, command, tmp_path, monkeypatch):
    monkeypatch.setattr(sheet, "MOST_IN_A_SHEET", 0)

    status, _, said = command("levels", "export", tmp_path / "levels.xlsx")

    assert (status, "Get them as CSV." in said) == (1, True)
    assert not (tmp_path / "levels.xlsx").exists()
    assert not (tmp_path / "spool").exists()
