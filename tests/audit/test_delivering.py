"""Events reach each of their handlers once, whatever fails on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection, transaction

from tests.shared import together
from waymark.access.models import Account
from waymark.audit import commands as audit
from waymark.audit import queries
from waymark.audit.models import Handled, OutboxEvent
from waymark.kernel.events import Event
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import OPERATOR, Actor, Duty


@dataclass(frozen=True)
class LoomMended(Event):
    """Something that happens in these tests alone."""

    kind = "tests.loom.mended"
    loom: int


@dataclass(frozen=True)
class LoomSold(Event):
    kind = "tests.loom.sold"
    loom: int


def announce(event, at):
    with transaction.atomic():
        audit.announce(event, at=at)


def writes(name):
    """Return a handler that writes a row of its own, so that it can be seen what it did and how often."""

    def handler(event, *, at):
        Account.objects.create(uuid=new_uuid(), email=f"{name}{new_uuid()}@example.test", name=name, created_at=at)

    handler.__qualname__ = name
    return handler


def breaks(event, *, at):
    Account.objects.create(uuid=new_uuid(), email="broken@example.test", name="broken", created_at=at)
    raise ValueError("no such loom")


def written(name):
    return Account.objects.filter(name=name).count()


@pytest.fixture
def told(db, noon):
    announce(LoomMended(loom=7), noon)


def test_every_handler_of_an_event_hears_it_once(told, noon):
    handlers = ((LoomMended, writes("one")), (LoomMended, writes("two")), (LoomSold, writes("other")))

    assert audit.deliver(handlers=handlers, at=noon) == 1
    assert audit.deliver(handlers=handlers, at=noon + timedelta(days=1)) == 0

    assert (written("one"), written("two"), written("other")) == (1, 1, 0)
    assert OutboxEvent.objects.get().settled_at == noon


def test_a_handler_is_given_the_event_as_it_was_announced_and_the_moment(told, noon):
    heard = []

    audit.deliver(handlers=((LoomMended, lambda event, *, at: heard.append((event, at))),), at=noon)

    assert heard == [(LoomMended(loom=7), noon)]


def test_a_failure_undoes_its_own_writes_alone_and_is_tried_again_later(told, noon):
    handlers = ((LoomMended, breaks), (LoomMended, writes("two")))

    assert audit.deliver(handlers=handlers, at=noon) == 0

    event = OutboxEvent.objects.get()
    assert (written("broken"), written("two")) == (0, 1)
    assert "no such loom" in event.problem
    assert event.next_at == noon + timedelta(seconds=10)
    assert audit.deliver(handlers=handlers, at=noon + timedelta(seconds=9)) == 0
    assert OutboxEvent.objects.get().attempts == 1

    mended = ((LoomMended, writes("breaks")), (LoomMended, writes("two")))
    assert audit.deliver(handlers=mended, at=noon + timedelta(seconds=10)) == 1
    assert (written("breaks"), written("two")) == (1, 1)


def test_a_failing_event_waits_longer_each_time_and_holds_up_no_other(told, noon):
    announce(LoomSold(loom=8), noon)
    handlers = ((LoomMended, breaks), (LoomSold, writes("sold")))
    waits = []

    at = noon
    for _time in range(12):
        audit.deliver(handlers=handlers, at=at)
        event = OutboxEvent.objects.get(kind=LoomMended.kind)
        waits.append((event.next_at - at).total_seconds())
        at = event.next_at

    assert waits[:4] == [10, 20, 40, 80]
    assert waits[-1] == 3600
    assert written("sold") == 1


def test_an_event_of_an_unknown_kind_is_parked_and_told_to_whoever_runs_the_site(db, noon):
    OutboxEvent.objects.create(uuid=new_uuid(), kind="other.release.event", at=noon, next_at=noon)
    announce(LoomMended(loom=7), noon)

    assert audit.deliver(handlers=((LoomMended, writes("one")),), at=noon) == 1

    state = queries.outbox(OPERATOR, noon)
    assert state.waiting == 1
    assert state.stuck[0].kind == "other.release.event"
    assert state.stuck[0].next_at == noon + timedelta(days=1)


def test_an_event_that_nobody_wants_to_hear_is_settled(told, noon):
    assert audit.deliver(handlers=(), at=noon) == 1
    assert not Handled.objects.exists()


def test_only_whoever_runs_the_site_sees_the_outbox(told, noon):
    administrator = Actor(account_id=1, duties=(Duty("administrator", 1),))

    assert queries.outbox(administrator, noon).waiting == 1
    assert queries.outbox(Actor(account_id=2, person_id=2), noon).waiting == 0


def test_delivered_events_are_forgotten_and_waiting_ones_are_not(told, noon):
    audit.deliver(handlers=((LoomMended, writes("one")),), at=noon)
    announce(LoomSold(loom=8), noon)

    assert audit.forget_delivered(before=noon + timedelta(days=1)) == 1
    assert OutboxEvent.objects.get().kind == LoomSold.kind


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_hand_out_each_event_once(noon):
    for loom in range(20):
        announce(LoomMended(loom=loom), noon)

    def work():
        return audit.deliver(handlers=((LoomMended, writes("one")),), at=noon)

    settled = together(work, work)

    assert sum(settled) == 20
    assert written("one") == 20


def test_nothing_to_deliver_costs_one_query(db, noon, django_assert_num_queries):
    with django_assert_num_queries(1):
        audit.deliver(handlers=((LoomMended, breaks),), at=noon)


def test_no_connection_is_left_in_a_transaction(told, noon):
    audit.deliver(handlers=((LoomMended, breaks),), at=noon)

    assert not connection.needs_rollback
