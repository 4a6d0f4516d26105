"""What waits to be told to other rooms."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Min

from waymark.audit import policies
from waymark.audit.models import Entry, OutboxEvent
from waymark.audit.types import OutboxState, StuckEvent
from waymark.kernel.policy import Actor


def unsealed_since(actor: Actor) -> datetime | None:
    """Return when the oldest entry of the record that no seal covers was made, for whoever runs the site. One query.

    A worker and every server seal every few seconds: an old one says that nobody does.
    """
    if not policies.runs_the_site(actor):
        return None
    return Entry.objects.filter(seal=None).order_by("pk").values_list("at", flat=True).first()


def outbox(actor: Actor, at: datetime, limit: int = 20) -> OutboxState:
    """Return what waits in the outbox, for whoever runs the site; nothing for anyone else. Two queries."""
    rows = OutboxEvent.objects.filter(pk__in=policies.SEE_OUTBOX.visible(actor, at), settled_at=None)
    found = rows.aggregate(waiting=Count("pk"), oldest=Min("at"))
    stuck = rows.exclude(problem="").order_by("at", "pk").values_list("kind", "at", "attempts", "next_at", "problem")
    return OutboxState(found["waiting"], found["oldest"], tuple(StuckEvent(*row) for row in stuck[:limit]))
