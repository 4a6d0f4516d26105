"""Decisions about frameworks, without a table or a clock."""

from waymark.frameworks.rules.differences import difference
from waymark.frameworks.rules.matching import Identities, Known, Settled, pair, settle
from waymark.frameworks.rules.rungs import infer_rung
from waymark.frameworks.rules.seen import seen
from waymark.frameworks.rules.storable import is_label, why_not_storable
from waymark.frameworks.rules.touching import affecting, touched, uuids_of

__all__ = [
    "Identities",
    "Known",
    "Settled",
    "affecting",
    "difference",
    "infer_rung",
    "is_label",
    "pair",
    "seen",
    "settle",
    "touched",
    "uuids_of",
    "why_not_storable",
]
