"""An administrator's session on the site, and the banner that says it is open."""

import pytest

from tests.web.pages import Page, get
from tests.web.test_granting.conftest import browser_of, give, now
from waymark.access import queries
from waymark.access.models import AdminSession

pytestmark = pytest.mark.django_db
WHERE = "/operating/access/session"


@pytest.fixture
def ada(ben):
    give(ben, "administrator")
    return ben


def test_a_session_is_opened_with_a_reason_and_leads_to_where_one_was_going(ada):
    browser = browser_of(ada)
    assert "You are working as an administrator" not in get(browser, "/operating").text

    answer = browser.post(WHERE, {"reason": "Monthly review", "minutes": "30", "next": "/operating/access"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/operating/access")
    assert queries.duties_held(ada.account, now()).session_until is not None
    for path in ("/operating/access", "/skills", "/me/skills", "/help"):
        page = get(browser, path)
        assert "You are working as an administrator." in page.text, path
        assert "29 minutes left." in page.text


def test_it_never_leads_off_the_site(ada):
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"):
        answer = browser_of(ada).post(WHERE, {"reason": "Review", "minutes": "30", "next": elsewhere})
        assert answer.headers["Location"] == "/operating"
        AdminSession.objects.all().delete()


def test_the_banner_ends_it(ada):
    browser = browser_of(ada)
    browser.post(WHERE, {"reason": "Monthly review", "minutes": "30"})

    answer = browser.post(f"{WHERE}/end")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/operating")
    page = get(browser, "/operating")
    assert "Your session has ended." in page.text
    assert "minutes left" not in page.text
    browser.post(f"{WHERE}/end")
    assert "You have no open session" in get(browser, "/operating").text


def test_a_link_ends_nothing(ada):
    assert browser_of(ada).get(f"{WHERE}/end").status_code == 405


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"reason": "", "minutes": "30"}, "Enter what you are about to do"),
        ({"reason": "x" * 401, "minutes": "30"}, "400 characters or fewer"),
        ({"reason": "Review", "minutes": "9999"}, "Select one of the times on this page"),
        ({"reason": "Review", "minutes": ""}, "Select how long you need"),
    ],
)
def test_every_wrong_answer_has_a_message_of_its_own(ada, data, words):
    page = Page(browser_of(ada).post(WHERE, data))

    assert page.status == 422
    assert page.text.count(words) == 2
    assert not AdminSession.objects.exists()


def test_a_second_session_is_refused_on_the_page(ada):
    browser = browser_of(ada)
    browser.post(WHERE, {"reason": "Review", "minutes": "30"})

    page = Page(browser.post(WHERE, {"reason": "Review", "minutes": "30"}))

    assert page.status == 422
    assert "open already" in page.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_to_whoever_is_no_administrator_there_is_no_such_page(ben, method):
    give(ben, "auditor")

    for path in (WHERE, f"{WHERE}/end"):
        answer = getattr(browser_of(ben), method)(path)
        assert answer.status_code in ({404} if method == "post" or path == WHERE else {405})


def test_the_banner_costs_no_query(ada, django_assert_num_queries):
    browser = browser_of(ada)
    with django_assert_num_queries(4):
        browser.get("/help")
    browser.post(WHERE, {"reason": "Review", "minutes": "30"})
    browser.get("/help")  # shows the message of the step before, and forgets it
    with django_assert_num_queries(4):
        assert "minutes left" in get(browser, "/help").text
