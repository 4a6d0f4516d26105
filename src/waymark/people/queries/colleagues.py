"""Finding somebody by name, in order to name them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import FilteredRelation, Q, QuerySet

from waymark.access import queries as access
from waymark.kernel.fields import LAST
from waymark.kernel.policy import Actor
from waymark.kernel.text import sort_key
from waymark.people import policies, rules
from waymark.people.models import Person
from waymark.people.types import Colleague

LEAST = 2
"""Characters that a search takes at least."""


def find_colleagues(
    query: str, actor: Actor, at: datetime, *, with_account: bool = False, limit: int = 10
) -> tuple[Colleague, ...]:
    """Return people whom a search names, by family name; the actor is not among them.

    Args:
        query: the beginning of a family name, a given name and the beginning of a family name in either order, or
            a whole e-mail address that someone signs in with. Fewer than two characters find nobody.
        actor: whoever looks; nobody in particular finds nobody.
        at: when.
        with_account: leave out those who cannot sign in.
        limit: at most so many.

    Cost: two queries.
    """
    words = sort_key(query).split()
    if len("".join(words)) < LEAST or "\x00" in query:
        return ()
    visible = policies.MAY_NAME_COLLEAGUE.visible(actor, at, _named(words))
    rows = Person.objects.filter(pk__in=visible).exclude(pk=actor.person_id or 0)
    if with_account:
        rows = rows.filter(account__isnull=False)
    return _colleagues(rows.order_by("sort_key", "pk"), at, limit)


def colleagues(ids: Iterable[int], actor: Actor, at: datetime) -> dict[int, Colleague]:
    """Return people by id as everybody may know them; ids that nobody has are left out. Two queries, none for no ids.

    Nobody in particular gets nobody.
    """
    wanted = set(ids)
    if not wanted:
        return {}
    rows = Person.objects.filter(pk__in=policies.MAY_NAME_COLLEAGUE.visible(actor, at, pk__in=wanted))
    return {one.person_id: one for one in _colleagues(rows.order_by("pk"), at, len(wanted))}


def colleagues_of_accounts(account_ids: Iterable[int], actor: Actor, at: datetime) -> dict[int, Colleague]:
    """Return the people behind some accounts, by account, as everybody may know them. Two queries, none for no ids.

    Accounts that belong to nobody are left out. Nobody in particular gets nobody.
    """
    wanted = set(account_ids)
    if not wanted:
        return {}
    rows = Person.objects.filter(pk__in=policies.MAY_NAME_COLLEAGUE.visible(actor, at, account_id__in=wanted))
    found = _colleagues(rows.order_by("pk"), at, len(wanted))
    return {one.account_id: one for one in found if one.account_id is not None}


def _named(words: list[str]) -> Q:
    if "@" in words[0]:
        account_id = access.account_id_of(words[0])
        return Q(pk__in=[]) if account_id is None else Q(account_id=account_id)
    found = _begins(" ".join(words))
    if len(words) > 1:
        found |= _begins(f"{' '.join(words[1:])} {words[0]}")
        # The beginning of the family name comes last; a sort key has the given names behind a space.
        found |= _begins(words[-1]) & Q(sort_key__contains=f" {' '.join(words[:-1])}")
    return found


def _begins(key: str) -> Q:
    """Return the condition that a sort key begins with ``key``, as a range of its index in both databases."""
    return Q(sort_key__gte=key, sort_key__lt=key + LAST)


def _colleagues(people: QuerySet[Person], at: datetime, limit: int) -> tuple[Colleague, ...]:
    """Return people with the biggest of their posts."""
    held = FilteredRelation("appointments", condition=policies.open_on(rules.day_of(at), "appointments__"))
    chosen = list(people.values_list("pk", flat=True)[:limit])
    rows = (
        Person.objects.filter(pk__in=chosen)
        .annotate(held=held)
        .order_by("pk", "-held__fte", "held__pk")
        .values_list(
            "pk", "uuid", "account_id", "given_name", "family_name", "held__post__title",
            "held__post__organisation__name",
        )
    )  # fmt: skip
    found: dict[int, Colleague] = {}
    for pk, uuid, account_id, given, family, title, place in rows:
        found.setdefault(pk, Colleague(pk, uuid, account_id, rules.full_name(given, family), title or "", place or ""))
    return tuple(found[pk] for pk in chosen)
