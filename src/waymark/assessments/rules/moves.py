"""Every move an assessment can make: one table, from which commands refuse, pages offer and the guide is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

IN_PROGRESS = "in_progress"
SUBMITTED = "submitted"
RETURNED = "returned"
CONFIRMED = "confirmed"
IN_MODERATION = "in_moderation"
SIGNED_OFF = "signed_off"
DECLINED = "declined"
WITHDRAWN = "withdrawn"
LAPSED = "lapsed"

WITH_PERSON = (IN_PROGRESS, RETURNED)
"""The states in which its person works at it."""
WAITING = (SUBMITTED, CONFIRMED)
"""The states in which it may wait for somebody else."""
DECIDED = (CONFIRMED, SIGNED_OFF, DECLINED)
"""The states that somebody's decision led to."""
ENDED = (SIGNED_OFF, DECLINED, WITHDRAWN, LAPSED)
"""The states that nothing leads out of, but an appeal, which is an assessment of its own."""


class By(StrEnum):
    """Who makes a move."""

    PERSON = "person"
    HOLDER = "holder"
    """Whoever it is with: the manager, or an assessor."""
    ASSESSOR = "assessor"
    """The assessor it is with: no manager."""
    MODERATOR = "moderator"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class Move:
    """One move: what it is called, who makes it, and from which states to which. ``to`` empty: it stays where it is.

    ``kept`` says whether it leaves a step in the history; answering, sharing and taking the next case do not.
    """

    name: str
    by: By
    before: tuple[str, ...]
    to: str = ""
    kept: bool = True


TABLE: tuple[Move, ...] = (
    Move("start", By.PERSON, ("",), IN_PROGRESS),
    Move("answer", By.PERSON, WITH_PERSON, kept=False),
    Move("change_standard", By.PERSON, WITH_PERSON),
    Move("submit", By.PERSON, WITH_PERSON, SUBMITTED),
    Move("share", By.PERSON, (SUBMITTED, CONFIRMED, SIGNED_OFF, DECLINED), kept=False),
    Move("withdraw", By.PERSON, (IN_PROGRESS, SUBMITTED, RETURNED, CONFIRMED, IN_MODERATION), WITHDRAWN),
    Move("appeal", By.PERSON, (SIGNED_OFF, DECLINED)),
    Move("take", By.ASSESSOR, WAITING, kept=False),
    Move("draft", By.HOLDER, WAITING, kept=False),
    Move("return", By.HOLDER, (SUBMITTED,), RETURNED),
    Move("confirm", By.HOLDER, (SUBMITTED,), CONFIRMED),
    Move("decline", By.ASSESSOR, WAITING, DECLINED),
    Move("sign_off", By.ASSESSOR, WAITING, SIGNED_OFF),
    Move("pass_on", By.HOLDER, WAITING),
    Move("delegate", By.ASSESSOR, WAITING),
    Move("put_back", By.PROGRAM, (SUBMITTED, CONFIRMED, IN_MODERATION)),
    Move("change_manager", By.PROGRAM, (SUBMITTED,)),
    Move("send_to_moderation", By.PROGRAM, (CONFIRMED,), IN_MODERATION),
    Move("send_to_moderation", By.MODERATOR, (CONFIRMED,), IN_MODERATION),
    Move("moderate", By.MODERATOR, (IN_MODERATION,), CONFIRMED),
    Move("lapse", By.PROGRAM, (RETURNED,), LAPSED),
)
"""What is not here is refused."""

MOVES: Mapping[tuple[str, str], str] = {
    (before, move.name): move.to or before for move in TABLE for before in move.before
}
"""The same: (state, move) to the next state."""


WAITS_AFTER = frozenset({"submit", "delegate", "pass_on", "moderate", "put_back", "change_manager"})
"""The moves after which it may wait for somebody, who is told so; the next step settles that."""


def states() -> tuple[str, ...]:
    """Return every state an assessment can be in, in the order in which the table names them."""
    found = dict.fromkeys(after for after in MOVES.values())
    return tuple(found)
