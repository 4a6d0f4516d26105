"""Holds: duties to keep somebody's data. Only whoever could erase it learns of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from waymark.kernel.policy import Actor, fetch
from waymark.privacy import policies
from waymark.privacy.models import Hold
from waymark.privacy.types import Basis, HoldView


def in_force(at: datetime) -> QuerySet[Hold]:
    """Return the holds that are in force at ``at``."""
    rows = Hold.objects.filter(placed_at__lte=at, released_at__isnull=True)
    return rows.filter(Q(until_on__isnull=True) | Q(until_on__gt=localdate(at)))


def holds_on(person_id: int, actor: Actor, at: datetime) -> tuple[HoldView, ...]:
    """Return the holds on a person that are in force, as far as the actor may know. One query."""
    return _views(in_force(at).filter(person_id=person_id, pk__in=policies.SEE_HOLD.visible(actor, at)))


def current_holds(actor: Actor, at: datetime, limit: int = 200) -> tuple[HoldView, ...]:
    """Return every hold in force that the actor may know of, newest first. One query."""
    return _views(in_force(at).filter(pk__in=policies.SEE_HOLD.visible(actor, at)), limit)


def hold(uuid: UUID, actor: Actor, at: datetime) -> HoldView:
    """Return one hold.

    Raises:
        NotVisible: there is none, or the actor may not know of it.
    """
    return _view(fetch(policies.SEE_HOLD, Hold.objects.all(), actor, at, uuid=uuid))


def _views(rows: QuerySet[Hold], limit: int = 200) -> tuple[HoldView, ...]:
    found: Iterable[Any] = rows.order_by("-placed_at", "-pk")[:limit]
    return tuple(_view(row) for row in found)


def _view(row: Hold) -> HoldView:
    return HoldView(
        uuid=row.uuid,
        person_id=row.person_id,
        basis=Basis(row.basis),
        reason=row.reason,
        placed_at=row.placed_at,
        until_on=row.until_on,
        released_at=row.released_at,
        released_because=row.released_because,
    )
