"""Figures as they may be shown, and the profiles that decide it."""

from waymark.reporting.queries.comparability import comparability, compared_professions, own_severity
from waymark.reporting.queries.grades import observed_grades
from waymark.reporting.queries.profiles import (
    counts_shown,
    disclosure_profile,
    disclosure_profiles,
    profile_in_force,
)

__all__ = [
    "comparability",
    "compared_professions",
    "counts_shown",
    "disclosure_profile",
    "disclosure_profiles",
    "observed_grades",
    "own_severity",
    "profile_in_force",
]
