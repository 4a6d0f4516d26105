"""Whom an actor may see: queries for other rooms to embed."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from waymark.kernel.policy import Actor
from waymark.people import policies
from waymark.people.models import Person


def in_sight(actor: Actor, at: datetime) -> QuerySet[Person]:
    """Return the actor and the people they manage at ``at``: a query for other rooms to embed."""
    return Person.objects.filter(pk__in=policies.IN_SIGHT.visible(actor, at))


def themselves(actor: Actor, at: datetime) -> QuerySet[Person]:
    """Return the actor alone: a query for other rooms to embed."""
    return policies.THEMSELVES.rows(actor, at)


def everyone(actor: Actor, at: datetime) -> QuerySet[Person]:
    """Return everyone to whoever operates the site, nobody to anyone else: a query for other rooms to embed."""
    return policies.OPERATOR.rows(actor, at)
