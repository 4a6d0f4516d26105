"""Everything the record answers. Each answer takes a fixed number of queries, however much there is on record."""

from waymark.assessments.queries.assessments import assessment, open_assessments, own_assessment, recent_assessments
from waymark.assessments.queries.audiences import who_sees_assessments, who_sees_levels
from waymark.assessments.queries.evidence import (
    evidence_by_skill,
    evidence_file,
    evidence_item,
    evidence_shown,
    my_evidence,
    own_evidence,
    scanner_is_set_up,
    testimonies_asked,
    testimony,
    testimony_waits,
    who_sees_evidence,
)
from waymark.assessments.queries.impact import changes_for, impact_of
from waymark.assessments.queries.levels import levels_held, levels_shown, standings, standings_shown
from waymark.assessments.queries.sharing import my_shares, shared_assessments, shared_with, shares_of
from waymark.assessments.queries.views import asked_by
from waymark.assessments.rules import quick_options

__all__ = [
    "asked_by",
    "assessment",
    "changes_for",
    "evidence_by_skill",
    "evidence_file",
    "evidence_item",
    "evidence_shown",
    "impact_of",
    "levels_held",
    "levels_shown",
    "my_evidence",
    "my_shares",
    "open_assessments",
    "own_assessment",
    "own_evidence",
    "quick_options",
    "recent_assessments",
    "scanner_is_set_up",
    "shared_assessments",
    "shared_with",
    "shares_of",
    "standings",
    "standings_shown",
    "testimonies_asked",
    "testimony",
    "testimony_waits",
    "who_sees_assessments",
    "who_sees_evidence",
    "who_sees_levels",
]
