"""Identities: UUIDs fixed at birth, and slugs that people see."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from uuid import UUID, uuid4, uuid5

NAMESPACE = UUID("6f0c9a52-3d0e-5c1f-9a7b-2f6f0d3c8e41")
"""Root of every derived identity. Never change it: frameworks already published hang on it."""

RESERVED_SLUGS = frozenset({"compare", "new"})
"""Words that routes use where a slug could stand."""


def new_uuid() -> UUID:
    """Return a fresh random identity."""
    return uuid4()


def derived_uuid(*parts: str) -> UUID:
    """Return the identity that ``parts`` always have, so that one framework has the same ids at every employer."""
    return uuid5(NAMESPACE, "\x1f".join(parts))


def slugify(text: str) -> str:
    """Return ``text`` as a slug: ASCII lower case, words joined by hyphens; "item" when nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:80].strip("-") or "item"


def free_slug(wanted: str, *, taken: Container[str], suffix: str) -> str:
    """Return ``wanted`` when it is free; else with ``suffix``, then with a number behind it.

    A reserved word is never free.
    """
    candidates = [wanted, f"{wanted}-{suffix}"]
    for candidate in candidates:
        if candidate not in taken and candidate not in RESERVED_SLUGS:
            return candidate
    number = 2
    while f"{wanted}-{suffix}-{number}" in taken:
        number += 1
    return f"{wanted}-{suffix}-{number}"
