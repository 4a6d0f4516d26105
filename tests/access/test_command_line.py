"""``waymark grant``."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.access.conftest import Someone, give
from waymark.access import commands, queries
from waymark.access.models import Grant, GrantDecision
from waymark.audit.models import Entry
from waymark.cli import main

pytestmark = pytest.mark.django_db


def now():
    return datetime.now(UTC)


def day(days):
    return (now() + timedelta(days=days)).date().isoformat()


def run(*arguments):
    return main(["grant", *arguments])


def test_the_first_administrator_is_made_at_the_command_line(places, ada, capsys):
    assert run("Ada@example.test", "administrator", "--until", day(90), "--reason", "Named by the board") == 0

    assert "has the duty administrator until" in capsys.readouterr().out
    assert queries.duties_held(ada.id, now()).administrator
    entry = Entry.objects.latest("pk")
    assert (entry.kind, entry.by_operator, entry.reason) == ("access.grant.given", True, "Named by the board")
    assert GrantDecision.objects.get().approved


def test_the_last_day_is_included(places, ada, settings):
    run("ada@example.test", "facilitator", "--until", day(90), "--reason", "x")

    last = Grant.objects.get().until_at - timedelta(seconds=1)
    assert last.astimezone(now().tzinfo).date().isoformat() in {day(90), day(89), day(91)}
    from django.utils.timezone import localtime

    assert localtime(last).date().isoformat() == day(90)


def test_a_duty_over_a_profession_and_an_organisation(places, ada, capsys):
    status = run(
        "ada@example.test", "department-head-of-profession", "--profession", "policy", "--organisation", "health",
        "--until", day(90), "--reason", "x", "--json",
    )  # fmt: skip

    said = json.loads(capsys.readouterr().out)
    grant = Grant.objects.get()
    assert status == 0
    assert said == {
        "grant": str(grant.uuid), "account": "ada@example.test", "duty": "department-head-of-profession",
        "until": day(90),
    }  # fmt: skip
    assert (grant.profession_id, grant.organisation_id) == (places.policy, places.health)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nobody@example.test", "auditor"], "No open account signs in with"),
        (["ada@example.test", "emperor"], "There is no duty called"),
        (["ada@example.test", "assessor"], "Select the profession"),
        (["ada@example.test", "assessor", "--profession", "alchemy"], "no profession or organisation"),
        (["ada@example.test", "facilitator", "--organisation", "atlantis"], "no profession or organisation"),
    ],
)
def test_what_is_refused_says_why(places, ada, capsys, arguments, words):
    assert run(*arguments, "--until", day(90), "--reason", "x") == 1

    said = capsys.readouterr()
    assert words in said.err
    assert said.out == ""
    assert not Grant.objects.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["ada@example.test", "auditor"],
        ["ada@example.test", "auditor", "--until", "tomorrow", "--reason", "x"],
        ["--approve", "nonsense", "--reason", "x"],
        ["--approve", "00000000-0000-4000-8000-000000000000"],
    ],
)
def test_wrong_usage_ends_with_two(places, ada, capsys, arguments):
    with pytest.raises(SystemExit) as ended:
        run(*arguments)

    assert ended.value.code == 2


def test_a_proposal_is_approved_at_the_command_line(places, ada, ben, capsys):
    at = now()
    give(ada, "administrator", at=at, until_at=at + timedelta(days=9))
    commands.open_admin_session(reason="Review", actor=ada.at(at), at=at)
    grant = give(ben, "auditor", by=ada.at(at), at=at, until_at=at + timedelta(days=9))

    assert run("--approve", str(grant), "--reason", "There is no second administrator yet") == 0
    assert ben.holds("auditor", now())
    assert run("--approve", str(grant), "--reason", "Again") == 1


def test_a_list_of_what_waits_and_what_is_in_force(places, capsys):
    assert run("--list") == 0
    assert "Nobody holds a duty yet" in capsys.readouterr().out

    for number in range(30):
        at = now()
        give(Someone(f"p{number}"), "facilitator", at=at, until_at=at + timedelta(days=9 + number))

    assert run("--list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 30
    assert "p0@example.test" in lines[0]
    assert run("--list", "--json") == 0
    assert json.loads(capsys.readouterr().out)["grants"][0]["duty"] == "facilitator"
