"""What the organisation room decides, and the lists it begins with."""

from waymark.organisation.rules.changes import (
    BODY_KINDS,
    MOST_NAME,
    MOST_PATH,
    MOST_REASON,
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
from waymark.organisation.rules.units import key, sort_units

__all__ = [
    "BODY_KINDS",
    "FUNCTIONS",
    "GRADES",
    "GRADE_BANDS",
    "LOCATIONS",
    "MOST_NAME",
    "MOST_PATH",
    "MOST_REASON",
    "PROFESSIONS",
    "REGIONS",
    "SPECIALISMS",
    "Objection",
    "Wrong",
    "day_of",
    "key",
    "kind_under",
    "sort_units",
    "why_not",
]
