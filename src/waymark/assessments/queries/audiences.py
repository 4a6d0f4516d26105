"""Who may see what of the record, as the policies themselves say it."""

from __future__ import annotations

from waymark.assessments import policies
from waymark.kernel.policy import Audience


def who_sees_levels() -> Audience:
    """Return who may see the levels a person holds. No query."""
    return policies.SEE_LEVELS.audience()


def who_sees_interests() -> Audience:
    """Return who may see which skills somebody wants to use. No query."""
    return policies.SEE_INTEREST.audience()


def who_sees_assessments() -> Audience:
    """Return who may see an assessment. No query."""
    return policies.SEE_ASSESSMENT.audience()
