"""What the audit room hands out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

AUDITOR = "auditor"
ADMINISTRATOR = "administrator"
DATA_PROTECTION_OFFICER = "data-protection-officer"
"""The duties that read the record, as the room of duties calls them: it stands on a floor above."""

ERASED_KIND = "audit.payload.erased"
"""Kind of the entry that says whose payload was erased; its facts name them as ``entries``."""


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What came of reading the whole chain."""

    seals: int
    entries: int
    """Entries under a seal."""
    unsealed: int
    """Entries that wait for the next seal: a few seconds' worth while a sealer runs."""
    first: int
    """Number of the first seal that was looked at: 1 when the whole chain was."""
    head: str
    """Digest of the last seal, empty before the first. Kept elsewhere, it also shows a chain cut off at its end."""
    problems: tuple[str, ...]
    """One sentence each; empty when the record is whole."""

    @property
    def whole(self) -> bool:
        """Whether nothing was found to be wrong."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One thing done, for a list. Facts stay in the record: they can be about other people as well."""

    id: int
    kind: str
    at: datetime
    actor_account_id: int | None
    by_operator: bool
    reason: str
    """Empty when none was given, and once the payload was erased."""
    sealed: bool
    erased: bool
    about: int = 0
    """How many people it is about. Counted by ``search`` only."""
    subjects: tuple[int, ...] = ()
    """Ids of the people it is about, when they are few. Filled by ``search`` only."""


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for in the record. Everything given must hold; nothing given finds everything."""

    person_id: int | None = None
    """Whom the entry is about."""
    actor_account_id: int | None = None
    by_operator: bool = False
    """Only what was done at the command line."""
    kind: str = ""
    """A kind, or what kinds begin with, in whole words: "people" or "people.role"."""
    thing: str = ""
    """A thing the facts name: a UUID, or noun and id, "grant=31"."""
    since: datetime | None = None
    until: datetime | None = None
    """Exclusive."""


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One page of the record, newest first."""

    lines: tuple[EntryLine, ...]
    after: str
    """What to ask for the next page with; empty on the last."""


@dataclass(frozen=True, slots=True)
class SealLine:
    """The seal an entry is under."""

    number: int
    sealed_at: datetime
    entries: int


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry with everything it says."""

    line: EntryLine
    facts: dict[str, Any]
    things: tuple[tuple[str, str], ...]
    """What the facts name, as pairs of noun and id."""
    subjects: tuple[int, ...]
    """Ids of the people it is about: the first hundred."""
    digest: str
    seal: SealLine | None
    """None for a few seconds, until the next seal."""
    matches: bool | None
    """Whether what it says matches its digest. None when there is nothing to hold against it: the payload was erased,
    or it is about so many people that only the check of the whole record counts them."""


@dataclass(frozen=True, slots=True)
class AccessLine:
    """One request that read records of other people."""

    id: int
    at: datetime
    actor_account_id: int | None
    by_operator: bool
    purpose: str
    what: str
    """The path of the page."""
    ground: str
    """Why whoever asked might, as the policy said it; may be empty."""
    filter: dict[str, Any] = field(default_factory=dict)
    """What a list was narrowed by. Left out when a person asks who looked at them: it can say things about others."""
    about: int = 0
    """How many people it read records of. Left out likewise."""
    subjects: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AccessPage:
    """One page of the access log, newest first."""

    lines: tuple[AccessLine, ...]
    after: str
    """What to ask for the next page with; empty on the last."""


class Why(StrEnum):
    """Why a request was refused."""

    NOT_THERE = "not-there"
    """Not there, or not for whoever asked: the two look the same."""
    NOT_ALLOWED = "not-allowed"
    FORGED_FORM = "forged-form"
    """A form without the mark that this site gives its own: forged, or gone stale."""


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """One request that was refused."""

    at: datetime
    actor_account_id: int | None
    what: str
    why: str
    more: bool
    """Whether further ones of that account in that minute were left out."""


@dataclass(frozen=True, slots=True)
class RefusedPage:
    """One page of the refused requests, newest first."""

    lines: tuple[RefusedLine, ...]
    after: str


EXPORT_CSV = "csv"
EXPORT_JSON_LINES = "jsonl"


@dataclass(frozen=True, slots=True)
class RecordExport:
    """An export that was granted and put on record. It holds for entries up to ``wanted.until``."""

    wanted: Search
    form: str
    entries: int


@dataclass(frozen=True, slots=True)
class ExportedEntry:
    """One entry of an export."""

    id: int
    at: datetime
    kind: str
    actor_account_id: int | None
    by_operator: bool
    reason: str
    facts: dict[str, Any]
    erased: bool
    seal: int | None
    """Number of its seal."""
    digest: str
    about: int
    subjects: tuple[int, ...]
    """The first hundred people it is about."""


@dataclass(frozen=True, slots=True)
class StuckEvent:
    """An event that a handler failed on, or that nothing here knows."""

    kind: str
    at: datetime
    attempts: int
    next_at: datetime
    problem: str


@dataclass(frozen=True, slots=True)
class OutboxState:
    """What waits to be told to other rooms."""

    waiting: int
    oldest_at: datetime | None
    stuck: tuple[StuckEvent, ...]
    """Those with a problem, oldest first."""
