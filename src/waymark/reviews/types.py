"""What the reviews room takes in and hands out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from waymark.frameworks.types import Finding, Limits, Passage
from waymark.work.types import JobView


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody, for the pages of a review. ``name`` is empty once they were erased."""

    account_id: int
    name: str
    email: str = ""


NOBODY = Who(0, "")
"""Whoever was erased."""


@dataclass(frozen=True, slots=True)
class SignOffView:
    """One person who was chosen to sign a draft off, and what they said last.

    ``ready`` is None while they have said nothing.
    """

    uuid: UUID
    version_id: int
    who: Who
    chosen_at: datetime
    ready: bool | None = None
    reason: str = ""
    said_at: datetime | None = None
    changed_since: bool = False
    """They said ready or not yet, and the content is another now."""
    reads: bool = True
    """They can still read the draft. Whoever cannot has nothing to say any more, and nobody waits for them."""

    @property
    def holds(self) -> bool:
        """Whether they said ready about the content as it stands."""
        return self.ready is True and not self.changed_since

    @property
    def awaited(self) -> bool:
        """Whether the release waits for them: they can read the draft, and do not say ready of it as it stands."""
        return self.reads and not self.holds

    @property
    def gone(self) -> bool:
        """Whether somebody else is to be chosen: they cannot read the draft any more, and their word does not hold."""
        return not self.reads and not self.holds


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that is meant to be so."""

    uuid: UUID
    finding: Finding
    reason: str
    by: str
    """Empty for an operator, and for somebody who was erased."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Checks:
    """What lint finds about a version."""

    limits: Limits
    waiting: tuple[Finding, ...]
    accepted: tuple[Accepted, ...]


@dataclass(frozen=True, slots=True)
class CheckRunView:
    """The checks of a draft so large that a worker runs them."""

    made_at: datetime | None
    """When the draft was read for them; None: they were never run."""
    job: JobView | None
    """The job that runs them now, or that failed to."""
    changed: bool
    """Whether the draft or its limits changed since they were run."""

    @property
    def running(self) -> bool:
        """Whether a worker has them, or soon will."""
        return self.job is not None and self.job.open


@dataclass(frozen=True, slots=True)
class ChecksPage:
    """One page of what lint finds about a version, and how much there is."""

    limits: Limits
    counts: Mapping[str, int]
    """How many findings wait, by kind."""
    kind: str
    """The only kind that is shown; empty when all are."""
    findings: tuple[Finding, ...]
    page: int
    pages: int
    accepted: tuple[Accepted, ...]
    run: CheckRunView | None
    """None: they were worked out just now."""


@dataclass(frozen=True, slots=True)
class RemarkView:
    """One thing said in a thread. ``act``: said, resolved or reopened."""

    who: Who
    act: str
    text: str
    at: datetime
    erased: bool = False
    """Whoever said it was erased, and their words with them."""


@dataclass(frozen=True, slots=True)
class ThreadView:
    """A conversation about a passage, oldest remark first."""

    uuid: UUID
    passage: Passage
    name: str
    """What the passage is called in the draft that is asked about; where it is gone, what it was called then."""
    within: str
    gone: bool
    """That draft does not have the passage any more."""
    resolved: bool
    version_label: str
    """Of the draft in which it began; empty once that was discarded."""
    remarks: tuple[RemarkView, ...]


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """Other words for a text of a passage."""

    uuid: UUID
    passage: Passage
    name: str
    within: str
    gone: bool
    field: str
    seen: str
    text: str
    why: str
    who: Who
    at: datetime
    state: str
    """open, accepted, declined or withdrawn."""
    decided_by: Who
    decided_at: datetime | None
    reason: str
    now: str
    """The text as it stands in the draft that is asked about; empty when it is gone."""
    mine: bool
    erased: bool = False

    @property
    def changed(self) -> bool:
        """Whether it waits, and the text is another than the one it was made for."""
        return self.state == "open" and self.now != self.seen


@dataclass(frozen=True, slots=True)
class Counted:
    """What is open on one passage."""

    threads: int = 0
    suggestions: int = 0

    @property
    def total(self) -> int:
        """How much is open."""
        return self.threads + self.suggestions


@dataclass(frozen=True, slots=True)
class InvitationView:
    """Somebody who was asked to review a draft."""

    uuid: UUID
    who: Who
    group: str
    due_on: date | None
    message: str
    asked_at: datetime
    reminded_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class GroupView:
    """A review group with who is in it, A to Z."""

    uuid: UUID
    framework_id: int
    name: str
    members: tuple[Who, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for somebody at the workbench."""

    what: str
    """review, sign_off, release (a proposal to decide about), suggestions or threads."""
    version_id: int
    number: int = 1
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """One remark or suggestion, for a table."""

    about: str
    within: str
    what: str
    """remark, resolved, reopened or suggestion."""
    state: str
    field: str
    before: str
    text: str
    why: str
    who: str
    at: datetime
    answer: str


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """A proposal about a version, and what came of it."""

    uuid: UUID
    version_id: int
    act: str
    """publish, retire or withdraw."""
    state: str
    """open, agreed, refused, taken_back or void: somebody changed the draft after it was proposed."""
    from_at: datetime
    notes: str
    reason: str
    proposed_by: Who
    proposed_at: datetime
    decided_by: Who | None
    decided_at: datetime | None
    answer: str
    may_decide: bool
    """The actor may agree or refuse: it is open, it is theirs to decide, and they did not propose it."""
    may_take_back: bool
    own: bool
    """The actor proposed it."""


@dataclass(frozen=True, slots=True)
class PeopleShown:
    """A number of people for a page: ``number`` is None where there are so few that it could point at somebody."""

    number: int | None
    rounded: bool = False
    """To the nearest ten, so that nothing that is hidden beside it can be worked out."""
