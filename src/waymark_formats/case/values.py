"""Values of a tree as what they should be: lenient with what is somebody else's, strict with what is ours."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

MOST = 32_767
"""The largest whole number a rank, a rung, a weight or a count may be."""


def text(value: Any) -> str:
    """Return a value that is text, else nothing."""
    return value if isinstance(value, str) else ""


def texts(value: Any) -> tuple[str, ...]:
    """Return the texts in a list, nothing for what is no list."""
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def words(value: Any) -> dict[str, str]:
    """Return the texts of a mapping, nothing for what is no mapping."""
    return {key: one for key, one in value.items() if isinstance(one, str)} if isinstance(value, dict) else {}


def is_count(value: Any) -> bool:
    """Say whether a value is a whole number from 1 that every table has room for."""
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST


def exact(value: Any) -> Decimal | None:
    """Return a number that is written as text, as our own formats write it; None for None.

    Raises:
        ValueError: it is no such number.
    """
    if value is None:
        return None
    if not re.fullmatch(r"-?[0-9]{1,8}(\.[0-9]{1,4})?", str(value)):
        raise ValueError(value)
    return Decimal(str(value))
