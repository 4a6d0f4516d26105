"""Every gap and every match in the product. Each answer takes a fixed number of queries."""

from waymark.gaps.queries.assessments import gaps_of_assessments
from waymark.gaps.queries.gaps import gap, gap_levels, role_with_me
from waymark.gaps.queries.matches import match, match_levels

__all__ = ["gap", "gap_levels", "gaps_of_assessments", "match", "match_levels", "role_with_me"]
