"""Whether somebody can ask for another look once more. No table, no clock."""

from __future__ import annotations

from waymark.assessments.rules import moves
from waymark.assessments.types import NoOtherLook


def why_no_other_look(state: str, *, levels_said: bool) -> NoOtherLook | None:
    """Return why a look that was asked for before keeps another from being asked for; None when it does not.

    Where nobody said a level, nothing was looked at: what lapsed or was taken back then costs nobody their right. Who
    takes it back after they heard the levels has had their other look, so that nobody asks until the levels please.

    Args:
        state: of the look that was asked for before.
        levels_said: whether an assessor said levels in it.
    """
    if state in {moves.SIGNED_OFF, moves.DECLINED}:
        return NoOtherLook.DECIDED
    if state in {moves.WITHDRAWN, moves.LAPSED}:
        return NoOtherLook.GIVEN_UP if levels_said else None
    return NoOtherLook.OPEN
