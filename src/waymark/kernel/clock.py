"""The clock. Only doors read it; everything below takes ``at`` as an argument."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)
