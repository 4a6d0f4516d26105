"""Whose record is restricted, whom a data protection officer answers for, and who left long ago."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from waymark.kernel.policy import Actor, fetch
from waymark.people import policies, rules
from waymark.people.models import Appointment, Erasure, Person, Restriction
from waymark.people.queries.cards import card, named
from waymark.people.types import PersonCard, RestrictionView


def restricted(at: datetime) -> QuerySet[Any]:
    """Return the ids of the people whose record is restricted at ``at``: a query to embed, or to take away."""
    return Restriction.objects.filter(policies.restricted(at)).values("person_id")


def restricted_accounts(at: datetime) -> QuerySet[Any]:
    """Return the ids of the accounts of people whose record is restricted at ``at``: a query to embed."""
    return Person.objects.filter(pk__in=restricted(at), account_id__isnull=False).values("account_id")


def protected(actor: Actor, at: datetime) -> QuerySet[Person]:
    """Return the people for whose data the actor answers as a data protection officer: a query to embed."""
    return policies.THEIR_OFFICER.rows(actor, at)


def protected_person(key: str, actor: Actor, at: datetime) -> PersonCard:
    """Return somebody by staff number, UUID or demo key, restricted or not, to the officer who answers for their data.

    Raises:
        NotVisible: there is no such person, or it is not theirs to answer for.
    """
    seen = fetch(policies.MAY_ERASE, Person.objects.filter(named(key)), actor, at)
    return card(seen.pk, at)


def restriction(person_id: int, actor: Actor, at: datetime) -> RestrictionView | None:
    """Return the restriction of a person's record that is in force; None without one, or for others. One query."""
    rows = Restriction.objects.filter(
        person_id=person_id, until_at__isnull=True, person_id__in=policies.SEE_RESTRICTION.visible(actor, at)
    )
    found = rows.values_list("uuid", "person_id", "reason", "from_at").first()
    return RestrictionView(*found) if found else None


def restrictions(actor: Actor, at: datetime, limit: int = 100) -> tuple[RestrictionView, ...]:
    """Return the restrictions in force that the actor answers for, newest first. One query."""
    rows = Restriction.objects.filter(until_at__isnull=True, person_id__in=protected(actor, at).values("pk"))
    found = rows.order_by("-from_at", "-pk").values_list("uuid", "person_id", "reason", "from_at")[:limit]
    return tuple(RestrictionView(*row) for row in found)


def accounts_of(person_ids: list[int]) -> dict[int, int]:
    """Return the account of each person who has one, by the person's id. One query."""
    rows = Person.objects.filter(pk__in=person_ids, account_id__isnull=False)
    return {pk: account for pk, account in rows.values_list("pk", "account_id") if account is not None}


def persons_of_accounts(account_ids: Iterable[int]) -> dict[int, int]:
    """Return the person behind each account, by the account's id. One query. Who may know is for the caller."""
    rows = Person.objects.filter(account_id__in=set(account_ids)).values_list("account_id", "pk")
    return {account: pk for account, pk in rows if account is not None}


def path_of(person_id: int, at: datetime) -> str:
    """Return the path of the organisation a person works in at ``at``; empty when they hold no post. One query."""
    jobs = Appointment.objects.filter(policies.open_on(rules.day_of(at)), person_id=person_id).order_by("-fte", "pk")
    return jobs.values_list("post__organisation__path", flat=True).first() or ""


def uuids(ids: Iterable[int]) -> dict[int, UUID]:
    """Return the UUIDs of people by id. One query."""
    return dict(Person.objects.filter(pk__in=sorted(set(ids))).values_list("pk", "uuid"))


def left_before(day: date) -> QuerySet[Any]:
    """Return the ids of the people whose last post ended before ``day`` and who are not erased: a query to embed.

    Somebody who never had a post is not among them: nobody knows whether they left.
    """
    later = Appointment.objects.filter(person_id=OuterRef("pk")).filter(Q(until_on__isnull=True) | Q(until_on__gte=day))
    ended = Appointment.objects.filter(person_id=OuterRef("pk"), until_on__lt=day)
    erased = Erasure.objects.filter(person_id=OuterRef("pk"))
    return Person.objects.filter(Exists(ended), ~Exists(later), ~Exists(erased)).values("pk")


def was_erased(person_id: int) -> datetime | None:
    """Return when a person was erased; None when they were not. One query."""
    at = Erasure.objects.filter(person_id=person_id).values_list("at", flat=True).first()
    return timezone.localtime(at) if at else None
