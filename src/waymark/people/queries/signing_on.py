"""Whom what a department's provider says of somebody stands for, and whether they work there."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Upper

from waymark.access.types import MatchedBy
from waymark.organisation import queries as organisation
from waymark.people import policies, rules
from waymark.people.models import Feed, Identifier, Listing, Person, PersonAlias

MOST = 50
"""Records with one address or number that are looked at: more than two is nobody anyhow."""


def matched(organisation_id: int, by: MatchedBy, said: str, at: datetime) -> tuple[int, ...]:
    """Return the ids of people who work in a department at ``at`` and are meant by what its provider says.

    One is a match. None, or two, is nobody: two are given when there are more. The case of an address does not count.
    Two on record who were merged are the one who is kept. At most five queries, by index.

    A staff number is what a feed of the department calls somebody, since two departments may give the same one; of
    whom no feed has named, what their record says.

    Args:
        organisation_id: the department; all that is part of it counts.
        by: what people are matched by.
        said: the email address, staff number or external id; empty is nobody's.
        at: when.
    """
    wanted = said.strip()
    if not wanted:
        return ()
    if by is MatchedBy.EMAIL:
        addressed = Person.objects.alias(address=Upper("email")).filter(address=wanted.upper())
        ids = list(addressed.order_by("pk").values_list("pk", flat=True)[:MOST])
    else:
        ids = list(_called(organisation_id, wanted)[:MOST])
    if by is MatchedBy.STAFF_NUMBER:
        named = Identifier.objects.filter(person_id=OuterRef("pk"))
        ids += Person.objects.filter(~Exists(named), staff_number=wanted).values_list("pk", flat=True)
    kept = dict(PersonAlias.objects.filter(person_id__in=ids, until_at=None).values_list("person_id", "kept_id"))
    rows = Person.objects.filter(pk__in={kept.get(pk, pk) for pk in ids}).filter(pk__in=_working(organisation_id, at))
    return tuple(rows.order_by("pk").values_list("pk", flat=True)[:2])


def _called(organisation_id: int, value: str) -> QuerySet[Identifier, int]:
    """Return whom a feed calls so that speaks of people of a department: its own, one above it or one below it.

    The feed of a body that merged into it speaks of nobody any more: its numbers are another system's.
    """
    path = organisation.path_of(organisation_id)
    steps = path.strip("/").split("/")
    above = ["/" + "/".join(steps[:depth]) + "/" for depth in range(1, len(steps) + 1)]
    near = Q(organisation__path__in=above) | Q(organisation__path__startswith=path)
    feeds = Feed.objects.filter(near, organisation__until_on=None)
    rows = Identifier.objects.filter(source__in=feeds.values("source"), value=value)
    return rows.order_by("person_id").values_list("person_id", flat=True)


def works_in(organisation_id: int, account_id: int, at: datetime) -> bool:
    """Say whether the person of an account works in a department at ``at``; of a closed one, in its successor.

    For whoever was matched while it was open: nobody is matched to a closed one. One query, four for those who do not.
    """

    def works(place: int) -> bool:
        return Person.objects.filter(account_id=account_id, pk__in=_working(place, at)).exists()

    if works(organisation_id):
        return True
    body = organisation.bodies([organisation_id])[organisation_id]
    after = organisation.successor(organisation_id) if body.until_on is not None else None
    return after is not None and works(after.id)


def _working(organisation_id: int, at: datetime) -> QuerySet[Listing, int]:
    rows = Listing.objects.filter(
        policies.open_on(rules.day_of(at)), organisation_id=organisation_id, profession_id=rules.ANY_PROFESSION
    )
    return rows.order_by().values_list("person_id", flat=True)
