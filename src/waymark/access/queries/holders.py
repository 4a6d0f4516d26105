"""Which accounts hold a duty over a place and a profession."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import CharField, F, Q, Value

from waymark.access import policies
from waymark.access.models import Grant


def professions_over(kinds: Iterable[str], accounts: Iterable[int], at: datetime) -> dict[int, frozenset[int | None]]:
    """Return the professions over which accounts hold a duty of these kinds at ``at``, wherever; None: over every one.

    An account without such a duty, or that is closed, is left out. One query.
    """
    rows = Grant.objects.filter(
        policies.in_force(at), kind__in=list(kinds), account_id__in=set(accounts), account__is_active=True
    )
    found: dict[int, set[int | None]] = {}
    for account_id, profession_id in rows.values_list("account_id", "profession_id"):
        found.setdefault(account_id, set()).add(profession_id)
    return {account_id: frozenset(some) for account_id, some in found.items()}


def accounts_of_grant(grant_id: int) -> tuple[int, ...]:
    """Return whose duty a grant is, and who ever covered it. One query."""
    rows = Grant.objects.filter(Q(pk=grant_id) | Q(covers_id=grant_id))
    return tuple(sorted(set(rows.values_list("account_id", flat=True))))


def holders(
    kinds: Iterable[str], *, organisation_path: str = "", profession_id: int | None = None, at: datetime
) -> tuple[int, ...]:
    """Return the accounts that hold a duty of these kinds at ``at`` where somebody works, in the order of their ids.

    An administrator counts whether or not a session of theirs is open: they are told, and open one to act.

    Args:
        kinds: kinds of ``types.DutyKind``.
        organisation_path: path of the place; a duty over a place above it counts. Empty: only a duty over every place.
        profession_id: the profession; a duty over every profession counts. None: only a duty over every profession.
        at: when.

    Cost: one query.
    """
    everywhere = Q(organisation__isnull=True)
    above = Q(here__startswith=F("organisation__path"))
    every_profession = Q(profession__isnull=True)
    rows = (
        Grant.objects.filter(policies.in_force(at), kind__in=list(kinds), account__is_active=True)
        .annotate(here=Value(organisation_path, output_field=CharField()))
        .filter(everywhere | above, every_profession | Q(profession_id=profession_id or 0))
    )
    return tuple(sorted(set(rows.values_list("account_id", flat=True))))
