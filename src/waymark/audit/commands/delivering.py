"""Handing events to those who want to hear them, once each."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit.models import Handled, OutboxEvent
from waymark.kernel import backoff, events

log = logging.getLogger("waymark.audit")

Handler = Callable[..., None]
"""Called with the event, and with ``at`` by name."""

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=1)
PARKED = timedelta(days=1)
"""An event of a kind that nothing here knows is looked at again after this: a later release may know it."""

_PROBLEM_LENGTH = 400


def deliver(*, handlers: Iterable[tuple[type[events.Event], Handler]], at: datetime, limit: int = 200) -> int:
    """Hand each waiting event to each of its handlers that has not had it, and return how many events are settled.

    An event is one transaction: what a handler writes and the note that it has had the event stand or fall together,
    so a handler acts once, however often and by however many processes this is called. A handler that fails undoes
    its own writes alone; the event is tried again later, for that handler only, and the others go on.

    Args:
        handlers: pairs of a class of event and a function that hears it (``config.wiring``).
        at: when; handlers are told this moment.
        limit: events looked at, at most, oldest first.

    Cost: one query when nothing waits; a handful for each event, besides its handlers' own. No write lock is held
    between events.
    """
    wanted: dict[str, list[Handler]] = {}
    for kind, handler in handlers:
        wanted.setdefault(kind.kind, []).append(handler)
    due = OutboxEvent.objects.filter(settled_at=None, next_at__lte=at).order_by("next_at", "pk")
    return sum(_deliver_one(pk, wanted, at) for pk in list(due.values_list("pk", flat=True)[:limit]))


@transaction.atomic
def _deliver_one(pk: int, wanted: dict[str, list[Handler]], at: datetime) -> bool:
    # Locked rows are somebody else's turn; in SQLite the transaction itself (IMMEDIATE) is the lock.
    rows = OutboxEvent.objects.select_for_update(skip_locked=True).filter(pk=pk, settled_at=None, next_at__lte=at)
    row = rows.first()
    if row is None:
        return False
    if row.kind not in events.known():
        row.problem = _("Nothing here knows this kind of event. It waits for a release that does.")
        row.next_at = at + PARKED
        row.save(update_fields=["problem", "next_at"])
        return False
    problem = _hand_out(row, wanted.get(row.kind, ()), at)
    if problem:
        row.attempts += 1
        row.problem = problem[:_PROBLEM_LENGTH]
        row.next_at = at + backoff.wait(row.attempts, first=FIRST_WAIT, most=LONGEST_WAIT)
    else:
        row.settled_at, row.problem = at, ""
    row.save(update_fields=["attempts", "problem", "next_at", "settled_at"])
    return not problem


def _hand_out(row: OutboxEvent, handlers: Sequence[Handler], at: datetime) -> str:
    """Hand an event to the handlers that have not had it. Return what went wrong first; empty when nothing did."""
    had = set(Handled.objects.filter(event=row).values_list("handler", flat=True)) if handlers else set()
    problem = ""
    for handler in handlers:
        name = name_of(handler)
        if name in had:
            continue
        try:
            with transaction.atomic():
                handler(events.read(row.kind, row.payload), at=at)
                Handled.objects.create(event=row, handler=name, at=at)
        except Exception as error:
            log.exception("%s failed on event %s (%s); it is tried again.", name, row.uuid, row.kind)
            problem = problem or f"{name}: {type(error).__name__}: {error}"
    return problem


def name_of(handler: Any) -> str:
    """Return the name under which the outbox remembers that a handler has had an event."""
    return f"{handler.__module__}.{handler.__qualname__}"[-120:]


@transaction.atomic
def forget_delivered(*, before: datetime) -> int:
    """Delete events that every handler had before a moment, and return how many. The record itself is not touched."""
    old = OutboxEvent.objects.filter(settled_at__lt=before)
    count = old.count()
    old.delete()
    return count
