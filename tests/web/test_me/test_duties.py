"""My duties: what they let me do, who covers them, giving one up."""

import pytest

from tests.web.pages import Page, get
from tests.web.test_granting.conftest import DAY, acting, browser_of, day, give, now, uuid_of
from tests.web.test_me.conftest import someone
from waymark.access import queries
from waymark.access.models import Grant

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(ada):
    return browser_of(ada)


@pytest.fixture
def facilitating(ada):
    return give(ada, "facilitator")


def test_the_page_says_what_each_duty_lets_me_do(browser, ada, facilitating):
    page = get(browser, "/me/duties")

    assert "Facilitator" in page.text
    assert "Everywhere" in page.text
    assert "You run rounds of 360-degree feedback" in page.text


def test_without_a_duty_the_page_says_what_one_is(browser):
    assert "You hold no duty" in get(browser, "/me/duties").text


def test_an_administrator_is_told_that_it_counts_in_a_session_only(browser, ada):
    give(ada, "administrator")

    page = get(browser, "/me/duties")

    assert "Counts in a session only" in page.text
    assert "/operating/access/session" in page.links


def test_a_cover_is_found_and_named(browser, ada, stranger, facilitating):
    where = f"/me/duties/{facilitating}/cover"
    found = get(browser, f"{where}?q=marsh")
    (link,) = [link for link in found.links if "account=" in link]  # oneself is not offered
    assert "Person 2 covers for you" in get(browser, where + link).headings

    answer = browser.post(
        where, {"account": str(uuid_of(stranger)), "reason": "Annual leave"} | day("last_day", now() + 9 * DAY)
    )

    assert answer.status_code == 303
    assert acting(stranger).holding("facilitator")
    assert "Person 2 covers this duty for you now" in get(browser, answer.headers["Location"]).text
    assert "You cover for Person 1" in get(browser_of(stranger), "/me/duties").text


def test_a_cover_cannot_pass_the_duty_on(browser, ada, stranger, facilitating):
    third = someone(3)
    browser.post(
        f"/me/duties/{facilitating}/cover",
        {"account": str(uuid_of(stranger)), "reason": "Annual leave"} | day("last_day", now() + 9 * DAY),
    )
    cover = Grant.objects.get(account_id=stranger.account)

    page = Page(
        browser_of(stranger).post(
            f"/me/duties/{cover.uuid}/cover",
            {"account": str(uuid_of(third)), "reason": "Annual leave"} | day("last_day", now() + 5 * DAY),
        )
    )

    assert page.status == 422
    assert "you cannot pass it on" in page.text
    assert not acting(third).duties


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"reason": ""}, "Enter why you need cover"),
        ({"reason": "x" * 401}, "400 characters or fewer"),
        ({"last_day_0": "", "last_day_1": "", "last_day_2": ""}, "Enter the last day they cover for you"),
        ({"last_day_2": "2090"}, "days at most"),
        ({"last_day_2": "2001"}, "must end after it begins"),
    ],
)
def test_every_wrong_answer_has_a_message_of_its_own(browser, stranger, facilitating, changed, words):
    given = {"account": str(uuid_of(stranger)), "reason": "Annual leave"} | day("last_day", now() + 9 * DAY)

    page = Page(browser.post(f"/me/duties/{facilitating}/cover", given | changed))

    assert page.status == 422
    assert page.text.count(words) == 2
    assert not acting(stranger).duties


def test_a_cover_beyond_my_own_time_is_refused_on_the_form(browser, stranger, facilitating):
    given = {"account": str(uuid_of(stranger)), "reason": "Leave"} | day("last_day", now() + 200 * DAY)

    page = Page(browser.post(f"/me/duties/{facilitating}/cover", given))

    assert page.status == 422
    assert page.text.count("A cover has to lie inside your own time") == 2


def test_a_duty_is_given_up_after_a_reason(browser, ada, facilitating):
    where = f"/me/duties/{facilitating}/give-up"
    assert Page(browser.post(where, {"reason": " "})).text.count("Enter why you give the duty up") == 2

    answer = browser.post(where, {"reason": "I moved on"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/me/duties")
    assert "You gave the duty up" in get(browser, "/me/duties").text
    assert queries.duties_of(ada.account, now()) == ()


@pytest.mark.parametrize("what", ["cover", "give-up"])
def test_the_duty_of_somebody_else_is_not_found(browser, stranger, what):
    theirs = give(stranger, "facilitator")

    for path in (f"/me/duties/{theirs}/{what}", f"/me/duties/00000000-0000-4000-8000-000000000000/{what}"):
        assert browser.get(path).status_code == 404
        assert browser.post(path, {"reason": "Mine now"}).status_code == 404

    assert acting(stranger).duties


def test_the_page_takes_a_fixed_number_of_queries(browser, ada, facilitating, django_assert_num_queries):
    with django_assert_num_queries(5):
        browser.get("/me/duties")
    give(ada, "workforce-planner")
    with django_assert_num_queries(5):
        browser.get("/me/duties")
