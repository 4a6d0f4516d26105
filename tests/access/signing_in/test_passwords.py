"""Passwords and addresses."""

import pytest
from django.contrib.auth import authenticate

from tests.access.signing_in.conftest import EMAIL, PASSWORD, account, kinds, news
from waymark.access import commands, queries
from waymark.access.models import Account, Session
from waymark.access.rules import why_not_password
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC

OTHER = "harbour pencil nineteen"


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "12 characters or more"),
        ("elevenchars", "12 characters or more"),
        ("x" * 513, "512 characters or fewer"),
        ("passwordpassword", "tried first"),
        ("Password123456", "tried first"),
        ("aaaaaaaaaaaaaa", "tried first"),
        ("121212121212", "tried first"),
        ("ada.okafor@example.test", "too much like"),
        ("Ada Okafor 12", "too much like"),
        ("waymark12345", "too much like"),
    ],
)
def test_a_weak_password_is_refused_with_what_is_wrong_with_it(password, why):
    found = why_not_password(password, email="ada.okafor@example.test", name="Ada Okafor", site="Waymark")

    assert len(found) == 1
    assert why in found[0]


@pytest.mark.parametrize(
    "password", [PASSWORD, "correct horse battery staple", "żółta łódź na jeziorze", "x7#Kq!92mZpL"]
)
def test_a_long_password_that_nobody_guesses_will_do(password):
    assert why_not_password(password, email="ada@example.test", name="Ada Okafor", site="Waymark") == ()


def test_a_refused_password_changes_nothing(ada, noon):
    with pytest.raises(commands.PasswordRefused, match="12 characters"):
        commands.set_password(account_id=ada.account_id, password="short", actor=ada, at=noon)

    assert account(ada).check_password(PASSWORD)


def test_another_password_ends_other_sessions_and_is_told(ada, noon):
    session(ada, "here")
    session(ada, "there")

    commands.set_password(account_id=ada.account_id, password=OTHER, keep="here", actor=ada, at=noon)

    assert list(Session.objects.values_list("session_key", flat=True)) == ["here"]
    assert authenticate(email=EMAIL, password=OTHER) is not None
    assert authenticate(email=EMAIL, password=PASSWORD) is None
    assert kinds()[-1] == "access.password.set"
    assert news(ada, noon) == ["Your password was changed"]


def test_nobody_sets_the_password_of_somebody_else(ada, ben, noon):
    for actor in (ben, PUBLIC, OPERATOR):
        with pytest.raises(NotVisible):
            commands.set_password(account_id=ada.account_id, password=OTHER, actor=actor, at=noon)


def test_a_link_names_its_holder_until_a_password_is_set(ada, noon):
    link = commands.invite(email=EMAIL.upper(), actor=OPERATOR, at=noon)
    assert queries.holder_of_link(link.uid, link.token).email == EMAIL

    commands.set_password(account_id=ada.account_id, password=OTHER, actor=ada, at=noon)

    with pytest.raises(NotVisible):
        queries.holder_of_link(link.uid, link.token)


@pytest.mark.parametrize("uid", ["", "x", "MTIz", "!!!!", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk"])
def test_a_made_up_link_names_nobody(ada, uid):
    with pytest.raises(NotVisible):
        queries.holder_of_link(uid, "abc-def")


def test_the_link_of_a_closed_account_names_nobody(ada, noon):
    link = commands.invite(email=EMAIL, actor=OPERATOR, at=noon)
    commands.close_account(email=EMAIL, actor=OPERATOR, at=noon)

    with pytest.raises(NotVisible):
        queries.holder_of_link(link.uid, link.token)
    assert queries.password_link(EMAIL) is None


def test_there_is_no_link_for_the_demo_s_people(db, noon, settings):
    settings.DEMO = True
    commands.create_account(email="x@demo.test", name="X", demo_key="individual", actor=OPERATOR, at=noon)

    assert queries.password_link("x@demo.test") is None
    assert queries.password_link("nobody@example.test") is None


def test_a_confirmed_address_becomes_the_one_to_sign_in_with(ada, noon):
    commands.change_email(account_id=ada.account_id, before=EMAIL, email="Ada@New.test", actor=ada, at=noon)

    assert account(ada).email == "ada@new.test"
    assert kinds()[-1] == "access.email.changed"
    assert news(ada, noon) == ["You now sign in with another email address"]


def test_a_link_to_an_address_is_good_for_one_change(ada, noon):
    commands.change_email(account_id=ada.account_id, before=EMAIL, email="a@new.test", actor=ada, at=noon)

    with pytest.raises(NotVisible):
        commands.change_email(account_id=ada.account_id, before=EMAIL, email="b@new.test", actor=ada, at=noon)


@pytest.mark.parametrize(
    ("email", "refusal"), [("ben@example.test", commands.EmailTaken), ("ben", commands.EmailWrong)]
)
def test_an_address_that_will_not_do_is_refused(ada, ben, noon, email, refusal):
    with pytest.raises(refusal):
        commands.change_email(account_id=ada.account_id, before=EMAIL, email=email, actor=ada, at=noon)


def session(actor, key):
    from datetime import UTC, datetime
    from uuid import uuid4

    when = datetime(2099, 1, 1, tzinfo=UTC)
    return Session.objects.create(
        session_key=key, session_data="", expire_date=when, account=Account.objects.get(pk=actor.account_id),
        uuid=uuid4(), started_at=when, seen_at=when,
    )  # fmt: skip
