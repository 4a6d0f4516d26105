"""The pages of an account: sessions, second factors, and confirming that it is oneself."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests.web.pages import Page
from tests.web.test_account.conftest import EMAIL, PASSWORD, Someone
from tests.web.test_me.conftest import someone
from waymark.access import commands as access
from waymark.access import queries
from waymark.access.models import Account, Authenticator, Session
from waymark.kernel.policy import OPERATOR

PAGES = ["/account", "/account/password", "/account/email", "/account/codes", "/account/passkeys/add",
         "/account/recovery-codes", "/account/sessions", "/account/confirm"]  # fmt: skip
STRONG = ["/account/email", "/account/codes", "/account/codes/off", "/account/passkeys/add", "/account/recovery-codes"]


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_the_account_are_for_whoever_is_signed_in(ada, path, settings):
    settings.DEMO = False

    assert ada.browser.get(path).headers["Location"] == f"/account/sign-in?next=%2F{path[1:].replace('/', '%2F')}"


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_the_account_has_a_heading_and_nothing_inline(ada_in, path):
    page = ada_in.get(path)

    assert page.status == 200
    assert len(page.headings) == 1
    assert page.inline == []


def test_an_account_needs_no_person(ada_in):
    assert "Not linked to a person" in ada_in.get("/account").text
    assert Page(ada_in.browser.get("/me/skills")).status == 403


def test_the_account_of_a_person_says_whose_it_is(crafts):
    page = Page(someone(1).browser().get("/account"))

    assert "Person 1" in page.text


def test_the_account_takes_a_fixed_number_of_queries(ada_in, django_assert_num_queries):
    ada_in.turn_on_codes()
    for number in range(3):
        access.add_passkey(name=str(number), credential={"id": str(number)}, actor=ada_in.actor, at=datetime.now(UTC))
        Someone(ada_in.account).sign_in()

    with django_assert_num_queries(8):  # session, account, person, duties, what waits; password, factors, sessions
        ada_in.browser.get("/account")


def test_a_signed_in_page_costs_five_queries_before_it_begins(ada_in, django_assert_num_queries):
    with django_assert_num_queries(5):
        ada_in.browser.get("/help")


def test_sessions_are_listed_and_this_one_is_marked(ada_in):
    other = Someone(ada_in.account, Client(HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64) Firefox/142.0"))
    other.sign_in()

    page = ada_in.get("/account/sessions")

    assert page.text.count("This one") == 1
    assert "Firefox on Linux" in page.text
    assert "Sign out everywhere else" in page.text
    assert ada_in.browser.session.session_key not in page.html
    assert other.browser.session.session_key not in page.html


def test_a_session_that_was_ended_is_signed_out_at_its_next_request(ada_in):
    other = Someone(ada_in.account)
    other.sign_in()
    (theirs,) = queries.sessions(ada_in.actor, datetime.now(UTC))[:1]

    answer = ada_in.post(f"/account/sessions/{theirs.uuid}/end")

    assert answer.headers["Location"] == "/account/sessions"
    assert other.browser.get("/account").status_code == 302
    assert ada_in.get("/account/sessions").status == 200
    assert "You are signed in nowhere else" in ada_in.get("/account/sessions").text


def test_all_other_sessions_end_together(ada_in):
    others = [Someone(ada_in.account) for _ in range(2)]
    for other in others:
        other.sign_in()

    ada_in.post("/account/sessions/end-others")

    assert "2 other browsers are signed out" in ada_in.get("/account/sessions").text
    assert [other.browser.get("/account").status_code for other in others] == [302, 302]


def test_nobody_ends_the_session_of_somebody_else(ada_in, crafts):
    stranger = someone(1).browser()
    (theirs,) = queries.sessions(ada_in.actor, datetime.now(UTC))

    assert stranger.post(f"/account/sessions/{theirs.uuid}/end").status_code == 404
    assert ada_in.get("/account").status == 200


def test_closing_an_account_ends_its_sessions_at_once(ada_in):
    access.close_account(email=EMAIL, actor=OPERATOR, at=datetime.now(UTC))

    assert ada_in.browser.get("/account").status_code == 302
    assert not Session.objects.filter(account=ada_in.account).exists()


@pytest.mark.parametrize(("hours", "minutes"), [(12, 0), (0, 60)])
def test_a_session_ends_after_twelve_hours_and_after_an_idle_one(ada_in, hours, minutes):
    session = ada_in.browser.session
    facts = session["waymark"]
    back = timedelta(hours=hours, minutes=minutes)
    key = "started_at" if hours else "seen_at"
    session["waymark"] = facts | {key: (datetime.fromisoformat(facts[key]) - back).isoformat()}
    session.save()

    assert ada_in.browser.get("/account").status_code == 302
    assert not Session.objects.filter(account=ada_in.account).exists()


def test_the_last_request_of_a_session_is_noted_every_few_minutes_and_no_more(ada_in, django_assert_num_queries):
    session = ada_in.browser.session
    facts = session["waymark"]
    session["waymark"] = facts | {
        "seen_at": (datetime.fromisoformat(facts["seen_at"]) - timedelta(minutes=6)).isoformat()
    }
    session.save()

    ada_in.browser.get("/help")

    (found,) = queries.sessions(ada_in.actor, datetime.now(UTC))
    assert datetime.now(UTC) - found.seen_at < timedelta(minutes=1)
    with django_assert_num_queries(5):
        ada_in.browser.get("/help")


def test_what_a_browser_says_of_itself_is_cut_and_cleaned(ada):
    strange = Someone(ada.account, Client(HTTP_USER_AGENT="<b>" + "x" * 1000))
    strange.sign_in()

    assert len(Session.objects.get().user_agent) == 300
    assert "Unknown browser" in strange.get("/account/sessions").text


@pytest.mark.parametrize("path", STRONG)
def test_strong_pages_ask_first_once_the_sign_in_is_a_while_ago(ada_in, path):
    assert ada_in.browser.get(path).status_code == 200
    ada_in.forget_that_it_was_shown()

    answer = ada_in.browser.get(path)

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/account/confirm?next=%2F{path[1:].replace('/', '%2F')}"


def test_the_password_confirms_and_leads_on(ada_in):
    ada_in.forget_that_it_was_shown()
    assert "Confirm that it is you" in ada_in.get("/account/confirm?next=/account/codes").text

    wrong = Page(ada_in.post("/account/confirm", password="not this one", next="/account/codes"))
    empty = Page(ada_in.post("/account/confirm", password="", next="/account/codes"))
    answer = ada_in.post("/account/confirm", password=PASSWORD, next="/account/codes")

    assert (wrong.status, empty.status) == (422, 422)
    assert wrong.text.count("That is not your password") == 2
    assert empty.text.count("Enter your password") == 2
    assert answer.headers["Location"] == "/account/codes"
    assert ada_in.browser.get("/account/codes").status_code == 200


def test_with_a_second_factor_the_password_does_not_confirm(ada_in):
    ada_in.turn_on_codes()
    ada_in.forget_that_it_was_shown()

    assert Page(ada_in.post("/account/confirm", password=PASSWORD, next="/account/email")).status == 422
    assert Page(ada_in.post("/account/confirm", credential="{}", next="/account/email")).status == 422
    assert ada_in.browser.get("/account/email").status_code == 303

    assert ada_in.post("/account/confirm", code=ada_in.code(), next="/account/email").status_code == 303
    assert ada_in.browser.get("/account/email").status_code == 200


def test_a_form_that_was_sent_too_late_is_kept_and_can_be_sent_again(ada_in):
    ada_in.forget_that_it_was_shown()
    answer = ada_in.post("/account/email", email="ada@new.test", password="secret thing")
    assert answer.headers["Location"] == "/account/confirm?next=%2Faccount%2Femail"
    assert "What you entered is kept" in ada_in.get("/account/confirm?next=/account/email").text

    answer = ada_in.post("/account/confirm", password=PASSWORD, next="/account/email")
    assert answer.headers["Location"] == "/account/confirm/continue?next=%2Faccount%2Femail"
    page = ada_in.get(answer.headers["Location"])

    assert 'action="/account/email"' in page.html
    assert 'name="email" value="ada@new.test"' in page.html
    assert "secret thing" not in page.html
    assert ada_in.browser.get(answer.headers["Location"]).headers["Location"] == "/account/email"


def test_a_demo_account_confirms_with_one_click_in_demo_mode_alone(ada_in, settings):
    settings.DEMO = True
    assert Page(ada_in.post("/account/confirm", demo="1", next="/account/codes")).status == 422

    Account.objects.filter(pk=ada_in.account.pk).update(demo_key="individual")
    ada_in.forget_that_it_was_shown()
    settings.DEMO = False
    assert Page(ada_in.post("/account/confirm", demo="1", next="/account/codes")).status == 422

    settings.DEMO = True
    assert "one click is enough here" in ada_in.get("/account/confirm").text
    assert ada_in.post("/account/confirm", demo="1", next="/account/codes").headers["Location"] == "/account/codes"
    assert ada_in.browser.get("/account/codes").status_code == 200


def test_an_account_with_nothing_to_confirm_with_is_told_what_to_do(professions):
    access.create_account(email="new@example.test", name="New", actor=OPERATOR, at=datetime.now(UTC))
    browser = Client()
    browser.force_login(Account.objects.get())

    assert "has no password yet" in Page(browser.get("/account/confirm")).text


def test_codes_are_set_up_with_a_picture_or_by_typing_and_turned_off(ada_in):
    page = ada_in.get("/account/codes")
    secret = ada_in.browser.session["waymark.codes_secret"]
    assert "<svg" in page.html
    assert " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)) in page.text

    wrong = Page(ada_in.post("/account/codes", code="000000"))
    assert wrong.status == 422
    assert wrong.text.count("That code is not right") == 2
    assert ada_in.browser.session["waymark.codes_secret"] == secret

    from waymark.access.rules.codes import code_of

    answer = ada_in.post("/account/codes", code=code_of(secret, int(datetime.now(UTC).timestamp()) // 30))
    assert answer.headers["Location"] == "/account/recovery-codes"
    assert "waymark.codes_secret" not in ada_in.browser.session
    page = ada_in.get("/account/recovery-codes")
    assert page.html.count("<li><code>") == 10
    before = page.html
    assert ada_in.post("/account/recovery-codes").status_code == 303
    assert ada_in.get("/account/recovery-codes").html != before

    assert "your password alone lets you in" in ada_in.get("/account/codes/off").text
    ada_in.post("/account/codes/off")
    assert not Authenticator.objects.exists()
    assert Page(ada_in.post("/account/codes/off")).status == 404


def test_without_a_second_factor_there_are_no_recovery_codes(ada_in):
    assert "You have none" in ada_in.get("/account/recovery-codes").text
    assert Page(ada_in.post("/account/recovery-codes")).status == 409


def test_a_passkey_is_renamed_and_removed(ada_in):
    access.add_passkey(name="Laptop", credential={"id": "x"}, actor=ada_in.actor, at=datetime.now(UTC))
    (passkey,) = queries.factors(ada_in.actor, datetime.now(UTC)).passkeys
    path = f"/account/passkeys/{passkey.id}"
    assert 'value="Laptop"' in ada_in.get(f"{path}/name").html

    empty = Page(ada_in.post(f"{path}/name", name=" "))
    long = Page(ada_in.post(f"{path}/name", name="x" * 61))
    ada_in.post(f"{path}/name", name="<b>Phone</b>")

    assert (empty.status, long.status) == (422, 422)
    assert empty.text.count("Enter a name for the passkey") == 2
    assert "&lt;b&gt;Phone" in ada_in.get("/account").html
    assert "It is your last one" in ada_in.get(f"{path}/remove").text
    ada_in.post(f"{path}/remove")
    assert "is removed" in ada_in.get("/account").text
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("what", ["name", "remove"])
def test_the_passkey_of_somebody_else_is_not_there(ada_in, crafts, what):
    stranger = Account.objects.create(
        uuid="00000000-0000-4000-8000-000000000009", email="s@example.test", name="S", created_at=datetime.now(UTC)
    )
    theirs = Authenticator.objects.create(user=stranger, type="webauthn", data={"name": "Theirs"})

    assert Page(ada_in.browser.get(f"/account/passkeys/{theirs.pk}/{what}")).status == 404
    assert Page(ada_in.post(f"/account/passkeys/{theirs.pk}/{what}", name="Mine")).status == 404
    assert Authenticator.objects.get().data == {"name": "Theirs"}


@pytest.mark.parametrize("credential", ["", "{}", '{"id": "x", "rawId": "x", "response": {}, "type": "public-key"}'])
def test_a_forged_passkey_is_not_kept(ada_in, credential):
    options = ada_in.post("/account/passkeys/add/options").json()["publicKey"]
    assert options["authenticatorSelection"]["userVerification"] == "required"

    page = Page(ada_in.post("/account/passkeys/add", name="Laptop", credential=credential))

    assert page.status == 422
    assert "That passkey did not work here" in page.text
    assert 'value="Laptop"' in page.html
    assert not Authenticator.objects.exists()
