"""``waymark person export`` and ``waymark person erase``."""

from __future__ import annotations

import io
import json

import pytest

from tests.privacy.conftest import NOON
from waymark.audit.models import Access, Entry
from waymark.cli import main
from waymark.kernel.policy import OPERATOR
from waymark.people.models import Erasure
from waymark.privacy import commands
from waymark.privacy.types import Basis

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(monkeypatch):
    """Somebody at the keyboard, who types this."""

    class Keyboard(io.StringIO):
        def isatty(self):
            return True

    return lambda text: monkeypatch.setattr("sys.stdin", Keyboard(f"{text}\n"))


def test_an_export_is_one_json_object_and_is_noted(person, capsys):
    assert main(["person", "export", person.staff_number]) == 0

    document = json.loads(capsys.readouterr().out)
    assert list(document) == ["format", "format_version", "made_at", "site", "person", "tables"]
    assert list(document["tables"][0]) == [
        "table", "title", "why", "kept", "purpose", "withheld", "rows", "mentions",
    ]  # fmt: skip
    assert document["person"]["uuid"] == str(person.uuid)
    look = Access.objects.get(what="waymark person export")
    assert (look.by_operator, look.subjects.get().person_id) == (True, person.pk)


@pytest.mark.parametrize(("name", "begins"), [("copy.json", b"{"), ("copy.PDF", b"%PDF-")])
def test_an_export_to_a_file_is_for_its_owner_only(person, tmp_path, capsys, name, begins):
    path = tmp_path / name

    assert main(["person", "export", str(person.uuid), "--out", str(path), "--json"]) == 0

    done = json.loads(capsys.readouterr().out)
    assert (done["person"], done["out"], done["rows"] > 15) == (str(person.uuid), str(path), True)
    assert path.read_bytes().startswith(begins)
    assert path.stat().st_mode & 0o777 == 0o600


def test_an_export_that_cannot_be_written_is_refused(person, tmp_path, capsys):
    assert main(["person", "export", person.staff_number, "--out", str(tmp_path / "none" / "x.json")]) == 1

    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["export", "erase"])
def test_somebody_who_is_not_there_is_refused(people, capsys, command):
    assert main(["person", command, "nobody"]) == 1

    assert "There is no person nobody" in capsys.readouterr().err


def test_erasing_says_what_it_did(person, capsys):
    assert main(["person", "erase", person.staff_number, "--yes", "--reason", "A letter", "--json"]) == 0

    done = json.loads(capsys.readouterr().out)
    assert done["erased"]["assessments.judgement"] == 5
    assert done["kept"]["What was done about you, when, by whom and why"] == 1
    assert Entry.objects.get(kind="privacy.person.erased").reason == "A letter"


def test_erasing_asks_first_and_takes_the_staff_number_for_yes(person, capsys, typed):
    typed("no")
    assert main(["person", "erase", person.staff_number]) == 1
    said = capsys.readouterr().err
    assert "Erasing takes away:" in said
    assert "Nothing was erased" in said
    assert not Erasure.objects.exists()

    typed(person.staff_number)
    assert main(["person", "erase", person.staff_number]) == 0
    assert Erasure.objects.exists()


def test_nothing_is_erased_unasked_where_nobody_can_be_asked(person, capsys):
    assert main(["person", "erase", person.staff_number]) == 1

    assert "add --yes" in capsys.readouterr().err
    assert not Erasure.objects.exists()


def test_a_hold_stops_the_operator_too(person, capsys):
    commands.place_hold(person_id=person.pk, basis=Basis.LEGAL_CLAIM, reason="Claim", actor=OPERATOR, at=NOON)

    assert main(["person", "erase", person.staff_number, "--yes"]) == 1

    assert "A hold on this person is in force" in capsys.readouterr().err
    assert not Erasure.objects.exists()


def test_somebody_erased_is_erased_no_further(person, capsys):
    main(["person", "erase", person.staff_number, "--yes"])

    assert main(["person", "erase", f"erased-{person.pk}", "--yes"]) == 1

    assert "erased already" in capsys.readouterr().err
