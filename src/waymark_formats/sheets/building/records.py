"""The rows of a mapped sheet as records: what each says, by meaning, and where it stands in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from waymark_formats.framework import Note
from waymark_formats.markup import TAG_REMEDY, excerpt, html_tag, is_formula
from waymark_formats.names import fold
from waymark_formats.sheets.saving import turned
from waymark_formats.sheets.scanning import letters
from waymark_formats.sheets.shapes import Column, Layout, Mapping, Meaning, Problem, Sheet, Workbook

ACROSS = frozenset({Meaning.LEVEL_DESCRIPTOR, Meaning.REQUIRED_LEVEL})
"""What more than one column of a sheet may mean."""
_CARRIED = (Meaning.FAMILY, Meaning.ROLE, Meaning.ROLE_LEVEL, Meaning.SKILL)
"""What people write once and leave blank below; each only as long as those before it stay."""


class Problems(list[Problem]):
    """What is wrong, gathered."""

    def at(self, table: Table, row: int | None, column: Column | None, what: str, remedy: str, *, rows: bool) -> None:
        """Add a problem of a row; leaving the row out helps when ``rows`` says so."""
        self.append(
            Problem(
                table.name,
                row,
                table.column(column) if column else "",
                what,
                remedy,
                frozenset({row}) if rows and row is not None else frozenset(),
                table.place(row, column),
            )
        )


@dataclass(slots=True)
class Record:
    """One row. ``cells`` holds what single columns say, as it stands; ``across`` what columns of one kind say."""

    table: Table
    row: int
    cells: dict[Meaning, str] = field(default_factory=dict)
    across: list[tuple[Column, str]] = field(default_factory=list)

    def get(self, meaning: Meaning) -> str:
        """Return a cell without the white space around it, empty where there is none."""
        return self.cells.get(meaning, "").strip()


class Table:
    """A sheet with its mapping."""

    def __init__(self, sheet: Sheet, mapping: Mapping) -> None:
        self.mapping = mapping
        self.name = sheet.name
        self.rows = turned(sheet, sideways=mapping.sideways).rows
        self.columns = {one.meaning: one for one in reversed(mapping.columns) if one.meaning not in ACROSS}
        self.columns.pop(Meaning.IGNORE, None)
        self.across = [one for one in mapping.columns if one.meaning in ACROSS]
        self.asks = Meaning.ROLE in self.columns or bool(
            self.asked_across or (mapping.role and mapping.layout is Layout.LIST)
        )

    @property
    def asked_across(self) -> list[Column]:
        """Return the columns that each hold the levels a role level asks for."""
        return [one for one in self.across if one.meaning is Meaning.REQUIRED_LEVEL]

    def column(self, column: Column) -> str:
        """Return what to call a column: its letter and its heading."""
        name = letters(column.index) if not self.mapping.sideways else f"row {column.index + 1}"
        headings = self.mapping.headings
        heading = headings[column.index] if column.index < len(headings) else ""
        return f"{name}, {heading[:60]}" if heading else name

    def place(self, row: int | None, column: Column | None) -> str:
        """Return sheet, row and column in words."""
        parts = [f'sheet "{self.name}"']
        if row is not None:
            parts.append(f"column {letters(row - 1)}" if self.mapping.sideways else f"row {row}")
        if column is not None:
            parts.append(self.column(column) if self.mapping.sideways else f"column {self.column(column)}")
        return ", ".join(parts)

    def records(self, leave_out: frozenset[tuple[str, int]], problems: Problems, notes: list[Note]) -> Iterator[Record]:
        """Yield each row that says something, names carried down where they are left blank."""
        last: dict[Meaning, str] = {}
        carried: list[int] = []
        for row, cells in enumerate(self.rows[self.mapping.header_row :], start=self.mapping.header_row + 1):
            record = Record(self, row)
            for meaning, column in self.columns.items():
                record.cells[meaning] = cells[column.index]
            record.across = [(column, cells[column.index]) for column in self.across if cells[column.index].strip()]
            if not record.across and not any(text.strip() for text in record.cells.values()):
                continue
            if self._carry(record, last):
                carried.append(row)
            if (self.name, row) in leave_out or not self._only_text(record, problems):
                continue
            yield record
        if carried:
            more = f" (and in {len(carried) - 1:,} more)" if len(carried) > 1 else ""
            notes.append(
                Note(
                    self.name,
                    carried[0],
                    f"a name is left blank{more}",
                    "taken from above, as the row goes on from there",
                )
            )

    def _carry(self, record: Record, last: dict[Meaning, str]) -> bool:
        """Fill names that are left blank from above; say whether there was one."""
        filled = False
        fresh = False
        goes_on = bool(record.across) or any(record.get(meaning) for meaning in self.columns if meaning not in _CARRIED)
        for meaning in _CARRIED:
            if meaning not in self.columns:
                continue
            if record.get(meaning):
                fresh = fresh or fold(record.get(meaning)) != fold(last.get(meaning, ""))
                last[meaning] = record.cells[meaning]
            elif fresh:
                last.pop(meaning, None)
            elif last.get(meaning) and self._may_carry(meaning, record, goes_on=goes_on):
                record.cells[meaning] = last[meaning]
                filled = True
        return filled

    def _may_carry(self, meaning: Meaning, record: Record, *, goes_on: bool) -> bool:
        """Say whether a blank name means the one above: a skill's only where the rows below are more of its levels."""
        return meaning is not Meaning.SKILL or (goes_on and self.mapping.layout is Layout.LIST and not self.asks)

    def _only_text(self, record: Record, problems: Problems) -> bool:
        """Hold each cell to the rule that text is text; say whether all are."""
        good = True
        cells = [(self.columns[meaning], text) for meaning, text in record.cells.items()]
        for column, text in (*cells, *record.across):
            if tag := html_tag(text):
                what = f'The cell holds the HTML tag "{excerpt(tag)}".'
                problems.at(self, record.row, column, what, f"{TAG_REMEDY[:1].upper()}{TAG_REMEDY[1:]}.", rows=True)
                good = False
            elif is_formula(text):
                what = f'A spreadsheet would run the cell as a formula, "{excerpt(text)}".'
                problems.at(self, record.row, column, what, "Begin it with a word.", rows=True)
                good = False
        return good


def tables(workbook: Workbook, mappings: Sequence[Mapping], problems: Problems) -> list[Table]:
    """Return the mapped sheets that can be read, and say of the others why they cannot."""
    found = []
    for mapping in mappings:
        sheet = workbook.sheet(mapping.sheet)
        if sheet is None:
            _of_sheet(problems, mapping, "The file has no such sheet.", "Choose one of its sheets.")
            continue
        table = Table(sheet, mapping)
        width = len(table.rows[0]) if table.rows else 0
        beyond = [one for one in mapping.columns if one.index >= width and one.meaning is not Meaning.IGNORE]
        counts: dict[Meaning, int] = {}
        for one in mapping.columns:
            counts[one.meaning] = counts.get(one.meaning, 0) + 1
        twice = [m for m, count in counts.items() if count > 1 and m not in ACROSS and m is not Meaning.IGNORE]
        if beyond:
            _of_sheet(
                problems,
                mapping,
                f"The sheet has {width} columns, and the mapping speaks of column {letters(beyond[0].index)}.",
                "Say anew what its columns mean.",
            )
        elif twice:
            name = twice[0].value.replace("_", " ")
            _of_sheet(problems, mapping, f'Two columns mean "{name}".', "Choose one of them.")
        elif (why := _lacks(table)) is not None:
            _of_sheet(problems, mapping, *why)
        else:
            found.append(table)
    if not mappings:
        problems.append(
            Problem("", None, "", "No sheet is chosen.", "Choose at least one sheet, and say what it means.")
        )
    return found


def _lacks(table: Table) -> tuple[str, str] | None:
    """Return what a mapping lacks, and what to do; None where it is whole."""
    means = set(table.columns)
    layout = table.mapping.layout
    across = {one.meaning for one in table.across}
    if Meaning.SKILL not in means:
        return "No column names the skills.", "Say which column does."
    if layout is Layout.LEVELS_AS_COLUMNS and Meaning.LEVEL_DESCRIPTOR not in across:
        return "No column says what a level means.", "Say which columns do, or choose another layout."
    if layout is Layout.MATRIX and Meaning.REQUIRED_LEVEL not in across:
        return "No column holds levels that a role asks for.", "Say which columns do, or choose another layout."
    if Meaning.ROLE_LEVEL in means and Meaning.ROLE not in means and not table.mapping.role:
        return "A column names role levels, and nothing says of which role.", "Name the role, or the column that does."
    if Meaning.DESCRIPTOR in means and Meaning.LEVEL not in means:
        return "A column says what a level means, and none says which level.", "Say which column holds the level."
    if table.mapping.ladder and not (table.mapping.role and layout is Layout.LEVELS_AS_COLUMNS):
        return "The levels are to be rungs of a role, and it has no name.", "Name the role."
    unnamed = next((one for one in table.across if not (one.level or one.name or one.role).strip()), None)
    if unnamed is not None:
        return f"Column {letters(unnamed.index)} stands for a level or a role level without a name.", "Name it."
    return None


def _of_sheet(problems: Problems, mapping: Mapping, what: str, remedy: str) -> None:
    problems.append(Problem(mapping.sheet, None, "", what, remedy, place=f'sheet "{mapping.sheet}"'))
