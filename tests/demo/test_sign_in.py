"""Signing in as a ready-made person, and out again."""

import pytest
from django.test import Client

from waymark.access.models import Account
from waymark.access.queries import demo_account
from waymark.demo.rules.cast import PARTS

pytestmark = pytest.mark.django_db


def who(client):
    return client.session.get("_auth_user_id")


def test_the_page_offers_everyone_with_a_button_each(built, client, demo_mode):
    page = client.get("/demo")

    text = page.content.decode()
    assert page.status_code == 200
    assert all(f'action="/demo/sign-in/{part.key}"' in text for part in PARTS)
    assert text.count("csrfmiddlewaretoken") >= 13


def test_one_click_signs_someone_in(built, client, demo_mode):
    answer = client.post("/demo/sign-in/manager")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert who(client) == str(demo_account("manager").id)


def test_signing_in_as_someone_else_ends_the_session_before(built, client, demo_mode):
    client.post("/demo/sign-in/manager")
    before = client.session.session_key

    client.post("/demo/sign-in/individual")

    assert who(client) == str(demo_account("individual").id)
    assert client.session.session_key != before


def test_it_leads_to_where_one_was_going(built, client, demo_mode):
    assert 'name="next" value="/me/gap"' in client.get("/demo?next=/me/gap").content.decode()

    answer = client.post("/demo/sign-in/individual", {"next": "/me/gap"})

    assert answer.headers["Location"] == "/me/gap"


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_it_never_leads_off_the_site(built, client, demo_mode, elsewhere):
    assert "elsewhere" not in client.get("/demo", {"next": elsewhere}).content.decode().replace("next=", "")

    answer = client.post("/demo/sign-in/individual", {"next": elsewhere})

    assert answer.headers["Location"] == "/"


def test_signing_in_takes_a_form_of_ours(built, demo_mode):
    client = Client(enforce_csrf_checks=True)

    assert client.post("/demo/sign-in/individual").status_code == 403
    assert who(client) is None


def test_a_link_cannot_sign_anyone_in(built, client, demo_mode):
    assert client.get("/demo/sign-in/individual").status_code == 405
    assert who(client) is None


def test_an_unknown_person_is_not_there(built, client, demo_mode):
    assert client.post("/demo/sign-in/nobody").status_code == 404


def test_an_account_that_was_closed_is_not_there(built, client, demo_mode):
    Account.objects.filter(demo_key="individual").update(is_active=False)

    assert client.post("/demo/sign-in/individual").status_code == 404
    assert who(client) is None


@pytest.mark.parametrize("key", ["individual", "nobody"])
def test_outside_demo_mode_there_is_no_such_address(built, client, settings, key):
    settings.DEMO = False

    assert client.get("/demo").status_code == 404
    assert client.get(f"/demo/sign-in/{key}").status_code == 404
    assert client.post(f"/demo/sign-in/{key}").status_code == 404
    assert who(client) is None


def test_accounts_of_the_demo_cannot_be_entered_with_a_password(built, client):
    account = Account.objects.get(demo_key="individual")

    assert not account.has_usable_password()
    assert not client.login(username=account.email, password="")


@pytest.mark.parametrize("demo", [True, False])
def test_signing_out_works_in_every_mode(built, client, settings, demo):
    settings.DEMO = True
    client.post("/demo/sign-in/individual")
    settings.DEMO = demo

    answer = client.post("/sign-out")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert who(client) is None


def test_a_link_cannot_sign_anyone_out(built, client, demo_mode):
    client.post("/demo/sign-in/individual")

    assert client.get("/sign-out").status_code == 405
    assert who(client) is not None


def test_the_page_takes_a_fixed_number_of_queries(built, client, demo_mode, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        client.get("/demo")
