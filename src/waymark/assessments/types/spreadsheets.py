"""What the assessments room takes in and hands out about levels in spreadsheets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class FileState(StrEnum):
    """How far a file of levels is."""

    BROUGHT = "brought"
    """It lies here and was not looked at."""
    SHOWN = "shown"
    """It was checked: what it would add, and what is wrong, can be looked at."""
    REFUSED = "refused"
    """It cannot be used at all."""
    APPLIED = "applied"
    DISCARDED = "discarded"
    UNDONE = "undone"
    """What it added was revoked."""


@dataclass(frozen=True, slots=True)
class LevelFileCard:
    """A file of levels as whoever brought it sees it."""

    uuid: UUID
    filename: str
    size: int
    state: FileState
    doing: str
    """The step that a worker takes now; empty: it is its owner's turn."""
    rows: int
    counts: dict[str, int]
    """How many rows are ``new``, ``known`` already, or ``wrong``."""
    seen: str
    """What to show again when it is applied."""
    problem: str
    at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class LevelChange:
    """One row of a file that would add something."""

    row: int
    person: str
    skill: str
    before: str
    """What is held now, in words; empty when nothing is."""
    after: str
    judged_on: str


@dataclass(frozen=True, slots=True)
class WrongRow:
    """One row that cannot be used: which column, why, and what stands there."""

    row: int
    column: str
    why: str
    """In words."""
    value: str


@dataclass(frozen=True, slots=True)
class LevelDifference:
    """What a file would do: its first rows of each sort. The counts are in the card."""

    changes: tuple[LevelChange, ...]
    wrong: tuple[WrongRow, ...]
    ignored: tuple[str, ...]
    """Headings that mean nothing to us."""
