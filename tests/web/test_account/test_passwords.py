"""A forgotten password, a first one, another one; and another address."""

import time

import pytest
from django.core import mail, signing

from tests.web.pages import Page
from tests.web.test_account.conftest import EMAIL, PASSWORD, Someone, link_in, mails
from waymark.access import commands as access
from waymark.access.models import Account
from waymark.kernel.policy import OPERATOR

OTHER = "harbour pencil nineteen"


def test_a_forgotten_password_is_set_with_a_link_and_then_used(ada):
    answer = ada.post("/account/forgotten", email="ADA@example.test")
    assert answer.headers["Location"] == "/account/forgotten/sent"
    link = link_in(mails(1)[0])
    assert EMAIL in ada.get(link).text

    answer = ada.post(link, new_password=OTHER)

    assert answer.headers["Location"] == "/account/sign-in"
    assert "Your password is set" in ada.get("/account/sign-in").text
    assert not ada.signed_in
    assert ada.sign_in(OTHER).status_code == 303


def test_an_unknown_address_gets_the_same_answer_and_no_mail(ada):
    known = Someone(ada.account).post("/account/forgotten", email=EMAIL)
    unknown = Someone(ada.account).post("/account/forgotten", email="nobody@example.test")

    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    mails(1)
    time.sleep(0.1)
    assert [message.to for message in mail.outbox] == [[EMAIL]]


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.test"])
def test_nobody_s_mailbox_is_flooded(ada, email):
    for _ in range(3):
        assert ada.post("/account/forgotten", email=email).status_code == 303

    page = Page(ada.post("/account/forgotten", email=email))

    assert page.status == 422
    assert "Too many links were asked for. Wait 60 minutes" in page.text


def test_without_mail_the_page_says_whom_to_ask(ada, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    page = ada.get("/account/forgotten")

    assert "This site cannot send email" in page.text
    assert "<form method" not in page.html
    assert Page(ada.post("/account/forgotten", email=EMAIL)).status == 422


@pytest.mark.parametrize(("email", "words"), [("", "Enter your email address"), ("ada", "in the right format")])
def test_a_wrong_address_says_so(ada, email, words):
    page = Page(ada.post("/account/forgotten", email=email))

    assert page.status == 422
    assert page.text.count(words) == 2


@pytest.mark.parametrize("link", ["/account/link/MTIz/abc-def", "/account/link/x/y", "/account/link/AA/-"])
def test_a_link_that_was_never_made_says_so(ada, link):
    page = ada.get(link)

    assert page.status == 404
    assert page.headings == ["This link no longer works"]
    assert Page(ada.post(link, new_password=OTHER)).status == 404


def test_a_link_is_good_once_and_is_kept_nowhere(ada):
    invitation = access.invite(email=EMAIL, actor=OPERATOR, at=ada.account.created_at)
    link = f"/account/link/{invitation.uid}/{invitation.token}"
    assert ada.browser.get(link).headers["Cache-Control"] == "private, no-store"

    ada.post(link, new_password=OTHER)

    assert ada.get(link).status == 404


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "Enter a new password"),
        ("short", "Your password must have 12 characters or more"),
        ("password1234", "one of those tried first"),
        ("x" * 5000, "too long to be a password"),
    ],
)
def test_a_weak_password_is_refused_by_a_link_as_by_the_form(ada_in, password, words):
    invitation = access.invite(email=EMAIL, actor=OPERATOR, at=ada_in.account.created_at)

    by_link = Page(ada_in.post(f"/account/link/{invitation.uid}/{invitation.token}", new_password=password))
    by_form = Page(ada_in.post("/account/password", password=PASSWORD, new_password=password))

    for page in (by_link, by_form):
        assert page.status == 422
        assert page.text.count(words) == 2
    assert Account.objects.get().check_password(PASSWORD)


def test_another_password_takes_the_one_before_and_ends_other_sessions(ada_in):
    other = Someone(ada_in.account)
    other.sign_in()

    wrong = Page(ada_in.post("/account/password", password="not this one", new_password=OTHER))
    assert wrong.status == 422
    assert wrong.text.count("That is not your password") == 2

    answer = ada_in.post("/account/password", password=PASSWORD, new_password=OTHER)

    assert answer.headers["Location"] == "/account"
    assert "Your password is changed" in ada_in.get("/account").text
    assert other.browser.get("/account").status_code == 302


def test_the_password_of_somebody_signed_in_cannot_be_guessed(ada_in):
    for _ in range(5):
        ada_in.post("/account/password", password="not this one", new_password=OTHER)

    page = Page(ada_in.post("/account/password", password=PASSWORD, new_password=OTHER))

    assert "Too many wrong passwords or codes" in page.text
    assert Account.objects.get().check_password(PASSWORD)


def test_another_address_is_confirmed_where_it_arrives(ada_in):
    assert ada_in.post("/account/email", email="Ada@New.test").status_code == 303
    assert Account.objects.get().email == EMAIL
    link = link_in(mails(1)[0])
    assert "ada@new.test" in ada_in.get(link).text

    answer = ada_in.post(link)

    assert answer.headers["Location"] == "/account"
    assert Account.objects.get().email == "ada@new.test"
    told = mails(2)
    assert [message.to for message in told] == [["ada@new.test"], [EMAIL]]
    assert ada_in.get(link).status == 404


def test_nobody_floods_a_mailbox_of_somebody_else_with_links_to_confirm(ada_in):
    for _ in range(3):
        assert ada_in.post("/account/email", email="somebody@else.test").status_code == 303

    page = Page(ada_in.post("/account/email", email="somebody@else.test"))

    assert page.status == 422
    assert "Too many links were asked for." in page.text
    assert len(mails(3)) == 3


@pytest.mark.parametrize(
    ("email", "words"),
    [("", "Enter your email address"), ("x", "in the right format"), (EMAIL, "You sign in with that address already")],
)
def test_an_address_that_will_not_do_says_so(ada_in, email, words):
    page = Page(ada_in.post("/account/email", email=email))

    assert page.status == 422
    assert page.text.count(words) == 2


def test_whose_address_it_is_is_told_to_its_holder_alone(ada_in):
    access.create_account(email="ben@example.test", name="Ben", actor=OPERATOR, at=ada_in.account.created_at)

    assert ada_in.post("/account/email", email="ben@example.test").status_code == 303

    page = Page(ada_in.post(link_in(mails(1)[0])))
    assert page.status == 422
    assert "There is already an account for ben@example.test" in page.text


def test_a_link_of_somebody_else_or_a_forged_one_changes_nothing(ada_in):
    sealed = {"account": ada_in.account.pk + 1, "before": EMAIL, "email": "x@example.test"}
    others = signing.dumps(sealed, salt="waymark.account.address")
    forged = signing.dumps(sealed | {"account": ada_in.account.pk}, salt="another")

    for link in (others, forged, "x", others[:-1]):
        assert ada_in.get(f"/account/email/{link}").status == 404
        assert Page(ada_in.post(f"/account/email/{link}")).status == 404
    assert Account.objects.get().email == EMAIL
