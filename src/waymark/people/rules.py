"""Decisions about dates and words, without a table."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def day_of(at: datetime) -> date:
    """Return the day ``at`` falls on where the organisation works."""
    return timezone.localdate(at)


def full_name(given: str, family: str) -> str:
    """Return a name as pages show it."""
    return f"{given} {family}".strip()
