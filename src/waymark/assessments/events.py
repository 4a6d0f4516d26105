"""What the record tells other rooms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from waymark.kernel.events import Event


@dataclass(frozen=True)
class AssessmentShared(Event):
    """A person showed an assessment to someone. Ids of the assessment and the share are UUIDs as text."""

    kind: ClassVar[str] = "assessments.assessment.shared"

    share: str
    assessment: str
    person_id: int
    account_id: int | None
    """Whom to tell: the account named, or that of the manager at the time. None: the manager has no account."""
    with_manager: bool


@dataclass(frozen=True)
class ShareEnded(Event):
    """A person took back an assessment they had shown to someone."""

    kind: ClassVar[str] = "assessments.assessment.share_ended"

    share: str
    assessment: str
    person_id: int
    account_id: int | None
    """Whom to tell; None when nobody with an account could see it."""
    with_manager: bool


@dataclass(frozen=True)
class TestimonyAsked(Event):
    """A person asked somebody to write what they saw. The id of what was asked is a UUID as text."""

    kind: ClassVar[str] = "assessments.testimony.asked"
    __test__: ClassVar[bool] = False

    witness: str
    person_id: int
    account_id: int


@dataclass(frozen=True)
class TestimonyAnswered(Event):
    """Somebody wrote what they were asked to, or declined."""

    kind: ClassVar[str] = "assessments.testimony.answered"
    __test__: ClassVar[bool] = False

    witness: str
    evidence: str
    person_id: int
    account_id: int
    """Who answered."""
    written: bool


@dataclass(frozen=True)
class AssessmentMoved(Event):
    """An assessment that goes to somebody moved: ``move`` is a name of the table of moves."""

    kind: ClassVar[str] = "assessments.assessment.moved"

    assessment: str
    person_id: int
    move: str
    step: int
    """The step it left in the history."""
    account_ids: list[int]
    """Whom it waits for now, of those who are to hear of it; empty when only its person is."""
    settles: list[int]
    """Earlier steps, of which it waited for somebody: it does not any more."""
    to_manager: bool = False
    """Whether it waits for them as their manager, who reviews it; else as an assessor."""


@dataclass(frozen=True)
class TalkFollows(Event):
    """A sheet that is still to be talked about is another manager's: its person has another one, or none."""

    kind: ClassVar[str] = "assessments.talk.follows"

    assessment: str
    person_id: int
    account_id: int | None
    """The manager's now. None: there is none, or they have no account."""
    talk: int
    points: int


@dataclass(frozen=True)
class CaseTaken(Event):
    """An assessor took an assessment: it waits for no other any more."""

    kind: ClassVar[str] = "assessments.assessment.taken"

    assessment: str
    person_id: int
    account_id: int
    """Who took it."""
    steps: list[int]
    """The steps of which it waited for somebody, oldest first."""


@dataclass(frozen=True)
class PanelChanged(Event):
    """A panel has other members. Its id is a UUID as text; those who joined and left are accounts."""

    kind: ClassVar[str] = "assessments.panel.changed"

    panel: str
    joined: list[int]
    left: list[int]


@dataclass(frozen=True)
class ChosenWithoutPanel(Event):
    """A rule chose an assessment for moderation, and no panel could look at it."""

    kind: ClassVar[str] = "assessments.moderation.without_panel"

    assessment: str
    person_id: int
    profession_id: int


@dataclass(frozen=True)
class PanelSpoke(Event):
    """A member of a panel said their word on an assessment: it does not wait for them any more."""

    kind: ClassVar[str] = "assessments.moderation.spoke"

    assessment: str
    account_id: int


@dataclass(frozen=True)
class ManyConfirmed(Event):
    """A manager confirmed several assessments together. Their ids are UUIDs as text."""

    kind: ClassVar[str] = "assessments.assessments.confirmed"

    assessments: list[str]


@dataclass(frozen=True)
class TalkBegun(Event):
    """A person and their manager have something to talk about: ``points`` skills stand on the sheet now."""

    kind: ClassVar[str] = "assessments.talk.begun"

    assessment: str
    person_id: int
    account_id: int | None
    """The manager's."""
    talk: int
    points: int


@dataclass(frozen=True)
class TalkEnded(Event):
    """A sheet waits for nobody: it was talked about, or the assessment was withdrawn or goes to somebody else now."""

    kind: ClassVar[str] = "assessments.talk.ended"

    assessment: str
    person_id: int


@dataclass(frozen=True)
class LevelRevoked(Event):
    """A signed-off level counts no more. The id of the judgement is a UUID as text."""

    kind: ClassVar[str] = "assessments.level.revoked"

    judgement: str
    person_id: int


@dataclass(frozen=True)
class ExemptionChanged(Event):
    """Somebody was exempted from a skill, or an exemption was ended early. Its id is a UUID as text."""

    kind: ClassVar[str] = "assessments.exemption.changed"

    exemption: str
    person_id: int
    ended: bool
