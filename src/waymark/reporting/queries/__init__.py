"""Figures as they may be shown, and the profiles that decide it."""

from waymark.reporting.queries.grades import observed_grades
from waymark.reporting.queries.profiles import disclosure_profile, disclosure_profiles

__all__ = ["disclosure_profile", "disclosure_profiles", "observed_grades"]
