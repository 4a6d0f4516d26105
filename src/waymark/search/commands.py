"""Filling the index. Called inside another room's command, which keeps the record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Min, Q

from waymark.kernel.bulk import insert_rows
from waymark.kernel.text import sort_key
from waymark.search import rules
from waymark.search.models import SearchEntry
from waymark.search.types import Findable

_COLUMNS = (
    "kind", "group", "url", "title", "labels", "context", "summary", "body", "words_title", "words_labels",
    "words_body", "sort_key", "from_at", "until_at",
)  # fmt: skip


@transaction.atomic
def replace_group(
    *, group: str, findables: Iterable[Findable], from_at: datetime, until_at: datetime | None = None
) -> int:
    """Put ``findables`` in the place of what the group holds, from ``from_at`` on, and return how many there are.

    Entries of the group that hold at ``from_at`` end there; those that begin at that very moment are replaced. Those
    that begin later stay, and the new ones end where they begin, so that two versions of one framework are never
    found at once, in whatever order they were published.

    Args:
        group: whoever owns the entries: a framework's slug, say.
        findables: what can be found from then on. None at all takes the group out of the search.
        from_at: when it can be found first.
        until_at: when it can be found no longer; None for no end.
    """
    entries = SearchEntry.objects.filter(group=group)
    entries.filter(from_at=from_at).delete()
    entries.filter(Q(until_at=None) | Q(until_at__gt=from_at), from_at__lt=from_at).update(until_at=from_at)
    next_from = entries.filter(from_at__gt=from_at).aggregate(first=Min("from_at"))["first"]
    ends = min((end for end in (until_at, next_from) if end is not None), default=None)
    return insert_rows(SearchEntry, _COLUMNS, (_row(group, findable, from_at, ends) for findable in findables))


def _row(group: str, findable: Findable, from_at: datetime, until_at: datetime | None) -> tuple[object, ...]:
    labels = dict.fromkeys(rules.words(label) for label in (*findable.labels, *findable.hidden))
    return (
        findable.kind,
        group,
        findable.url,
        findable.title,
        list(findable.labels),
        findable.context[: SearchEntry._meta.get_field("context").max_length],
        findable.summary,
        findable.body,
        rules.words(findable.title),
        "\n".join(label for label in labels if label),
        rules.words(f"{findable.summary} {findable.body}"),
        sort_key(findable.title),
        from_at,
        until_at,
    )
