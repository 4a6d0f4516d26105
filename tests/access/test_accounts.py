"""Accounts."""

import pytest
from django.contrib.auth import authenticate

from waymark.access import commands, queries
from waymark.access.models import Account
from waymark.audit.models import Entry
from waymark.kernel.errors import NotAllowed, NotVisible
from waymark.kernel.policy import PUBLIC, Actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo_mode(settings):
    settings.DEMO = True


def add(operator, noon, **changed):
    given = {"email": "Ada@example.test", "name": "Ada Okafor", "demo_key": "individual"}
    return commands.create_account(**(given | changed), actor=operator, at=noon)


def test_an_account_is_created_without_a_usable_password(operator, noon):
    account_id = add(operator, noon)

    account = Account.objects.get(pk=account_id)
    assert account.email == "ada@example.test"
    assert not account.has_usable_password()
    assert authenticate(username="ada@example.test", password="") is None
    assert Entry.objects.get().facts == {"account": account_id, "demo_key": "individual"}


def test_a_demo_account_is_found_by_its_key(operator, noon):
    account_id = add(operator, noon)
    add(operator, noon, email="someone@example.test", demo_key=None)

    assert queries.demo_account("individual").id == account_id
    assert [card.demo_key for card in queries.demo_accounts()] == ["individual"]


@pytest.mark.parametrize("key", ["nobody", ""])
def test_an_unknown_demo_key_is_not_there(operator, noon, key):
    add(operator, noon, demo_key=None)

    with pytest.raises(NotVisible):
        queries.demo_account(key)


def test_an_address_is_used_once_whatever_its_case(operator, noon):
    add(operator, noon)

    with pytest.raises(commands.EmailTaken, match="another address"):
        add(operator, noon, email="ADA@example.test", demo_key="manager")

    assert Account.objects.count() == 1


def test_a_demo_key_is_used_once(operator, noon):
    add(operator, noon)

    with pytest.raises(commands.DemoKeyTaken, match="individual"):
        add(operator, noon, email="other@example.test")


def test_there_are_no_one_click_accounts_outside_demo_mode(operator, noon, settings):
    settings.DEMO = False

    with pytest.raises(commands.DemoOnly):
        add(operator, noon)

    assert not Account.objects.exists()
    assert add(operator, noon, demo_key=None)


def test_only_an_operator_creates_accounts(noon):
    with pytest.raises(NotAllowed, match="operator"):
        add(PUBLIC, noon)


def test_accounts_are_found_by_address_or_by_the_beginning_of_their_name(operator, noon):
    ada = add(operator, noon)
    add(operator, noon, email="adam@example.test", name="Adam Lund", demo_key=None)

    assert [one.id for one in queries.accounts_called("ADA@example.test")] == [ada]
    assert [one.name for one in queries.accounts_called("ada")] == ["Ada Okafor", "Adam Lund"]
    assert [one.name for one in queries.accounts_called("ada", limit=1)] == ["Ada Okafor"]
    assert queries.accounts_called("  ") == queries.accounts_called("%") == queries.accounts_called("Okafor") == ()


def test_accounts_are_named_by_id(operator, noon):
    ada = add(operator, noon)

    assert {pk: (one.name, one.email) for pk, one in queries.account_names([ada, ada, 987_654]).items()} == {
        ada: ("Ada Okafor", "ada@example.test")
    }


@pytest.mark.parametrize("email", ["", "ada", "ada@", "a b@example.test"])
def test_an_account_needs_an_address(operator, noon, email):
    with pytest.raises(commands.EmailWrong, match="not an email address"):
        add(operator, noon, email=email)


def test_an_account_is_closed_and_opened_again(operator, noon):
    account_id = add(operator, noon)
    with pytest.raises(commands.OpenAlready):
        commands.reopen_account(email="ada@example.test", actor=operator, at=noon)

    commands.close_account(email="Ada@Example.test", reason="left", actor=operator, at=noon)
    assert not Account.objects.get(pk=account_id).is_active
    for refused in (commands.close_account, commands.invite):
        with pytest.raises(commands.ClosedAlready):
            refused(email="ada@example.test", actor=operator, at=noon)

    commands.reopen_account(email="ada@example.test", reason="came back", actor=operator, at=noon)
    account = Account.objects.get(pk=account_id)
    assert (account.is_active, account.closed_at) == (True, None)
    kinds = [(entry.kind, entry.reason) for entry in Entry.objects.order_by("pk")]
    assert kinds[1:] == [("access.account.closed", "left"), ("access.account.reopened", "came back")]


@pytest.mark.parametrize("command", ["close_account", "reopen_account", "invite", "unlock_account", "reset_factors"])
def test_only_an_operator_runs_accounts_and_the_rest_learn_nothing(operator, noon, command):
    account_id = add(operator, noon)

    for actor in (PUBLIC, Actor(account_id=account_id)):
        with pytest.raises(commands.AccountUnknown):
            getattr(commands, command)(email="ada@example.test", actor=actor, at=noon)
    with pytest.raises(commands.AccountUnknown, match="There is no account for nobody"):
        getattr(commands, command)(email="nobody@example.test", actor=operator, at=noon)


def test_an_account_is_found_by_its_address_for_an_operator_s_commands(operator, noon):
    account_id = add(operator, noon)

    assert queries.account_id_of(" ADA@example.test ") == account_id
    assert queries.account_id_of("nobody@example.test") is None
