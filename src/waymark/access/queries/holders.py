"""Which accounts hold a duty."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime


def holders(
    kinds: Iterable[str], *, organisation_path: str = "", profession_id: int | None = None, at: datetime
) -> tuple[int, ...]:
    """Return the accounts that hold a duty of these kinds over a place and a profession: none until duties are granted.

    Args:
        kinds: kinds of ``types.DutyKind``.
        organisation_path: path of the place; a duty over a place above it counts.
        profession_id: the profession; a duty over every profession counts.
        at: when.
    """
    return ()
