"""What is worked out from the file of an import, as JSON beside it. It can be worked out again at any time."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from waymark.exchange import rules
from waymark.frameworks.types import Change
from waymark_formats.framework import Note
from waymark_formats.sheets import Problem, Sheet

BEGINNING, SHEETS, PROBLEMS, DIFFERENCE = "beginning", "sheets.json", "problems.json", "difference.json"
MOST_ROWS = MOST_COLUMNS = 200
"""Of a sheet that are kept to show."""
_LONGEST = 200


def folder(uuid: UUID) -> Path:
    """Return the folder of an import."""
    return rules.folder(Path(settings.IMPORTS_DIR), uuid)


def original(uuid: UUID) -> Path:
    """Return the file that was brought. It may be gone."""
    return next(iter(sorted((folder(uuid) / "file").glob("*"))), folder(uuid) / "file" / "gone")


def read(uuid: UUID, name: str) -> Any:
    """Return what was kept under a name; None when it is gone."""
    try:
        return json.loads((folder(uuid) / name).read_text())
    except FileNotFoundError:
        return None


def cut(sheet: Sheet) -> dict[str, Any]:
    """Return a sheet's size and beginning, to be kept."""
    rows = [[cell[:_LONGEST] for cell in row[:MOST_COLUMNS]] for row in sheet.rows[:MOST_ROWS]]
    return {"name": sheet.name, "rows": len(sheet.rows), "width": sheet.width, "beginning": rows}


def beginning(kept: dict[str, Any]) -> Sheet:
    """Return the beginning of a sheet that ``cut`` kept."""
    rows = tuple(map(tuple, kept["beginning"]))
    return Sheet(kept["name"], rows, len(rows[0]) if rows else 0)


def problems_kept(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Return problems to be kept."""
    return [asdict(one) | {"blocking_rows": sorted(one.blocking_rows)} for one in problems]


def problems(uuid: UUID) -> tuple[Problem, ...]:
    """Return every problem of an import, in the order of the sheets."""
    kept = read(uuid, PROBLEMS) or []
    return tuple(Problem(**{**one, "blocking_rows": frozenset(one["blocking_rows"])}) for one in kept)


def changes(kept: dict[str, Any]) -> tuple[Change, ...]:
    """Return the changes of a difference that was kept: those that remove something first."""
    return tuple(Change(*one) for one in kept["changes"])


def notes(kept: dict[str, Any]) -> tuple[Note, ...]:
    """Return the notes that were kept with a difference."""
    return tuple(Note(*one) for one in kept["notes"])
