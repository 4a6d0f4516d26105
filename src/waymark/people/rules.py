"""Decisions about dates and words, without a table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone

MOST_CORRECTION = 1000
"""Characters of what a person says is wrong, and of the answer."""
HIGHEST = 60
"""Managers above one another that are looked at: more is a loop that was there already."""


def day_of(at: datetime) -> date:
    """Return the day ``at`` falls on where the organisation works."""
    return timezone.localdate(at)


def full_name(given: str, family: str) -> str:
    """Return a name as pages show it."""
    return f"{given} {family}".strip()


def goes_round(person_id: int, manager_id: int, managers: Mapping[int, int]) -> bool:
    """Say whether ``manager_id`` works for ``person_id``, at whatever remove.

    Args:
        person_id: who is to be managed.
        manager_id: by whom.
        managers: the manager of each person on the way up from ``manager_id``; who is left out has none.
    """
    above: int | None = manager_id
    for _step in range(HIGHEST):
        if above is None:
            return False
        if above == person_id:
            return True
        above = managers.get(above)
    return False
