"""Signing in with a password and a code, being locked out, and signing out."""

import pytest
from django.test import Client

from tests.web.pages import Page, get
from tests.web.test_account.conftest import EMAIL, PASSWORD, Someone
from waymark.access import commands as access
from waymark.access import queries
from waymark.access.models import Account
from waymark.audit.models import Entry
from waymark.kernel.policy import OPERATOR


def kinds():
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def test_address_and_password_sign_somebody_in_and_lead_where_they_were_going(ada):
    assert 'name="next" value="/help"' in ada.get("/account/sign-in?next=/help").html

    answer = ada.sign_in(next="/help")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/help")
    assert ada.signed_in
    entry = Entry.objects.latest("pk")
    assert (entry.kind, entry.actor_account_id) == ("access.account.signed_in", ada.account.pk)
    assert entry.facts["how"] == "password"


def test_signing_in_makes_a_new_session(ada):
    ada.browser.get("/account/sign-in")
    ada.browser.session["planted"] = "x"
    before = ada.browser.session.session_key

    ada.sign_in()

    assert ada.browser.session.session_key != before


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_it_never_leads_off_the_site(ada, elsewhere):
    assert "elsewhere" not in Page(ada.browser.get("/account/sign-in", {"next": elsewhere})).html

    assert ada.sign_in(next=elsewhere).headers["Location"] == "/"


def test_every_field_has_its_own_message(ada):
    empty = Page(ada.post("/account/sign-in"))
    wrong = Page(ada.post("/account/sign-in", email="ada", password="x"))

    assert (empty.status, wrong.status) == (422, 422)
    assert "Enter your email address" in empty.text
    assert empty.text.count("Enter your password") == 2
    assert wrong.text.count("in the right format") == 2
    assert 'value="ada"' in wrong.html
    assert "Error: Sign in" in wrong.text


def test_a_password_never_comes_back_in_a_page(ada):
    page = Page(ada.sign_in("some wrong password"))

    assert "some wrong password" not in page.html


@pytest.mark.parametrize("how", ["unknown", "wrong", "closed", "without a password"])
def test_whether_there_is_an_account_is_told_to_nobody(ada, how):
    email, password = EMAIL, PASSWORD
    if how == "unknown":
        email = "nobody@example.test"
    elif how == "wrong":
        password = "not this one at all"
    elif how == "closed":
        access.close_account(email=EMAIL, actor=OPERATOR, at=ada.account.created_at)
    else:
        access.create_account(email="new@example.test", name="New", actor=OPERATOR, at=ada.account.created_at)
        email = "new@example.test"

    page = Page(ada.browser.post("/account/sign-in", {"email": email, "password": password}))

    assert page.status == 422
    assert "The email address or the password is not right. Check both and try again." in page.text
    assert not ada.signed_in
    assert kinds()[-1] == "access.sign_in.failed"


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.test"])
def test_the_sixth_try_is_refused_alike_for_known_and_unknown_addresses(ada, email):
    given = {"email": email, "password": "not this one at all"}
    for _ in range(5):
        assert "is not right" in Page(ada.browser.post("/account/sign-in", given)).text

    page = Page(ada.browser.post("/account/sign-in", given | {"password": PASSWORD}))

    assert page.status == 422
    assert "Too many wrong passwords were entered. Wait 15 minutes, then try again" in page.text
    assert not ada.signed_in
    facts = [entry.facts["locked"] for entry in Entry.objects.filter(kind="access.sign_in.failed").order_by("pk")]
    assert facts == [False, False, False, False, True]


def test_a_lock_holds_in_another_browser_from_the_same_place(ada):
    for _ in range(5):
        ada.sign_in("not this one at all")

    other = Someone(ada.account)

    assert "Too many wrong passwords" in Page(other.sign_in()).text


def test_a_right_password_starts_the_count_again(ada):
    for _ in range(2):
        for _ in range(4):
            ada.sign_in("not this one at all")
        assert ada.sign_in().status_code == 303
        ada.post("/sign-out")


def test_behind_a_proxy_the_place_is_what_the_proxy_saw(ada, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(5):
        ada.browser.post(
            "/account/sign-in", {"email": EMAIL, "password": "not this one"},
            HTTP_X_FORWARDED_FOR=f"203.0.113.{number}, 198.51.100.1",
        )  # fmt: skip
    given = {"email": EMAIL, "password": PASSWORD}

    assert ada.browser.post("/account/sign-in", given, HTTP_X_FORWARDED_FOR="198.51.100.1").status_code == 422
    assert ada.browser.post("/account/sign-in", given, HTTP_X_FORWARDED_FOR="198.51.100.2").status_code == 303


def test_with_codes_a_password_is_not_enough(ada):
    ada.turn_on_codes()

    answer = ada.sign_in(next="/help")

    assert answer.headers["Location"] == "/account/sign-in/code"
    assert not ada.signed_in
    assert ada.browser.get("/account").headers["Location"].startswith(("/demo", "/account/sign-in"))

    answer = ada.post("/account/sign-in/code", code=ada.code())

    assert answer.headers["Location"] == "/help"
    assert ada.signed_in
    assert Entry.objects.latest("pk").facts["how"] == "password and code"


def test_a_recovery_code_does_as_well(ada):
    ada.turn_on_codes()
    (spare, *_rest) = queries.recovery_codes(ada.actor, ada.account.created_at)
    ada.sign_in()

    ada.post("/account/sign-in/code", code=f"{spare[:5]} {spare[5:]}")

    assert ada.signed_in
    assert Entry.objects.latest("pk").facts["how"] == "password and recovery code"


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Enter the code"), ("000000", "That code is not right"), ("x" * 41, "too long"), ("\0", "null")],
)
def test_a_wrong_code_says_so(ada, typed, words):
    ada.turn_on_codes()
    ada.sign_in()

    page = Page(ada.post("/account/sign-in/code", code=typed))

    assert page.status == 422
    assert words.lower() in page.text.lower()
    assert not ada.signed_in


def test_codes_cannot_be_guessed(ada):
    ada.turn_on_codes()
    ada.sign_in()
    for _ in range(5):
        ada.post("/account/sign-in/code", code="000000")

    page = Page(ada.post("/account/sign-in/code", code=ada.code()))

    assert "Too many wrong passwords or codes were entered. Wait 15 minutes" in page.text
    assert not ada.signed_in


def test_a_code_without_a_password_before_it_leads_to_the_password(ada):
    ada.turn_on_codes()

    for answer in (ada.browser.get("/account/sign-in/code"), ada.post("/account/sign-in/code", code=ada.code())):
        assert answer.headers["Location"] == "/account/sign-in"


def test_a_password_given_long_ago_no_longer_waits_for_a_code(ada):
    ada.turn_on_codes()
    ada.sign_in()
    session = ada.browser.session
    session["account_login"]["initiated_at"] -= 11 * 60
    session.save()

    assert ada.post("/account/sign-in/code", code=ada.code()).headers["Location"] == "/account/sign-in"
    assert not ada.signed_in


def test_an_account_closed_between_password_and_code_gets_no_further(ada):
    ada.turn_on_codes()
    ada.sign_in()
    access.close_account(email=EMAIL, actor=OPERATOR, at=ada.account.created_at)

    assert ada.post("/account/sign-in/code", code=ada.code()).headers["Location"] == "/account/sign-in"
    assert not ada.signed_in


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "x",
        "[]",
        "{}",
        "null",
        '{"response": 1}',
        '{"id": "a", "rawId": "a", "response": {"userHandle": "!"}}',
        "1" * 30_000,
    ],
)
def test_a_forged_passkey_signs_nobody_in(ada, credential):
    options = ada.post("/account/sign-in/passkey/options").json()["publicKey"]
    assert options["userVerification"] == "required"

    answer = ada.post("/account/sign-in/passkey", credential=credential, next="/help")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/account/sign-in?next=%2Fhelp")
    assert "That passkey did not work here" in ada.get("/account/sign-in").text
    assert not ada.signed_in
    assert Entry.objects.latest("pk").facts == {"account": None, "how": "passkey", "locked": False}


def test_a_forged_passkey_is_no_second_factor(ada):
    ada.turn_on_codes()
    ada.sign_in()

    page = Page(ada.post("/account/sign-in/code", credential="{}"))

    assert page.status == 422
    assert "That passkey did not work here" in page.text
    assert not ada.signed_in


@pytest.mark.parametrize(
    "path",
    ["/account/sign-in/passkey", "/account/sign-in/passkey/options", "/sign-out", "/account/sessions/end-others"],
)
def test_what_changes_something_cannot_be_done_by_a_link(ada_in, path):
    assert ada_in.browser.get(path).status_code == 405
    assert ada_in.signed_in


def test_forms_of_other_sites_are_refused(ada):
    strict = Client(enforce_csrf_checks=True)

    for path in ("/account/sign-in", "/account/sign-in/passkey", "/account/forgotten", "/sign-out"):
        assert strict.post(path, {"email": EMAIL, "password": PASSWORD}).status_code == 403


def test_whoever_is_signed_in_is_not_asked_again(ada_in):
    assert ada_in.browser.get("/account/sign-in?next=/help").headers["Location"] == "/help"


def test_signing_out_ends_the_session(ada_in):
    key = ada_in.browser.session.session_key

    assert ada_in.post("/sign-out").headers["Location"] == "/"

    ada_in.browser.cookies["waymark_session"] = key
    assert ada_in.browser.get("/account").status_code == 302


def test_the_sign_in_page_is_kept_nowhere_and_holds_nothing_inline(ada):
    answer = ada.browser.get("/account/sign-in")

    assert answer.headers["Cache-Control"] == "private, no-store"
    page = Page(answer)
    assert page.inline == []
    assert 'autocomplete="username"' in page.html
    assert 'autocomplete="current-password"' in page.html


@pytest.mark.parametrize("demo", [True, False])
def test_the_demo_is_offered_in_demo_mode_alone(ada, settings, demo):
    settings.DEMO = demo

    assert ("/demo?next=%2F" in get(Client(), "/account/sign-in").links) is demo


def test_somebody_without_a_person_gets_the_front_page_of_everyone(ada_in):
    page = get(ada_in.browser, "/")

    assert page.status == 200
    assert "Ada Okafor" in page.text


def test_signing_in_takes_no_more_than_so_many_queries(ada, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        ada.sign_in()
    assert Account.objects.get().last_login is not None
