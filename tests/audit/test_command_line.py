"""``waymark audit``, as an operator types it."""

import csv
import io
import json
from datetime import UTC, datetime
from uuid import UUID

import pytest

from tests.audit.helpers import record
from waymark.access import commands as access
from waymark.audit import commands as audit
from waymark.audit.models import Access, Entry
from waymark.cli import main
from waymark.kernel.policy import OPERATOR, Actor
from waymark.people import commands as people
from waymark.people.types import PersonRow

pytestmark = pytest.mark.django_db
JUNE = datetime(2020, 6, 3, 12, tzinfo=UTC)
DAYS = ("--since", "2020-06-01", "--until", "2020-06-30")


@pytest.fixture(autouse=True)
def done():
    """Ada chooses a role, and an operator sets a target of hers, in June."""
    account = access.create_account(email="ada@example.org", name="Ada", actor=OPERATOR, at=JUNE)
    loaded = people.load(people=[PersonRow(UUID(int=1), "S1", account, "Ada", "Marsh", "")], actor=OPERATOR, at=JUNE)
    record(
        "people.role.claimed",
        actor=Actor(account, loaded.first_person_id),
        subjects=[loaded.first_person_id],
        at=JUNE,
        role_level=12,
    )
    record("careers.target.saved", actor=OPERATOR, subjects=[loaded.first_person_id], at=JUNE, reason="=1+1")
    audit.seal(at=JUNE)


def run(capsys, *arguments):
    status = main(["audit", *arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_a_search_prints_a_line_for_each_entry_and_is_on_the_access_log(capsys):
    status, out, _ = run(capsys, "search", "--person", "S1")

    assert status == 0
    assert [line.split()[3] for line in out.splitlines()] == ["careers.target.saved", "people.role.claimed"]
    assert "about S1" in out
    audit.flush_access()
    assert Access.objects.get().what == "waymark audit search"


@pytest.mark.parametrize(
    ("arguments", "kinds"),
    [
        (("--by", "ada@example.org"), ["people.role.claimed"]),
        (("--kind", "careers"), ["careers.target.saved"]),
        (("--thing", "role_level=12"), ["people.role.claimed"]),
        (("--until", "2020-06-01"), []),
        (("--top", "1", *DAYS), ["careers.target.saved"]),
    ],
)
def test_a_search_with_json_prints_one_object(capsys, arguments, kinds):
    _, out, _ = run(capsys, "search", "--json", *arguments)

    found = json.loads(out)
    assert [entry["kind"] for entry in found["entries"]] == kinds
    assert found["more"] == ("--top" in arguments)


def test_an_export_goes_to_standard_output_and_on_record(capsysbinary):
    assert main(["audit", "export", "--reason", "the yearly audit", "--person", "S1", *DAYS]) == 0

    header, *rows = csv.reader(io.StringIO(capsysbinary.readouterr().out.decode(), newline=""))
    assert [dict(zip(header, row, strict=True))["reason"] for row in rows] == ["'=1+1", ""]
    entry = Entry.objects.latest("pk")
    assert (entry.kind, entry.reason, entry.by_operator) == ("audit.record.exported", "the yearly audit", True)


def test_an_export_goes_into_a_file(capsys, tmp_path):
    status, out, err = run(capsys, "export", "--reason", "why", "--as", "jsonl", "--out", str(tmp_path / "x"), *DAYS)
    assert (tmp_path / "x").stat().st_mode & 0o077 == 0, "for whoever runs it alone"

    assert (status, out) == (0, "")
    lines = [json.loads(line) for line in (tmp_path / "x").read_text().splitlines()]
    assert {line["kind"] for line in lines} >= {"people.role.claimed", "access.account.created"}
    assert f"{len(lines)} entries are in" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("search", "--person", "S9"), "There is nobody with the key S9."),
        (("search", "--by", "nobody"), "No accounts are called nobody."),
        (("export", "--reason", "why"), "Enter the first and the last day"),
        (("export", "--reason", " ", *DAYS), "Enter why you need this export"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(capsys, arguments, words):
    status, out, err = run(capsys, *arguments)

    assert (status, out) == (1, "")
    assert words in err


@pytest.mark.parametrize("arguments", [("search", "--since", "June"), ("search", "--top", "0"), ("export",), ()])
def test_wrong_usage_ends_with_status_two(capsys, arguments):
    with pytest.raises(SystemExit) as ended:
        run(capsys, *arguments)

    assert ended.value.code == 2
