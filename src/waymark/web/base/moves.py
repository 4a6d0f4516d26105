"""The steps and states of assessments in words, for everybody's pages."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from waymark.assessments.types import StepView


def step_words(move: str) -> str:
    """Return what happened in a step: the name of a move, in words."""
    words = {
        "start": _("Started"),
        "change_standard": _("Moved to another role or version"),
        "submit": _("Submitted"),
        "withdraw": _("Withdrawn"),
        "appeal": _("Another look asked for"),
        "return": _("Sent back"),
        "confirm": _("Levels confirmed"),
        "decline": _("Declined"),
        "sign_off": _("Signed off"),
        "pass_on": _("Passed on to another assessor"),
        "delegate": _("Given to another assessor"),
        "put_back": _("Put back: whoever had it cannot decide about it any more"),
        "change_manager": _("Goes to the manager of now"),
        "send_to_moderation": _("Sent to moderation"),
        "moderate": _("Moderated"),
        "lapse": _("Lapsed"),
    }
    return words.get(move, move)


def state_words(state: str) -> str:
    """Return what a state is called."""
    words = {
        "in_progress": _("In progress"),
        "submitted": _("Submitted"),
        "returned": _("Sent back to you"),
        "confirmed": _("Confirmed"),
        "in_moderation": _("In moderation"),
        "signed_off": _("Signed off"),
        "declined": _("Declined"),
        "withdrawn": _("Withdrawn"),
        "lapsed": _("Lapsed"),
    }
    return words.get(state, state)


def in_words(steps: Iterable[StepView]) -> tuple[tuple[str, StepView], ...]:
    """Return steps, each with what happened in words."""
    return tuple((step_words(one.move), one) for one in steps)
