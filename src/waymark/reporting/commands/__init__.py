"""What changes in figures: what is counted, and how it may be shown."""

from waymark.reporting.commands.comparability import (
    COMPARABILITY_JOB,
    ask_for_comparability,
    compute_comparability,
)
from waymark.reporting.commands.counting import JOB, take_snapshot
from waymark.reporting.commands.profiles import AlreadyHolds, ReasonNeeded, ensure_profiles, put_in_force

__all__ = [
    "COMPARABILITY_JOB",
    "JOB",
    "AlreadyHolds",
    "ReasonNeeded",
    "ask_for_comparability",
    "compute_comparability",
    "ensure_profiles",
    "put_in_force",
    "take_snapshot",
]
