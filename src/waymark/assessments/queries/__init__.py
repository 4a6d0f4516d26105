"""Everything the record answers. Each answer takes a fixed number of queries, however much there is on record."""

from waymark.assessments.queries.acceptance import (
    acceptance_default,
    acceptance_professions,
    acceptance_rules,
    departments_moved_to,
    moves,
)
from waymark.assessments.queries.assessments import (
    assessment,
    open_assessments,
    own_assessment,
    recent_assessments,
)
from waymark.assessments.queries.audiences import (
    who_sees_assessments,
    who_sees_interests,
    who_sees_levels,
)
from waymark.assessments.queries.counting import (
    exempt_from,
    exemption_news,
    exemptions,
    interest_options,
    may_exempt,
    revocable,
    revocation_news,
    signed_assessments,
    wishes,
)
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
from waymark.assessments.queries.decisions import (
    decision_pdf,
    decision_record,
    facts_of,
    lines_of,
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
from waymark.assessments.queries.spreadsheets import (
    brings_levels,
    exported_levels,
    level_difference,
    level_file,
    level_files,
)
from waymark.assessments.queries.views import (
    asked_by,
)
from waymark.assessments.rules import (
    DAYS as LINK_DAYS,
)
from waymark.assessments.rules import (
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
    "LINK_DAYS",
    "MOST_MONTHS",
    "PHRASES",
    "acceptance_default",
    "acceptance_professions",
    "acceptance_rules",
    "asked_by",
    "assessment",
    "brings_levels",
    "case",
    "case_after_all",
    "changed_since",
    "changes_for",
    "decided_in",
    "decision_pdf",
    "decision_record",
    "declaration_of_assessor",
    "declaration_of_person",
    "departments",
    "departments_moved_to",
    "evidence_by_skill",
    "evidence_file",
    "evidence_item",
    "evidence_shown",
    "exempt_from",
    "exemption_news",
    "exemptions",
    "exported_levels",
    "facts_of",
    "history_of",
    "how_many_wait",
    "impact_of",
    "interest_options",
    "level_difference",
    "level_file",
    "level_files",
    "levels_held",
    "levels_shown",
    "lines_of",
    "may_exempt",
    "missing",
    "moves",
    "my_evidence",
    "my_shares",
    "next_case",
    "nothing_in_words",
    "open_assessments",
    "own_assessment",
    "own_evidence",
    "own_outcome",
    "own_record",
    "purpose_in_words",
    "purposes_in_words",
    "quick_options",
    "recent_assessments",
    "record_links",
    "record_pdf",
    "revocable",
    "revocation_news",
    "scanner_is_set_up",
    "shared_assessments",
    "shared_with",
    "shares_of",
    "signed_assessments",
    "signed_levels",
    "standings",
    "standings_shown",
    "state_in_words",
    "terms_of",
    "terms_of_version",
    "testimonies_asked",
    "testimony",
    "testimony_waits",
    "waiting_cases",
    "weaknesses",
    "who_sees_assessments",
    "who_sees_evidence",
    "who_sees_interests",
    "who_sees_levels",
    "wishes",
]
