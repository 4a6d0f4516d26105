"""What the audit room hands out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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
