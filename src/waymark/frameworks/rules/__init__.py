"""Decisions about frameworks, without a table or a clock."""

from waymark.frameworks.rules.differences import difference
from waymark.frameworks.rules.ladders import (
    digest,
    ladder,
    level_titles,
    oddities,
    same_scale,
    suggested,
    translated,
    why_not_counts_as,
)
from waymark.frameworks.rules.matching import Identities, Known, Settled, pair, settle
from waymark.frameworks.rules.rewordable import REWORDABLE, why_not_these_words
from waymark.frameworks.rules.rungs import infer_rung
from waymark.frameworks.rules.seen import seen
from waymark.frameworks.rules.storable import is_label, why_not_storable

__all__ = [
    "REWORDABLE",
    "Identities",
    "Known",
    "Settled",
    "difference",
    "digest",
    "infer_rung",
    "is_label",
    "ladder",
    "level_titles",
    "oddities",
    "pair",
    "same_scale",
    "seen",
    "settle",
    "suggested",
    "translated",
    "why_not_counts_as",
    "why_not_storable",
    "why_not_these_words",
]
