"""How long to wait before something that failed is tried again."""

from __future__ import annotations

from datetime import timedelta


def wait(attempts: int, *, first: timedelta, most: timedelta) -> timedelta:
    """Return the time to wait after ``attempts`` failures: ``first`` after one, twice as long after each more.

    Never longer than ``most``. No spread is added: what waits is claimed one at a time.
    """
    return min(first * (1 << min(max(attempts - 1, 0), 30)), most)
