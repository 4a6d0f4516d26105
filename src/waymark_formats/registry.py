"""The formats by name, and which one a path looks like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from waymark_formats import ddat, waymark
from waymark_formats.framework import FrameworkDocument, ReadResult, Unreadable


class Reader(Protocol):
    """Reads the document at a path. Files larger than ``limit`` bytes are refused unread."""

    def __call__(self, path: Path, *, limit: int = ...) -> ReadResult: ...


@dataclass(frozen=True, slots=True)
class Format:
    """One format. ``media_type`` is that of each file it writes."""

    name: str
    title: str
    read: Reader
    write: Callable[[FrameworkDocument], dict[str, bytes]]
    media_type: str


FORMATS = {
    known.name: known
    for known in (
        Format("ddat", "Government Digital and Data CSV", ddat.read, ddat.write, "text/csv; charset=utf-8"),
        Format("waymark", "Waymark JSON", waymark.read, waymark.write, "application/json"),
    )
}


def guess(path: Path) -> Format:
    """Return the format that ``path`` looks like, by its name and, for a folder, by what lies in it.

    Raises:
        Unreadable: it looks like none; the sentence says what is known.
    """
    if path.is_dir() or path.suffix.lower() == ".csv":
        return FORMATS["ddat"]
    if path.suffix.lower() in {".json", ".yaml", ".yml"}:
        return FORMATS["waymark"]
    raise Unreadable(f"{path.name}: its format cannot be told from its name; say --as {' or --as '.join(FORMATS)}.")
