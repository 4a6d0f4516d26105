"""What the assessments room hands out about evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class EvidenceKind(StrEnum):
    """What a piece of evidence is."""

    ACCOUNT = "account"
    """What somebody did, told as situation, task, action and result."""
    FILE = "file"
    LINK = "link"
    OBSERVATION = "observation"
    """What a named person saw, noted down by whoever it is about."""
    TESTIMONY = "testimony"
    """What a colleague writes here themselves, when asked."""
    QUALIFICATION = "qualification"
    LEARNING = "learning"
    """A piece of learning that was finished."""


class ScanOutcome(StrEnum):
    """What the scanner said of a file when it was brought. A file in which it found something is not kept."""

    CLEAN = "clean"
    NOT_SCANNED = "not_scanned"
    """No scanner was set up."""


@dataclass(frozen=True, slots=True)
class EvidenceWords:
    """What a person puts for a piece of evidence. What its kind does not ask for is empty."""

    title: str
    situation: str = ""
    task: str = ""
    action: str = ""
    result: str = ""
    url: str = ""
    by_name: str = ""
    words: str = ""
    happened_on: date | None = None
    audience: str = "only_me"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody brings: what they call it, and its content."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class FileView:
    """A file of a piece of evidence."""

    uuid: UUID
    name: str
    media_type: str
    size: int
    """In bytes."""
    scanned: bool
    added_at: datetime


@dataclass(frozen=True, slots=True)
class WitnessView:
    """Somebody who was asked to write what they saw."""

    uuid: UUID
    account_id: int
    name: str
    """Empty when the account is gone."""
    message: str
    asked_at: datetime
    words: str
    written_at: datetime | None
    declined_at: datetime | None
    ended_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether they have not answered yet, and still can."""
        return not (self.written_at or self.declined_at or self.ended_at)


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A piece of evidence with everything that belongs to it."""

    uuid: UUID
    person_id: int
    kind: EvidenceKind
    words: EvidenceWords
    skills: tuple[int, ...]
    """Ids of the skills it supports."""
    files: tuple[FileView, ...]
    witnesses: tuple[WitnessView, ...]
    revision: int
    saved_at: datetime
    removed_at: datetime | None
    used: bool
    """Whether a submitted assessment used it."""
    own: bool
    """Whether it is about whoever asks."""


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A piece of evidence in a list."""

    uuid: UUID
    kind: EvidenceKind
    title: str
    skills: tuple[int, ...]
    happened_on: date | None
    audience: str
    saved_at: datetime
    files: int
    waiting: int
    """How many people were asked to write something and have not answered."""
    used: bool


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """One page of a person's evidence."""

    lines: tuple[EvidenceLine, ...]
    found: int
    """How many match."""
    of: int
    """How many there are."""
    pages: int
    kinds: tuple[EvidenceKind, ...]
    """The kinds that there are."""
    skills: tuple[int, ...]
    """The skills that any of them supports."""


@dataclass(frozen=True, slots=True)
class TestimonyView:
    """What somebody is asked to write, for them alone."""

    uuid: UUID
    person_id: int
    title: str
    """Empty, as the skills are, once they declined or it was taken back."""
    skills: tuple[int, ...]
    message: str
    asked_at: datetime
    words: str
    written_at: datetime | None
    declined_at: datetime | None
    ended_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether it is still to be answered."""
        return not (self.written_at or self.declined_at or self.ended_at)
