"""The formats by name, and which one a path looks like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from waymark_formats import case, ddat, moodle, nice, pdf, sheets, waymark
from waymark_formats.framework import ReadResult, Unreadable


class Reader(Protocol):
    """Reads the document at a path. Files larger than ``limit`` bytes are refused unread."""

    def __call__(self, path: Path, *, limit: int = ...) -> ReadResult: ...


@dataclass(frozen=True, slots=True)
class Format:
    """One format. ``media_type`` is that of each file it writes.

    ``read`` is None for a format that is written only, ``write`` for one that is only read. A ``typeset`` one is
    written with fonts and words: its ``write`` takes ``fonts``, ``words`` and ``language`` as well; see ``pdf.write``.
    """

    name: str
    title: str
    read: Reader | None
    write: Callable[..., dict[str, bytes]] | None
    media_type: str
    typeset: bool = False


_CSV, _JSON = "text/csv; charset=utf-8", "application/json"
FORMATS = {
    known.name: known
    for known in (
        Format("ddat", "Government Digital and Data CSV", ddat.read, ddat.write, _CSV),
        Format("waymark", "Waymark JSON", waymark.read, waymark.write, _JSON),
        Format("case", "CASE 1.1 package", case.read, case.write, _JSON),
        Format("moodle", "Moodle competency CSV", moodle.read, moodle.write, _CSV),
        Format("nice", "NICE Framework components", nice.read, None, _JSON),
        Format(
            "xlsx",
            "Spreadsheet (our template)",
            sheets.read_template,
            sheets.write_xlsx,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        Format("csv", "CSV files (our template)", sheets.read_template, sheets.write_csv, _CSV),
        Format("pdf", "PDF to read and print", None, pdf.write, "application/pdf", typeset=True),
    )
}

_MARKS = {
    b'"CFDocument"': "case",
    b'"CFItems"': "case",
    b'"CFAssociations"': "case",
    b'"waymark-framework/': "waymark",
    b'"work_roles"': "nice",
    b'"element_identifier"': "nice",
    b'"doc_identifier"': "nice",
}
"""What stands in a JSON file of each format, near its beginning and in no other."""

_LOOKED_AT = 1_000_000
"""Bytes of a file that are looked at for what it is."""


FRAMEWORK_CSV = "framework.csv"
"""The file by which a folder of our template is known."""


def readable() -> tuple[str, ...]:
    """Return the names of the formats that can be read."""
    return tuple(known.name for known in FORMATS.values() if known.read is not None)


def guess(path: Path) -> Format:
    """Return the format that ``path`` looks like: by its name, and by what it holds where the name does not tell.

    A CSV file with Moodle's 14 columns is ``moodle``, every other ``ddat``, as is a folder. JSON, packed or not, is
    what its keys say, ``waymark`` when they say nothing.

    Raises:
        Unreadable: it looks like none; the sentence says what is known.
    """
    name = path.name.lower()
    if path.is_dir():
        return FORMATS["csv" if (path / FRAMEWORK_CSV).exists() else "ddat"]
    if not name.endswith((".csv", ".json", ".json.gz", ".yaml", ".yml", ".xlsx", ".ods")):
        raise Unreadable(
            f"{path.name}: its format cannot be told from its name; say --as {' or --as '.join(readable())}."
        )
    if name.endswith((".xlsx", ".ods")):
        return FORMATS["xlsx"]
    if name.endswith(".json.gz"):
        return FORMATS["nice"]
    if name.endswith(".csv"):
        return FORMATS["moodle" if moodle.looks_like(_beginning(path)) else "ddat"]
    beginning = _beginning(path) if name.endswith(".json") else b""
    found = {beginning.find(mark): known for mark, known in _MARKS.items() if mark in beginning}
    return FORMATS[found[min(found)] if found else "waymark"]


def _beginning(path: Path) -> bytes:
    if not path.is_file():
        return b""  # whoever reads it says so
    with path.open("rb") as file:
        return file.read(_LOOKED_AT)
