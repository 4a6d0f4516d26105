"""Everything the record answers. Each answer takes a fixed number of queries, however much there is on record."""

from waymark.assessments.queries.acceptance import (
    acceptance_default,
    acceptance_professions,
    acceptance_rules,
    departments_moved_to,
    moves,
)
from waymark.assessments.queries.assessments import assessment, open_assessments, own_assessment, recent_assessments
from waymark.assessments.queries.audiences import who_sees_assessments, who_sees_levels
from waymark.assessments.queries.impact import changes_for, impact_of
from waymark.assessments.queries.levels import levels_held, levels_shown, standings, standings_shown
from waymark.assessments.queries.links import own_record, record_links
from waymark.assessments.queries.printing import record_pdf
from waymark.assessments.queries.sharing import my_shares, shared_assessments, shared_with, shares_of
from waymark.assessments.queries.signed import departments, signed_levels
from waymark.assessments.queries.views import asked_by
from waymark.assessments.rules import DAYS as LINK_DAYS
from waymark.assessments.rules import (
    MOST_MONTHS,
    nothing_in_words,
    purpose_in_words,
    purposes_in_words,
    quick_options,
    state_in_words,
)

__all__ = [
    "LINK_DAYS",
    "MOST_MONTHS",
    "acceptance_default",
    "acceptance_professions",
    "acceptance_rules",
    "asked_by",
    "assessment",
    "changes_for",
    "departments",
    "departments_moved_to",
    "impact_of",
    "levels_held",
    "levels_shown",
    "moves",
    "my_shares",
    "nothing_in_words",
    "open_assessments",
    "own_assessment",
    "own_record",
    "purpose_in_words",
    "purposes_in_words",
    "quick_options",
    "recent_assessments",
    "record_links",
    "record_pdf",
    "shared_assessments",
    "shared_with",
    "shares_of",
    "signed_levels",
    "standings",
    "standings_shown",
    "state_in_words",
    "who_sees_assessments",
    "who_sees_levels",
]
