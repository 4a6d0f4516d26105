"""What a file is, by what it holds: its name only decides where the content leaves it open."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from django.utils.translation import gettext as _

from waymark.exchange.types import SHEET
from waymark.kernel.errors import Refusal
from waymark_formats import registry
from waymark_formats.ddat.rows import ROLE_COLUMNS
from waymark_formats.moodle.rows import COLUMNS as MOODLE_COLUMNS
from waymark_formats.moodle.rows import FORMAT, IS_FRAMEWORK

BEGINNING = 64 * 1024
"""Bytes of a file that tell what it is."""

ZIP = ".zip"
"""Ending of a folder of CSV files, packed, and of the folder itself once it is unpacked."""

_FORMAT, _IS_FRAMEWORK = MOODLE_COLUMNS.index(FORMAT), MOODLE_COLUMNS.index(IS_FRAMEWORK)
_FORMATS = {"0", "1", "2", "3", "4"}
"""How Moodle says that a description is written: its own marks, HTML, text, wiki marks, Markdown."""
_QUICK = {ZIP: 100 * 1024, ".xlsx": 150 * 1024, ".ods": 100 * 1024}
_QUICK_TEXT = 1024 * 1024


class NotAFramework(Refusal):
    """The file is of a kind that no framework is brought in from; the sentence says which, and what to do."""


def kind_of(beginning: bytes, name: str) -> str:
    """Return the ending that the content asks for: .xlsx, .ods, .csv, .json, .json.gz, .yaml or .zip.

    Args:
        beginning: the first ``BEGINNING`` bytes.
        name: what its owner calls it.

    Raises:
        NotAFramework: it is none of these.
    """
    lower = name.lower()
    if not beginning.strip():
        raise NotAFramework(_("%(file)s is empty. Choose another file.") % {"file": name})
    if beginning.startswith(b"%PDF"):
        raise NotAFramework(
            _("%(file)s is a PDF. Bring the spreadsheet or the text it was made from.") % {"file": name}
        )
    if beginning.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotAFramework(
            _(
                "%(file)s is an old Excel file (.xls), or protected with a password. Open it, take the password off, "
                "and save it as .xlsx."
            )
            % {"file": name}
        )
    if beginning.startswith(b"PK"):
        if lower.endswith(".zip"):
            return ZIP
        return ".ods" if b"opendocument.spreadsheet" in beginning[:200] else ".xlsx"
    if beginning.startswith(b"\x1f\x8b"):
        return ".json.gz"
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ".csv"  # its reader says how to save it
    if b"\0" in beginning:
        raise NotAFramework(
            _("%(file)s holds something else than text or a spreadsheet. Save it as .xlsx, .ods or .csv.")
            % {"file": name}
        )
    if beginning.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["} or lower.endswith(".json"):
        return ".json"
    if lower.endswith((".yaml", ".yml")):
        return ".yaml"
    if lower.endswith((".csv", ".tsv", ".txt")):
        return ".csv"
    raise NotAFramework(
        _("%(file)s is no kind of file that can be brought in. Save it as .xlsx, .ods, .csv or .json.") % {"file": name}
    )


def format_of(path: Path, beginning: bytes, sheets: frozenset[str]) -> str:
    """Return the name of the format to read a file in, or ``SHEET``.

    Args:
        path: the file, its ending as ``kind_of`` says; or a folder.
        beginning: its first bytes; empty of a folder.
        sheets: names of its sheets; empty where it is no workbook.
    """
    if sheets:
        return "xlsx" if {"Framework", "Skills", "Scales"} <= sheets else SHEET
    if path.suffix == ".csv":
        if is_moodle(path):
            return "moodle"
        return "ddat" if _is_ddat(beginning) else SHEET
    return registry.guess(path).name


def is_moodle(path: Path) -> bool:
    """Say whether a CSV file is one of Moodle's; it is read to its end, unless it has another number of columns.

    The number of columns alone is no proof, and Moodle writes its headings in the language of whoever exports: one
    row is the framework, and each says how its description is written.
    """
    if path.suffix != ".csv" or registry.guess(path).name != "moodle":
        return False
    frameworks = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file)
            next(rows, None)
            for row in rows:
                if not any(cell.strip() for cell in row):
                    continue
                if len(row) != len(MOODLE_COLUMNS) or row[_FORMAT].strip() not in _FORMATS:
                    return False
                frameworks += row[_IS_FRAMEWORK].strip() == "1"
    except (csv.Error, UnicodeDecodeError):
        return True  # its reader says where
    return frameworks == 1


def _is_ddat(beginning: bytes) -> bool:
    try:
        first = next(csv.reader(io.StringIO(beginning.decode("utf-8-sig", "replace"), newline="")), [])
    except csv.Error:
        return False
    return set(first) == set(ROLE_COLUMNS)


def takes_long(size: int, suffix: str) -> bool:
    """Say whether working through a file of so many bytes may take more than two seconds."""
    return size > _QUICK.get(suffix, _QUICK_TEXT)
