"""Finding people by what they are called, and what they are called outside this site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Upper

from waymark.kernel.text import sort_key
from waymark.people import policies, rules
from waymark.people.models import Person, PersonAlias
from waymark.people.types import PersonName

AT_ONCE = 10_000
"""Ids in one query: SQLite takes at most 32,766 parameters."""


def people_called(text: str, *, among: QuerySet[Any] | None = None, limit: int = 20) -> tuple[PersonName, ...]:
    """Return the people whom a staff number, a UUID or a name stands for, A to Z. The caller has decided who may know.

    A staff number or a UUID stands for one person. A name is given name and family name, in either order, whole or the
    beginning of it; case and accents make no difference.

    Args:
        text: what was typed; nothing stands for nobody.
        among: ids of the people in question, as a query; None for everybody.
        limit: people at most.

    Cost: one query, two for a name; the one by name reads every name, and is asked by hand, now and then.
    """
    text = text.replace("\0", "").strip()
    if not text:
        return ()
    people = Person.objects.all() if among is None else Person.objects.filter(pk__in=among)
    exact = Q(staff_number=text)
    with suppress(ValueError):
        exact |= Q(uuid=UUID(text))
    found = list(_names(people.filter(exact))[:limit])
    if not found:
        words = sort_key(text).split()
        # The key begins with the family name: of several words any may be its end.
        orders = {" ".join((*words[at:], *words[:at])) for at in range(len(words))}
        begins = [Q(sort_key__startswith=order) for order in orders if order]
        found = list(_names(people.filter(reduce(or_, begins)))[:limit]) if begins else []
    return tuple(_name(row) for row in found)


def people_by_keys(keys: Iterable[str]) -> dict[str, int | None]:
    """Return whom staff numbers, work emails and UUIDs stand for, by what was asked; keys come case-folded.

    None: more than one person has that email. What stands for nobody is absent. A staff number goes before an email.
    Somebody on record twice stands for the one who is kept. The caller has decided who may know. Three queries for each
    10,000 keys, and one more.
    """
    merged = dict(PersonAlias.objects.filter(until_at=None).values_list("person_id", "kept_id"))
    wanted = sorted({key for key in keys if key})
    found: dict[str, int | None] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        uuids = [key for key in some if len(key) == 36 and _is_uuid(key)]
        for pk, email in (
            Person.objects.annotate(folded=Upper("email"))
            .filter(folded__in=[key.upper() for key in some if "@" in key])
            .values_list("pk", "email")
        ):
            key, one = email.casefold(), merged.get(pk, pk)
            found[key] = None if found.get(key, one) != one else one
        for pk, uuid in Person.objects.filter(uuid__in=uuids).values_list("pk", "uuid"):
            found[str(uuid)] = merged.get(pk, pk)
        numbers = {variant for key in some for variant in (key, key.upper())}
        for pk, number in Person.objects.filter(staff_number__in=numbers).values_list("pk", "staff_number"):
            found[number.casefold()] = merged.get(pk, pk)
    return found


def _is_uuid(text: str) -> bool:
    with suppress(ValueError):
        return str(UUID(text)) == text
    return False


def person_names(ids: Iterable[int]) -> dict[int, PersonName]:
    """Return what people are called, by id; ids that nobody has are left out. The caller has decided who may know."""
    wanted = sorted(set(ids))
    found: dict[int, PersonName] = {}
    for start in range(0, len(wanted), AT_ONCE):
        for row in _names(Person.objects.filter(pk__in=wanted[start : start + AT_ONCE])):
            found[row["pk"]] = _name(row)
    return found


def placed_under(paths: Sequence[str], at: datetime) -> QuerySet[Person]:
    """Return the people who are in a post of these organisations, or below them: a query for other rooms to embed.

    Args:
        paths: of the organisations. None of them: nobody.
        at: when.
    """
    if not paths:
        return Person.objects.none()
    day = rules.day_of(at)
    below = reduce(or_, (Q(appointments__post__organisation__path__startswith=path) for path in paths))
    return Person.objects.filter(policies.open_on(day, "appointments__"), below).order_by().distinct()


def _names(people: QuerySet[Person]) -> QuerySet[Person, Any]:
    return people.order_by("sort_key", "pk").values("pk", "uuid", "staff_number", "given_name", "family_name")


def _name(row: dict[str, Any]) -> PersonName:
    return PersonName(
        row["pk"], row["uuid"], row["staff_number"], rules.full_name(row["given_name"], row["family_name"])
    )
