"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST = 4_000
"""Words of both texts together that are compared; longer ones are shown whole, one after the other."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. ``what``: same, gone or new."""

    what: str
    text: str


def changed_words(before: str, after: str) -> tuple[Piece, ...]:
    """Return two texts as one, with what is gone and what is new marked; the text itself is kept to the letter."""
    older, newer = re.findall(r"\s*\S+\s*?", before) or [before], re.findall(r"\s*\S+\s*?", after) or [after]
    if len(older) + len(newer) > MOST:
        return tuple(Piece(what, text) for what, text in (("gone", before), ("new", after)) if text)
    return tuple(_pieces(older, newer))


def _pieces(older: list[str], newer: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, [word.strip() for word in older], [word.strip() for word in newer], autojunk=False)
    for what, i, j, k, end in matcher.get_opcodes():
        if what == "equal":
            yield Piece("same", "".join(newer[k:end]))
            continue
        if j > i and "".join(older[i:j]).strip():
            yield Piece("gone", "".join(older[i:j]))
        if end > k and "".join(newer[k:end]).strip():
            yield Piece("new", "".join(newer[k:end]))
