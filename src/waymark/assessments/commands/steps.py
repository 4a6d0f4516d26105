"""The one place where an assessment moves: its state, and the step that says how it came about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from waymark.assessments import rules
from waymark.assessments.events import AssessmentMoved
from waymark.assessments.models import Assessment, Step
from waymark.audit import commands as audit
from waymark.kernel.policy import Actor


def moved(
    row: Assessment,
    move: str,
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
    words: Sequence[str] = (),
    declaration: str = "",
    **columns: Any,
) -> str:
    """Move an assessment, inside a command that holds its row and found that it may, and return where it was.

    ``columns`` are written with the state. A ``KeyError`` is a fault of the command: it had to refuse.
    """
    before = row.state
    row.state = rules.MOVES[before, move]
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=["state", *columns])
    step(row, move, before=before, actor=actor, at=at, reason=reason, words=words, declaration=declaration)
    return before


def waited(row: Assessment) -> list[int]:
    """Return the steps of which an assessment waited, or waits, for somebody, oldest first. One query."""
    steps = Step.objects.filter(assessment=row, move__in=rules.WAITS_AFTER).order_by("pk")
    return list(steps.values_list("pk", flat=True))


def tell(row: Assessment, told: Sequence[int], at: datetime) -> None:
    """Have those told whom the last step of an assessment concerns: its person, and whom it waits for now."""
    *before, last = Step.objects.filter(assessment=row).order_by("pk").values_list("pk", "move")
    settles = [pk for pk, move in before if move in rules.WAITS_AFTER]
    to_manager = row.goes_to == Assessment.GoesTo.MANAGER
    audit.announce(
        AssessmentMoved(str(row.uuid), row.person_id, last[1], last[0], list(told), settles, to_manager), at=at
    )


def step(
    row: Assessment,
    move: str,
    *,
    before: str,
    actor: Actor,
    at: datetime,
    reason: str = "",
    words: Sequence[str] = (),
    declaration: str = "",
) -> None:
    """Append the step that led to the state an assessment is in."""
    Step.objects.create(
        assessment=row, move=move, before=before, after=row.state, account_id=actor.account_id,
        maker_id=actor.person_id, at=at, reason=reason, words=list(words), declaration=declaration,
    )  # fmt: skip
