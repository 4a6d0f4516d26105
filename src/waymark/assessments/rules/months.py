"""Months are counted by the calendar: from a day to the same day of another month."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TypeVar

Day = TypeVar("Day", bound=date)
"""A day, or a moment of one."""


def months_later(day: Day, months: int) -> Day:
    """Return the same day so many months later, or the last of that month when it has no such day.

    Fewer than none are months before.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))
