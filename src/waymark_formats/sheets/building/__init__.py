"""Mapped sheets as a framework, or what is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence

from waymark_formats.framework import Note, ScaleDocument
from waymark_formats.names import fold
from waymark_formats.sheets.building.gathering import Gathering
from waymark_formats.sheets.building.records import Problems, Record, Table, tables
from waymark_formats.sheets.levels import NOT_ASKED, WITHOUT_LEVEL, Levels, scale_of, take_apart
from waymark_formats.sheets.shapes import Built, Layout, Mapping, Meaning, Workbook

_ROUNDS = 20
MOST_LEVELS = 30
"""Names of levels that a sheet may use when it says itself what the levels are."""


def build(
    workbook: Workbook,
    mappings: Sequence[Mapping],
    *,
    title: str,
    scale: ScaleDocument | None = None,
    leave_out: frozenset[tuple[str, int]] = frozenset(),
) -> Built:
    """Make one framework of the mapped sheets.

    Args:
        workbook: the sheets.
        mappings: what each sheet means, one per sheet; sheets without one are not read. Skills may stand in one sheet
            and what roles ask for in another: then every skill asked for has to be among the skills.
        title: the framework's.
        scale: what the levels are; None derives it from the levels the sheets name, with a note on their order.
        leave_out: rows, by sheet and number, that are not used.

    Returns:
        The document, or every problem found with its place and remedy, never both: one wrong row does not hide what
        is wrong in the others. Keys are names.
    """
    problems = Problems()
    notes: list[Note] = []
    found = tables(workbook, mappings, problems)
    records = [(table, list(table.records(leave_out, problems, notes))) for table in found]
    if scale is None:
        ordered, texts = _level_texts(found, records)
        if (many := _too_many(texts)) and found:
            what = f"It says {many:,} different things where a level is looked for: these are no levels."
            table = next((one for one in found if Meaning.LEVEL in one.columns or one.across), found[0])
            column = table.columns.get(Meaning.LEVEL) or next(iter(table.across), None)
            remedy = "Choose another column for the level, or say where levels come from."
            problems.at(table, None, column, what, remedy, rows=False)
            return Built(None, tuple(problems), tuple(notes), leave_out)
        scale, how = scale_of(texts, ordered=ordered)
        if how:
            names = ", ".join(level.name for level in scale.levels)
            notes.append(Note(found[0].name, None, f"the levels are {names}", how))
    gathering = Gathering(Levels(scale), problems, notes, catalogue=_has_catalogue(found))
    for asks in (False, True):
        for table, rows in records:
            if table.asks is asks:
                gathering.take(table, rows)
    if found and not problems and not any(rows for _, rows in records):
        gathering.nothing(found[0])
    document = gathering.document(title)
    problems.sort(key=lambda one: ([table.name for table in found].index(one.sheet) if one.row else -1, one.row or 0))
    return Built(None if problems else document, tuple(problems), tuple(notes), leave_out)


def good_part(
    workbook: Workbook, mappings: Sequence[Mapping], *, title: str, scale: ScaleDocument | None = None
) -> Built:
    """Build what can be built: rows with problems are left out, and what hangs on them, until none is left.

    The result's ``left_out`` says which rows; show them before using it. Problems that no leaving out solves stay.
    """
    left: frozenset[tuple[str, int]] = frozenset()
    for _ in range(_ROUNDS):
        built = build(workbook, mappings, title=title, scale=scale, leave_out=left)
        more = {(one.sheet, row) for one in built.problems for row in one.blocking_rows} - left
        if not more:
            break
        left |= more
    return built


def _has_catalogue(found: Sequence[Table]) -> bool:
    """Say whether a sheet lists the skills and another asks for them."""
    return any(not table.asks for table in found) and any(table.asks for table in found)


def _too_many(texts: Sequence[str]) -> int:
    """Return how many different levels are named where nobody has so many; 0 where there are few."""
    names = {fold(text) for text in texts if take_apart(text).name}
    return len(names) if len(names) > MOST_LEVELS else 0


def _level_texts(found: Sequence[Table], records: Sequence[tuple[Table, Sequence[Record]]]) -> tuple[bool, list[str]]:
    """Return every level the sheets name, and whether their order is that of the levels."""
    columns = [
        one.level or one.name
        for table in found
        if table.mapping.layout is Layout.LEVELS_AS_COLUMNS
        for one in table.across
        if one.meaning is Meaning.LEVEL_DESCRIPTOR
    ]
    if columns:
        return True, columns
    texts = []
    for _, rows in records:
        for record in rows:
            texts.append(record.get(Meaning.LEVEL))
            texts += [text for column, text in record.across if column.meaning is Meaning.REQUIRED_LEVEL]
    return False, [text for text in texts if fold(text) not in NOT_ASKED | WITHOUT_LEVEL]


__all__ = ["build", "good_part"]
