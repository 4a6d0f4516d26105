"""What a workbook would become when it is opened, counted before it is.

Everything that grows on opening is counted here: rows and columns up to the last cell that says something, cells
repeated by a number, one long text pointed at by many cells.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from functools import lru_cache
from xml.parsers.expat import XMLParserType

from waymark_formats.files import LONGEST_CELL
from waymark_formats.framework import Unreadable
from waymark_formats.sheets.archive import Archive

MAX_COLUMNS = 1_000
MAX_ROWS = 250_000
MAX_CELLS = 3_000_000
"""Of one file: rows times columns, summed over its sheets."""
MAX_SPANS = 250_000
"""Merged areas of one file."""
MAX_TEXT = 50_000_000
"""Characters of all cells of a file."""
MAX_NAMED = 100_000
"""Formulas of one sheet whose places are kept; of more, only how many there are."""

Place = tuple[int, int]
"""Row and column of a cell, counted from 0."""
Span = tuple[Place, Place]
"""First and last cell of a merged area."""


@dataclass(slots=True)
class Seen:
    """What was counted of one sheet. ``last_row`` and ``last_column`` count from 1; 0 where it is empty."""

    name: str
    last_row: int = 0
    last_column: int = 0
    formulas: int = 0
    without_value: int = 0
    errors: int = 0
    spans: dict[Span, None] = field(default_factory=dict)
    """Merged areas, each once, in the order of the file."""
    calculated: set[Place] = field(default_factory=set)
    """Cells whose value is a formula's. All of them, unless ``untold``."""
    untold: bool = False
    """There are more such cells than ``MAX_NAMED``."""

    def calculate(self, span: Span) -> None:
        """Note that the values of an area are a formula's."""
        (top, left), (bottom, right) = span
        if (bottom - top + 1) * (right - left + 1) + len(self.calculated) > MAX_NAMED:
            self.untold = True
        else:
            self.calculated |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}


class Limits:
    """Counts over a whole file, refusing where it gets too much."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._text = 0
        self._cells = 0
        self._spans = 0
        self._merged = 0

    def cell(self, seen: Seen, row: int, column: int, characters: int, times: int = 1) -> None:
        """Count a cell that says something; ``row`` and ``column`` count from 1."""
        if column > MAX_COLUMNS:
            raise Unreadable(
                f'{self.file}, sheet "{seen.name}", row {row}, column {letters(column - 1)}: the sheet is {column:,} '
                f"columns wide, and the most that is read is {MAX_COLUMNS:,}; delete the columns that are not needed."
            )
        if row > MAX_ROWS:
            raise Unreadable(
                f'{self.file}, sheet "{seen.name}", row {row}: the most that is read is {MAX_ROWS:,} rows; delete the '
                "rows that are not needed, or split the sheet."
            )
        if characters > LONGEST_CELL:
            raise Unreadable(
                f'{self.file}, sheet "{seen.name}", row {row}, column {letters(column - 1)}: the cell holds '
                f"{characters:,} characters, and the most is {LONGEST_CELL:,}; shorten it."
            )
        self._text += characters * times
        if self._text > MAX_TEXT:
            raise Unreadable(
                f'{self.file}, sheet "{seen.name}", row {row}: the cells hold more than {MAX_TEXT:,} characters '
                "together; split the file."
            )
        seen.last_row = max(seen.last_row, row)
        seen.last_column = max(seen.last_column, column)

    def span(self, seen: Seen, span: Span) -> None:
        """Count a merged area."""
        if span in seen.spans:
            return
        self._spans += 1
        if self._spans > MAX_SPANS:
            raise self._too_many_merged(seen)
        seen.spans[span] = None

    def _too_many_merged(self, seen: Seen) -> Unreadable:
        return Unreadable(
            f'{self.file}, sheet "{seen.name}": there are more merged cells than can be read; unmerge those that are '
            "not needed."
        )

    def sheet(self, seen: Seen) -> None:
        """Count a whole sheet, once its last cell is known."""
        for (top, left), (bottom, right) in seen.spans:
            down, across = min(bottom, seen.last_row - 1) - top, min(right, seen.last_column - 1) - left
            self._merged += (max(down, 0) + 1) * (max(across, 0) + 1)
        if self._merged > MAX_CELLS:
            raise self._too_many_merged(seen)
        self._cells += seen.last_row * seen.last_column
        if self._cells > MAX_CELLS:
            raise Unreadable(
                f'{self.file}, sheet "{seen.name}", row {seen.last_row}, column {letters(seen.last_column - 1)}: up to '
                f"here the sheets have more than {MAX_CELLS:,} cells; delete what is not needed, or split the file."
            )


def letters(index: int) -> str:
    """Return what a spreadsheet calls the column of an index from 0: A, B, ... Z, AA."""
    name = ""
    index += 1
    while index > 0:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


@lru_cache(maxsize=1024)
def local(tag: str) -> str:
    """Return an XML name without its prefix."""
    return tag.rpartition(":")[2]


def attribute(found: dict[str, str], name: str) -> str:
    """Return an attribute whatever its prefix, empty where it is absent."""
    return next((value for key, value in found.items() if local(key) == name), "")


def scan_xlsx(archive: Archive, limits: Limits) -> list[Seen]:
    """Count every sheet of an .xlsx workbook, in its order."""
    paths = _sheet_paths(archive)
    texts = _shared_texts(archive)
    seen = []
    for part in archive.xml_parts():
        if part not in paths and part not in {_WORKBOOK, _RELATIONS, _TEXTS}:
            archive.parse(part)
    for path, name in paths.items():
        one = Seen(name)
        archive.parse(path, _XlsxSheet(one, limits, texts).listen)
        limits.sheet(one)
        seen.append(one)
    return seen


_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_TEXTS = "xl/sharedStrings.xml"


def _sheet_paths(archive: Archive) -> dict[str, str]:
    """Return the sheets' names by the part that holds them, in the workbook's order."""
    names: dict[str, str] = {}
    targets: dict[str, str] = {}

    def start_workbook(tag: str, found: dict[str, str]) -> None:
        if local(tag) == "sheet":
            names[found.get("r:id") or attribute(found, "id")] = attribute(found, "name")

    def start_relations(tag: str, found: dict[str, str]) -> None:
        if local(tag) == "Relationship" and found.get("TargetMode") != "External":
            targets[found.get("Id", "")] = posixpath.normpath(
                posixpath.join("/xl", found.get("Target", ""))
            ).removeprefix("/")

    def listen_workbook(parser: XMLParserType) -> None:
        parser.StartElementHandler = start_workbook

    def listen_relations(parser: XMLParserType) -> None:
        parser.StartElementHandler = start_relations

    archive.parse(_WORKBOOK, listen_workbook)
    if _RELATIONS in archive:
        archive.parse(_RELATIONS, listen_relations)
    known = {targets[key]: name for key, name in names.items() if targets.get(key, "") in archive}
    others = {part: part for part in archive.xml_parts() if part.startswith("xl/worksheets/sheet")}
    return known | {part: name for part, name in others.items() if part not in known}


def _shared_texts(archive: Archive) -> list[int]:
    """Return the length of each text that cells point at."""
    lengths: list[int] = []
    if _TEXTS not in archive:
        return lengths

    def start(tag: str, _: dict[str, str]) -> None:
        if local(tag) == "si":
            lengths.append(0)

    def text(data: str) -> None:
        if lengths:
            lengths[-1] += len(data)

    def listen(parser: XMLParserType) -> None:
        parser.StartElementHandler = start
        parser.CharacterDataHandler = text

    archive.parse(_TEXTS, listen)
    return lengths


class _XlsxSheet:
    """Walks through the cells of one sheet."""

    def __init__(self, seen: Seen, limits: Limits, texts: list[int]) -> None:
        self.seen, self.limits, self.texts = seen, limits, texts
        self.row = self.column = 0
        self.kind = ""
        self.inside = ""
        self.says: list[str] = []
        self.formula = False

    def listen(self, parser: XMLParserType) -> None:
        """Set what the parser calls."""
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text

    def start(self, tag: str, found: dict[str, str]) -> None:
        tag = local(tag)
        if tag == "c":
            self.column += 1
            if place := found.get("r", ""):
                self.row, self.column = _place(place, self.row, self.column)
            self.kind, self.says, self.formula = found.get("t", ""), [], False
        elif tag in {"v", "t"}:
            self.inside = tag
        elif tag == "f":
            self.formula = True
            # The other cells of an array hold values alone: only the first says by which formula.
            self.seen.calculate(_span("", self.row, self.column))
            if found.get("t") in {"array", "dataTable"}:
                self.seen.calculate(_span(found.get("ref", ""), self.row, self.column))
        elif tag == "row":
            self.row = int(found["r"]) if found.get("r", "").isdigit() else self.row + 1
            self.column = 0
        elif tag == "mergeCell":
            self.limits.span(self.seen, _span(found.get("ref", ""), 1, 1))

    def text(self, data: str) -> None:
        if self.inside:
            self.says.append(data)

    def end(self, tag: str) -> None:
        tag = local(tag)
        if tag in {"v", "t"}:
            self.inside = ""
        elif tag == "c" and (self.says or self.formula):
            said = "".join(self.says)
            characters = len(said)
            if self.kind == "s":
                index = int(said) if said.strip().isdigit() else -1
                characters = self.texts[index] if 0 <= index < len(self.texts) else 0
            self.seen.formulas += self.formula
            self.seen.without_value += self.formula and not said
            self.seen.errors += self.kind == "e"
            self.limits.cell(self.seen, self.row, self.column, characters)


def _place(reference: str, row: int, column: int) -> tuple[int, int]:
    """Return row and column, from 1, of a reference such as B12; what it does not say stays."""
    reference = reference.replace("$", "")
    name = reference.rstrip("0123456789")
    number = reference[len(name) :]
    if name and len(name) <= 4 and name.isascii() and name.isalpha():
        column = 0
        for letter in name.upper():
            column = column * 26 + ord(letter) - 64
    return (int(number) if number and len(number) < 9 else row), column


def _span(reference: str, row: int, column: int) -> Span:
    """Return the area of a reference such as B2:C9 or B2; without one, the cell of ``row`` and ``column``."""
    first, _, last = reference.partition(":")
    top, left = _place(first, row, column)
    bottom, right = _place(last or first, top, left)
    return (top - 1, left - 1), (bottom - 1, right - 1)


def scan_ods(archive: Archive, limits: Limits) -> list[Seen]:
    """Count every sheet of an .ods workbook, in its order."""
    sheets = _OdsSheets(limits)
    for part in archive.xml_parts():
        archive.parse(part, sheets.listen if part == "content.xml" else None)
    return sheets.seen


class _OdsSheets:
    """Walks through the cells of all sheets. A cell or a row may stand for many of the same."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.seen: list[Seen] = []
        self.row = self.rows = self.column = 0
        self.cells: list[tuple[int, int, int]] = []
        self.times = 1
        self.says = 0
        self.in_cell = False
        self.filled = False

    def listen(self, parser: XMLParserType) -> None:
        """Set what the parser calls."""
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text

    def start(self, tag: str, found: dict[str, str]) -> None:
        tag = local(tag)
        if tag in {"table-cell", "covered-table-cell"}:
            self.in_cell, self.says = True, 0
            self.times = _number(attribute(found, "number-columns-repeated"), 1)
            self.filled = bool(attribute(found, "value-type"))
            if attribute(found, "formula"):
                self.seen[-1].formulas += 1
                self.seen[-1].without_value += not self.filled
                down = _number(attribute(found, "number-matrix-rows-spanned"), 1)
                right = _number(attribute(found, "number-matrix-columns-spanned"), 1)
                last = self.row + max(down, self.rows) - 1, self.column + max(right, self.times) - 1
                self.seen[-1].calculate(((self.row, self.column), last))
            down = _number(attribute(found, "number-rows-spanned"), 1)
            right = _number(attribute(found, "number-columns-spanned"), 1)
            if down > 1 or right > 1:
                span = (self.row, self.column), (self.row + down - 1, self.column + right - 1)
                self.limits.span(self.seen[-1], span)
        elif tag == "s" and self.in_cell:
            self.says += _number(attribute(found, "c"), 1)
        elif tag == "table-row":
            self.rows, self.column, self.cells = _number(attribute(found, "number-rows-repeated"), 1), 0, []
        elif tag == "table":
            self.seen.append(Seen(attribute(found, "name")))
            self.row = 0

    def text(self, data: str) -> None:
        if self.in_cell:
            self.says += len(data)

    def end(self, tag: str) -> None:
        tag = local(tag)
        if tag in {"table-cell", "covered-table-cell"}:
            self.in_cell = False
            if self.filled or self.says:
                self.cells.append((self.column, self.times, self.says))
            self.column += self.times
        elif tag == "table-row" and self.seen:
            for column, times, says in self.cells:
                self.limits.cell(
                    self.seen[-1], self.row + self.rows, column + times, says, min(times * self.rows, 1 << 40)
                )
            self.row += self.rows
        elif tag == "table" and self.seen:
            self.limits.sheet(self.seen[-1])


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdigit() and len(text) < 10 else (otherwise if not text else 10**9)
