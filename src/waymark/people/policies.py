"""Who may do what to a person's record. Seeing is not doing: each command has a policy of its own."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from waymark.kernel.policy import Actor, Ground, Policy
from waymark.people import rules
from waymark.people.models import Person, ReportingLine


def open_on(day: date, prefix: str = "") -> Q:
    """Return the condition that a period holds on ``day``; ``prefix`` leads to its columns."""
    started = Q(**{f"{prefix}from_on__lte": day})
    return started & (Q(**{f"{prefix}until_on__isnull": True}) | Q(**{f"{prefix}until_on__gt": day}))


def _managed(manager_id: int | None, day: date) -> QuerySet[Any]:
    return ReportingLine.objects.filter(open_on(day), manager_id=manager_id).values("person_id")


def _everyone(actor: Actor) -> QuerySet[Person]:
    return Person.objects.all() if actor.operator else Person.objects.none()


def _themselves(actor: Actor) -> QuerySet[Person]:
    return Person.objects.none() if actor.person_id is None else Person.objects.filter(pk=actor.person_id)


THEMSELVES = Ground("it is them", lambda actor, at: _themselves(actor))
THEIR_MANAGER = Ground(
    "they manage the person now",
    lambda actor, at: Person.objects.filter(pk__in=_managed(actor.person_id, rules.day_of(at))),
)
OPERATOR = Ground("they operate the site", lambda actor, at: _everyone(actor))

IN_SIGHT = Policy(THEMSELVES, THEIR_MANAGER)
SEE_PERSON = Policy(THEMSELVES, THEIR_MANAGER, OPERATOR)
MAY_CLAIM_ROLE = Policy(THEMSELVES)
MAY_SET_MAIN_PROFESSION = Policy(THEMSELVES)
MAY_LINK_ACCOUNT = Policy(OPERATOR)
