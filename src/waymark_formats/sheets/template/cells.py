"""The cells of our template, and the things they point at."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn, TypeVar

from waymark_formats.framework import Note, Unreadable
from waymark_formats.markup import TAG_REMEDY, excerpt, html_tag, is_formula
from waymark_formats.names import fold
from waymark_formats.sheets.shapes import Sheet
from waymark_formats.sheets.template import columns
from waymark_formats.sheets.template.columns import Form
from waymark_formats.sheets.template.guarding import unguarded
from waymark_formats.sheets.template.rows import lines

Kind = TypeVar("Kind", bound=StrEnum)

_MOST = 32_767


@dataclass(slots=True)
class Row:
    """One row of a sheet: its cells by column, as they were before they were made harmless."""

    file: str
    sheet: str
    number: int
    cells: Mapping[str, str]

    def refuse(self, column: str, why: str) -> NoReturn:
        raise Unreadable(f'{self.file}, sheet "{self.sheet}", row {self.number}, column {column}: {why}')

    def text(self, column: str) -> str:
        return self.cells.get(column, "")

    def needed(self, column: str) -> str:
        text = self.text(column)
        if not text.strip():
            self.refuse(column, "the cell is empty and has to say something.")
        return text

    def whole(self, column: str) -> int | None:
        """Return a whole number from 1, None where the cell is blank."""
        text = self.text(column).strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 6) or not 1 <= int(text) <= _MOST:
            self.refuse(column, f'"{excerpt(text)}" is not a whole number from 1 to {_MOST:,}.')
        return int(text)

    def choice(self, column: str, kinds: type[Kind], otherwise: Kind | None = None) -> Kind:
        text = fold(self.text(column))
        if not text and otherwise is not None:
            return otherwise
        found = next((kind for kind in kinds if fold(kind.value) == text.replace(" ", "_")), None)
        if found is None:
            self.refuse(column, f'"{excerpt(text)}" is not one of {", ".join(kinds)}.')
        return found

    def labels(self, column: str) -> tuple[str, ...]:
        text = self.text(column)
        if not text.lstrip().startswith("["):
            told = lines(text)
            self._plain(column, told)
            return tuple(told)
        found = self._json(column)
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            self.refuse(column, "write one label on each line.")
        self._plain(column, found)
        return tuple(found)

    def words(self) -> dict[str, str]:
        """Return what an import kept from its file."""
        column = columns.SOURCE.name
        if not self.text(column).strip():
            return {}
        found = self._json(column)
        if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
            self.refuse(column, "leave this as the export wrote it, or blank.")
        self._plain(column, [*found, *found.values()])
        return found

    def _json(self, column: str) -> object:
        try:
            return json.loads(self.text(column))
        except (ValueError, RecursionError):
            self.refuse(column, "this begins like JSON and is none; leave it as the export wrote it, or blank.")

    def _plain(self, column: str, texts: Iterable[str]) -> None:
        for text in texts:
            if tag := html_tag(text):
                self.refuse(column, f'the cell holds the HTML tag "{excerpt(tag)}"; {TAG_REMEDY}.')
            if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
                self.refuse(column, "the cell holds a character that is none.")


_CHECKED_LATER = {columns.SOURCE.name, *(one.name for one in columns.LABELS)}


def rows_of(form: Form, found: Mapping[str, Sheet], file: str, notes: list[Note]) -> list[Row]:
    """Return the rows of a sheet that say something; none where the sheet is missing."""
    sheet = found.get(form.name)
    if sheet is None:
        return []
    known = {fold(one.name): one.name for one in form.fields}
    places: dict[str, int] = {}
    for index, heading in enumerate(sheet.rows[0]):
        name = known.get(fold(heading))
        if name is None and heading.strip():
            notes.append(Note(file, 1, f'the sheet {form.name} has no column "{excerpt(heading)}"', "left out"))
        elif name is not None and places.setdefault(name, index) != index:
            raise Unreadable(f'{file}, sheet "{form.name}", row 1: the column {name} stands twice; keep one.')
    for field_ in form.fields:
        if field_.needed and field_.name not in places:
            raise Unreadable(f'{file}, sheet "{form.name}", row 1: the column {field_.name} is missing; add it.')
    rows = []
    for number, cells in enumerate(sheet.rows[1:], start=2):
        row = Row(file, form.name, number, {name: cells[index] for name, index in places.items()})
        if any(text.strip() for text in row.cells.values()):
            for name, text in row.cells.items():
                if is_formula(text):
                    row.refuse(
                        name,
                        f'a spreadsheet would run the cell as a formula, "{excerpt(text)}"; begin it with a word.',
                    )
                if name not in _CHECKED_LATER and (tag := html_tag(text)):
                    row.refuse(name, f'the cell holds the HTML tag "{excerpt(tag)}"; {TAG_REMEDY}.')
            row.cells = {name: unguarded(text) for name, text in row.cells.items()}
            rows.append(row)
    return rows


class Named:
    """Things of one sort, found by their key or, where no key is that, by their name."""

    def __init__(self, what: str, sheet: str) -> None:
        self.what, self.sheet = what, sheet
        self._rows: dict[str, int] = {}
        self._by_name: dict[str, list[str]] = {}

    def add(self, row: Row, key: str, name: str) -> None:
        if (before := self._rows.setdefault(key, row.number)) != row.number:
            row.refuse(
                columns.KEY.name,
                f'"{excerpt(key)}" is the key of row {before} as well; give each {self.what} a key of its own.',
            )
        self._by_name.setdefault(fold(name), []).append(key)
        if key != name:
            self._by_name.setdefault(fold(key), []).append(key)

    def find(self, row: Row, column: str, text: str) -> str:
        """Return the key of what a cell points at."""
        if text in self._rows:
            return text
        keys = list(dict.fromkeys(self._by_name.get(fold(text), [])))
        if not keys:
            row.refuse(column, f'there is no {self.what} "{excerpt(text)}" in the sheet {self.sheet}.')
        if len(keys) > 1:
            row.refuse(column, f'more than one {self.what} is called "{excerpt(text)}"; use the key.')
        return keys[0]
