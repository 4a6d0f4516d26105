"""Whom what a department's provider says of somebody stands for, and whether they work there."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Upper

from waymark.access.types import MatchedBy
from waymark.people import policies, rules
from waymark.people.models import Listing, Person


def matched(organisation_id: int, by: MatchedBy, said: str, at: datetime) -> tuple[int, ...]:
    """Return the ids of people who work in a department at ``at`` and are meant by what its provider says.

    One is a match. None, or two, is nobody: two are given when there are more. The case of an address does not count.
    One query, by index.

    Args:
        organisation_id: the department; all that is part of it counts.
        by: what people are matched by.
        said: the email address or staff number; empty is nobody's.
        at: when.
    """
    wanted = said.strip()
    if not wanted:
        return ()
    rows = Person.objects.filter(pk__in=_working(organisation_id, at))
    if by is MatchedBy.EMAIL:
        rows = rows.alias(address=Upper("email")).filter(address=wanted.upper())
    else:
        rows = rows.filter(staff_number=wanted)
    return tuple(rows.order_by("pk").values_list("pk", flat=True)[:2])


def works_in(organisation_id: int, account_id: int, at: datetime) -> bool:
    """Say whether the person of an account works in a department at ``at``. One query."""
    return Person.objects.filter(account_id=account_id, pk__in=_working(organisation_id, at)).exists()


def _working(organisation_id: int, at: datetime) -> QuerySet[Listing, int]:
    rows = Listing.objects.filter(
        policies.open_on(rules.day_of(at)), organisation_id=organisation_id, profession_id=rules.ANY_PROFESSION
    )
    return rows.order_by().values_list("person_id", flat=True)
