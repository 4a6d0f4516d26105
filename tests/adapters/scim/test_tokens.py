"""Who is let in, and who is turned away."""

from __future__ import annotations

import pytest

from tests.people.feeding.conftest import AT, later
from waymark.access.rules import attempts
from waymark.audit.models import Entry
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC
from waymark.people import commands, queries
from waymark.people.models import FeedToken

pytestmark = pytest.mark.django_db


def test_only_a_digest_is_kept_and_the_day_it_was_used(call, token, department, now):
    now.at = later(3)
    assert call("GET", "/Users").status_code == 200

    assert token not in str(FeedToken.objects.values_list().get())
    card = queries.token_of(department.feed.uuid, OPERATOR, AT)
    assert card.last_used_on == later(3).date()


def test_without_a_token_nothing_is_said(call, token, department):
    ended = token
    fresh = commands.make_token(feed=department.feed.uuid, actor=OPERATOR, at=AT)

    for wrong in ("", "nonsense", ended):
        answer = call("GET", "/Users", token=wrong)
        assert answer.status_code == 401
        assert answer.said["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert call("GET", "/Schemas", token="").status_code == 401
    assert call("GET", "/nowhere", token="").status_code == 401
    assert call("GET", "/ServiceProviderConfig", token="").status_code == 200
    assert call("GET", "/Users", token=fresh).status_code == 200
    whys = Entry.objects.filter(kind="people.feed.token_refused").order_by("pk")
    assert [one.facts["why"] for one in whys][:3] == ["missing", "unknown", "ended"]

    commands.end_token(feed=department.feed.uuid, actor=OPERATOR, at=AT)
    assert call("GET", "/Users", token=fresh).status_code == 401
    assert queries.token_of(department.feed.uuid, OPERATOR, AT) is None


def test_whoever_tries_all_day_fills_no_record(call, token, monkeypatch):
    (limit,) = attempts.LIMITS["feed-token"]
    few = attempts.Limit(limit.name, 3, limit.within, limit.wait, whose=False, where=True)
    monkeypatch.setitem(attempts.LIMITS, "feed-token", (few,))

    codes = [call("GET", "/Users", token="wrong").status_code for _try in range(5)]

    assert codes == [401, 401, 401, 429, 429]
    assert Entry.objects.filter(kind="people.feed.token_refused").count() == 3
    assert call("GET", "/Users").status_code == 200


def test_only_an_administrator_makes_a_token(department):
    with pytest.raises(NotVisible):
        commands.make_token(feed=department.feed.uuid, actor=PUBLIC, at=AT)
    with pytest.raises(NotVisible):
        commands.end_token(feed=department.feed.uuid, actor=PUBLIC, at=AT)


def test_a_long_body_is_refused_in_words(call):
    answer = call("POST", "/Users", {"userName": "x" * 1_100_000})

    assert answer.status_code == 413
    assert "bytes" in answer.said["detail"]


def test_schemas_say_what_the_department_calls_things(call):
    schema = call("GET", "/Schemas/urn:ietf:params:scim:schemas:extension:waymark:2.0:Post").said
    suggested = {one["name"]: one.get("canonicalValues") for one in schema["attributes"]}

    assert {"U1", "U2"} <= set(suggested["unit"])
    assert "E1" not in suggested["unit"]
    assert "HEO" in suggested["grade"]


def test_groups_are_refused_in_words(call):
    for method, path in (("GET", "/Groups"), ("POST", "/Groups"), ("GET", "/groups/1")):
        answer = call(method, path, {} if method == "POST" else None)
        assert answer.status_code == 404
        assert "mainProfession" in answer.said["detail"]
