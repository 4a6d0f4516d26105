"""What the record hands out: judgements, levels held, assessments and what is shared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from waymark.frameworks.types import Beside


class QuickAnswer(StrEnum):
    """What a quick check offers for each skill, beside the level the role asks for."""

    NOT_YET = "not_yet"
    WORKING_TOWARDS = "working_towards"
    MEETING = "meeting"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class QuickOption:
    """One quick answer and the level it stands for (0: assessed, not yet at the first level)."""

    answer: QuickAnswer
    level: int


@dataclass(frozen=True, slots=True)
class RecordImpact:
    """What a new version touches of the record."""

    open_assessments: int
    people: int
    """Of whom a judgement counts on any of the skills."""
    holders: dict[int, int]
    """Likewise, by skill."""


class NewJudgement(NamedTuple):
    """One judgement to load with many others. One of ``level`` and ``has_skill`` is set."""

    uuid: UUID
    person_id: int
    skill_id: int
    version_id: int
    source: str
    maker_id: int | None
    level: int | None
    has_skill: bool | None
    made_at: datetime
    valid_until: datetime | None
    audience: str


@dataclass(frozen=True, slots=True)
class Held:
    """The level a person holds in a skill, with where it comes from. One of ``level`` and ``has_skill`` is set."""

    skill_id: int
    level: int | None
    has_skill: bool | None
    source: str
    made_at: datetime
    version_id: int
    maker_name: str = ""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One judgement in a skill's history, in the words of the version it was made against."""

    uuid: UUID
    level: int | None
    has_skill: bool | None
    level_name: str
    descriptor: str
    source: str
    maker_name: str
    made_at: datetime
    version_label: str
    framework_title: str
    note: str
    counts: bool
    """False once it was taken back, or revoked."""
    current: bool
    """Whether the standing comes from it."""
    revoked: str = ""
    """Why a moderator or head of profession revoked it; empty when nobody did."""


@dataclass(frozen=True, slots=True)
class HeldFor:
    """What is held of a skill for one purpose, by the rule of that purpose."""

    purpose: str
    held: Held | None
    """None when the rule picks nothing, or what it picks is no longer valid."""
    level_name: str
    valid_until: datetime | None
    lapsed: bool
    """Whether the rule picks a word that is no longer valid."""


@dataclass(frozen=True, slots=True)
class SkillStanding:
    """One skill of a person: what they hold and how it came about, newest first."""

    skill_id: int
    skill_slug: str
    skill_name: str
    framework_title: str
    held: Held | None
    """None when everything that was said was taken back."""
    level_name: str
    top: int
    age: str
    """In words: "3 months ago"."""
    history: tuple[HistoryLine, ...]
    lapsed: bool = False
    """Whether the latest word on it has run out, so that nothing is held."""
    purposes: tuple[HeldFor, ...] = ()
    """What is held for each purpose; empty where that is not told."""


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What has been put for one skill so far."""

    skill_id: int
    level: int | None
    has_skill: bool | None
    note: str
    revision: int
    """Counts the saves of a draft, from 1; 0 once it is a judgement."""
    saved_at: datetime
    quick: str = ""
    """The quick answer that was chosen, while it is a draft; empty for a level or a yes or no."""


@dataclass(frozen=True, slots=True)
class AssessmentView:
    """An assessment as its person sees it: drafts while it is open, judgements once it is submitted."""

    uuid: UUID
    kind: str
    state: str
    role_level_id: int
    version_id: int
    skills: tuple[int, ...]
    answers: tuple[AnswerView, ...]
    started_at: datetime
    submitted_at: datetime | None
    withdrawn_at: datetime | None
    beside: tuple[Beside, ...] = ()
    """What the person's department asked for beside the standard when it began."""
    goes_to: str = ""
    """Who says the levels: ``manager`` or ``assessor``; empty for nobody."""
    due_on: date | None = None
    """By when whoever has it should have answered."""
    blind: bool = False
    taken_over: tuple[int, ...] = ()
    """Skills that are left out because they were assessed and that still holds."""
    confirmed_at: datetime | None = None
    """When its person last said that role level and version are the right ones."""
    own_role_level_id: int | None = None
    """Their own role level when it began, or when they last said that; None: it is not on record."""
    seen_version_id: int | None = None
    """The version that held then; None: it is not on record."""
    appeal_of: UUID | None = None
    """The assessment against whose outcome this one is."""

    def version_of(self, skill_id: int) -> int:
        """Return the version in whose words a skill is asked: another for what the department asks for beside."""
        return next((one.version_id for one in self.beside if one.skill_id == skill_id), self.version_id)

    @property
    def with_person(self) -> bool:
        """Whether its person works at it: nobody else decides about it now."""
        return self.state in {"in_progress", "returned"}

    @property
    def answered(self) -> int:
        """How many of its skills have an answer."""
        return len(self.answers)


@dataclass(frozen=True, slots=True)
class ShareView:
    """One share as its person sees it: which assessment, with whom, since when."""

    uuid: UUID
    assessment: UUID
    kind: str
    role_level_id: int
    version_id: int
    submitted_at: datetime | None
    with_account_id: int | None
    """None when it is shared with the manager."""
    with_name: str
    """The name of that account; empty for the manager, who may change, and for an account that cannot sign in."""
    with_manager: bool
    message: str
    from_at: datetime
    ended_at: datetime | None
    """None while it stands."""


@dataclass(frozen=True, slots=True)
class SharedView:
    """One assessment that somebody shows to whoever asks. Who the person is, the people room says."""

    share_uuid: UUID
    person_id: int
    assessment: UUID
    kind: str
    role_level_id: int
    version_id: int
    submitted_at: datetime | None
    with_manager: bool
    """Whether they see it as the person's manager, and not by name."""
    message: str
    from_at: datetime
    asked: int = 0
    """How many skills it asks about."""
    answered: int = 0
    """How many of them have an answer."""
