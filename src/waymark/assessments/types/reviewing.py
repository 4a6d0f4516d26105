"""What the room takes in and hands out about a manager's review: what opens, what is confirmed together, the sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from waymark.assessments.types.record import AnswerView
from waymark.frameworks.types import RequirementView, RoleLevelRef


class Said(NamedTuple):
    """A word on a skill: a level, or whether somebody has it."""

    level: int | None
    has_skill: bool | None


class Stand(StrEnum):
    """Where a skill of a review stands."""

    AGREE = "agree"
    """It need not be opened: it is confirmed together with the others."""
    DISCUSS = "discuss"
    """Something speaks against it, or is to be looked at."""
    EVIDENCE = "evidence"
    """Nothing speaks against it, but its level asks for evidence and there is none."""
    UNSEEN = "unseen"
    """The manager answers first, before they see what the person put."""


class Why(StrEnum):
    """Why a skill of a review opens."""

    DRAFT = "draft"
    NOTED = "noted"
    MINE = "mine"
    ASSESSED = "assessed"
    JUMP = "jump"
    ABOVE = "above"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Look:
    """All that says whether a skill opens."""

    theirs: Said
    asked: int | None
    """The level the role asks for; None: it names none."""
    drafted: Said | None = None
    """What the manager put so far. Both parts None: a note alone."""
    mine: Said | None = None
    """The manager's own word from another assessment, while it holds."""
    assessed: Said | None = None
    """An assessor's or a panel's, while it holds."""
    before: Said | None = None
    """The latest word on record that the manager may see, whoever said it."""
    evidence_from: int | None = None
    """The level from which evidence is asked for; None: it is not."""
    evidence: int = 0
    """How many pieces there are."""


class Opened(NamedTuple):
    """One reason why a skill opens, with the word that speaks for it, where it is one."""

    why: Why
    word: AnswerView | None = None


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One skill that the person answered."""

    asked: RequirementView
    version_id: int
    """In whose words it is asked."""
    theirs: AnswerView
    """Not to be shown while the review is hidden."""
    draft: AnswerView | None
    stand: Stand
    why: tuple[Opened, ...]
    evidence: int


@dataclass(frozen=True, slots=True)
class Review:
    """An assessment that was sent to somebody as a manager."""

    uuid: UUID
    person_id: int
    name: str
    role: RoleLevelRef
    kind: str
    state: str
    submitted_at: datetime
    due_on: date | None
    overdue: bool
    hidden: bool
    """Whether what the person put is kept back: until the manager answered every skill, or because it was withdrawn."""
    lines: tuple[ReviewLine, ...]
    left: tuple[str, ...]
    """Names of the skills without an answer."""
    withdrawn_at: datetime | None = None
    """When its person took it back: nothing they put is shown since, and it counts as hidden. None: they did not."""

    def count(self, stand: Stand) -> int:
        """Return how many skills stand somewhere."""
        return sum(line.stand == stand for line in self.lines)

    @property
    def opened(self) -> tuple[ReviewLine, ...]:
        """The skills to look at one by one."""
        return tuple(line for line in self.lines if line.stand != Stand.AGREE)

    @property
    def rest(self) -> tuple[ReviewLine, ...]:
        """The others."""
        return tuple(line for line in self.lines if line.stand == Stand.AGREE)


class Ticked(NamedTuple):
    """An assessment whose rest is to be confirmed, and when it had been submitted, as the manager saw it."""

    assessment: UUID
    submitted_at: datetime


class Left(NamedTuple):
    """An assessment of a batch that nothing was done to, and why, as a sentence."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class RestConfirmed:
    """What became of a batch."""

    confirmed: tuple[str, ...]
    """Names of those whose assessment is confirmed whole."""
    kept: tuple[str, ...]
    """Names of those of whom something stays open: what the manager agreed with is kept as their draft."""
    left: tuple[Left, ...]
    gone: int
    """How many are not the actor's to review, now or ever."""


@dataclass(frozen=True, slots=True)
class TalkWords:
    """What somebody writes about one skill of a sheet."""

    skill_id: int
    about: str = ""
    came_of_it: str = ""
    agreed: str = ""
    due_on: date | None = None
    seen_revision: int | None = None
    """Revision they saw; None: they did not look, and the later save wins."""


@dataclass(frozen=True, slots=True)
class TalkPointView:
    """One skill of a sheet."""

    asked: RequirementView
    version_id: int
    own: Said
    manager: Said
    about: str
    came_of_it: str
    agreed: str
    due_on: date | None
    revision: int
    saved_at: datetime
    by: str
    """Who wrote last."""


@dataclass(frozen=True, slots=True)
class TalkView:
    """The conversation sheet of an assessment."""

    assessment: UUID
    person_id: int
    name: str
    """Of the person."""
    manager_name: str
    """Of who manages them now; empty: nobody."""
    role: RoleLevelRef
    state: str
    """Of the assessment."""
    begun_at: datetime
    ended_at: datetime | None
    points: tuple[TalkPointView, ...]
    own: bool
    """Whether whoever asks is the person."""


class OpenTalk(NamedTuple):
    """A sheet that is still to be talked about, for the manager's list."""

    assessment: UUID
    person_id: int
    name: str
    begun_at: datetime
    points: int
