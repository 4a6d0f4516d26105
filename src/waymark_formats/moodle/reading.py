"""Moodle's competency CSV as a document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from waymark_formats.files import MAX_BYTES, read_table
from waymark_formats.framework import (
    FrameworkDocument,
    Note,
    ReadResult,
    RelationDocument,
    RelationKind,
    ScaleDocument,
    ScaleKind,
    ScaleLevel,
    SkillDocument,
    Unreadable,
)
from waymark_formats.hypertext import Hostile, why_hostile
from waymark_formats.markup import TAG_REMEDY, excerpt, html_tag, is_formula
from waymark_formats.moodle import rows
from waymark_formats.moodle.writing import Lines
from waymark_formats.names import slug
from waymark_formats.sources import packed

Row = dict[str, str]


def read(path: Path, *, limit: int = MAX_BYTES) -> ReadResult:
    """Read one framework with its competencies.

    Args:
        path: the file.
        limit: bytes; a larger file is refused before it is read.

    Returns:
        The document. Its short name is that of the framework's ID number, its version the day the file was last
        changed; licence and owner are for whoever imports it to say.

    Raises:
        Unreadable: one sentence with file, row and column.
    """
    notes: list[Note] = []
    table = read_table(path, rows.COLUMNS, limit=limit, notes=notes, by_position=True)
    reader = _Reader(path.name, table)
    document = reader.document()
    changed = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date().isoformat()
    return ReadResult(replace(document, version=changed), tuple(notes + reader.notes))


class _Reader:
    def __init__(self, file: str, table: list[tuple[int, list[str]]]) -> None:
        self.file = file
        self.notes: list[Note] = []
        self.numbers: dict[str, int] = {}
        """The row of each competency, by ID number."""
        self.competencies: dict[str, Row] = {}
        self.framework: Row | None = None
        self._converted: list[int] = []
        self._words: dict[str, tuple[str, str]] = {}
        for number, cells in table:
            self._take(number, dict(zip(rows.COLUMNS, cells, strict=True)))
        if self.framework is None:
            raise Unreadable(
                f"{file}, column {rows.IS_FRAMEWORK}: no row is the framework; exactly one has a 1 in this column."
            )

    def _refuse(self, number: int, column: str, why: str) -> Unreadable:
        return Unreadable(f"{self.file}, row {number}, column {column}: {why}.")

    def _take(self, number: int, row: Row) -> None:
        for column, cell in row.items():
            if is_formula(cell):
                why = f'a spreadsheet would run the cell as a formula, "{excerpt(cell)}"; begin it with a word'
                raise self._refuse(number, column, why)
            if column not in (rows.NAME, rows.DESCRIPTION) and (tag := html_tag(cell)):
                why = why_hostile(cell) or f'the cell holds the HTML tag "{excerpt(tag)}"; {TAG_REMEDY}'
                raise self._refuse(number, column, why)
        for column in (rows.ID, rows.NAME):
            if not row[column].strip():
                raise self._refuse(number, column, "the cell is empty and has to say something")
        words = self._wording(number, row)
        if row[rows.IS_FRAMEWORK].strip() == "1":
            if self.framework is not None:
                first = self.numbers[""]
                raise self._refuse(number, rows.IS_FRAMEWORK, f"row {first} already is the framework; a file holds one")
            self.framework, self.numbers[""], self._words[""] = row, number, words
            return
        own = row[rows.ID].strip()
        if len(own) > rows.LONGEST_NAME:
            raise self._refuse(number, rows.ID, f"has {len(own):,} characters, and Moodle keeps {rows.LONGEST_NAME}")
        if own in self.competencies:
            why = f'"{excerpt(own)}" is also the ID number of row {self.numbers[own]}'
            raise self._refuse(number, rows.ID, why)
        self.competencies[own], self.numbers[own], self._words[own] = row, number, words

    def _wording(self, number: int, row: Row) -> tuple[str, str]:
        """Return name and description of a row as plain text."""
        if why := why_hostile(row[rows.NAME]):
            raise self._refuse(number, rows.NAME, why)
        try:
            name, text = rows.name_and_text(row)
        except Hostile as error:
            raise self._refuse(number, rows.DESCRIPTION, str(error)) from None
        if tag := html_tag(text):  # description format 2 is not HTML
            why = why_hostile(text) or f'the cell holds the HTML tag "{excerpt(tag)}"; {TAG_REMEDY}'
            raise self._refuse(number, rows.DESCRIPTION, why)
        if not name.strip():
            raise self._refuse(number, rows.NAME, "the cell has tags and no words")
        if html_tag(row[rows.DESCRIPTION]) or html_tag(row[rows.NAME]):
            self._converted.append(number)
        return name, text

    def document(self) -> FrameworkDocument:
        """Return the document, with the cells that writing it would not give in its sources."""
        assert self.framework is not None  # refused before
        own = self.framework
        scales = self._scales(own)
        keys = {names: scale.key for names, scale in scales.items()}
        first = next(iter(scales))
        depths = self._depths()
        skills = tuple(
            SkillDocument(
                key=number,
                name=self._words[number][0],
                summary=self._words[number][1],
                kind=rows.kind_at(own[rows.TAXONOMY], depths[number]),
                scale=keys[names] if (names := rows.scale_names(row[rows.SCALE])) and names != first else "",
                parent=self._parent(number),
                code=number,
            )
            for number, row in self.competencies.items()
        )
        document = FrameworkDocument(
            title=self._words[""][0],
            summary=self._words[""][1],
            families=(),
            skills=skills,
            scales=tuple(scales.values()),
            slug=slug(own[rows.ID]),
            relations=tuple(self._relations()),
        )
        if self._converted:
            others = len(self._converted) - 1
            more = f" (and in {others:,} other row{'s' if others > 1 else ''})" if others else ""
            what = f"a description is HTML{more}"
            self.notes.append(
                Note(self.file, self._converted[0], what, "turned into plain text; kept as found for export")
            )
        return self._with_sources(document) if skills else document

    def _scales(self, own: Row) -> dict[tuple[str, ...], ScaleDocument]:
        """Return the scales by the names of their levels, the framework's first."""
        found: dict[tuple[str, ...], ScaleDocument] = {}
        for id_number, row in ({"": own} | self.competencies).items():
            names = rows.scale_names(row[rows.SCALE])
            if names in found or (found and not names):
                continue
            if not all(names) or len(set(names)) != len(names):
                raise self._refuse(self.numbers[id_number], rows.SCALE, "a level has no name, or two have the same")
            count = len(found) + 1
            key, name = ("levels", "Levels") if count == 1 else (f"levels-{count}", f"Levels {count}")
            levels = tuple(ScaleLevel(rank, one) for rank, one in enumerate(names, start=1))
            found[names] = ScaleDocument(key, name, levels, ScaleKind.LABELS if levels else ScaleKind.NONE)
        return found

    def _parent(self, number: str) -> str:
        """Return the ID number of a competency's parent, empty at the top. The framework's own counts as the top."""
        assert self.framework is not None
        parent = self.competencies[number][rows.PARENT].strip()
        if not parent or parent in self.competencies:
            return parent
        if parent == self.framework[rows.ID].strip():
            return ""
        raise self._refuse(self.numbers[number], rows.PARENT, f'there is no row with the ID number "{excerpt(parent)}"')

    def _depths(self) -> dict[str, int]:
        depths: dict[str, int] = {}
        for number in self.competencies:
            path: dict[str, None] = {}
            at = number
            while at and at not in depths:
                if at in path:
                    raise self._refuse(
                        self.numbers[at], rows.PARENT, f'"{excerpt(at)}" stands above itself: its parents make a circle'
                    )
                path[at] = None
                at = self._parent(at)
            depth = depths[at] if at else -1
            for above in reversed(path):
                depth += 1
                depths[above] = depth
        return depths

    def _relations(self) -> Iterator[RelationDocument]:
        for number, row in self.competencies.items():
            for other in rows.related_ids(row[rows.RELATED]):
                if other not in self.competencies:
                    why = f'there is no row with the ID number "{excerpt(other)}"'
                    raise self._refuse(self.numbers[number], rows.RELATED, why)
                yield RelationDocument(number, RelationKind.RELATED, other)

    def _with_sources(self, document: FrameworkDocument) -> FrameworkDocument:
        assert self.framework is not None
        lines = Lines(document, mine=True)
        return replace(
            document,
            source=_kept(self.framework, lines.framework()),
            skills=tuple(
                replace(skill, source=_kept(self.competencies[skill.key], lines.skill(skill)))
                for skill in document.skills
            ),
        )


def _kept(raw: Row, mine: Row) -> dict[str, str]:
    """Return the cells that writing would not give, as a source."""
    left = {column: cell for column, cell in raw.items() if mine[column] != cell}
    return {rows.KEPT: packed(left)} if left else {}
