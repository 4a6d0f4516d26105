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


TELLING = 6
"""Characters from which on a text tells one person from others: shorter ones stand inside other words."""


def telling_names(*texts: str) -> tuple[str, ...]:
    """Return the texts that are long enough to mean one person, the longest first, each once."""
    return tuple(sorted({text for text in texts if len(text) >= TELLING}, key=lambda text: (-len(text), text)))
