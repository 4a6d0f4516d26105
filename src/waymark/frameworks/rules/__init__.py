"""Decisions about frameworks, without a table or a clock."""

from waymark.frameworks.rules.choices import why_not_choose
from waymark.frameworks.rules.differences import difference
from waymark.frameworks.rules.ladders import (
    digest,
    ladder,
    level_titles,
    named_value,
    oddities,
    plain,
    same_scale,
    suggested,
    translated,
    value_of,
    why_not_counts_as,
)
from waymark.frameworks.rules.matching import Identities, Known, Settled, pair, settle
from waymark.frameworks.rules.overlays import ASKED, SAID, compared, context_key, overlay_fault
from waymark.frameworks.rules.parts import (
    DERIVED_FROM,
    free_key,
    known_as,
    nameless,
    part_of,
    relation_uuid,
    without_roles,
)
from waymark.frameworks.rules.rewordable import REWORDABLE, why_not_these_words
from waymark.frameworks.rules.rungs import infer_rung
from waymark.frameworks.rules.seen import seen
from waymark.frameworks.rules.storable import LONGEST, is_label, why_not_storable
from waymark.frameworks.rules.texts import why_not_text
from waymark.frameworks.rules.touching import affecting, touched, uuids_of

__all__ = [
    "ASKED",
    "DERIVED_FROM",
    "LONGEST",
    "REWORDABLE",
    "SAID",
    "Identities",
    "Known",
    "Settled",
    "affecting",
    "compared",
    "context_key",
    "difference",
    "digest",
    "free_key",
    "infer_rung",
    "is_label",
    "known_as",
    "ladder",
    "level_titles",
    "named_value",
    "nameless",
    "oddities",
    "overlay_fault",
    "pair",
    "part_of",
    "plain",
    "relation_uuid",
    "same_scale",
    "seen",
    "settle",
    "suggested",
    "touched",
    "translated",
    "uuids_of",
    "value_of",
    "why_not_choose",
    "why_not_counts_as",
    "why_not_storable",
    "why_not_text",
    "why_not_these_words",
    "without_roles",
]
