"""Everything the record answers. Each answer takes a fixed number of queries, however much there is on record."""

from waymark.assessments.queries.assessments import assessment, open_assessments, recent_assessments
from waymark.assessments.queries.levels import levels_held, standings
from waymark.assessments.rules import quick_options

__all__ = [
    "assessment",
    "levels_held",
    "open_assessments",
    "quick_options",
    "recent_assessments",
    "standings",
]
