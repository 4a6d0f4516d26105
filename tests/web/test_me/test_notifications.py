"""What waits for me, what is news, how I am told, and the link that stops an e-mail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.test_me.pages import Walk, read, words
from waymark.kernel.clock import now
from waymark.notifications import commands, queries, rules
from waymark.notifications.models import Item

pytestmark = pytest.mark.django_db


def tell(who, key="news", **more):
    commands.notify(
        accounts=[who.account], topic=more.pop("topic", "people"), key=key, title=more.pop("title", f"Told: {key}"),
        at=now() - timedelta(hours=1), **more,
    )  # fmt: skip


def waits(response):
    """Return how much the header says waits."""
    return next(said for href, said in read(response).links if href == "/me/notifications")


def test_nothing_to_tell_is_said_kindly(browser):
    answer = browser.get("/me/notifications")

    assert "Nothing waits for you." in words(answer)
    assert "There is no news." in words(answer)
    assert waits(answer) == "Notifications"


def test_what_waits_and_what_is_news_stand_apart_and_are_counted_everywhere(ada, browser):
    tell(ada, "todo", todo=True, url="/me/skills", body="Two of them.", due_at=now() - timedelta(days=1))
    tell(ada, "news")

    said = words(browser.get("/me/notifications"))

    assert said.index("Waiting for you") < said.index("Told: todo") < said.index("News") < said.index("Told: news")
    assert "Two of them." in said
    assert "Overdue" in said
    assert waits(browser.get("/skills")) == "Notifications2, 2 new or waiting"


def test_i_see_only_what_i_was_told(ada, stranger, browser):
    tell(stranger, "secret")

    assert "Told: secret" not in words(browser.get("/me/notifications"))
    assert waits(browser.get("/")) == "Notifications"


def test_news_is_read_when_i_say_so_and_not_by_looking(ada, browser):
    tell(ada)
    walk = Walk(browser, "/me/notifications")
    assert "New" in walk.words

    walk.press("Mark all as read")

    assert waits(walk.page) == "Notifications"
    assert "Mark all as read" not in walk.words


def test_a_thing_is_taken_off_my_list(ada, stranger, browser):
    tell(ada, "mine", todo=True)
    tell(stranger, "theirs", todo=True)
    theirs = Item.objects.get(key="theirs").uuid
    walk = Walk(browser, "/me/notifications")

    walk.press("Take off my list: Told: mine")

    assert "Nothing waits for you." in walk.words
    assert browser.post(f"/me/notifications/{theirs}/dismiss").status_code == 404
    assert Item.objects.get(key="theirs").done_at is None
    mine = Item.objects.get(key="mine").uuid
    assert "does not wait any more" in words(browser.post(f"/me/notifications/{mine}/dismiss"))


def test_i_choose_how_i_am_told(ada, browser):
    walk = Walk(browser, "/me/notifications")

    walk.press("Save", people="daily", sharing="never", quiet_from="19:00", quiet_until="07:00")

    assert "Saved how you want to be told." in walk.words
    saved = queries.preferences(ada.actor, now())
    assert [choice.frequency for choice in saved.topics] == ["at_once", "never", "daily", *["at_once"] * 4]
    assert str(saved.quiet.from_time) == "19:00:00"
    assert dict(read(browser.get("/me/notifications")).forms[-1]["fields"])["people"] == "daily"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"people": "hourly"}, "Select one of the choices for “Managers, posts and roles”"),
        ({"people": ""}, "Select how often you want email about “Managers, posts and roles”"),
        ({"quiet_from": "19:00"}, "Select when your quiet hours end"),
        ({"quiet_until": "07:00"}, "Select when your quiet hours begin"),
        ({"quiet_from": "07:00", "quiet_until": "07:00"}, "Quiet hours must end at another time than they begin"),
        ({"quiet_from": "25:00", "quiet_until": "07:00"}, "Select when your quiet hours begin"),
    ],
)
def test_a_choice_that_makes_no_sense_says_so_keeps_the_rest_and_saves_nothing(ada, browser, sent, said):
    usual = {
        "access": "at_once",
        "sharing": "never",
        "people": "at_once",
        "frameworks": "at_once",
        "privacy": "at_once",
    }

    answer = browser.post("/me/notifications/preferences", usual | sent)

    assert answer.status_code == 422
    assert "There is a problem" in words(answer)
    assert said in words(answer)
    assert dict(read(answer).forms[-1]["fields"])["sharing"] == "never"
    assert {choice.frequency for choice in queries.preferences(ada.actor, now()).topics} == {"at_once"}


def test_security_cannot_be_chosen_by_a_forged_form(ada, browser):
    usual = {
        "access": "at_once",
        "sharing": "at_once",
        "people": "at_once",
        "frameworks": "at_once",
        "privacy": "at_once",
    }

    browser.post("/me/notifications/preferences", usual | {"security": "never"})

    assert queries.preferences(ada.actor, now()).topics[-1].frequency == "at_once"


def test_the_link_of_an_e_mail_asks_first_and_then_stops_it_without_signing_in(ada):
    link = rules.STOP_PATH + rules.stop_token(ada.account, "people")
    walk = Walk(Client(), link)
    assert "Stop email about “Managers, posts and roles”?" in walk.words
    assert queries.preferences(ada.actor, now()).topics[2].frequency == "at_once"

    walk.press("Stop this email")

    assert "You get no more email about “Managers, posts and roles”." in walk.words
    assert queries.preferences(ada.actor, now()).topics[2].frequency == "never"


def test_a_mail_program_stops_it_with_one_request(ada):
    program = Client(enforce_csrf_checks=True)
    link = rules.STOP_PATH + rules.stop_token(ada.account, "people")

    answer = program.post(link, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert queries.preferences(ada.actor, now()).topics[2].frequency == "never"


@pytest.mark.parametrize("token", ["x", "WzEsInBlb3BsZSJd:1abc:forged"])
def test_a_forged_link_is_not_there(db, token):
    assert Client().get(rules.STOP_PATH + token).status_code == 404
    assert Client().post(rules.STOP_PATH + token).status_code == 404


def test_the_addresses_that_e_mails_name_are_those_of_the_pages():
    assert reverse("me_notifications") == rules.PREFERENCES_PATH
    assert reverse("stop_mail", args=["x"]) == f"{rules.STOP_PATH}x"


def test_the_page_takes_a_fixed_number_of_queries(ada, browser, django_assert_max_num_queries):
    for number in range(30):
        tell(ada, f"todo.{number}", todo=True)
        tell(ada, f"news.{number}")

    with django_assert_max_num_queries(9):
        browser.get("/me/notifications")


def test_visitors_are_not_counted_anything(crafts, django_assert_num_queries):
    from tests.web.pages import get

    assert "/me/notifications" not in get(Client(), "/skills").links
