"""A department's HR file: one row per appointment, read row by row however long it is.

``open_people`` reads the headings of a .csv, .xlsx or .ods file and says what its columns are; ``PeopleFile.rows``
then yields frozen rows, each with what is wrong with it. Nothing is held whole of a CSV file; a workbook is, within the
limits of every spreadsheet we read (``waymark_formats.sheets``), so that a very large file has to be CSV.

A file may end with a row that says ``END OF FILE`` and how many rows stand above it. When it does, a file that was cut
off is noticed by the count; without it, only by a last row that breaks off.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from waymark_formats.files import LONGEST_CELL, MAX_BYTES
from waymark_formats.framework import Unreadable
from waymark_formats.people_feed.columns import COLUMNS, END, Column
from waymark_formats.sheets.workbook import MAX_BYTES as MAX_WORKBOOK
from waymark_formats.sheets.workbook import read_workbook

_DATES = {"start", "end", "leaving"}


class Fault(NamedTuple):
    """What is wrong with one cell."""

    code: str
    """missing, long, date, share or short (the row breaks off)."""
    column: str
    """Key of the column."""
    value: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row: somebody in a post. Texts are trimmed; None where a date is empty."""

    number: int
    """As a spreadsheet counts, the heading being row 1."""
    staff_number: str
    given_name: str
    family_name: str
    email: str
    post_number: str
    job_title: str
    unit: str
    department: str
    grade: str
    location: str
    fte: Decimal
    start: date | None
    end: date | None
    """Last day, inclusive."""
    manager: str
    main_profession: str
    post_profession: str
    other_professions: tuple[str, ...]
    leaving: date | None
    """Last day at work, inclusive."""
    faults: tuple[Fault, ...] = ()


class Glimpse(NamedTuple):
    """What says whose a row is, and what of which post: enough to judge a whole file by before it is read in full."""

    staff_number: str
    post_number: str
    job_title: str
    unit: str
    department: str
    grade: str
    last: date | None
    """Last day in the post or at work; None: open."""


class HalfAFile(Unreadable):
    """The file was cut off, or holds another number of rows than it promises."""


class PeopleFile:
    """A file whose headings are understood. ``places`` says in which column each key stands, counted from 0."""

    def __init__(self, path: Path, headings: Sequence[str], places: Mapping[str, int], first: int) -> None:
        self.path = path
        self.headings = tuple(headings)
        self.places = dict(places)
        self.ignored = tuple(text for i, text in enumerate(headings) if text and i not in self.places.values())
        """Headings that mean nothing to us."""
        self.promised: int | None = None
        """Rows that the file says it has, once it was read to its end; None when it says nothing."""
        self._first = first
        self._least = 1 + max(self.places[column.key] for column in COLUMNS if column.needed)
        """Cells that a row has at least."""
        self._ends = _ends_with_its_line(path)

    def rows(self) -> Iterator[PersonRow]:
        """Yield the rows in the file's order; blank ones are passed over.

        Raises:
            HalfAFile: it breaks off, has another number of rows than it says, or goes on after its end.
            Unreadable: it is no text any more from some row on.
        """
        wanted = [(column, self.places.get(column.key)) for column in COLUMNS]
        width = f"/{len(self.headings)}"
        return (_row(number, cells, wanted, self._least, width) for number, cells in self._whole())

    def glimpses(self) -> Iterator[Glimpse]:
        """Yield of each row what says whose it is, at a third of the cost. What is raised is said with ``rows``."""
        places = [self.places.get(key) for key in (*Glimpse._fields[:-1], "end", "leaving")]
        for _number, cells in self._whole():
            number, post, title, unit, department, grade, *ends = (
                cells[place].strip() if place is not None and place < len(cells) else "" for place in places
            )
            days = [day for text in ends if text and (day := _date(text, "", [])) is not None]
            yield Glimpse(number, post, title, unit, department, grade, min(days, default=None))

    def _whole(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows as they stand, and see at the end that the file is whole."""
        count, broken = 0, 0
        self.promised = None
        width = len(self.headings)
        for number, cells in _cells(self.path, self._first):
            if not "".join(cells).strip():
                continue
            if self.promised is not None:
                raise HalfAFile(f"{self.path.name}, row {number}: there are rows after the one that ends the file.")
            if cells[0].strip().upper() == END:
                self.promised, broken = _promised(cells, self.path.name, number), 0
                continue
            # A short row in the middle is that row's fault; at the end it is the file's. Some programs leave out cells
            # that are empty at the end of a row: such a file ends with its line all the same.
            broken = number if len(cells) < self._least or (len(cells) < width and not self._ends) else 0
            count += 1
            yield number, cells
        if broken:
            raise HalfAFile(
                f"{self.path.name}, row {broken}: the last row breaks off, so the file is not whole. Export it again."
            )
        if self.promised is not None and self.promised != count:
            raise HalfAFile(
                f"{self.path.name}: the file says that it has {self.promised:,} rows, and it has {count:,}, so it is "
                "not whole. Export it again."
            )
        if not count:
            raise Unreadable(f"{self.path.name}: there are headings and nobody below them.")


def open_people(path: Path, *, mapping: Mapping[str, str] | None = None, limit: int = MAX_BYTES) -> PeopleFile:
    """Read the headings of a file.

    Args:
        path: a .csv, .xlsx or .ods file.
        mapping: what a column is called in this feed, by key; others are known by their usual names.
        limit: bytes; a larger file is not opened.

    Raises:
        Unreadable: there is no such file, it is too large, no table, not UTF-8, or a needed column is missing.
    """
    if not path.is_file():
        raise Unreadable(f"{path.name}: there is no such file in {path.parent}.")
    if (size := path.stat().st_size) > limit:
        raise Unreadable(f"{path.name}: the file holds {size:,} bytes, and the most that is read is {limit:,}.")
    for number, cells in _cells(path, 0):
        if any(cell.strip() for cell in cells):
            headings = [cell.strip() for cell in cells]
            return PeopleFile(path, headings, _places(headings, mapping or {}, path.name), number)
    raise Unreadable(f"{path.name}, row 1: the file is empty.")


def _places(headings: Sequence[str], mapping: Mapping[str, str], name: str) -> dict[str, int]:
    folded = [_folded(text) for text in headings]
    found: dict[str, int] = {}
    for column in COLUMNS:
        said = mapping.get(column.key)
        for wanted in (said,) if said else (column.heading, *column.aliases):
            places = [i for i, text in enumerate(folded) if text and text == _folded(wanted)]
            if len(places) > 1:
                raise Unreadable(
                    f"{name}, row 1: {len(places)} columns are called “{headings[places[0]]}”. Leave one of them, or "
                    "give the others another heading."
                )
            if places and places[0] not in found.values():
                found[column.key] = places[0]
                break
        if said and column.key not in found:
            raise Unreadable(
                f"{name}, row 1: the feed reads “{column.heading}” from a column “{said}”, and there is none. Export "
                "it with that column, or put right what the feed says of its columns."
            )
    missing = [column.heading for column in COLUMNS if column.needed and column.key not in found]
    if missing:
        raise Unreadable(
            f"{name}, row 1: there is no column for {_listed(missing)}. Say what your file calls it, or export it with "
            "that column."
        )
    return found


def _listed(texts: Sequence[str]) -> str:
    return ", ".join(f"“{text}”" for text in texts)


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", text).casefold().split())


def _promised(cells: Sequence[str], name: str, number: int) -> int:
    text = cells[1].strip().replace(",", "") if len(cells) > 1 else ""
    if not text.isdecimal():
        raise HalfAFile(f"{name}, row {number}: the row that ends the file does not say how many rows it has.")
    return int(text)


def _row(
    number: int, cells: Sequence[str], wanted: Sequence[tuple[Column, int | None]], least: int, width: str
) -> PersonRow:
    faults: list[Fault] = []
    texts: dict[str, str] = {}
    for column, place in wanted:
        text = cells[place].strip() if place is not None and place < len(cells) else ""
        if column.needed and not text:
            faults.append(Fault("missing", column.key, ""))
        elif len(text) > column.longest:
            faults.append(Fault("long", column.key, text[:60]))
        texts[column.key] = text
    if len(cells) < least:
        faults.append(Fault("short", COLUMNS[0].key, f"{len(cells)}{width}"))
    dates = {key: _date(texts[key], key, faults) for key in _DATES}
    return PersonRow(
        number=number,
        staff_number=texts["staff_number"],
        given_name=texts["given_name"],
        family_name=texts["family_name"],
        email=texts["email"],
        post_number=texts["post_number"],
        job_title=texts["job_title"],
        unit=texts["unit"],
        department=texts["department"],
        grade=texts["grade"],
        location=texts["location"],
        fte=_share(texts["fte"], faults),
        start=dates["start"],
        end=dates["end"],
        manager=texts["manager"],
        main_profession=texts["main_profession"],
        post_profession=texts["post_profession"],
        other_professions=tuple(one for one in map(str.strip, texts["other_professions"].split(";")) if one),
        leaving=dates["leaving"],
        faults=tuple(faults),
    )


_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?)?")
_FORMS = ("%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%d-%b-%y")


def _date(text: str, key: str, faults: list[Fault]) -> date | None:
    """Return a date: ISO, or day first as spreadsheets write it. Never month first."""
    if not text:
        return None
    try:
        if match := _ISO.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _DAY_FIRST.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        faults.append(Fault("date", key, text[:60]))
        return None
    for form in _FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    faults.append(Fault("date", key, text[:60]))
    return None


def _share(text: str, faults: list[Fault]) -> Decimal:
    if not text:
        return Decimal(1)
    try:
        share = Decimal(text.removesuffix("%").strip().replace(",", "."))
    except InvalidOperation:
        share = Decimal("NaN")
    if text.endswith("%"):
        share /= 100
    # A share finer than a hundredth is rounded, as the table keeps it.
    if not share.is_finite() or not 0 < (share := round(share, 2)) <= 1:
        faults.append(Fault("share", "fte", text[:60]))
        return Decimal(1)
    return share


def _cells(path: Path, after: int) -> Iterator[tuple[int, list[str]]]:
    """Yield rows with their numbers, those up to row ``after`` left out."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf")) or path.suffix.lower() in {".xlsx", ".ods", ".xls"}:
        sheet = read_workbook(path, limit=MAX_WORKBOOK).sheets[0]
        rows: Iterator[Sequence[str]] = iter(sheet.rows)
    else:
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise Unreadable(f"{path.name}, row 1, column 1: the file is in UTF-16; save it as UTF-8.")
        rows = _csv_rows(path)
    for number, cells in enumerate(rows, start=1):
        if number > after:
            yield number, list(cells)


def _ends_with_its_line(path: Path) -> bool:
    """Say whether a file ends with a line break, as text that was written to its end does."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - 1, 0))
        return file.read() in {b"\n", b"\r"}


def _csv_rows(path: Path) -> Iterator[list[str]]:
    number = 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            first = file.readline()
            if first.lower().startswith("sep=") and len(first.rstrip("\r\n")) == 5:
                # Excel writes the separator into a row of its own.
                number += 1
                yield []
                first = file.readline()
            mark = max(",;\t", key=lambda one: (first.count(one), -",;\t".index(one)))
            for cells in csv.reader(chain([first], file), delimiter=mark, strict=True):
                number += 1
                if "\0" in "".join(cells):
                    raise Unreadable(f"{path.name}, row {number}: this is binary data, not text.")
                yield cells
        except UnicodeDecodeError as error:
            byte = error.object[error.start]
            raise Unreadable(
                f"{path.name}, after row {number:,}: byte {byte:#04x} is not UTF-8, perhaps Windows-1252; save the "
                "file as UTF-8."
            ) from None
        except csv.Error as error:
            if "unexpected end" in str(error):
                raise HalfAFile(
                    f"{path.name}, row {number + 1:,}: a cell opens with a quotation mark that is never closed, so the "
                    "file is not whole. Export it again."
                ) from None
            why = f"a cell holds more than {LONGEST_CELL:,} characters" if "larger" in str(error) else str(error)
            raise Unreadable(f"{path.name}, row {number + 1:,}: this is not CSV text ({why}).") from None
