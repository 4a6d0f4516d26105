"""A spreadsheet of people's levels: one row for each word on one skill of one person."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from waymark_formats.framework import Unreadable, Unwritable
from waymark_formats.sheets.scanning import MAX_NAMED, letters
from waymark_formats.sheets.workbook import read_workbook
from waymark_formats.tables import FORMULA, csv_line, neutral

COLUMNS: tuple[tuple[str, str, bool, str, str], ...] = (
    ("person", "Person", True, "A staff number, a work email, or the person’s identifier on this site.", "S100"),
    ("framework", "Framework", True, "The name in the framework’s address: digital-and-data.", "digital-and-data"),
    ("skill", "Skill", True, "The name in the skill’s address: user-research.", "user-research"),
    (
        "level",
        "Level",
        True,
        "Name or number on the skill’s scale; 0: not yet at the first; yes or no without one.",
        "2",
    ),
    ("source", "Source", False, "Whose word it is: imported (also when empty), or qualification.", "imported"),
    ("judged_on", "Judged on", True, "A day as 2026-03-31, or day first as 31/03/2026.", "2026-03-31"),
    ("valid_until", "Valid until", False, "The first day on which it no longer counts; empty: without end.", ""),
    ("judged_by", "Judged by", False, "The name of whoever judged it.", "Kim Reed"),
    ("evidence_title", "Evidence title", False, "Makes a piece of evidence of this title.", ""),
    ("evidence_link", "Evidence link", False, "A whole address; needs a title.", ""),
    ("note", "Note", False, "Anything the person should read beside it.", ""),
)
"""Key, heading, whether it is needed, what it is, an example."""
KEYS = tuple(key for key, *_rest in COLUMNS)
HEADINGS = tuple(heading for _key, heading, *_rest in COLUMNS)
LONGEST = 4000
"""Characters that a cell holds at most."""
MOST_IN_A_SHEET = 1_048_575
"""Rows that a sheet of a workbook holds below its headings."""
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One row as it stands in the file, trimmed; ``number`` counts as a spreadsheet does, the headings being row 1."""

    number: int
    person: str
    framework: str
    skill: str
    level: str
    source: str
    judged_on: str
    valid_until: str
    judged_by: str
    evidence_title: str
    evidence_link: str
    note: str
    formulas: tuple[str, ...] = ()
    """Keys of the columns that hold a formula in place of a value."""


@dataclass(frozen=True, slots=True)
class LevelSheet:
    """The first sheet of a file, and the headings that mean nothing to us."""

    rows: tuple[LevelRow, ...]
    ignored: tuple[str, ...]


def read_levels(path: Path, *, limit: int) -> LevelSheet:
    """Return the rows of a .csv, .xlsx or .ods file, in its order; blank ones are passed over.

    Raises:
        Unreadable: one sentence: no table, too large, a column missing, a heading that is a formula, more formulas
            than can be named one by one, or nothing below the headings.
    """
    sheet = read_workbook(path, limit=limit).sheets[0]
    cells, calculated = sheet.rows, sheet.calculated
    if calculated is None:
        raise Unreadable(
            f'{path.name}, sheet "{sheet.name}": more than {MAX_NAMED:,} cells are formulas. Put their values in their '
            "place, and bring it again."
        )
    first = next((i for i, row in enumerate(cells) if any(cell.strip() for cell in row)), 0)
    found = [_plain(cell) for cell in cells[first]]
    places = {}
    for key, heading, *_rest in COLUMNS:
        place = next((i for i, text in enumerate(found) if text in {_plain(heading), _plain(key)}), None)
        if place is not None:
            places[key] = place
    for place in places.values():
        if (first, place) in calculated:
            raise Unreadable(
                f"{path.name}, row {first + 1}, column {letters(place)}: the heading “{cells[first][place]}” is a "
                f"formula. Write it as text."
            )
    missing = [heading for key, heading, needed, *_rest in COLUMNS if needed and key not in places]
    if missing:
        named = ", ".join(f"“{heading}”" for heading in missing)
        raise Unreadable(f"{path.name}, row {first + 1}: there is no column {named}. Use the template.")
    rows = []
    for number, row in enumerate(cells[first + 1 :], first + 2):
        texts = {key: _text(row[places[key]]) if key in places else "" for key in KEYS}
        # A formula without a value is no blank row: what it would have said is not known.
        if any(texts.values()) or any((number - 1, place) in calculated for place in places.values()):
            formulas = tuple(
                key
                for key, place in places.items()
                if (number - 1, place) in calculated or row[place].strip().startswith("=")
            )
            rows.append(LevelRow(number=number, formulas=formulas, **texts))
    if not rows:
        raise Unreadable(f"{path.name}: there are headings and no level below them.")
    used = set(places.values())
    return LevelSheet(tuple(rows), tuple(cells[first][i] for i, text in enumerate(found) if text and i not in used))


def day_of(text: str) -> date | None:
    """Return the day that a cell says: ISO, or day first; never month first. None: it says none."""
    try:
        if match := _ISO.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _DAY_FIRST.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None
    return None


def levels_csv(rows: Iterable[Sequence[str]]) -> Iterable[str]:
    """Yield a file of levels as CSV, line by line; no cell is taken for a formula."""
    yield csv_line(HEADINGS)
    for row in rows:
        yield csv_line(row)


def levels_xlsx(rows: Iterable[Sequence[str]], *, about: bool = False) -> bytes:
    """Return a file of levels as a workbook; ``about``: with a sheet that says what each column is.

    Raises:
        Unwritable: there are more rows than a sheet holds. What is beyond would be missing without a word.
    """
    import xlsxwriter  # takes long, and a site that runs writes few workbooks

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet("Levels")
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(COLUMNS) - 1, 20)
    sheet.write_row(0, 0, HEADINGS, bold)
    for number, row in enumerate(rows, 1):
        if number > MOST_IN_A_SHEET:
            raise Unwritable(
                f"These are more than {MOST_IN_A_SHEET:,} levels, and a sheet of a workbook holds no more. Take them "
                "as CSV."
            )
        for place, text in enumerate(row):
            sheet.write_string(number, place, neutral(text))
    if about:
        words = book.add_worksheet("Columns")
        words.set_column(0, 0, 20)
        words.set_column(2, 2, 90)
        words.write_row(0, 0, ("Column", "Needed", "What stands in it"), bold)
        for number, (_key, heading, needed, said, _example) in enumerate(COLUMNS, 1):
            words.write_row(number, 0, (heading, "yes" if needed else "no", said))
    book.close()
    return out.getvalue()


def template() -> bytes:
    """Return a workbook with the headings, one example, and a sheet that says what each column is."""
    return levels_xlsx([tuple(example for *_rest, example in COLUMNS)], about=True)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", text).casefold().split())


def _text(cell: str) -> str:
    text = cell.strip()
    # An apostrophe that kept a spreadsheet from running the text: our own exports put it there.
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in FORMULA else text
