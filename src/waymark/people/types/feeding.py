"""What a people feed takes in and hands out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID


class RunState(StrEnum):
    """How far a file is."""

    BROUGHT = "brought"
    SHOWN = "shown"
    """What it would change stands ready."""
    APPLIED = "applied"
    DISCARDED = "discarded"
    REFUSED = "refused"
    """The whole file is refused; ``problem`` says why."""


class FeedStep(StrEnum):
    """A step that can take long."""

    CHECK = "check"
    APPLY = "apply"


class RowKind(StrEnum):
    """What a file would do to somebody."""

    NEW = "new"
    MOVED = "moved"
    CHANGED = "changed"
    LEFT = "left"
    KNOWN = "known"
    """Nothing changes, but that the feed is known to speak of them."""
    ASIDE = "aside"
    """What the file says of them is not used; the reasons say why."""


SHOWN = (RowKind.NEW, RowKind.MOVED, RowKind.CHANGED, RowKind.LEFT, RowKind.ASIDE)
"""The kinds that a difference shows."""


class Seat(NamedTuple):
    """Somebody in a post, as a feed says it. ``until_on`` is the first day they are not in it any more."""

    post_number: str
    title: str
    organisation_id: int
    grade_id: int | None
    region_id: int | None
    profession_id: int | None
    from_on: date
    until_on: date | None = None
    fte: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class PersonSaid:
    """All that a feed says of one person. ``value`` is what the feed calls them; it never changes."""

    value: str
    given_name: str
    family_name: str
    email: str = ""
    seats: tuple[Seat, ...] = ()
    manager: str | None = None
    """What the feed calls whoever manages them; empty: nobody does; None: it does not say."""
    main_profession_id: int | None = None
    """None: it does not say."""
    other_profession_ids: tuple[int, ...] | None = None
    """None: it does not say."""
    leaving_on: date | None = None
    """The first day they do not work here any more."""


class Put(NamedTuple):
    """What became of what was said of one person."""

    person_id: int
    what: str
    """new, moved, changed, left or known."""


@dataclass(frozen=True, slots=True)
class FeedCard:
    """A feed of a department."""

    uuid: UUID
    name: str
    source: str
    """What its identifiers are kept under."""
    organisation_id: int
    organisation_name: str
    organisation_slug: str
    mapping: dict[str, str]
    """What its files call a column, by the column's key; the others have their usual names."""
    most_leavers: int
    """Per cent of the people there who may leave by one file without a second person's agreement."""
    most_joiners: int
    most_moved: int
    most_renamed: int
    """Whose name or address may change."""
    most_aside: int
    """How many rows may be set aside."""
    needs_end: bool
    """Whether each file has to end with the row that counts it."""
    people: int
    """How many people it speaks of."""


@dataclass(frozen=True, slots=True)
class RunCard:
    """One file on its way."""

    uuid: UUID
    feed: UUID
    feed_name: str
    organisation_name: str
    filename: str
    size: int
    digest: str
    """SHA-256 of the file."""
    full: bool
    """Whether somebody who is not in it has left."""
    state: str
    doing: str
    job: UUID | None
    account_id: int | None
    """Who brought it; None: an operator."""
    rows: int
    counts: dict[str, int]
    """People by ``RowKind``; ``same`` for those of whom it says nothing new."""
    before: int
    """How many people worked there before."""
    seen: str
    """Digest of what is shown."""
    unusual: tuple[tuple[str, int, int], ...]
    """What is unusually many, per cent of the people there, and the most that is usual; of "unnamed", rows and 0."""
    approved_by: int | None
    approved_at: datetime | None
    problem: str
    columns: dict[str, list[list[str]]]
    """Its headings: "read", with the heading of ours each is read as, and "ignored"; empty until it was checked."""
    at: datetime
    changed_at: datetime
    applied_at: datetime | None

    @property
    def needs_approval(self) -> bool:
        """Whether a second person has to agree before it can be applied."""
        return bool(self.unusual) and self.approved_at is None

    @property
    def ended(self) -> bool:
        """Whether nothing more can become of it."""
        return self.state in {RunState.APPLIED, RunState.DISCARDED, RunState.REFUSED}


@dataclass(frozen=True, slots=True)
class FeedChange:
    """What a file would do to one person, or why it does nothing."""

    kind: str
    row: int
    """Of the file, as a spreadsheet counts; 0 for somebody who is not in it."""
    value: str
    name: str
    words: tuple[tuple[str, str, str], ...]
    """Code of what differs, before and after; or of the reason, with what it is about."""
    twin_id: int | None
    """Somebody on record who may be the same person."""
    person_id: int | None = None
    """None: they are not on record."""


@dataclass(frozen=True, slots=True)
class FeedChangePage:
    """One page of a difference."""

    changes: tuple[FeedChange, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """Units and grades that a file names and this site does not know."""

    units: tuple[str, ...]
    grades: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MovementView:
    """Somebody joined, moved or left."""

    person_id: int
    kind: str
    on: date
    before_post_id: int | None
    post_id: int | None


class Shared(StrEnum):
    """What makes two people on record seem one."""

    EMAIL = "email"
    NUMBER = "number"
    """The staff number, and the name."""
    SAID = "said"
    """A system called the one by the number of the other."""


@dataclass(frozen=True, slots=True)
class TwinView:
    """Two people on record who may be one."""

    uuid: UUID
    """Of the person who came last."""
    other: UUID
    """Of the one who was there before."""
    person_id: int
    person_name: str
    person_number: str
    other_id: int
    other_name: str
    other_number: str
    why: str
    """Of ``Shared``; empty: somebody says so."""
    merge: UUID | None
    """What their merge is called; None: they are two."""


@dataclass(frozen=True, slots=True)
class PairView:
    """Two people on record of whom somebody may say that they are one, or two."""

    twin: TwinView
    mergeable: bool
    """Whether the actor runs the site for both."""
    suspected: bool
    """Whether a feed makes them seem one, and nobody has said that they are two."""


@dataclass(frozen=True, slots=True)
class TwinPage:
    """One page of pairs, the latest first."""

    pairs: tuple[TwinView, ...]
    page: int
    pages: int
    total: int
