"""What the organisation room decides, and the lists it begins with."""

from waymark.organisation.rules.changes import (
    BODY_KINDS,
    MOST_NAME,
    MOST_PATH,
    Objection,
    Wrong,
    day_of,
    kind_under,
    why_not,
)
from waymark.organisation.rules.lists import (
    FUNCTIONS,
    GRADE_BANDS,
    GRADES,
    LOCATIONS,
    PROFESSIONS,
    REGIONS,
    SPECIALISMS,
)

__all__ = [
    "BODY_KINDS",
    "FUNCTIONS",
    "GRADES",
    "GRADE_BANDS",
    "LOCATIONS",
    "MOST_NAME",
    "MOST_PATH",
    "PROFESSIONS",
    "REGIONS",
    "SPECIALISMS",
    "Objection",
    "Wrong",
    "day_of",
    "kind_under",
    "why_not",
]
