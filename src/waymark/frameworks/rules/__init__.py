"""Decisions about frameworks, without a table or a clock."""

from waymark.frameworks.rules.differences import difference
from waymark.frameworks.rules.matching import Identities, Known, Settled, pair, settle
from waymark.frameworks.rules.rungs import infer_rung
from waymark.frameworks.rules.seen import seen
from waymark.frameworks.rules.storable import LONGEST, is_label, why_not_storable
from waymark.frameworks.rules.texts import why_not_text

__all__ = [
    "LONGEST",
    "Identities",
    "Known",
    "Settled",
    "difference",
    "infer_rung",
    "is_label",
    "pair",
    "seen",
    "settle",
    "why_not_storable",
    "why_not_text",
]
