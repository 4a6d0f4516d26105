"""Pages of the record: newest first, each found by where the one before it ended."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Count, Model, QuerySet

M = TypeVar("M", bound=Model)

SUBJECTS_SHOWN = 5
"""People named on a line; of a line about more there is only how many."""


def place(row: Any) -> str:
    """Return where a page ends whose last row this is."""
    return f"{row.at.isoformat()}~{row.pk}"


def beyond(rows: QuerySet[M], after: str) -> QuerySet[M]:
    """Narrow rows to those that come after a place, newest first. A place that is none is the beginning."""
    found = read_place(after)
    if found is None:
        return rows
    at, pk = found
    # Said so that a range of the index is read: an OR of the two columns is not one.
    return rows.filter(at__lte=at).exclude(at=at, pk__gte=pk)


def read_place(after: str) -> tuple[datetime, int] | None:
    """Return the moment and id that a place says, or None when it says none."""
    moment, _, number = after.partition("~")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    if at.tzinfo is None or not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return at, int(number)


def subjects_of(rows: QuerySet[Any], owner: str, ids: list[int]) -> tuple[dict[int, int], dict[int, list[int]]]:
    """Return how many people each entry or access is about, and who they are where they are few. Two queries.

    Args:
        rows: the table of subjects.
        owner: its column that says of what: "entry_id".
        ids: of the entries or accesses.
    """
    theirs = rows.filter(**{f"{owner}__in": ids})
    counts = dict(theirs.order_by().values_list(owner).annotate(Count("pk")))
    few = [pk for pk, count in counts.items() if count <= SUBJECTS_SHOWN]
    people: dict[int, list[int]] = {}
    for pk, person_id in rows.filter(**{f"{owner}__in": few}).order_by("pk").values_list(owner, "person_id"):
        people.setdefault(pk, []).append(person_id)
    return counts, people
