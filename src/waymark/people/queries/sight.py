"""Whom an actor may see: queries for other rooms to embed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, QuerySet

from waymark.access.types import DutyKind
from waymark.kernel.policy import Actor
from waymark.people import policies, rules
from waymark.people.models import Person, ReportingLine
from waymark.people.queries.cards import cards_of
from waymark.people.types import ManagerCard, PersonCard


def in_sight(actor: Actor, at: datetime) -> QuerySet[Person]:
    """Return the actor, the people they manage and those their duties cover at ``at``: a query for rooms to embed.

    It is everyone of them, which may be hundreds of thousands: where few people are in question, ask about those.
    """
    return Person.objects.filter(pk__in=policies.IN_SIGHT.visible(actor, at))


def answered_for(person_id: str, actor: Actor, at: datetime) -> Exists | None:
    """Return the condition that the actor answers for a person's profession: an expression for other rooms to embed.

    Looked up person by person in an index. None when the actor answers for nobody's.

    Args:
        person_id: the lookup that leads from the outer query to the person's id.
        actor: who asks.
        at: when.
    """
    return policies.answered_for(person_id, actor, at)


def covered_by(actor: Actor, at: datetime, *kinds: DutyKind) -> QuerySet[Person]:
    """Return the people whom the actor's duties of these kinds cover at ``at``: a query for other rooms to embed."""
    return policies.covered_by(kinds, actor, at)


def themselves(actor: Actor, at: datetime) -> QuerySet[Person]:
    """Return the actor alone: a query for other rooms to embed."""
    return policies.THEMSELVES.rows(actor, at)


def row_of(person_id: int) -> QuerySet[Person]:
    """Return one person's row: a query for a room above to lock, so that what follows from it is written in turn."""
    return Person.objects.filter(pk=person_id).order_by()


def rows_of(person_ids: QuerySet[Any, Any] | Collection[int]) -> QuerySet[Person]:
    """Return the rows of people, by their ids or a query of them: for a room above to lock, always in one order."""
    return Person.objects.filter(pk__in=person_ids).order_by("pk")


def everyone(actor: Actor, at: datetime) -> QuerySet[Person]:
    """Return everyone to whoever operates the site, nobody to anyone else: a query for other rooms to embed."""
    return policies.OPERATOR.rows(actor, at)


def why_seen(person_id: int, actor: Actor, at: datetime) -> str:
    """Return why the actor may see who a person is, in words that follow "because".

    Raises:
        NotVisible: there is no such person, or the actor may not know of them.
    """
    return policies.SEE_PERSON.require(actor, person_id, at)


def managed(actor: Actor, at: datetime) -> QuerySet[Person]:
    """Return the people the actor manages at ``at``: a query for other rooms to embed."""
    return policies.managed(actor, at)


def manager_of(person_id: int, at: datetime) -> ManagerCard | None:
    """Return who manages a person at ``at``; None when nobody does. The caller has decided who may know. One query."""
    line = (
        ReportingLine.objects.filter(policies.open_on(rules.day_of(at)), person_id=person_id)
        .order_by("-from_on", "-pk")
        .values_list("manager_id", "manager__account_id", "manager__given_name", "manager__family_name")
        .first()
    )
    return ManagerCard(line[0], line[1], rules.full_name(line[2], line[3])) if line else None


def managers_of(person_ids: Iterable[int], at: datetime) -> dict[int, ManagerCard]:
    """Return likewise of many people; who has none is left out. One query."""
    lines = (
        ReportingLine.objects.filter(policies.open_on(rules.day_of(at)), person_id__in=set(person_ids))
        .order_by("from_on", "pk")
        .values_list("person_id", "manager_id", "manager__account_id", "manager__given_name", "manager__family_name")
    )
    return {line[0]: ManagerCard(line[1], line[2], rules.full_name(line[3], line[4])) for line in lines}


def team(actor: Actor, at: datetime) -> tuple[PersonCard, ...]:
    """Return the people the actor manages at ``at``, by name; empty for whoever manages nobody. One query."""
    cards = cards_of(policies.THEIR_MANAGER.rows(actor, at), at)
    return tuple(sorted(cards, key=lambda card: (card.sort_key, card.id)))
