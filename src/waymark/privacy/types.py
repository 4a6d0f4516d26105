"""What the privacy room hands out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class RequestKind(StrEnum):
    """What a person asks for about their own data."""

    CORRECTION = "correction"
    ERASURE = "erasure"


class RequestState(StrEnum):
    """How far a request has come."""

    OPEN = "open"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Basis(StrEnum):
    """Why the law or an obligation keeps somebody's data from being erased."""

    LEGAL_CLAIM = "legal-claim"
    INVESTIGATION = "investigation"
    RECORDS_DUTY = "records-duty"
    PUBLIC_INTEREST = "public-interest"


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request of a person about their own data."""

    uuid: UUID
    kind: RequestKind
    state: RequestState
    person_id: int
    about: str
    """What kind of data it is about, in words; empty when they did not say."""
    text: str
    asked_at: datetime
    decided_at: datetime | None
    answer: str
    """What the officer said; empty until they decide."""


@dataclass(frozen=True, slots=True)
class HoldView:
    """A hold, for the officer: nobody else learns of it."""

    uuid: UUID
    person_id: int
    basis: Basis
    reason: str
    placed_at: datetime
    until_on: date | None
    """The day it ends by itself; None: until it is released."""
    released_at: datetime | None
    released_because: str


@dataclass(frozen=True, slots=True)
class Held:
    """One kind of data about a person: what, why, for how long."""

    key: str
    """The stable name of the table."""
    what: str
    why: str
    keep: str
    purpose: str
    rows: int | None
    """How many rows; None where they are not counted for a page."""


@dataclass(frozen=True, slots=True)
class NotHeld:
    """What erasing somebody leaves, and why."""

    what: str
    rows: int
    why: str


@dataclass(frozen=True, slots=True)
class ErasurePreview:
    """What erasing a person would do."""

    goes: tuple[Held, ...]
    stays: tuple[NotHeld, ...]
    holds: tuple[HoldView, ...]
    """Holds in force: with any of them nothing is erased."""


@dataclass(frozen=True, slots=True)
class CopyTable:
    """One table of a copy of somebody's data."""

    key: str
    title: str
    why: str
    keep: str
    purpose: str
    withheld: str
    """Why its rows are not in the copy; empty: they are."""
    rows: tuple[dict[str, Any], ...]
    mentions: tuple[date | None, ...]
    """When each row about somebody else that names the person was made."""


@dataclass(frozen=True, slots=True)
class PersonalCopy:
    """Everything the site holds about a person. ``document`` is what a file of it says."""

    made_at: datetime
    site: str
    organisation: str
    uuid: UUID
    staff_number: str
    name: str
    tables: tuple[CopyTable, ...]

    def document(self) -> dict[str, Any]:
        """Return the copy as plain values for JSON. Its keys are stable (docs/guides/privacy.md names them)."""
        return {
            "format": "waymark-person",
            "format_version": 1,
            "made_at": self.made_at,
            "site": self.site,
            "person": {"uuid": self.uuid, "staff_number": self.staff_number, "name": self.name},
            "tables": [
                {
                    "table": table.key,
                    "title": table.title,
                    "why": table.why,
                    "kept": table.keep,
                    "purpose": table.purpose,
                    "withheld": table.withheld,
                    "rows": list(table.rows),
                    "mentions": list(table.mentions),
                }
                for table in self.tables
            ],
        }


@dataclass(frozen=True, slots=True)
class ErasureDone:
    """What erasing a person did."""

    person_id: int
    rows: dict[str, int]
    """Rows gone or emptied, by table."""
    entries: int
    """Entries of the record whose payload was erased."""


@dataclass(frozen=True, slots=True)
class PastItsTime:
    """How much of one kind of data is past its time."""

    key: str
    what: str
    keep: str
    rows: int
    oldest: date | None


@dataclass(frozen=True, slots=True)
class RetentionView:
    """A retention run: what was found, and what was deleted once somebody said so."""

    uuid: UUID
    at: datetime
    found: tuple[PastItsTime, ...]
    done_at: datetime | None
    deleted: dict[str, int]

    @property
    def rows(self) -> int:
        """How many rows were found in all."""
        return sum(line.rows for line in self.found)


@dataclass(frozen=True, slots=True)
class Notice:
    """The privacy notice of one purpose."""

    slug: str
    title: str
    about: str
    holdings: tuple[Held, ...]
