"""Telling other rooms what happened."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from waymark.audit.models import OutboxEvent
from waymark.kernel.events import Event
from waymark.kernel.ids import new_uuid


def announce(event: Event, *, at: datetime) -> None:
    """Put an event into the outbox. Call it inside the transaction that makes it true: both stand or neither.

    Raises:
        RuntimeError: no transaction is open.

    Cost: one query.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An event is announced in the transaction that makes it true.")
    OutboxEvent.objects.create(uuid=new_uuid(), kind=event.kind, payload=event.document(), at=at, next_at=at)
