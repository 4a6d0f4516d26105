"""Everything the record answers. Each answer takes a fixed number of queries, however much there is on record."""

from waymark.assessments.queries.acceptance import (
    acceptance_default,
    acceptance_professions,
    acceptance_rules,
    departments_moved_to,
    moves,
)
from waymark.assessments.queries.agreeing import (
    PANEL,
    judged_words,
    my_agreement,
    professions_judged,
)
from waymark.assessments.queries.assessments import (
    assessment,
    open_assessments,
    own_assessment,
    recent_assessments,
)
from waymark.assessments.queries.audiences import (
    who_sees_assessments,
    who_sees_levels,
)
from waymark.assessments.queries.beginning import (
    left_out,
    remainder,
    still_valid,
)
from waymark.assessments.queries.calibration import (
    exercise,
    exercises,
)
from waymark.assessments.queries.composing import (
    could_moderate,
    panel,
    panel_places,
    panel_professions,
    panels,
    sampling_rules,
    sets_sampling,
)
from waymark.assessments.queries.deciding import (
    case,
    case_after_all,
    changed_since,
    decided_in,
    history_of,
    how_many_wait,
    next_case,
    own_with_outcome,
    terms_of,
    terms_of_version,
    waiting_cases,
)
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
from waymark.assessments.queries.impact import (
    changes_for,
    impact_of,
)
from waymark.assessments.queries.levels import (
    levels_held,
    levels_shown,
    standings,
    standings_shown,
)
from waymark.assessments.queries.links import (
    own_record,
    record_links,
)
from waymark.assessments.queries.moderating import (
    moderation_case,
    moderation_case_after_all,
    moderation_queue,
    moderation_waits_for,
    panels_to_choose,
    without_panel,
)
from waymark.assessments.queries.printing import (
    record_pdf,
)
from waymark.assessments.queries.sharing import (
    my_shares,
    shared_assessments,
    shared_with,
    shares_of,
)
from waymark.assessments.queries.signed import (
    departments,
    signed_levels,
)
from waymark.assessments.queries.terms import default_terms, may_set_terms, terms_history
from waymark.assessments.queries.using import (
    evidence_chosen,
    evidence_sent,
    evidence_to_choose,
    how_much_was_sent,
)
from waymark.assessments.queries.views import (
    asked_by,
)
from waymark.assessments.rules import (
    DAYS as LINK_DAYS,
)
from waymark.assessments.rules import (
    LEAST,
    MOST_DIFFERENCE,
    MOST_FIRST,
    MOST_MONTHS,
    PHRASES,
    declaration_of_assessor,
    declaration_of_person,
    missing,
    nothing_in_words,
    purpose_in_words,
    purposes_in_words,
    quick_options,
    state_in_words,
    weaknesses,
)

__all__ = [
    "LEAST",
    "LINK_DAYS",
    "MOST_DIFFERENCE",
    "MOST_FIRST",
    "MOST_MONTHS",
    "PANEL",
    "PHRASES",
    "acceptance_default",
    "acceptance_professions",
    "acceptance_rules",
    "asked_by",
    "assessment",
    "case",
    "case_after_all",
    "changed_since",
    "changes_for",
    "could_moderate",
    "decided_in",
    "declaration_of_assessor",
    "declaration_of_person",
    "default_terms",
    "departments",
    "departments_moved_to",
    "evidence_by_skill",
    "evidence_chosen",
    "evidence_file",
    "evidence_item",
    "evidence_sent",
    "evidence_shown",
    "evidence_to_choose",
    "exercise",
    "exercises",
    "history_of",
    "how_many_wait",
    "how_much_was_sent",
    "impact_of",
    "judged_words",
    "left_out",
    "levels_held",
    "levels_shown",
    "may_set_terms",
    "missing",
    "moderation_case",
    "moderation_case_after_all",
    "moderation_queue",
    "moderation_waits_for",
    "moves",
    "my_agreement",
    "my_evidence",
    "my_shares",
    "next_case",
    "nothing_in_words",
    "open_assessments",
    "own_assessment",
    "own_evidence",
    "own_record",
    "own_with_outcome",
    "panel",
    "panel_places",
    "panel_professions",
    "panels",
    "panels_to_choose",
    "professions_judged",
    "purpose_in_words",
    "purposes_in_words",
    "quick_options",
    "recent_assessments",
    "record_links",
    "record_pdf",
    "remainder",
    "sampling_rules",
    "scanner_is_set_up",
    "sets_sampling",
    "shared_assessments",
    "shared_with",
    "shares_of",
    "signed_levels",
    "standings",
    "standings_shown",
    "state_in_words",
    "still_valid",
    "terms_history",
    "terms_of",
    "terms_of_version",
    "testimonies_asked",
    "testimony",
    "testimony_waits",
    "waiting_cases",
    "weaknesses",
    "who_sees_assessments",
    "who_sees_evidence",
    "who_sees_levels",
    "without_panel",
]
