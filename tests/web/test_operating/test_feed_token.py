"""The page of the token that lets an HR system in."""

from __future__ import annotations

import re

import pytest

from tests.people.feeding.conftest import AT
from tests.web import as_administrator
from tests.web.confirming import asks_to_confirm, just_confirmed
from tests.web.test_operating.test_feeds import signed_in
from waymark.kernel import clock
from waymark.kernel.policy import OPERATOR
from waymark.people import commands
from waymark.people import rules as people_rules
from waymark.people.models import Feed, FeedDay, FeedToken

pytestmark = pytest.mark.django_db


def test_a_token_is_made_shown_once_and_ended(client, settings, department):
    as_administrator.given(settings)
    browser = just_confirmed(signed_in(client, "one"))
    where = f"/operating/feeds/{department.feed.uuid}/scim"
    assert where in browser.get(f"/operating/feeds/{department.feed.uuid}").content.decode()
    assert "no system is let in" in browser.get(where).content.decode()

    made = browser.post(where, {"action": "make"})

    (token,) = re.findall(r"waymark_scim_[\w-]{43}", made.content.decode())
    assert "no-store" in made.headers["Cache-Control"]
    page = browser.get(where).content.decode()
    assert token not in page
    assert "Not yet" in page
    assert client.get("/scim/v2/Users", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert browser.post(where, {"action": "other"}).status_code == 400

    assert browser.post(where, {"action": "end"}).status_code == 303
    assert FeedToken.objects.filter(ended_at=None).count() == 0
    assert client.get("/scim/v2/Users", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_whoever_makes_a_token_shows_that_it_is_them(client, settings, department):
    as_administrator.given(settings)
    settings.DEMO = True

    assert asks_to_confirm(
        signed_in(client, "one"), f"/operating/feeds/{department.feed.uuid}/scim", {"action": "make"}
    )


def test_a_second_person_lets_more_through(client, settings, department):
    as_administrator.given(settings)
    browser = just_confirmed(signed_in(client, "two"))
    where = f"/operating/feeds/{department.feed.uuid}/scim"
    commands.make_token(feed=department.feed.uuid, actor=OPERATOR, at=AT)
    assert "Let more through" not in browser.get(where).content.decode()
    assert browser.post(where, {"action": "open"}).status_code == 422
    feed, day = Feed.objects.get(uuid=department.feed.uuid), people_rules.day_of(clock.now())
    FeedDay.objects.create(feed=feed, on=day, endings=5, there=10, refused_at=clock.now())

    assert "Let more through" in browser.get(where).content.decode()
    assert browser.post(where, {"action": "open"}).status_code == 303
    assert "was let through" in browser.get(where).content.decode()

    FeedDay.objects.update(opened_at=None)
    assert browser.post(where, {"action": "make"}).status_code == 200
    own = browser.post(where, {"action": "open"})
    assert (own.status_code, "You made the token" in own.content.decode()) == (422, True)
