"""What the room takes in and hands out about moderation: panels, the rules that choose, and cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from waymark.assessments.types.deciding import Decided, StepView, Word
from waymark.assessments.types.record import AnswerView, AssessmentView
from waymark.assessments.types.using import UsedEvidence


@dataclass(frozen=True, slots=True)
class SamplingTerms:
    """Which confirmed assessments a panel looks at."""

    share: int
    """Of a hundred, by chance. 0: none."""
    first: int
    """Of the first that somebody assesses in the profession. 0: none."""
    difference: int | None
    """From how many levels between the person and the assessor. None: whatever it is."""
    appeals: bool


@dataclass(frozen=True, slots=True)
class SamplingRuleView:
    """A rule as somebody wrote it."""

    uuid: UUID
    terms: SamplingTerms
    words: tuple[str, ...]
    reason: str
    by_name: str
    """Who wrote it; empty for the program."""
    at: datetime
    holds: bool
    seed: str
    """What chance started from; empty while the rule holds."""


@dataclass(frozen=True, slots=True)
class MemberView:
    """An account in a panel, or one that could be."""

    account_id: int
    name: str
    email: str
    has_duty: bool = True
    """Whether they are a moderator of the profession now. Without it they do not moderate."""


@dataclass(frozen=True, slots=True)
class PanelView:
    """A panel with its members now."""

    uuid: UUID
    name: str
    profession_id: int
    organisation_id: int | None
    members: tuple[MemberView, ...]
    waiting: int
    """How many cases are with it."""
    closed_at: datetime | None
    keeps: bool
    """Whether whoever asks composes it."""


@dataclass(frozen=True, slots=True)
class PanelCame:
    """What a panel came to about one skill."""

    level: int | None
    has_skill: bool | None
    agreed: bool
    """Whether it came to anything: enough have spoken, and they do not stand too far apart."""
    spoken: int
    """How many have spoken."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one member said of one skill."""

    account_id: int
    name: str
    word: Word
    at: datetime
    first: Word | None
    """What they said first, when they came to say something else."""


@dataclass(frozen=True, slots=True)
class ModerationCard:
    """One case in the queue of moderation."""

    uuid: UUID
    person_id: int
    role_level_id: int
    panel: str
    """Its name; empty: none yet."""
    why: tuple[str, ...]
    """What chose it, in words."""
    since: datetime
    due_on: date | None
    overdue: bool
    spoken: bool
    """Whether whoever asks has given their words."""
    many: int
    """How many members have."""


@dataclass(frozen=True, slots=True)
class ModerationCase:
    """An assessment as a member of the panel sees it."""

    view: AssessmentView
    person_id: int
    name: str
    """Of the person."""
    panel: str
    why: tuple[str, ...]
    decided: dict[int, Decided]
    """The latest that somebody decided, by skill: the assessor's, until the panel has."""
    mine: dict[int, Word]
    """What the member said last, by skill."""
    others: dict[int, tuple[Spoken, ...]]
    """What everybody said, by skill; empty until the member has said theirs."""
    many: int
    """How many members have said theirs."""
    came: dict[int, PanelCame]
    """What the panel came to; empty until the member has said theirs."""
    steps: tuple[StepView, ...]
    open: bool
    """Whether it is still in moderation."""
    evidence: Mapping[int, tuple[UsedEvidence, ...]]
    """What was sent with it, by skill, as it was then."""
    withheld: bool = False
    """Whether all that was put and said is left out: it was withdrawn, or is not theirs to moderate."""

    @property
    def spoken(self) -> bool:
        """Whether the member has said something of every skill."""
        return bool(self.view.answers) and all(one.skill_id in self.mine for one in self.view.answers)

    @property
    def can_decide(self) -> bool:
        """Whether the panel came to something about every skill."""
        return self.open and bool(self.came) and all(one.agreed for one in self.came.values())

    @property
    def answers(self) -> dict[int, AnswerView]:
        """What the person put, by skill."""
        return {one.skill_id: one for one in self.view.answers}
