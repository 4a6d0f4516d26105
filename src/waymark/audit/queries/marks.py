"""Whether something was done since, for those who keep an answer until it may have changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Max

from waymark.audit.models import Entry


def done_to(kinds: Iterable[str], noun: str, number: int, since: datetime) -> bool:
    """Say whether anything of these kinds was done after ``since`` to a thing that entries name, such as a version.

    One query, which reads the entries since off an index.
    """
    rows = Entry.objects.filter(kind__in=list(kinds), at__gt=since)
    return rows.filter(**{f"facts__{noun}": number}).exists()


def last_done(kind: str, noun: str, number: int) -> datetime | None:
    """Return when something of a kind was last done to a thing that entries name; None: never.

    It says nothing of who did it. One query, which reads the entries of the kind.
    """
    rows = Entry.objects.filter(kind=kind, **{f"facts__{noun}": number})
    return rows.order_by("-pk").values_list("at", flat=True).first()


def mark(kinds: Iterable[str], since: datetime) -> str:
    """Return a text that becomes another one whenever an entry of these kinds with a moment from ``since`` on stands.

    It says nothing of what was done. One query, which reads those entries off an index.
    """
    rows = Entry.objects.filter(kind__in=list(kinds), at__gte=since)
    number, last, digest = rows.aggregate(number=Count("pk"), last=Max("pk"), digest=Max("digest")).values()
    return f"{number}.{last}.{digest}"
