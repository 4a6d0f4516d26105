"""In whose hands an assessment is: put there and taken out, inside the commands that hold its row."""

from __future__ import annotations

from datetime import datetime

from waymark.assessments.models import Assessment, Hand


def holding(row: Assessment, role: str) -> Hand | None:
    """Return the hand an assessment is in for a part; None when it is in nobody's."""
    return Hand.objects.filter(assessment=row, role=role, ended_at__isnull=True).first()


def give(row: Assessment, role: str, account_id: int, why: str, at: datetime) -> None:
    """Put an assessment into somebody's hands. The caller took it out of those it was in."""
    Hand.objects.create(assessment=row, account_id=account_id, role=role, why=why, from_at=at)


def end(row: Assessment, why: str, at: datetime, *, reason: str = "") -> None:
    """Take an assessment out of every pair of hands it is in."""
    for hand in Hand.objects.filter(assessment=row, ended_at__isnull=True):
        hand.ended_at, hand.ended_why, hand.reason = max(at, hand.from_at), why, reason
        hand.save(update_fields=["ended_at", "ended_why", "reason"])
