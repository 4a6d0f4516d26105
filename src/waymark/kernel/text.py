"""Text, compared and ordered the same way on both databases."""

from __future__ import annotations

import re
import unicodedata

NOT_LETTERS = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """Return ``text`` for matching names: accents and case dropped, spaces collapsed."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        # Asked once for each character that occurs, not once for each place: texts of thousands are folded.
        text = text.translate({ord(character): None for character in set(text) if unicodedata.combining(character)})
    return " ".join(text.casefold().split())


def sort_key(text: str) -> str:
    """Return the key that puts ``text`` in the same place in SQLite and in PostgreSQL."""
    return folded(text)[:200]


def same_but_for_spacing(one: str, other: str) -> bool:
    """Say whether two texts differ at most in white space and punctuation."""
    return NOT_LETTERS.sub("", one) == NOT_LETTERS.sub("", other)


def spoken(name: str) -> str:
    """Return a name for the middle of a sentence: a lone capital at the front goes, an acronym stays."""
    return name[:1].lower() + name[1:] if name[1:] == name[1:].lower() else name
