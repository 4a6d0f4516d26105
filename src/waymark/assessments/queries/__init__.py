"""Everything the record answers. Each answer takes a fixed number of queries, however much there is on record."""

from waymark.assessments.queries.assessments import assessment, open_assessments, own_assessment, recent_assessments
from waymark.assessments.queries.audiences import who_sees_assessments, who_sees_levels
from waymark.assessments.queries.deciding import (
    case,
    case_after_all,
    changed_since,
    decided_in,
    history_of,
    how_many_wait,
    next_case,
    own_outcome,
    terms_of,
    terms_of_version,
    waiting_cases,
)
from waymark.assessments.queries.impact import changes_for, impact_of
from waymark.assessments.queries.levels import levels_held, levels_shown, standings, standings_shown
from waymark.assessments.queries.sharing import my_shares, shared_assessments, shared_with, shares_of
from waymark.assessments.queries.views import asked_by
from waymark.assessments.rules import (
    PHRASES,
    declaration_of_assessor,
    declaration_of_person,
    missing,
    quick_options,
    weaknesses,
)

__all__ = [
    "PHRASES",
    "asked_by",
    "assessment",
    "case",
    "case_after_all",
    "changed_since",
    "changes_for",
    "decided_in",
    "declaration_of_assessor",
    "declaration_of_person",
    "history_of",
    "how_many_wait",
    "impact_of",
    "levels_held",
    "levels_shown",
    "missing",
    "my_shares",
    "next_case",
    "open_assessments",
    "own_assessment",
    "own_outcome",
    "quick_options",
    "recent_assessments",
    "shared_assessments",
    "shared_with",
    "shares_of",
    "standings",
    "standings_shown",
    "terms_of",
    "terms_of_version",
    "waiting_cases",
    "weaknesses",
    "who_sees_assessments",
    "who_sees_levels",
]
