"""What others may ask about where someone means to go."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Q

from waymark.careers import policies
from waymark.careers.models import Target
from waymark.careers.types import TargetView
from waymark.kernel.policy import Actor, Audience
from waymark.people import queries as people

AT_ONCE = 10_000
"""Role levels in one query."""


def target(person_id: int, actor: Actor, at: datetime) -> TargetView | None:
    """Return where a person wants to get to now; None without a target, or when it is not the actor's to see.

    One query.
    """
    rows = Target.objects.filter(
        person_id=person_id, until_at__isnull=True, pk__in=policies.SEE_TARGET.visible(actor, at)
    )
    row = rows.values_list("role_level_id", "from_at").first()
    return TargetView(*row) if row else None


def impact_of(role_level_ids: Collection[int], at: datetime) -> dict[int, int]:
    """Count who wants to get to each of some role levels; those nobody wants to get to are absent.

    People whose record is restricted are not counted.

    Where someone wants to go is private to them: how small numbers are hidden is for the caller. One query for each
    10,000 role levels.
    """
    wanted, found = sorted(set(role_level_ids)), dict[int, int]()
    for start in range(0, len(wanted), AT_ONCE):
        rows = Target.objects.filter(
            ~Q(person_id__in=people.restricted(at)),
            until_at__isnull=True,
            role_level_id__in=wanted[start : start + AT_ONCE],
        )
        found |= dict(rows.order_by().values_list("role_level_id").annotate(number=Count("pk")))
    return found


def who_sees_targets() -> Audience:
    """Return who may see where someone wants to get to, as the policy says it. No query."""
    return policies.SEE_TARGET.audience()
