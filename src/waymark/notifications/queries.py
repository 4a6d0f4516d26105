"""What waits for whoever asks."""

from __future__ import annotations

from datetime import datetime

from waymark.kernel.policy import Actor
from waymark.notifications import policies
from waymark.notifications.models import Item
from waymark.notifications.types import ItemView

_VIEW = ("uuid", "topic", "todo", "title", "body", "url", "at", "due_at", "done_at", "read_at")


def waiting(actor: Actor, at: datetime, limit: int = 20) -> tuple[ItemView, ...]:
    """Return the to-do items that wait for the actor: those that are due first, then the newest. One query."""
    rows = Item.objects.filter(pk__in=policies.SEE_ITEM.visible(actor, at), todo=True, done_at=None)
    found = [ItemView(*row) for row in rows.order_by("-at", "-pk").values_list(*_VIEW)[:200]]
    return tuple(sorted(found, key=lambda item: (item.due_at is None, item.due_at or item.at))[:limit])


def news(actor: Actor, at: datetime, limit: int = 20) -> tuple[ItemView, ...]:
    """Return what the actor was told that asks nothing of them, newest first. One query."""
    rows = Item.objects.filter(pk__in=policies.SEE_ITEM.visible(actor, at), todo=False)
    return tuple(ItemView(*row) for row in rows.order_by("-at", "-pk").values_list(*_VIEW)[:limit])
