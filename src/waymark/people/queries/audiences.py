"""Who may see what about people, as the policies themselves say it."""

from __future__ import annotations

from waymark.kernel.policy import Audience
from waymark.people import policies


def who_sees_people() -> Audience:
    """Return who may see who someone is and where they work. No query."""
    return policies.SEE_PERSON.audience()


def who_sees_corrections() -> Audience:
    """Return who may see what someone says is wrong about their record. No query."""
    return policies.SEE_CORRECTION.audience()
