"""Decisions about frameworks, without a table or a clock."""

from waymark.frameworks.rules.differences import difference
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
    "infer_rung",
    "is_label",
    "pair",
    "seen",
    "settle",
    "why_not_storable",
    "why_not_these_words",
]
