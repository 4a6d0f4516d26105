"""What the assessments room hands out."""

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

    def version_of(self, skill_id: int) -> int:
        """Return the version in whose words a skill is asked: another for what the department asks for beside."""
        return next((one.version_id for one in self.beside if one.skill_id == skill_id), self.version_id)

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


@dataclass(frozen=True, slots=True)
class AcceptanceTerms:
    """What a department accepts of levels that were signed off elsewhere."""

    issuers: tuple[int, ...]
    """Ids of departments; none: every department."""
    months: int | None
    """How old a level may be on the day of the move. None: as old as it is valid."""
    assurance: str
    """The least that is asked for: ``assessor`` or ``panel``."""
    scales: str
    """``same``, or ``equivalent``: also a level that somebody said counts as one of the scale used now."""


@dataclass(frozen=True, slots=True)
class AcceptanceRuleView:
    """One rule that a department wrote, and when."""

    uuid: UUID
    organisation_id: int
    profession_id: int | None
    """None: for the frameworks of every profession that has no rule of its own."""
    profession_name: str
    terms: AcceptanceTerms
    words: tuple[str, ...]
    reason: str
    by_name: str
    at: datetime
    holds: bool
    """Whether no later one took its place."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the department a person moved to made of one level."""

    skill_slug: str
    skill_name: str
    level_name: str
    judged_at: datetime
    accepted: bool
    why: tuple[str, ...]
    """Why it is asked for again, a sentence each; none when it was accepted."""
    rule: tuple[str, ...]
    """The rule it was held to, a sentence each."""
    stands: bool
    """False once the level was revoked or withdrawn."""


@dataclass(frozen=True, slots=True)
class Move:
    """A move to another department, and what became of the levels that travelled."""

    organisation_name: str
    moved_on: date
    outcomes: tuple[Outcome, ...]

    @property
    def accepted(self) -> int:
        """How many levels were accepted."""
        return sum(one.accepted for one in self.outcomes)

    @property
    def asked(self) -> int:
        """How many are asked for again."""
        return len(self.outcomes) - self.accepted


@dataclass(frozen=True, slots=True)
class SignedLevel:
    """One level that was signed off, as a portable record shows it."""

    uuid: UUID
    skill_name: str
    skill_slug: str
    level_name: str
    descriptor: str
    framework_title: str
    version_label: str
    source: str
    issuer: str
    """The department of whoever signed it off; empty when it is not on record."""
    signed_on: datetime
    valid_until: datetime | None
    state: str
    """``stands``, ``lapsed``, ``superseded`` (a later one was signed off), ``revoked`` or ``withdrawn``."""


@dataclass(frozen=True, slots=True)
class LinkView:
    """One link by which a person shows some of their levels."""

    uuid: UUID
    items: int
    made_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    looks: int
    looked_at: datetime | None
    open: bool


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A new link: the token is told this once, and kept nowhere."""

    view: LinkView
    token: str


@dataclass(frozen=True, slots=True)
class PortableRecord:
    """What a link shows."""

    link: UUID
    name: str
    levels: tuple[SignedLevel, ...]
    made_at: datetime
    expires_at: datetime
    code: str
    """What is printed, and verified."""

    @property
    def stands(self) -> bool:
        """Whether every level in it still stands."""
        return all(one.state == "stands" for one in self.levels)
