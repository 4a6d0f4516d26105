"""Who holds which duty, on pages: the list, one duty, taking it back; and who may open them."""

import pytest

from tests.web.pages import Page, get
from tests.web.test_granting.conftest import DAY, browser_of, give, now, open_session
from waymark.access import queries
from waymark.access.models import AdminSession, Revocation
from waymark.notifications.commands import notify

pytestmark = pytest.mark.django_db
PAGES = ["/operating/access", "/operating/access/new"]


@pytest.fixture
def facilitating(ben):
    return give(ben, "facilitator")


def test_the_list_is_searched_and_narrowed(browser, facilitating):
    everything = get(browser, "/operating/access")
    assert "Person 3" in everything.text
    assert "2 duties." in everything.text

    assert "1 duty." in get(browser, "/operating/access?q=p3").text
    assert "1 duty." in get(browser, "/operating/access?duty=administrator&state=in-force").text
    assert "No duty matches this choice" in get(browser, "/operating/access?q=nobody").text
    assert "2 duties." in get(browser, "/operating/access?order=ending").text


@pytest.mark.parametrize(
    "nonsense",
    ["duty=x", "state=x", "profession=x", "organisation=x", "page=x", "page=0", "page=99999", "q=%00", "order=x"],
)
def test_nonsense_in_the_address_is_set_aside(browser, facilitating, nonsense):
    assert "Person 3" in get(browser, f"/operating/access?{nonsense}").text


def test_the_pages_take_a_fixed_number_of_queries(browser, facilitating, django_assert_max_num_queries):
    with django_assert_max_num_queries(11):
        browser.get("/operating/access")
    with django_assert_max_num_queries(13):
        browser.get(f"/operating/access/{facilitating}")
    with django_assert_max_num_queries(7):
        browser.get("/operating")


def test_the_front_page_shows_what_waits_and_each_thing_once(browser, admin, ben, second):
    proposal = give(ben, "auditor", by=_acting(second))
    there = {"topic": "duties", "todo": True, "accounts": [admin.account], "at": now()}
    notify(key="a", title="Bo says that their post is wrong", url="/operating/corrections", **there)
    notify(key="b", title="A duty waits", url=f"/operating/access/{proposal}", **there)

    page = get(browser, "/operating")

    assert "What waits for you Bo says that their post is wrong Today" in page.text
    assert page.links.count(f"/operating/access/{proposal}") == 1


@pytest.mark.parametrize("path", PAGES)
def test_to_whoever_holds_no_such_duty_there_is_no_such_page(ben, path, facilitating):
    assert Page(browser_of(ben).get(path)).headings == ["Page not found"]
    assert browser_of(ben).get(path).status_code == 404
    assert browser_of(ben).post(path).status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_the_public_is_asked_to_sign_in(visitor, path, settings):
    settings.DEMO = True

    assert visitor.get(path).status_code == 302


def test_an_auditor_sees_the_list_and_changes_nothing(ben, admin):
    give(ben, "auditor")
    browser = browser_of(ben)
    (administrators,) = queries.grants_of(_acting(admin), now())

    assert "Person 1" in get(browser, "/operating/access").text
    page = get(browser, f"/operating/access/{administrators.uuid}")
    assert "Take it back" not in page.text
    assert browser.get("/operating/access/new").status_code == 404
    assert browser.get(f"/operating/access/{administrators.uuid}/end").status_code == 404
    for sent in ({"reason": "x"}, {}):
        assert browser.post(f"/operating/access/{administrators.uuid}/end", sent).status_code == 404
    assert browser.post(f"/operating/access/{administrators.uuid}/decide", {"answer": "approve"}).status_code == 404


def _acting(who):
    from tests.web.test_granting.conftest import acting

    return acting(who)


def test_a_duty_of_somebody_else_is_not_found(ben, admin, second):
    (theirs,) = queries.grants_of(_acting(second), now())

    for path in (f"/operating/access/{theirs.uuid}", "/operating/access/00000000-0000-4000-8000-000000000000"):
        assert browser_of(ben).get(path).status_code == 404


def test_a_duty_is_taken_back_after_a_reason(browser, ben, facilitating):
    where = f"/operating/access/{facilitating}/end"
    assert Page(browser.post(where, {"reason": ""})).text.count("Enter why the duty ends") == 2

    answer = browser.post(where, {"reason": "They moved on"})

    assert answer.status_code == 303
    assert queries.duties_of(ben.account, now()) == ()
    assert "They moved on" in get(browser, answer.headers["Location"]).text
    again = Page(browser.post(where, {"reason": "Again"}))
    assert again.status == 422
    assert "over already" in again.text


def test_the_last_administrator_is_told_why_they_stay(browser, admin):
    (own,) = queries.grants_of(_acting(admin), now())

    for path in (f"/operating/access/{own.uuid}/end", f"/me/duties/{own.uuid}/give-up"):
        page = Page(browser.post(path, {"reason": "I moved on"}))
        assert page.status == 422
        assert "This is the last administrator" in page.text
    assert not Revocation.objects.exists()


def test_a_duty_that_ended_in_an_open_tab_is_refused_with_a_sentence(ben, admin, digital):
    give(ben, "head-of-profession", profession_id=digital, at=now() - 30 * DAY, until_at=now() - DAY)
    from tests.web.test_granting.conftest import answers

    for answer in (
        browser_of(ben).post("/operating/access/new", answers(admin)),
        browser_of(ben).get("/operating/access"),
    ):
        page = Page(answer)
        assert page.status == 403
        assert page.headings == ["Your duty has ended"]
        assert "head of profession" in page.text
        assert "Nothing was changed" in page.text


def test_a_session_that_ended_in_an_open_tab_is_refused_with_a_sentence(browser, admin, ben, second, facilitating):
    waiting = give(ben, "auditor", by=_acting(second))
    AdminSession.objects.filter(account_id=admin.account).update(ended_at=now())
    from tests.web.test_granting.conftest import answers

    for path, data in (
        ("/operating/access/new", answers(ben, kind="facilitator")),
        (f"/operating/access/{waiting}/decide", {"answer": "approve", "reason": "x"}),
        (f"/operating/access/{facilitating}/end", {"reason": "x"}),
    ):
        page = Page(browser.post(path, data))
        assert page.status == 403, path
        assert page.headings == ["Your session as an administrator has ended"]
        assert "/operating/access/session" in page.links

    assert not Revocation.objects.exists()
    back = browser.get(f"/operating/access/{waiting}")
    assert back.headers["Location"] == f"/operating/access/session?next=%2Foperating%2Faccess%2F{waiting}"


def test_operating_is_in_the_menu_of_those_who_have_something_there(admin, ben):
    assert "/operating" in get(browser_of(admin), "/help").links
    assert "/operating" not in get(browser_of(ben), "/help").links

    give(ben, "facilitator")
    assert "/operating" not in get(browser_of(ben), "/help").links
    assert "/me/duties" in get(browser_of(ben), "/me/skills").links


def test_operating_says_so_when_there_is_nothing_to_run(ben):
    assert "None of your duties runs anything here" in get(browser_of(ben), "/operating").text


def test_an_administrator_who_is_nobody_in_the_people_records_can_work(reference_data):
    from django.test import Client

    from waymark.access import commands
    from waymark.access.models import Account
    from waymark.kernel.policy import OPERATOR, Actor

    account = commands.create_account(email="root@example.test", name="Root", actor=OPERATOR, at=now())
    found = Account.objects.get(pk=account)
    commands.give_duty(
        account=found.uuid, kind="administrator", until_at=now() + DAY, reason="First", actor=OPERATOR, at=now()
    )
    commands.open_admin_session(reason="Set up", actor=Actor(account), at=now())
    client = Client()
    client.force_login(found)

    assert "Root" in get(client, "/operating/access").text
    assert client.get("/operating").status_code == 200


def test_a_session_is_asked_for_on_the_way(ben):
    give(ben, "administrator")
    browser = browser_of(ben)

    assert browser.get("/operating/access?q=x").headers["Location"] == (
        "/operating/access/session?next=%2Foperating%2Faccess%3Fq%3Dx"
    )
    open_session(ben)
    assert browser.get("/operating/access?q=x").status_code == 200
