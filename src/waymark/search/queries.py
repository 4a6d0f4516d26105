"""Asking the index: the same results in the same order on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connections
from django.db.models import Case, Count, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Collate, Concat

from waymark.search import rules
from waymark.search.models import SearchEntry
from waymark.search.models.fulltext import matching
from waymark.search.types import Hit, Hits

RERANKED = 200
"""How many of the best results are put in order by ``rules.rank``; later ones keep the database's rougher order."""
_CANDIDATES = 20_000
"""Titles looked through for "did you mean"."""


def find(query: str, *, at: datetime, kind: str = "", page: int = 1, per_page: int = 25) -> Hits:
    """Find things by the beginnings of their words. At most four queries, three when something is found.

    A result has every word of the query; when nothing does, it has at least one. When that finds nothing either,
    ``did_you_mean`` is the title most like the query, if one is near.

    Args:
        query: what someone typed: 200 characters are read, and 16 different words.
        at: the moment whose entries are looked through.
        kind: the only kind wanted; empty for all. ``by_kind`` counts all kinds either way, ``total`` the one wanted.
        page: page wanted, from 1; beyond the ends, the first or the last.
        per_page: hits on a page, from 1 to 100.
    """
    shown = query[: rules.LONGEST_QUERY].strip()
    asked = rules.asked_words(query)
    if not asked:
        return Hits(query=shown, hits=(), total=0, by_kind={}, page=1, pages=0)
    per_page = min(max(per_page, 1), 100)
    entries = SearchEntry.objects.filter(Q(until_at=None) | Q(until_at__gt=at), from_at__lte=at)
    found, by_kind = _matching(entries, asked)
    if not by_kind:
        titles = entries.order_by("sort_key").values_list("title", flat=True)[:_CANDIDATES]
        return Hits(
            query=shown,
            hits=(),
            total=0,
            by_kind={},
            page=1,
            pages=0,
            did_you_mean=rules.nearest(shown, list(dict.fromkeys(titles))),
        )
    if kind:
        found = found.filter(kind=kind)
    total = by_kind.get(kind, 0) if kind else sum(by_kind.values())
    pages = -(-total // per_page)
    page = min(max(page, 1), max(pages, 1))
    ids = _page_of_ids(found, asked, (page - 1) * per_page, per_page) if total else []
    return Hits(query=shown, hits=_hits(ids, asked), total=total, by_kind=by_kind, page=page, pages=pages)


def _matching(entries: QuerySet[SearchEntry], asked: tuple[str, ...]) -> tuple[QuerySet[SearchEntry], dict[str, int]]:
    """Return the entries with every word, or else those with any, and how many there are of each kind."""
    found, by_kind = entries, {}
    for every in (True, False) if len(asked) > 1 else (True,):
        found = entries.filter(matching(asked, connections[entries.db].vendor, every=every))
        counted = found.order_by("kind").values_list("kind").annotate(number=Count("pk"))
        by_kind = dict(counted)
        if by_kind:
            break
    return found, by_kind


def _page_of_ids(found: QuerySet[SearchEntry], asked: Sequence[str], first: int, number: int) -> list[int]:
    """Return the ids of one page, in order."""
    rough = _roughly_best_first(found, asked)
    reranked = max(RERANKED // number, 1) * number
    if first >= reranked:
        return list(rough.values_list("pk", flat=True)[first : first + number])
    rows = list(rough.values_list("words_title", "words_labels", "sort_key", "kind", "url", "pk")[:reranked])
    rows.sort(key=lambda row: (rules.rank(asked, row[0], row[1]), *row[2:]))
    return [row[-1] for row in rows[first : first + number]]


def _roughly_best_first(found: QuerySet[SearchEntry], asked: Sequence[str]) -> QuerySet[SearchEntry]:
    """Order by what both databases can tell alike, so that the best are among the first, and equals stay by title."""
    query = " ".join(asked)
    title = Concat(Value(" "), "words_title", output_field=TextField())
    labels = Concat(Value("\n"), "words_labels", Value("\n"), output_field=TextField())
    score: Any = Value(0)
    for whens in (
        (When(words_title=query, then=8000), When(words_title__startswith=query, then=4000)),
        (When(_labels__contains=f"\n{query}\n", then=2000),),
        *((When(_title__contains=f" {word}", then=100), When(words_labels__contains=word, then=1)) for word in asked),
        *((When(words_title__startswith=word, then=20),) for word in asked),
    ):
        score = score + Case(*whens, default=0, output_field=IntegerField())
    by_title = Collate("sort_key", "C" if connections[found.db].vendor == "postgresql" else "BINARY")
    return found.annotate(_title=title, _labels=labels, _score=score).order_by("-_score", by_title, "kind", "url", "pk")


def _hits(ids: list[int], asked: Sequence[str]) -> tuple[Hit, ...]:
    rows = SearchEntry.objects.filter(pk__in=ids).values_list(
        "pk", "kind", "url", "title", "context", "summary", "labels", "body"
    )
    found = {
        pk: Hit(kind, url, title, context, summary, rules.reason(asked, title, labels, summary, body))
        for pk, kind, url, title, context, summary, labels, body in rows
    }
    return tuple(found[pk] for pk in ids)
