"""A file as sheets of text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import python_calamine

from waymark_formats.files import LONGEST_CELL, decode, read_bytes
from waymark_formats.framework import Note, Unreadable
from waymark_formats.sheets.archive import Archive
from waymark_formats.sheets.scanning import Limits, Seen, Span, letters, scan_ods, scan_xlsx
from waymark_formats.sheets.shapes import Sheet, Workbook

MAX_BYTES = 50 * 1024 * 1024
"""Files larger than this are refused before they are read; a caller may set a lower limit."""

_MARKS = ",;\t"


def read_workbook(path: Path, *, limit: int = MAX_BYTES) -> Workbook:
    """Read the sheets of an .xlsx, .ods or .csv file (commas, semicolons or tabs), told apart by what they hold.

    Args:
        path: the file.
        limit: bytes; a larger file is refused before it is read.

    Returns:
        The sheets that say something, in the file's order. Merged cells are filled down and right. Notes say so,
        and tell of formulas, errors in cells, hidden sheets and empty ones.

    Raises:
        Unreadable: one sentence: too large (packed or unpacked), too many rows, columns or characters, damaged, cut
            off, encrypted, another sort of file, an encoding that is not UTF-8, or nothing in it.
    """
    data = read_bytes(path, limit=min(limit, MAX_BYTES))
    if path.suffix.lower() in {".csv", ".tsv", ".txt"} and not data.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf")):
        return _read_csv(data, path)
    return _read_archive(data, path.name)


def _read_archive(data: bytes, name: str) -> Workbook:
    archive = Archive(data, name)
    limits = Limits(name)
    if "xl/workbook.xml" in archive:
        seen = scan_xlsx(archive, limits)
    elif "content.xml" in archive and "META-INF/manifest.xml" in archive:
        _not_encrypted(archive)
        seen = scan_ods(archive, limits)
    else:
        raise Unreadable(f"{name}: this is an archive, but no workbook; save the sheet as .xlsx, .ods or .csv.")
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Unreadable(f"{name}: the workbook is damaged ({str(error)[:120]}); save it again.") from None
    known = {one.name: one for one in seen}
    notes: list[Note] = []
    sheets = []
    for about in book.sheets_metadata:
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        found = known.get(about.name, Seen(about.name))
        rows = _cells(book, about.name, found, name, notes)
        if not rows:
            notes.append(Note(name, None, f'the sheet "{about.name}" is empty', "left out"))
            continue
        if about.visible != python_calamine.SheetVisibleEnum.Visible:
            notes.append(Note(name, None, f'the sheet "{about.name}" is hidden', "read all the same"))
        _formula_notes(name, found, notes)
        calculated = None if found.untold else frozenset(found.calculated)
        sheets.append(Sheet(about.name, rows, len(rows[0]), calculated))
    if not sheets:
        raise Unreadable(f"{name}: no sheet of the workbook holds anything.")
    return Workbook(tuple(sheets), tuple(notes))


def _not_encrypted(archive: Archive) -> None:
    def start(tag: str, _: dict[str, str]) -> None:
        if tag.endswith("encryption-data"):
            raise Unreadable(
                f"{archive.name}: the workbook is protected with a password; take the password off and save it again."
            )

    def listen(parser: Any) -> None:
        parser.StartElementHandler = start

    archive.parse("META-INF/manifest.xml", listen)


def _cells(
    book: python_calamine.CalamineWorkbook, sheet: str, seen: Seen, file: str, notes: list[Note]
) -> tuple[tuple[str, ...], ...]:
    try:
        found = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, ValueError) as error:
        raise Unreadable(f'{file}, sheet "{sheet}": the sheet is damaged ({str(error)[:120]}).') from None
    same: dict[str, str] = {}
    rows = [[same.setdefault(text, text) for text in map(_text, row)] for row in found]
    _no_null(rows, file, sheet)
    merged = [span for span in seen.spans if _fill(rows, span, seen)]
    if merged:
        first = merged[0][0]
        more = f" (and {len(merged) - 1:,} more)" if len(merged) > 1 else ""
        notes.append(
            Note(
                file,
                first[0] + 1,
                f'merged cells in the sheet "{sheet}", from {letters(first[1])}{first[0] + 1} on{more}',
                "each cell of the area counts as holding its text",
            )
        )
    return rectangle(rows)


def _fill(rows: list[list[str]], span: Span, seen: Seen) -> bool:
    """Put the text of a merged area into each of its cells; say whether there was any."""
    (top, left), (bottom, right) = span
    if top >= len(rows) or left >= len(rows[top]) or not rows[top][left]:
        return False
    # An area may reach to the end of the sheet: what lies beyond the last cell that says something stays away.
    bottom, right = min(bottom, max(seen.last_row - 1, top)), min(right, max(seen.last_column - 1, left))
    for row in rows[top : bottom + 1]:
        row.extend([""] * (right + 1 - len(row)))
        row[left : right + 1] = [rows[top][left]] * (right + 1 - left)
    if (top, left) in seen.calculated:
        seen.calculate(((top, left), (bottom, right)))
    return True


def rectangle(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Return rows of one width, without blank rows and columns at the end."""
    width = max((i + 1 for row in rows for i, cell in enumerate(row) if cell.strip()), default=0)
    last = max((i + 1 for i, row in enumerate(rows) if any(cell.strip() for cell in row)), default=0)
    return tuple((*row[:width], *[""] * (width - len(row[:width]))) for row in rows[:last])


def _no_null(rows: Iterable[Iterable[str]], file: str, sheet: str) -> None:
    for number, row in enumerate(rows, start=1):
        for index, cell in enumerate(row):
            if "\0" in cell:
                raise Unreadable(
                    f'{file}, sheet "{sheet}", row {number}, column {letters(index)}: the cell holds a null '
                    "character; take it out."
                )


def _text(value: Any) -> str:
    """Return a cell as a spreadsheet shows it, plainly."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return f"{Decimal(format(value, '.15g')):f}"
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value)


def _formula_notes(file: str, seen: Seen, notes: list[Note]) -> None:
    where = f'the sheet "{seen.name}"'
    if seen.formulas:
        cells = "cell is a formula" if seen.formulas == 1 else "cells are formulas"
        done = "taken at the value they had when the file was saved; no formula is run"
        notes.append(Note(file, None, f"{seen.formulas:,} {cells} in {where}", done))
    if seen.without_value:
        some = "formula has" if seen.without_value == 1 else "formulas have"
        notes.append(Note(file, None, f"{seen.without_value:,} {some} no value in {where}", "taken as empty"))
    if seen.errors:
        some = "cell holds" if seen.errors == 1 else "cells hold"
        notes.append(Note(file, None, f"{seen.errors:,} {some} an error such as #REF! in {where}", "taken as empty"))


def _read_csv(data: bytes, path: Path) -> Workbook:
    name = path.name
    notes: list[Note] = []
    text = decode(data, name, notes)
    mark, text = _separator(text)
    if mark != ",":
        word = "semicolons" if mark == ";" else "tabs"
        notes.append(Note(name, 1, f"the columns are separated by {word}", "read by them"))
    seen, limits = Seen(path.stem), Limits(name)
    rows = []
    for number, cells in enumerate(_csv_rows(text, mark, name), start=1):
        for index, cell in enumerate(cells, start=1):
            if cell.strip():
                limits.cell(seen, number, index, len(cell))
        rows.append(cells)
    limits.sheet(seen)
    found = rectangle(rows)
    if not found:
        raise Unreadable(f"{name}, row 1, column 1: the file holds nothing but separators.")
    return Workbook((Sheet(path.stem, found, len(found[0])),), tuple(notes))


def _csv_rows(text: str, mark: str, name: str) -> Iterator[list[str]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    number = 0
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            why = str(error)
            if "field larger" in why:
                why = (
                    f"a cell holds more than {LONGEST_CELL:,} characters, or opens with a quotation mark that is never "
                    "closed"
                )
            elif "unexpected end" in why:
                why = "a cell opens with a quotation mark that is never closed"
            else:
                why = f"this is not CSV text ({why})"
            raise Unreadable(f"{name}, row {number + 1}: {why}; the column cannot be told.") from None
        number += 1
        yield cells


def _separator(text: str) -> tuple[str, str]:
    """Return what separates the cells, and the text without a first line that only says so ("sep=;")."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5 and first.strip()[-1] in _MARKS:
        return first.strip()[-1], rest
    return max(_MARKS, key=lambda mark: (_evenness(text, mark), -_MARKS.index(mark))), text


def _evenness(text: str, mark: str) -> float:
    """Say how well the first rows of a text look when ``mark`` separates them: cells a row, less where it varies."""
    widths = []
    try:
        for cells in csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=mark):
            if any(cell.strip() for cell in cells):
                widths.append(len(cells))
            if len(widths) == 50:
                break
    except csv.Error:
        pass
    if not widths or max(widths) == 1:
        return 0
    common = max(set(widths), key=lambda width: (widths.count(width), width))
    return (common - 1) * widths.count(common) / len(widths)
