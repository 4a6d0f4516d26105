"""Decisions about frameworks, without a table or a clock."""

from waymark.frameworks.rules.differences import difference
from waymark.frameworks.rules.matching import Identities, Known, Settled, pair, settle
from waymark.frameworks.rules.overlays import ASKED, SAID, compared, context_key, overlay_fault
from waymark.frameworks.rules.rungs import infer_rung
from waymark.frameworks.rules.seen import seen
from waymark.frameworks.rules.storable import is_label, why_not_storable

__all__ = [
    "ASKED",
    "SAID",
    "Identities",
    "Known",
    "Settled",
    "compared",
    "context_key",
    "difference",
    "infer_rung",
    "is_label",
    "overlay_fault",
    "pair",
    "seen",
    "settle",
    "why_not_storable",
]
