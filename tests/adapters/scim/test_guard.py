"""How much a system may end in a day, who lets through more, and what is on record of what it read and wrote."""

from __future__ import annotations

import pytest

from tests.adapters.scim.conftest import user
from tests.adapters.scim.test_people import patch
from tests.people.feeding.conftest import AT, later, usual, works
from tests.people.feeding.test_two_people import administrator
from waymark.adapters.scim.schemas import POST
from waymark.audit import commands as audit
from waymark.audit.models import Access, AccessSubject, Entry, OutboxEvent
from waymark.kernel.errors import NotAllowed, NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC
from waymark.people import commands, handlers, queries
from waymark.people.events import FeedGateOpened, FeedGateShut, FeedTokenEnding
from waymark.people.models import FeedDay, FeedToken, FeedUser, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ten(call, department):
    """Ten users of a feed of whom one in ten may leave in a day."""
    usual(department.feed, 10, 20)
    return [f"/Users/{call('POST', '/Users', user(f'u{number}')).said['id']}" for number in range(10)]


def told(monkeypatch):
    found = []
    monkeypatch.setattr(handlers.notifications, "notify", lambda **said: found.append(said))
    return found


def test_beyond_what_is_usual_nobody_is_ended(call, ten, department, monkeypatch):
    for where in ten[:3]:
        assert call("DELETE", where).status_code == 204
    off = patch({"op": "replace", "path": "active", "value": False})
    for where in ten[3:5]:
        assert call("PATCH", where, off).status_code < 300

    for refused in (call("DELETE", ten[5]), call("PATCH", ten[5], off), call("PUT", ten[5], user("u5", active=False))):
        assert refused.status_code == 409
        assert "An administrator can let more through" in refused.said["detail"]

    assert works()["N-u5"][0] == ["P-u5"]
    assert FeedUser.objects.count() == 7
    (shut,) = OutboxEvent.objects.filter(kind=FeedGateShut.kind)
    found = told(monkeypatch)
    handlers.ask_to_let_through(FeedGateShut(**shut.payload), at=AT)
    assert found[0]["url"] == f"/operating/feeds/{department.feed.uuid}/scim"
    assert queries.gate_of(department.feed.uuid, OPERATOR, AT).endings == 5


def test_what_ends_posts_by_other_means_counts_as_well(call, ten):
    for where in ten[:3]:
        call("PATCH", where, patch({"op": "remove", "path": f"{POST}:number"}))
    for number in (3, 4):
        said = user(f"u{number}")
        said[POST]["end"] = "2026-03-05"
        assert call("PUT", ten[number], said).status_code == 200

    assert call("DELETE", ten[5]).status_code == 409


def test_a_second_person_opens_the_gate_for_the_day(call, ten, department, now):
    one, other = administrator("one"), administrator("other")
    feed = {"feed": department.feed.uuid}
    token = commands.make_token(**feed, actor=one, at=AT)
    with pytest.raises(commands.GateNotShut):
        commands.open_gate(**feed, actor=other, at=AT)
    for where in ten[:6]:
        call("DELETE", where, token=token)
    with pytest.raises(commands.OwnToken):
        commands.open_gate(**feed, actor=one, at=AT)
    with pytest.raises(NotVisible):
        commands.open_gate(**feed, actor=PUBLIC, at=AT)

    commands.open_gate(**feed, actor=other, at=AT)

    assert call("DELETE", ten[5], token=token).status_code == 204
    assert call("DELETE", ten[6], token=token).status_code == 204
    assert OutboxEvent.objects.filter(kind=FeedGateOpened.kind).count() == 1
    now.at = later(1)
    assert queries.gate_of(department.feed.uuid, OPERATOR, later(1)) is None
    assert call("DELETE", ten[7], token=token).status_code == 204
    assert FeedDay.objects.get(on=later(1).date()).endings == 1


def test_a_bulk_request_is_stopped_where_it_is_too_much(call, ten):
    done = call("POST", "/Bulk", {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
        "Operations": [{"method": "DELETE", "path": where} for where in ten],
    })  # fmt: skip

    assert [one["status"] for one in done.said["Operations"]] == ["204"] * 5 + ["409"] * 5
    assert FeedUser.objects.count() == 5


def test_a_token_ends_after_a_year_and_somebody_is_told_before(call, department, now, monkeypatch):
    assert call("GET", "/Users").status_code == 200
    assert commands.remind_of_tokens(actor=OPERATOR, at=later(300)) == 0
    with pytest.raises(NotAllowed):
        commands.remind_of_tokens(actor=PUBLIC, at=later(340))

    assert commands.remind_of_tokens(actor=OPERATOR, at=later(340)) == 1
    assert commands.remind_of_tokens(actor=OPERATOR, at=later(341)) == 0
    found = told(monkeypatch)
    handlers.tell_of_a_token_that_ends(FeedTokenEnding(FeedToken.objects.get().pk), at=later(340))
    assert "2 March 2027" in found[0]["title"]

    now.at = later(364)
    assert call("GET", "/Users").status_code == 200
    now.at = later(365)
    assert call("GET", "/Users").status_code == 401
    assert queries.token_of(department.feed.uuid, OPERATOR, AT).ends_at == later(365)


def test_reading_people_is_on_record_under_the_token(call, settings, tmp_path):
    settings.AUDIT_SPOOL_DIR = tmp_path / "spool"
    for name in ("ada", "eve"):
        call("POST", "/Users", user(name))
    call("GET", "/Users?count=2")
    audit.flush_access()

    access = Access.objects.latest("pk")
    assert access.filter == {"token": FeedToken.objects.get().pk}
    ids = set(AccessSubject.objects.filter(access=access).values_list("person_id", flat=True))
    assert ids == set(Person.objects.values_list("pk", flat=True))


def test_the_token_is_named_with_what_it_wrote(call):
    where = f"/Users/{call('POST', '/Users', user()).said['id']}"
    call("DELETE", where)

    for kind in ("people.person.put", "people.person.left"):
        entry = Entry.objects.get(kind=kind)
        assert entry.facts["token"] == FeedToken.objects.get().pk
