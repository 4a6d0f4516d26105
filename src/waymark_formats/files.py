"""Files as bytes and text, or a sentence that says why not: size, encoding, and the place where reading stopped."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from pathlib import Path

from waymark_formats.framework import Note, Unreadable

MAX_BYTES = 300 * 1024 * 1024
"""Files larger than this are refused before they are read, unless the caller sets another limit."""

LONGEST_CELL = 131_072
"""Characters. A longer cell is nearly always a quotation mark that is never closed."""

_BOM = b"\xef\xbb\xbf"


def read_bytes(path: Path, *, limit: int) -> bytes:
    """Return the content of ``path``.

    Raises:
        Unreadable: there is no such file, it is empty, or it holds more than ``limit`` bytes (it is then not read).
    """
    if not path.is_file():
        raise Unreadable(f"{path.name}: there is no such file in {path.parent}.")
    size = path.stat().st_size
    if size > limit:
        raise Unreadable(
            f"{path.name}: the file holds {size:,} bytes and the most that is read is {limit:,} ({limit / 1024**2:,.0f}"
            " MB); it was not opened."
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"{path.name}: the file cannot be opened ({error.strerror}).") from error
    if not data or data.isspace():
        raise Unreadable(f"{path.name}, row 1, column 1: the file is empty.")
    return data


def digest(path: Path, *, limit: int) -> str:
    """Return the SHA-256 of a file, or of every file directly in a folder with its name, as 64 hexadecimal digits.

    Empty when there is no such path or it holds more than ``limit`` bytes: reading it will say so.
    """
    files = sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path]
    if not all(one.is_file() for one in files) or sum(one.stat().st_size for one in files) > limit:
        return ""
    found = hashlib.sha256()
    try:
        for one in files:
            found.update(f"{one.name if path.is_dir() else ''}\0{one.stat().st_size}\0".encode())
            with one.open("rb") as opened:
                while part := opened.read(1 << 20):
                    found.update(part)
    except OSError:
        return ""
    return found.hexdigest()


def decode(data: bytes, name: str, notes: list[Note]) -> str:
    """Return ``data`` as text. A byte order mark is left out, with a note.

    Raises:
        Unreadable: the bytes are not UTF-8 text; the sentence names the row and column of the first that is not.
    """
    if data.startswith(_BOM):
        data = data[len(_BOM) :]
        notes.append(Note(name, 1, "the file starts with a byte order mark", "left out"))
    elif data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(f"{name}, row 1, column 1: the file is in UTF-16; save it as UTF-8.")
    if data.startswith(b"PK\x03\x04"):
        raise Unreadable(f"{name}, row 1, column 1: this is a workbook or an archive, not text; save it as UTF-8 text.")
    if (at := data.find(b"\0")) >= 0:
        raise Unreadable(f"{name}, {_place(data[:at])}: this is binary data, not text.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"{name}, {_place(data[: error.start])}: byte {data[error.start]:#04x} is not UTF-8, perhaps"
            " Windows-1252; save the file as UTF-8."
        ) from None


def read_table(
    path: Path, columns: Sequence[str], *, limit: int, notes: list[Note], by_position: bool = False
) -> list[tuple[int, list[str]]]:
    """Return the rows of a CSV file with their numbers, cells in the order of ``columns``.

    Row numbers count as a spreadsheet shows them, the heading being row 1. Blank rows and columns in another order
    are noted. A cell is kept exactly. ``by_position`` takes the columns as they stand, whatever the heading calls
    them, for formats that translate it.

    Raises:
        Unreadable: not CSV text, wrong columns, a row with too few or too many cells, or no row at all.
    """
    name = path.name
    text = decode(read_bytes(path, limit=limit), name, notes)
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    found: list[tuple[int, list[str]]] = []
    order: list[int] = []
    reordered = False
    try:
        for number, cells in enumerate(rows, start=1):
            if number == 1 and by_position:
                if len(cells) != len(columns):
                    raise Unreadable(_another_table(name, cells, columns))
            elif number == 1:
                order = _order(cells, columns, name)
                reordered = order != sorted(order)
                if reordered:
                    notes.append(Note(name, 1, "the columns stand in another order", "read by their names"))
            elif len(cells) != len(columns):
                if not cells:
                    notes.append(Note(name, number, "blank row", "left out"))
                    continue
                raise Unreadable(_wrong_length(name, number, cells, columns))
            else:
                found.append((number, [cells[i] for i in order] if reordered else cells))
    except csv.Error as error:
        raise Unreadable(_not_csv(name, number + 1, str(error))) from None
    if not found:
        raise Unreadable(f"{name}, row 2: there is a heading and nothing below it.")
    return found


def _another_table(name: str, heading: list[str], columns: Sequence[str]) -> str:
    if len(heading) == 1 and any(heading[0].count(mark) == len(columns) - 1 for mark in ";\t"):
        return f"{name}, row 1: the columns are separated by semicolons or tabs; save the file with commas."
    return f"{name}, row 1: the heading has {len(heading):,} columns, and this format has {len(columns)}."


def _order(heading: list[str], columns: Sequence[str], name: str) -> list[int]:
    if len(heading) == 1 and len(columns) > 1:
        for mark, word in ((";", "semicolons"), ("\t", "tabs")):
            if heading[0].count(mark) == len(columns) - 1:
                raise Unreadable(f"{name}, row 1: the columns are separated by {word}; save the file with commas.")
    missing = [column for column in columns if column not in heading]
    places = [i for i, cell in enumerate(heading) if cell not in columns or cell in heading[:i]]
    surplus = [heading[i] for i in places]
    if missing or surplus:
        parts = []
        if missing:
            parts.append(f"missing {_listed(missing)}")
        if surplus:
            parts.append(f"not expected {_listed(surplus)}")
        column = places[0] + 1 if places else len(heading) + 1
        raise Unreadable(
            f"{name}, row 1, column {column}: the columns are not the {len(columns)} of this format: "
            f"{'; '.join(parts)}."
        )
    return [heading.index(column) for column in columns]


def _wrong_length(name: str, number: int, cells: list[str], columns: Sequence[str]) -> str:
    if len(cells) < len(columns):
        return (
            f"{name}, row {number}, column {columns[len(cells)]}: the row breaks off, with {len(cells)} cells of "
            f"{len(columns)}."
        )
    return (
        f"{name}, row {number}, column {len(columns) + 1}: the row has {len(cells)} cells and there are "
        f"{len(columns)} columns; put quotation marks around a cell that holds commas."
    )


def _not_csv(name: str, row: int, error: str) -> str:
    if "field larger" in error:
        return (
            f"{name}, row {row}: a cell holds more than {LONGEST_CELL:,} characters, or opens with a quotation mark "
            "that is never closed; the column cannot be told."
        )
    if "unexpected end" in error:
        return f"{name}, row {row}: a cell opens with a quotation mark that is never closed; the column cannot be told."
    return f"{name}, row {row}: this is not CSV text ({error}); the column cannot be told."


def _place(before: bytes) -> str:
    """Say in which row and column of a CSV file the bytes ``before`` end."""
    rows = list(csv.reader(io.StringIO(before.decode("utf-8", "replace"), newline="")))
    if not rows or (before.endswith(b"\n") and before.count(b'"') % 2 == 0):
        return f"row {len(rows) + 1}, column 1"
    return f"row {len(rows)}, column {max(len(rows[-1]), 1)}"


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f'"{" ".join(name.split())[:60]}"' for name in names[:12])
    return shown if len(names) <= 12 else f"{shown} and {len(names) - 12} more"
