"""The formats by name, and which one a path looks like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from waymark_formats import ddat, pdf, sheets, waymark
from waymark_formats.framework import ReadResult, Unreadable


class Reader(Protocol):
    """Reads the document at a path. Files larger than ``limit`` bytes are refused unread."""

    def __call__(self, path: Path, *, limit: int = ...) -> ReadResult: ...


@dataclass(frozen=True, slots=True)
class Format:
    """One format. ``media_type`` is that of each file it writes.

    ``read`` is None for a format that is written only. A ``typeset`` one is written with fonts and words: its ``write``
    takes ``fonts``, ``words`` and ``language`` as well; see ``pdf.write``.
    """

    name: str
    title: str
    read: Reader | None
    write: Callable[..., dict[str, bytes]]
    media_type: str
    typeset: bool = False


FORMATS = {
    known.name: known
    for known in (
        Format("ddat", "Government Digital and Data CSV", ddat.read, ddat.write, "text/csv; charset=utf-8"),
        Format("waymark", "Waymark JSON", waymark.read, waymark.write, "application/json"),
        Format(
            "xlsx",
            "Spreadsheet (our template)",
            sheets.read_template,
            sheets.write_xlsx,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        Format("csv", "CSV files (our template)", sheets.read_template, sheets.write_csv, "text/csv; charset=utf-8"),
        Format("pdf", "PDF to read and print", None, pdf.write, "application/pdf", typeset=True),
    )
}


FRAMEWORK_CSV = "framework.csv"
"""The file by which a folder of our template is known."""


def readable() -> tuple[str, ...]:
    """Return the names of the formats that can be read."""
    return tuple(known.name for known in FORMATS.values() if known.read is not None)


def guess(path: Path) -> Format:
    """Return the format that ``path`` looks like, by its name and, for a folder, by what lies in it.

    Raises:
        Unreadable: it looks like none; the sentence says what is known.
    """
    if path.is_dir() and (path / FRAMEWORK_CSV).exists():
        return FORMATS["csv"]
    if path.is_dir() or path.suffix.lower() == ".csv":
        return FORMATS["ddat"]
    if path.suffix.lower() in {".xlsx", ".ods"}:
        return FORMATS["xlsx"]
    if path.suffix.lower() in {".json", ".yaml", ".yml"}:
        return FORMATS["waymark"]
    raise Unreadable(f"{path.name}: its format cannot be told from its name; say --as {' or --as '.join(readable())}.")
