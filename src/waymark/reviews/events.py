"""What the reviews room announces. Each names the row; handlers ask for the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from waymark.kernel.events import Event


@dataclass(frozen=True)
class ReviewAsked(Event):
    """Somebody was asked to review a draft."""

    kind: ClassVar[str] = "reviews.invitation.asked"
    invitation_id: int


@dataclass(frozen=True)
class ReviewReminded(Event):
    """Somebody was reminded of a review. ``moment`` tells one reminder from another."""

    kind: ClassVar[str] = "reviews.invitation.reminded"
    invitation_id: int
    moment: str


@dataclass(frozen=True)
class ReviewEnded(Event):
    """Nobody need review any more: somebody finished, is asked no longer, or the draft went back to writing."""

    kind: ClassVar[str] = "reviews.invitation.ended"
    invitation_ids: list[int]


@dataclass(frozen=True)
class SignatoryChosen(Event):
    """Somebody was chosen to sign a draft off."""

    kind: ClassVar[str] = "reviews.signatory.chosen"
    signatory_id: int


@dataclass(frozen=True)
class SignatoryDropped(Event):
    """Somebody need not sign a draft off any more."""

    kind: ClassVar[str] = "reviews.signatory.dropped"
    signatory_id: int


@dataclass(frozen=True)
class SignedOff(Event):
    """Somebody said ready, or not yet."""

    kind: ClassVar[str] = "reviews.sign_off.said"
    sign_off_id: int


@dataclass(frozen=True)
class RemarkMade(Event):
    """Something was said in a thread, or it was resolved or opened again."""

    kind: ClassVar[str] = "reviews.remark.made"
    remark_id: int


@dataclass(frozen=True)
class SuggestionDecided(Event):
    """Other words were accepted or declined."""

    kind: ClassVar[str] = "reviews.suggestion.decided"
    suggestion_id: int
