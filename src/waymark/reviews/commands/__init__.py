"""Everything that changes reviews and releases."""

from waymark.reviews.commands.releases import (
    AlreadyDecided,
    AlreadyProposed,
    NotSignedOff,
    OutOfOrder,
    OwnProposal,
    ReasonMissing,
    decide_release,
    propose_ending,
    propose_release,
    take_release_back,
)

__all__ = [
    "AlreadyDecided",
    "AlreadyProposed",
    "NotSignedOff",
    "OutOfOrder",
    "OwnProposal",
    "ReasonMissing",
    "decide_release",
    "propose_ending",
    "propose_release",
    "take_release_back",
]
