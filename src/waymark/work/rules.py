"""When work is due. No table, no clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from waymark.work.types import Regular

LEASE = timedelta(minutes=2)
"""How long a worker may be silent about a job before another takes it over."""

HAND_OUT_AGAIN = timedelta(minutes=5)
"""A job that was handed to the queue and not begun by then is handed out again: the queue may have lost it."""

BACKUP = "backup"
"""What a backup is called in the schedule. It is nobody's job here: whoever operates the site makes it."""

MOST_ATTEMPTS = 5
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)


def is_due(regular: Regular, last_at: datetime | None, at: datetime, zone: ZoneInfo) -> bool:
    """Say whether regular work is due at ``at``, given when it was last asked for. Work never asked for is due."""
    if last_at is None:
        return True
    if regular.daily_at is None:
        return at - last_at >= regular.every
    local = at.astimezone(zone)
    due = datetime.combine(local.date(), regular.daily_at, zone)
    if local < due:
        due -= timedelta(days=1)
    return last_at < due
