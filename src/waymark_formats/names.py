"""Keys for things that a file does not give any."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

LONGEST_NAME = 300
"""Characters of a skill's name that the tables hold; longer statements are named by their beginning."""


def slug(text: str) -> str:
    """Return ``text`` in lower-case ASCII, words joined by hyphens; "item" when nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:80].strip("-") or "item"


def free_key(wanted: str, taken: Container[str]) -> str:
    """Return ``wanted``, with a number behind it when it is taken."""
    key, number = wanted, 2
    while key in taken:
        key, number = f"{wanted[:70]}-{number}", number + 1
    return key


def version_label(text: str) -> str:
    """Return ``text`` as the label of a version: letters, digits, dots, hyphens and underscores; perhaps empty."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", text).strip("-._")[:60].strip("-._")


def short_name(statement: str) -> str:
    """Return what a statement is called: itself when it is one line of at most 300 characters, else its beginning."""
    if len(statement) <= LONGEST_NAME and not any(mark in statement for mark in "\n\r"):
        return statement
    line = " ".join(statement.split())
    if len(line) <= LONGEST_NAME:
        return line
    return line[: LONGEST_NAME - 1].rpartition(" ")[0] + "…" if " " in line[: LONGEST_NAME - 1] else line[:299] + "…"


def fold(text: str) -> str:
    """Return a name for finding it again: case and the sort of its spaces do not count."""
    return " ".join(text.casefold().split())
