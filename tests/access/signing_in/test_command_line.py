"""``waymark account``."""

import json

import pytest

from tests.access.signing_in.conftest import EMAIL, PASSWORD, news
from waymark.access import commands, queries
from waymark.access.models import Account
from waymark.audit.models import Entry
from waymark.cli import main
from waymark.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    return Person.objects.create(
        uuid="00000000-0000-4000-8000-000000000001", staff_number="W1", given_name="Ada", family_name="Okafor",
        sort_key="okafor ada",
    )  # fmt: skip


def run(capsys, *arguments):
    status = main(["account", *arguments])
    told = capsys.readouterr()
    return status, told.out, told.err


def test_an_account_is_made_for_a_person_with_a_link_that_sets_its_password(capsys, worker, client):
    status, out, _err = run(capsys, "create", "Ada@example.test", "--name", "Ada Okafor", "--person", "W1", "--json")

    told = json.loads(out)
    assert (status, told["email"], told["days"], told["sent"]) == (0, EMAIL, 3, False)
    worker.refresh_from_db()
    assert worker.account_id == queries.account_id_of(EMAIL)
    path = told["link"].removeprefix("http://localhost:8000")
    assert client.post(path, {"new_password": PASSWORD}).status_code == 303
    assert Account.objects.get().check_password(PASSWORD)


def test_an_account_whose_person_is_refused_is_not_made(capsys):
    status, _out, err = run(capsys, "create", EMAIL, "--name", "Ada", "--person", "nobody")

    assert status == 1
    assert "Nobody has the staff number nobody" in err
    assert not Account.objects.exists()


@pytest.mark.parametrize(
    "mail", [{"EMAIL_HOST": "mail.example.test"}, {"NOTIFY_API_KEY": "a key", "NOTIFY_TEMPLATE_ID": "a template"}]
)
def test_the_link_is_sent_where_mail_can_leave(mail, capsys, settings, mailoutbox):
    for name, value in mail.items():
        setattr(settings, name, value)

    status, out, _err = run(capsys, "create", EMAIL, "--name", "Ada")

    assert status == 0
    assert f"It was sent to {EMAIL}" in out
    assert "http://localhost:8000/account/link/" in mailoutbox[0].body


def test_an_account_without_a_person_is_linked_later_and_once(capsys, worker, ada, ben):
    assert run(capsys, "link", EMAIL, "W1")[0] == 0
    assert run(capsys, "link", EMAIL, "W1")[0] == 0

    status, _out, err = run(capsys, "link", "ben@example.test", "W1")

    assert status == 1
    assert "W1 has another account" in err
    assert run(capsys, "link", "nobody@example.test", "W1")[0] == 1


def test_lost_second_factors_are_removed_with_a_reason_and_told(capsys, ada, noon):
    commands.add_passkey(name="Laptop", credential={"id": "x"}, actor=ada, at=noon)

    status, out, _err = run(capsys, "reset-factors", EMAIL, "--reason", "lost the laptop; came in person")

    assert (status, "removed from the account" in out) == (0, True)
    assert not queries.factors(ada, noon).second
    assert news(ada, noon)[0] == "Your passkeys and one-time codes were removed"
    assert Entry.objects.latest("pk").reason == "lost the laptop; came in person"
    assert run(capsys, "reset-factors", EMAIL, "--reason", "again")[0] == 1


def test_an_account_is_closed_opened_again_and_unlocked(capsys, ada):
    assert run(capsys, "close", EMAIL, "--reason", "left")[1].startswith(f"The account for {EMAIL} is closed")
    assert run(capsys, "close", EMAIL)[0] == 1
    assert run(capsys, "invite", EMAIL)[0] == 1
    assert run(capsys, "reopen", EMAIL)[0] == 0
    assert run(capsys, "invite", EMAIL, "--json")[0] == 0
    assert "can be tried again now" in run(capsys, "unlock", EMAIL)[1]
