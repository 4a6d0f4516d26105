"""A document as Moodle's competency CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from waymark_formats.framework import (
    FrameworkDocument,
    RelationKind,
    ScaleDocument,
    SkillDocument,
    SkillKind,
    Unwritable,
)
from waymark_formats.hypertext import Hostile
from waymark_formats.markup import excerpt, is_formula
from waymark_formats.moodle import rows
from waymark_formats.sources import unpacked

_ELSEWHERE = "Export it as waymark."


def write(document: FrameworkDocument) -> dict[str, bytes]:
    """Return one CSV file by name, with Moodle's English heading, the framework's row first.

    Raises:
        Unwritable: the framework has no skills, or a skill without levels; an ID number or the name of a level that
            Moodle cannot hold; a cell that a spreadsheet would run as a formula.
    """
    lines = Lines(document)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(rows.COLUMNS)
    for number, row in enumerate(lines.all(), start=2):
        for column, cell in row.items():
            if is_formula(cell):
                raise Unwritable(
                    f"The file cannot be written: in row {number}, column {column}, a spreadsheet would run the cell "
                    f'as a formula, "{excerpt(cell)}". {_ELSEWHERE}'
                )
            if "\0" in cell:
                raise Unwritable(f"The file cannot be written: row {number}, column {column} holds a null character.")
        writer.writerow([row[column] for column in rows.COLUMNS])
    stem = "-".join(part for part in (document.slug or "framework", document.version) if part)
    return {f"{stem}.csv": out.getvalue().encode()}


class Lines:
    """The rows of a document. ``mine`` leaves out the cells that the reader kept in ``source``."""

    def __init__(self, document: FrameworkDocument, *, mine: bool = False) -> None:
        if not document.skills:
            raise Unwritable(f"A Moodle file holds skills, and this framework has none. {_ELSEWHERE}")
        self.document = document
        self.mine = mine
        self._first = document.scales[0]
        self._scales = {scale.key: scale for scale in document.scales} | {"": self._first}
        self._values = {scale.key: _values(scale) for scale in document.scales}
        self._skills = {skill.key: skill for skill in document.skills}
        self._ids = {skill.key: skill.code or skill.key for skill in document.skills}
        self._related: dict[str, list[str]] = {}
        for relation in document.relations:
            if relation.kind is RelationKind.RELATED and relation.to:
                self._related.setdefault(relation.skill, []).append(self._ids[relation.to])
        if not mine:
            self._usable()

    def _usable(self) -> None:
        seen: set[str] = set()
        for skill in self.document.skills:
            number = self._ids[skill.key]
            if number in seen:
                raise Unwritable(f'Two skills have the code "{excerpt(number)}"; Moodle needs each once. {_ELSEWHERE}')
            if len(number) > rows.LONGEST_NAME or number != number.strip() or "%2C" in number:
                raise Unwritable(f'Moodle cannot hold the ID number "{excerpt(number)}". {_ELSEWHERE}')
            if len(skill.name) > rows.LONGEST_NAME and "\n\n" in skill.name:
                raise Unwritable(f'The name "{excerpt(skill.name)}" holds an empty line. {_ELSEWHERE}')
            seen.add(number)
        levelled = {bool(self._scales[skill.scale].levels) for skill in self.document.skills}
        if True in levelled and (False in levelled or not self._first.levels):
            raise Unwritable(f"Moodle asks for levels everywhere, and some skills here have none. {_ELSEWHERE}")

    def all(self) -> Iterator[dict[str, str]]:
        """Yield the framework's row, then one for each skill."""
        yield self.framework()
        for skill in self.document.skills:
            yield self.skill(skill)

    def framework(self) -> dict[str, str]:
        """Return the framework's row."""
        document = self.document
        kinds = {skill.kind for skill in document.skills}
        row = dict.fromkeys(rows.COLUMNS, "") | rows.name_cells(document.title, document.summary)
        row |= {
            rows.ID: document.slug[: rows.LONGEST_NAME] or "framework",
            rows.SCALE: self._values[self._first.key],
            rows.CONFIGURATION: rows.configuration(len(self._first.levels)) if self._first.levels else "",
            rows.IS_FRAMEWORK: "1",
            rows.TAXONOMY: ",".join(["behaviour" if kinds == {SkillKind.BEHAVIOUR} else "skill"] * 4),
        }
        return row if self.mine else self._as_found(row, document.source, document.title, document.summary)

    def skill(self, skill: SkillDocument) -> dict[str, str]:
        """Return the row of a skill."""
        text = _text(skill, self._scales[skill.scale])
        row = dict.fromkeys(rows.COLUMNS, "") | rows.name_cells(skill.name, text)
        row |= {
            rows.PARENT: self._ids[skill.parent] if skill.parent else "",
            rows.ID: self._ids[skill.key],
            rows.OUTCOME: "0",
            rows.RULE_CONFIG: "null",
            rows.RELATED: rows.related_cell(self._related.get(skill.key, [])),
        }
        scale = self._scales[skill.scale]
        if scale.key != self._first.key:
            row |= {
                rows.SCALE: self._values[scale.key],
                rows.CONFIGURATION: rows.configuration(len(scale.levels)),
            }
        return row if self.mine else self._as_found(row, skill.source, skill.name, text)

    def _as_found(self, row: dict[str, str], source: Mapping[str, str], name: str, text: str) -> dict[str, str]:
        """Return a row with the cells that the reader kept, where they still say the same."""
        found = unpacked(source, rows.KEPT, dict)
        kept = {column: cell for column, cell in found.items() if column in rows.COLUMNS and isinstance(cell, str)}
        try:
            same_words = rows.name_and_text(row | kept) == (name, text)
        except Hostile:
            same_words = False
        same_scale = rows.scale_names((row | kept)[rows.SCALE]) == rows.scale_names(row[rows.SCALE])
        same_related = rows.related_ids((row | kept)[rows.RELATED]) == rows.related_ids(row[rows.RELATED])
        stale = {
            *(() if same_words else (rows.NAME, rows.DESCRIPTION, rows.FORMAT)),
            *(() if same_scale else (rows.SCALE, rows.CONFIGURATION)),
            *(() if same_related else (rows.RELATED,)),
            *((rows.PARENT,) if row[rows.PARENT] else ()),
            *((rows.ID,) if row[rows.IS_FRAMEWORK] != "1" else ()),
        }
        return row | {column: cell for column, cell in kept.items() if column not in stale}


def _values(scale: ScaleDocument) -> str:
    for level in scale.levels:
        if "," in level.name or level.name != level.name.strip():
            raise Unwritable(
                f'Moodle separates levels by commas, so it cannot hold the level "{excerpt(level.name)}" of the scale '
                f'"{excerpt(scale.name)}". {_ELSEWHERE}'
            )
    return ",".join(level.name for level in scale.levels)


def _text(skill: SkillDocument, scale: ScaleDocument) -> str:
    """Return what the description says: the summary, then each level that is described."""
    described = (f"{scale.levels[rank - 1].name}:\n{text}" for rank, text in skill.descriptors.items() if text)
    return "\n\n".join(part for part in (skill.summary, *described) if part)
