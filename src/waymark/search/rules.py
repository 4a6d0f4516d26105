"""What a search means: words, and which result comes first. No database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from waymark.kernel.text import NOT_LETTERS, folded

LONGEST_QUERY = 200
"""Characters of a query that are read; the rest is left out."""
MOST_WORDS = 16
"""Different words of a query that are looked for."""
_NEAR_ENOUGH = 70
_LONGEST_REASON = 180


def words(text: str) -> str:
    """Return ``text`` as it is stored and asked for: words of letters and digits, folded, parted by single spaces."""
    return " ".join(NOT_LETTERS.sub(" ", folded(text)).split())


def asked_words(query: str) -> tuple[str, ...]:
    """Return the different words of a query, in its order; none for a query without letters or digits."""
    return tuple(dict.fromkeys(words(query[:LONGEST_QUERY]).split()))[:MOST_WORDS]


def rank(asked: Sequence[str], title: str, labels: str) -> tuple[int, ...]:
    """Return what puts one result before another, smallest first.

    In this order: the title is the query; the title begins with it; a label is the query; how many of its words begin
    a word of the title; how many are a whole word of the title; the title begins with one of them; how many of the
    others begin a word of a label.

    Args:
        asked: the words of the query.
        title: words of the title.
        labels: words of the labels, one label to a line.
    """
    query = " ".join(asked)
    in_title = title.split()
    in_labels = labels.split()
    missing = [one for one in asked if not any(word.startswith(one) for word in in_title)]
    return (
        title != query,
        not title.startswith(query),
        query not in labels.split("\n"),
        len(missing),
        -sum(one in in_title for one in asked),
        not title.startswith(tuple(asked)),
        sum(not any(word.startswith(one) for word in in_labels) for one in missing),
    )


def reason(asked: Sequence[str], title: str, labels: Iterable[str], summary: str, body: str) -> str:
    """Return what matched, when neither the title nor the summary shows it: a label, or else a line of the body.

    A line that only leads up to a list ("You can:") is no reason. Empty when the title or the summary shows every
    word, or when only a hidden label matched.
    """
    missing = _not_in(asked, title)
    if not missing:
        return ""
    for label in labels:
        if len(_not_in(missing, label)) < len(missing):
            return label
    missing = _not_in(missing, summary)
    if not missing:
        return ""
    lines = [line.strip(" -*•\t") for line in body.splitlines() if not line.rstrip().endswith(":")]
    best = min(lines, key=lambda line: len(_not_in(missing, line)), default="")
    return _shortened(best, missing) if len(_not_in(missing, best)) < len(missing) else ""


def nearest(query: str, titles: Sequence[str]) -> str:
    """Return the title most like a query that found nothing; empty when none is near. The first of equals wins."""
    found = process.extractOne(query, titles, scorer=fuzz.WRatio, processor=words, score_cutoff=_NEAR_ENOUGH)
    return found[0] if found else ""


def _not_in(asked: Sequence[str], text: str) -> list[str]:
    there = words(text).split()
    return [one for one in asked if not any(word.startswith(one) for word in there)]


def _shortened(line: str, asked: Sequence[str]) -> str:
    """Cut a long line to the piece around the first word asked for."""
    if len(line) <= _LONGEST_REASON:
        return line
    pieces = line.split()
    at = next((i for i, piece in enumerate(pieces) if len(_not_in(asked, piece)) < len(asked)), 0)
    first = last = at
    while len(" ".join(pieces[first : last + 1])) < _LONGEST_REASON - 40 and (first > 0 or last < len(pieces) - 1):
        first, last = max(first - 1, 0), min(last + 1, len(pieces) - 1)
    piece = " ".join(pieces[first : last + 1])
    return ("… " if first else "") + piece + (" …" if last < len(pieces) - 1 else "")
