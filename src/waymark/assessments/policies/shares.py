"""Which shares show something to whom: grounds of several policies stand on them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from waymark.assessments.models import Share
from waymark.kernel.policy import Actor
from waymark.people import queries as people


def shared_now(at: datetime) -> Q:
    """Return the condition that a share stands at ``at``."""
    return Q(from_at__lte=at) & (Q(ended_at__isnull=True) | Q(ended_at__gt=at))


def shared_with(actor: Actor, at: datetime) -> QuerySet[Share]:
    """Return the shares by which something is shown to the actor by name at ``at``."""
    if actor.account_id is None:  # a share with the manager names no account either
        return Share.objects.none()
    in_use = ~Q(assessment__person_id__in=people.restricted(at))
    return Share.objects.filter(shared_now(at), in_use, with_account_id=actor.account_id)


def shared_with_manager(actor: Actor, at: datetime) -> QuerySet[Share]:
    """Return the shares by which something is shown to the actor as whoever manages its person at ``at``."""
    managed = people.managed(actor, at).values("pk")
    return Share.objects.filter(shared_now(at), with_manager=True, assessment__person_id__in=managed)
