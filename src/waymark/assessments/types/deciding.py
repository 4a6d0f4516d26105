"""What the room takes in and hands out about whoever says the levels: words, steps, the desk and its cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from waymark.assessments.types.record import AnswerView, AssessmentView
from waymark.assessments.types.using import UsedEvidence


class Word(NamedTuple):
    """What somebody who decides says of one skill. One of ``level`` and ``has_skill`` is set."""

    skill_id: int
    level: int | None = None
    has_skill: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TermsView:
    """What a framework asks of assessments."""

    evidence_from: int | None
    """From which level up evidence is asked for. None: never."""
    days: int
    """Days within which whoever has it should answer."""
    months: int | None
    """Months for which a sign-off holds. None: without end."""
    blind: bool


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of an assessment's history."""

    move: str
    before: str
    after: str
    name: str
    """Who made it; empty for the program."""
    at: datetime
    reason: str
    words: tuple[str, ...]
    """The ready-made sentences that were chosen, in words."""
    declaration: str


@dataclass(frozen=True, slots=True)
class Weakness:
    """One thing that makes a submission weak. ``skill_id`` None: about the whole."""

    key: str
    """Of the ready-made sentence that says it (``rules.phrases``)."""
    skill_id: int | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One case in the queue of the desk."""

    uuid: UUID
    person_id: int
    role_level_id: int
    version_id: int
    kind: str
    state: str
    submitted_at: datetime | None
    due_on: date | None
    overdue: bool
    mine: bool
    is_appeal: bool


@dataclass(frozen=True, slots=True)
class CardPage:
    """One page of the queue. ``after`` is where the next begins; empty when this is the last."""

    cards: tuple[Card, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What somebody who decided said of one skill."""

    answer: AnswerView
    source: str
    name: str


@dataclass(frozen=True, slots=True)
class Case:
    """An assessment as whoever decides about it sees it."""

    view: AssessmentView
    person_id: int
    name: str
    """Of the person."""
    drafts: dict[int, AnswerView]
    """What they put so far, by skill."""
    decided: dict[int, Decided]
    """The latest that somebody decided, by skill."""
    steps: tuple[StepView, ...]
    mine: bool
    as_manager: bool
    may: frozenset[str]
    """The moves that the table has from here, for the part they play."""
    hidden: bool = False
    """Whether the person's own answers are kept from them until they have put theirs. Not where they are withheld."""
    weaknesses: tuple[Weakness, ...] = field(default_factory=tuple)
    evidence: Mapping[int, tuple[UsedEvidence, ...]] = field(default_factory=dict)
    """What was sent with it, by skill, as it was then."""
    withheld: bool = False
    """Whether what the person put and sent is left out: it was withdrawn, or is not theirs to see any more. Then
    nothing of it is in ``view``, and of what was withdrawn nothing that was decided either."""


class NoOtherLook(StrEnum):
    """Why somebody cannot ask for another look: it was asked for before."""

    OPEN = "open"
    DECIDED = "decided"
    GIVEN_UP = "given_up"
    """Its person took it back after an assessor had said their levels."""


@dataclass(frozen=True, slots=True)
class EarlierLook:
    """Another look that was asked for, and keeps a further one from being asked for."""

    uuid: UUID
    state: str
    why: NoOtherLook


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an assessment so far, for its person."""

    steps: tuple[StepView, ...]
    decided: dict[int, Decided]
    """The latest that somebody decided, by skill."""
    changed: tuple[int, ...]
    """Skills of which something else was said since it was signed off."""
    look: EarlierLook | None = None
    """Another look that was asked for and keeps a further one from being asked for; None: they can ask."""
