"""What others may ask about where someone means to go."""

from __future__ import annotations

from datetime import datetime

from waymark.careers import policies
from waymark.careers.models import Target
from waymark.careers.types import TargetView
from waymark.kernel.policy import Actor, Audience


def target(person_id: int, actor: Actor, at: datetime) -> TargetView | None:
    """Return where a person wants to get to now; None without a target, or when it is not the actor's to see.

    One query.
    """
    rows = Target.objects.filter(
        person_id=person_id, until_at__isnull=True, pk__in=policies.SEE_TARGET.visible(actor, at)
    )
    row = rows.values_list("role_level_id", "from_at").first()
    return TargetView(*row) if row else None


def who_sees_targets() -> Audience:
    """Return who may see where someone wants to get to, as the policy says it. No query."""
    return policies.SEE_TARGET.audience()
