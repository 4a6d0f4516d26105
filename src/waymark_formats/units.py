"""A department's tree of units as a sheet: one row per unit, with the code of the unit above it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from waymark_formats.framework import Unreadable
from waymark_formats.sheets.workbook import read_workbook
from waymark_formats.tables import csv_line

HEADINGS = ("Code", "Name", "Code of the unit above")
_CALLED = (
    {"code", "unit code", "organisation code", "org code", "cost centre"},
    {"name", "unit", "unit name", "organisation name"},
    {"code of the unit above", "parent code", "parent", "above", "part of", "reports to", "parent unit code"},
)
_ABOUT = (
    "What your HR system calls the unit, as its file of people does. Each code stands once.",
    "What people call the unit.",
    "Empty for a unit that stands directly below the department.",
)
_EXAMPLES = (("D10", "Operations", ""), ("D11", "Contact centres", "D10"))
MAX_BYTES = 5 * 1024 * 1024
MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit as the sheet names it; ``number`` counts rows as a spreadsheet does, the heading being row 1."""

    number: int
    code: str
    name: str
    above: str
    """Code of the unit above; empty: it stands directly below whatever the sheet is about."""


def read_units(path: Path) -> tuple[UnitRow, ...]:
    """Return the rows of a .csv, .xlsx or .ods file, in its order; blank ones are passed over.

    Raises:
        Unreadable: one sentence: no table, too large, more than 10,000 rows, a column missing, or nothing below the
            headings.
    """
    rows = read_workbook(path, limit=MAX_BYTES).sheets[0].rows
    first = next((i for i, cells in enumerate(rows) if any(cell.strip() for cell in cells)), 0)
    headings = [" ".join(re.sub(r"[\W_]+", " ", cell).casefold().split()) for cell in rows[first]]
    places = [next((i for i, text in enumerate(headings) if text in called), None) for called in _CALLED]
    missing = [heading for heading, place in zip(HEADINGS, places, strict=True) if place is None]
    if missing:
        named = ", ".join(f"“{heading}”" for heading in missing)
        raise Unreadable(f"{path.name}, row {first + 1}: there is no column {named}. Use the template.")
    found = []
    for number, cells in enumerate(rows[first + 1 :], first + 2):
        texts = [cells[place].strip() for place in places if place is not None]
        if any(texts):
            found.append(UnitRow(number, *texts))
    if not found:
        raise Unreadable(f"{path.name}: there are headings and no unit below them.")
    if len(found) > MOST_ROWS:
        raise Unreadable(f"{path.name}: it has {len(found):,} units, and the most that is read is {MOST_ROWS:,}.")
    return tuple(found)


def units_csv(rows: Iterable[Sequence[str]]) -> str:
    """Return a sheet of units as CSV: code, name and code of the unit above of each."""
    return csv_line(HEADINGS) + "".join(csv_line(row) for row in rows)


def template() -> bytes:
    """Return a workbook with the headings, two examples, and a sheet that says what each column is."""
    import xlsxwriter  # takes long, and a site that runs writes few workbooks

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    bold = book.add_format({"bold": True})
    units, about = book.add_worksheet("Units"), book.add_worksheet("Columns")
    units.freeze_panes(1, 0)
    units.set_column(0, len(HEADINGS) - 1, 28)
    about.set_column(0, 0, 28)
    about.set_column(1, 1, 90)
    units.write_row(0, 0, HEADINGS, bold)
    for number, example in enumerate(_EXAMPLES, 1):
        for place, text in enumerate(example):
            units.write_string(number, place, text)
    about.write_row(0, 0, ("Column", "What stands in it"), bold)
    for number, row in enumerate(zip(HEADINGS, _ABOUT, strict=True), 1):
        about.write_row(number, 0, row)
    book.close()
    return out.getvalue()
