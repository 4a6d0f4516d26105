"""What the search room takes and hands out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Findable:
    """A thing to be found. ``hidden`` words are searched and never shown."""

    kind: str
    url: str
    title: str
    labels: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    context: str = ""
    summary: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One result. ``why`` is the label or the piece of text that matched, when the title did not."""

    kind: str
    url: str
    title: str
    context: str
    summary: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of results, best first, with how many there are of each kind."""

    query: str
    hits: tuple[Hit, ...]
    total: int
    by_kind: dict[str, int]
    page: int
    pages: int
    did_you_mean: str = ""
