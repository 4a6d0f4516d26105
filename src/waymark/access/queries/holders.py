"""Whose duty it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, Value
from django.db.models.functions import StrIndex

from waymark.access import policies
from waymark.access.models import Grant


def holders(
    kinds: Iterable[str], *, organisation_path: str = "", profession_id: int | None = None, at: datetime
) -> tuple[int, ...]:
    """Return the accounts that hold a duty of these kinds over a place and a profession, by id. One query.

    An administrator counts whether a session is open or not: it is theirs to open one. A closed account does not.

    Args:
        kinds: kinds of ``types.DutyKind``.
        organisation_path: path of the place; a duty over it or over a place above it counts. Empty: nowhere in
            particular, which only a duty over every place covers.
        profession_id: the profession; a duty over every profession counts. None: none in particular, likewise.
        at: when.
    """
    held = Grant.objects.filter(policies.in_force(at), kind__in=list(kinds), account__is_active=True).annotate(
        # 1 where the path of the duty's place begins that of the place asked for.
        above=StrIndex(Value(organisation_path), "organisation__path")
    )
    place = Q(organisation__isnull=True) | (Q(above=1) if organisation_path else Q(pk__in=[]))
    field = Q(profession__isnull=True) | (Q(profession_id=profession_id) if profession_id is not None else Q(pk__in=[]))
    return tuple(held.filter(place, field).order_by("account_id").values_list("account_id", flat=True).distinct())
