"""Where people count, written anew whenever a post, a profession or a name changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Min
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.kernel import bulk
from waymark.kernel.errors import NotAllowed
from waymark.kernel.policy import Actor
from waymark.organisation import queries as organisation
from waymark.people import rules
from waymark.people.models import Appointment, Erasure, Listing, Membership, Person
from waymark.people.types import Main, Work

AT_ONCE = 20_000
"""People whose rows are held at once."""
MANY = 10_000
"""Ids in one query: SQLite takes at most 32,766 parameters."""

_COLUMNS = ("person_id", "sort_key", "organisation_id", "profession_id", "from_on", "until_on")


@transaction.atomic
def rebuild_listing(*, actor: Actor, at: datetime) -> int:
    """Work out anew where everyone counts; return how many rows that makes. Safe to repeat.

    Needed after the tree of organisations has changed; every command about people keeps its own people's rows.

    Raises:
        NotAllowed: the actor is not an operator.
    """
    if not actor.operator:
        raise NotAllowed(_("Only an operator may rebuild this. Ask whoever runs this site."))
    Listing.objects.all().delete()
    ends = Person.objects.aggregate(first=Min("pk"), last=Max("pk"))
    rows = add_listings(ends["first"], ends["last"]) if ends["first"] is not None else 0
    audit.record("people.listing.rebuilt", actor=actor, at=at, rows=rows)
    return rows


def add_listings(first: int, last: int) -> int:
    """List the people with ids from ``first`` to ``last``, none of whom is listed yet, and return how many rows.

    Cost: one query, and three and one bulk write per 20,000 people, whose rows are held at once.
    """
    above = organisation.above()
    return sum(
        _add(above, "range", (start, min(start + AT_ONCE - 1, last))) for start in range(first, last + 1, AT_ONCE)
    )


def relist(person_ids: Sequence[int]) -> None:
    """List a few people anew, inside the command that changed them, which holds the lock on them. Six queries."""
    Listing.objects.filter(person_id__in=person_ids).delete()
    _add(organisation.above(), "in", person_ids)


def relist_many(person_ids: Iterable[int]) -> int:
    """List many people anew, inside the command that changed where they count; return how many people.

    Their rows are locked, some thousands at a time and in the order of their ids, so that whoever changes one of them
    meanwhile waits, and lists them by the new tree.

    Cost: six queries and one bulk write for each 10,000 people, whose rows are held at once.
    """
    above, ids = organisation.above(), sorted(set(person_ids))
    for start in range(0, len(ids), MANY):
        chunk = ids[start : start + MANY]
        locked = Person.objects.select_for_update(no_key=True).filter(pk__in=chunk).order_by("pk")
        list(locked.values_list("pk", flat=True))
        Listing.objects.filter(person_id__in=chunk).delete()
        _add(above, "in", chunk)
    return len(ids)


def _add(above: Mapping[int, tuple[int, ...]], lookup: str, people: Sequence[int]) -> int:
    works: dict[int, list[Work]] = defaultdict(list)
    for person_id, organisation_id, profession_id, from_on, until_on in Appointment.objects.filter(
        **{f"person__pk__{lookup}": people}
    ).values_list("person_id", "post__organisation_id", "post__profession_id", "from_on", "until_on"):
        works[person_id].append(Work(above[organisation_id], profession_id, from_on, until_on))
    mains: dict[int, list[Main]] = defaultdict(list)
    for person_id, main_id, from_on, until_on in Membership.objects.filter(
        main=True, **{f"person__pk__{lookup}": people}
    ).values_list("person_id", "profession_id", "from_on", "until_on"):
        mains[person_id].append(Main(main_id, from_on, until_on))
    there = Person.objects.filter(**{f"pk__{lookup}": people}).exclude(pk__in=Erasure.objects.values("person_id"))
    everyone = there.order_by("pk").values_list("pk", "sort_key")
    return bulk.insert_rows(
        Listing,
        _COLUMNS,
        (
            (pk, sort_key, *row)
            for pk, sort_key in list(everyone)
            for row in rules.listed(works.get(pk, ()), mains.get(pk, ()))
        ),
    )
