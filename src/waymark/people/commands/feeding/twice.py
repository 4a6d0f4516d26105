"""Who is new and may be somebody on record: kept until somebody says that they are one, or two."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, Min
from django.db.models.functions import Lower

from waymark.people.commands.feeding.records import Here
from waymark.people.models import Person, Suspicion
from waymark.people.rules import feeding as rules
from waymark.people.types import PersonSaid, Shared

MOST_ALIKE = 5
"""An address that more people have is nobody's own: "n/a", or that of a team."""


def twins(said: Mapping[str, PersonSaid]) -> dict[str, tuple[int, Shared]]:
    """Return who on record shares the address, or number and name, with people said of, by what the feed calls these.

    Of several the one who was there first. At most ``AT_ONCE`` of them. Two queries.
    """
    people = Person.objects.annotate(low=Lower("email")).filter(
        low__in=sorted({one.email.lower() for one in said.values() if one.email})
    )
    alike = people.values("low").annotate(first=Min("pk"), people=Count("pk")).filter(people__lte=MOST_ALIKE)
    by_email = dict(alike.values_list("low", "first"))
    found = {
        value: (by_email[one.email.lower()], Shared.EMAIL)
        for value, one in said.items()
        if one.email.lower() in by_email
    }
    for pk, number, given, family in Person.objects.filter(staff_number__in=list(said)).values_list(
        "pk", "staff_number", "given_name", "family_name"
    ):
        one = said[number]
        if rules.key(f"{given} {family}") == rules.key(f"{one.given_name} {one.family_name}"):
            found.setdefault(number, (pk, Shared.NUMBER))
    return found


def note_new(here: Here, added: Mapping[str, int], said: Mapping[str, PersonSaid], at: datetime) -> None:
    """Keep who of those just added seems to be somebody who was on record before, or came with them. Three queries."""
    found = [(added[value], other, why) for value, (other, why) in twins(said).items() if added[value] > other]
    Suspicion.objects.bulk_create(
        [
            Suspicion(feed_id=int(here.mark), person_id=person, other_id=other, why=why, at=at)
            for person, other, why in found
        ],
        ignore_conflicts=True,
    )
