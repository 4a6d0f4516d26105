"""What passes between reading a workbook, saying what its columns mean, and building a framework from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from waymark_formats.framework import FrameworkDocument, Note


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as text. ``rows[0]`` is the row the sheet shows as 1; every row has ``width`` cells.

    An empty cell is ``""``. The cells of a merged area all hold its text. A number is written as short as it can be
    ("3", "2.5"), a date as 2026-01-05, and a formula by the value it had when the file was saved.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    width: int
    calculated: frozenset[tuple[int, int]] | None = frozenset()
    """Row and column, from 0, of cells whose text is the value of a formula. None: too many to name them."""


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a file in its order, and what its reader noticed."""

    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...] = ()

    def sheet(self, name: str) -> Sheet | None:
        """Return the sheet of that name, None where there is none."""
        return next((one for one in self.sheets if one.name == name), None)


class Layout(StrEnum):
    """How a sheet says what it says."""

    LIST = "list"
    """Each row is one requirement, one skill, or one level of a skill: what repeats is said again in every row."""
    LEVELS_AS_COLUMNS = "levels_as_columns"
    """Each row is a skill, and a column per level holds what that level means."""
    MATRIX = "matrix"
    """Each row is a skill, a column per role level, and the cells hold the level asked for."""


class Meaning(StrEnum):
    """What the cells of a column are."""

    IGNORE = "ignore"
    FAMILY = "family"
    FAMILY_SUMMARY = "family_summary"
    ROLE = "role"
    ROLE_SUMMARY = "role_summary"
    ROLE_LEVEL = "role_level"
    ROLE_LEVEL_DESCRIPTION = "role_level_description"
    GRADE = "grade"
    SKILL = "skill"
    SKILL_SUMMARY = "skill_summary"
    SKILL_KIND = "skill_kind"
    SKILL_CODE = "skill_code"
    PARENT = "parent"
    """The name or the code of the skill above."""
    LEVEL = "level"
    """Of the row's skill: the level asked for when the row has a role, and the level that DESCRIPTOR describes."""
    DESCRIPTOR = "descriptor"
    """What the level in LEVEL means."""
    LEVEL_DESCRIPTOR = "level_descriptor"
    """What the level that the column is for means: ``Column.level``."""
    REQUIRED_LEVEL = "required_level"
    """The level asked for by the role level that the column is for: ``Column.role`` and ``Column.name``."""
    IMPORTANCE = "importance"
    ALTERNATIVE_LABELS = "alternative_labels"


@dataclass(frozen=True, slots=True)
class Column:
    """What one column means. ``index`` counts from 0, in the sheet as it is read (see ``Mapping.sideways``).

    ``level`` is the name of the level a LEVEL_DESCRIPTOR column is for; ``role`` and ``name`` are the role and the
    role level a REQUIRED_LEVEL column is for. Without ``role`` the mapping's own role counts; without either,
    ``name`` is a role that has no levels. ``why`` is the reason of a suggestion, in words; it is not saved.
    """

    index: int
    meaning: Meaning
    name: str = ""
    level: str = ""
    role: str = ""
    why: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a sheet means.

    Args:
        sheet: its name.
        header_row: the row that names the columns, as the sheet shows it; with two such rows the lower; 0 where the
            sheet has none. What stands above is not read.
        sideways: the sheet is turned before anything else: its columns are read as rows. ``header_row`` and the
            columns' ``index`` then count in the turned sheet.
        layout: how it says what it says.
        columns: the columns that mean something; those not named are ignored.
        header_rows: how many rows name the columns, 1 or 2.
        headings: the text of each column's heading, to know the sheet again by; see ``fits``.
        role: the role the whole sheet is about, where no column says it.
        family: the family the whole sheet is about, where no column says it.
        ladder: in LEVELS_AS_COLUMNS, each level is also a rung of ``role`` that asks for what it describes.
    """

    sheet: str
    header_row: int
    sideways: bool
    layout: Layout
    columns: tuple[Column, ...]
    header_rows: int = 1
    headings: tuple[str, ...] = ()
    role: str = ""
    family: str = ""
    ladder: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in one place, in words.

    Args:
        sheet: the sheet's name.
        row: as the sheet shows it, None where it is about the whole sheet; for a sheet read sideways the number of
            the column, A being 1.
        column: the letter and the heading of the column ("C, Skill level"), empty where it is about the whole row.
        what: what is wrong: a sentence.
        remedy: what to do about it: a sentence.
        blocking_rows: the rows of the sheet to leave out so that the rest can be used; empty where leaving rows out
            does not help.
        place: sheet, row and column in words.
    """

    sheet: str
    row: int | None
    column: str
    what: str
    remedy: str
    blocking_rows: frozenset[int] = frozenset()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Built:
    """A framework from sheets. ``document`` is None as long as there is a problem.

    ``left_out`` are the rows not used because the caller said so, by sheet and row.
    """

    document: FrameworkDocument | None
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()
    left_out: frozenset[tuple[str, int]] = frozenset()
