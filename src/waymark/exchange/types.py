"""What the exchange hands out."""

from __future__ import annotations

import io
import zipfile
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from waymark.frameworks.types import Change, ImportedVersion
from waymark_formats.framework import Note
from waymark_formats.sheets import Mapping, Problem, Sheet

SHEET = "sheet"
"""What stands for a format where the file is a spreadsheet of somebody's own."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, or would do, and what it noticed on the way."""

    version: ImportedVersion
    notes: tuple[Note, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the object that ``waymark import --json`` prints. Its keys are stable: other systems read them."""
        return {
            "framework": self.version.framework_slug,
            "version": self.version.label,
            "state": self.version.state,
            "counts": asdict(self.version.counts),
            "difference": self.version.difference.counts,
            "notes": [asdict(note) for note in self.notes],
        }


@dataclass(frozen=True, slots=True)
class LibraryImported:
    """What came of importing the starter library."""

    frameworks: tuple[ImportResult, ...]
    """Those that were new."""
    there: tuple[str, ...]
    """Short names of those that were here before, and were left alone."""
    relations: int = 0
    equivalences: int = 0
    exercises: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return the object that ``waymark import library --json`` prints. Its keys are stable."""
        return {
            "frameworks": [one.to_json() for one in self.frameworks],
            "there": list(self.there),
            "relations": self.relations,
            "equivalences": self.equivalences,
            "exercises": self.exercises,
        }


@dataclass(frozen=True, slots=True)
class Export:
    """A version of a framework as files. ``filename`` is the folder's name when there are several."""

    files: dict[str, bytes]
    media_type: str
    """Of each file."""
    filename: str

    def as_one(self) -> tuple[str, str, bytes]:
        """Return name, media type and content of one file to send: several files travel as a ZIP archive."""
        if len(self.files) == 1:
            (name, content), *_ = self.files.items()
            return name, self.media_type, content
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.files.items():
                # A date of its own for each file would make every download differ.
                archive.writestr(zipfile.ZipInfo(f"{self.filename}/{name}", (1980, 1, 1, 0, 0, 0)), content)
        return f"{self.filename}.zip", "application/zip", out.getvalue()


class ImportState(StrEnum):
    """How far an import is."""

    UPLOADED = "uploaded"
    READ = "read"
    MAPPED = "mapped"
    """What its columns mean and what it is to become are said."""
    CHECKED = "checked"
    """Either there are problems, or what it would change stands ready."""
    APPLIED = "applied"
    DISCARDED = "discarded"
    FAILED = "failed"
    """The file cannot be read; ``problem`` says why."""


class Doing(StrEnum):
    """A step that can take long."""

    READ = "read"
    CHECK = "check"
    APPLY = "apply"


@dataclass(frozen=True, slots=True)
class ImportCard:
    """One import, for its owner."""

    uuid: UUID
    filename: str
    size: int
    state: str
    doing: str
    job: UUID | None
    format: str
    into: str
    title: str
    label: str
    owner_id: int | None
    replaces: bool
    scale: str
    leave_out: bool
    problems: int
    left_out: int
    counts: dict[str, int]
    seen: str
    problem: str
    at: datetime
    changed_at: datetime

    @property
    def of_sheets(self) -> bool:
        """Whether somebody has to say what its columns mean."""
        return self.format == SHEET

    @property
    def ended(self) -> bool:
        """Whether nothing more can become of it."""
        return self.state in {ImportState.APPLIED, ImportState.DISCARDED, ImportState.FAILED}


@dataclass(frozen=True, slots=True)
class SheetView:
    """One sheet of a file: how large it is, its beginning, and what it is taken to mean."""

    number: int
    """Counted from 1, in the file's order."""
    name: str
    rows: int
    width: int
    beginning: Sheet
    """At most the first 200 rows and columns, long cells cut."""
    use: bool
    mapping: Mapping
    known_from: str
    """Name of the saved mapping it was recognised by; empty: it is a guess, or its owner's own."""


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """One page of what is wrong."""

    problems: tuple[Problem, ...]
    total: int
    rows: int
    """Rows that would be left out at least: what hangs on them goes as well."""
    solvable: bool
    """Whether leaving rows out helps against each of the problems."""
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """What an import would change."""

    compared_with: str
    """Label of the version it was compared with; empty for a new framework."""
    counts: dict[str, dict[str, int]]
    changes: tuple[Change, ...]
    """Of one page; those that remove something stand first."""
    total: int
    page: int
    pages: int
    notes: tuple[Note, ...]
    left_out: tuple[tuple[str, tuple[int, ...]], ...]
    """Rows that are not used, by sheet."""
