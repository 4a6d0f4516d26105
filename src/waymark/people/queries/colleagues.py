"""Finding somebody by name, in order to name them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import FilteredRelation, Q

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

    Where a given name alone finds more than are asked for, they are the first of them by family name.

    Args:
        query: the beginning of a family name or of a given name, both in either order, the last of them begun, or a
            whole e-mail address that someone signs in with. Fewer than two characters find nobody.
        actor: whoever looks; nobody in particular finds nobody.
        at: when.
        with_account: leave out those who cannot sign in.
        limit: at most so many.

    Cost: three queries, the first two of them read off an index as far as ``limit``.
    """
    words = sort_key(query).split()
    if len("".join(words)) < LEAST or "\x00" in query:
        return ()
    people = policies.COLLEAGUE.rows(actor, at).exclude(pk=actor.person_id or 0)
    if with_account:
        people = people.filter(account__isnull=False)
    # Each in the order of its own index: sorting every Ben by family name would read every Ben.
    by_family = people.filter(_named(words)).order_by("sort_key", "pk")
    by_given = people.filter(_begins(" ".join(words), "given_key")).order_by("given_key", "pk")
    found = {pk: key for rows in (by_family, by_given) for pk, key in rows.values_list("pk", "sort_key")[:limit]}
    return _colleagues(sorted(found, key=lambda pk: (found[pk], pk))[:limit], at)


def colleagues(ids: Iterable[int], actor: Actor, at: datetime) -> dict[int, Colleague]:
    """Return people by id as everybody may know them; ids that nobody has are left out. Two queries, none for no ids.

    Nobody in particular gets nobody.
    """
    wanted = set(ids)
    if not wanted:
        return {}
    rows = Person.objects.filter(pk__in=policies.MAY_NAME_COLLEAGUE.visible(actor, at, pk__in=wanted))
    return {one.person_id: one for one in _colleagues(list(rows.values_list("pk", flat=True)), at)}


def colleagues_of_accounts(account_ids: Iterable[int], actor: Actor, at: datetime) -> dict[int, Colleague]:
    """Return the people behind some accounts, by account, as everybody may know them. Two queries, none for no ids.

    Accounts that belong to nobody are left out. Nobody in particular gets nobody.
    """
    wanted = set(account_ids)
    if not wanted:
        return {}
    rows = Person.objects.filter(pk__in=policies.MAY_NAME_COLLEAGUE.visible(actor, at, account_id__in=wanted))
    found = _colleagues(list(rows.values_list("pk", flat=True)), at)
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


def _begins(key: str, column: str = "sort_key") -> Q:
    """Return the condition that a key begins with ``key``, as a range of its index in both databases."""
    return Q(**{f"{column}__gte": key, f"{column}__lt": key + LAST})


def _colleagues(chosen: list[int], at: datetime) -> tuple[Colleague, ...]:
    """Return people by their ids, in that order, with the biggest of their posts. One query."""
    held = FilteredRelation("appointments", condition=policies.open_on(rules.day_of(at), "appointments__"))
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
