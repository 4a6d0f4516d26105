"""A first guess at what a sheet means, with the reason for each part of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from waymark_formats.names import fold
from waymark_formats.sheets.levels import NOT_ASKED, WITHOUT_LEVEL, looks_like_level
from waymark_formats.sheets.saving import headings, spread, turned
from waymark_formats.sheets.shapes import Column, Layout, Mapping, Meaning, Sheet
from waymark_formats.sheets.words import meaning_of

_LOOK_AT = 25
"""Rows looked at for the heading."""
_SAMPLE = 400
"""Rows looked at for what a column holds."""
_LONG = 5
"""Words on average from which cells are sentences rather than names."""

Rows = tuple[tuple[str, ...], ...]


def suggest(sheet: Sheet, *, shape: tuple[int, int, bool] | None = None) -> Mapping:
    """Return the best guess at what a sheet means. It is a suggestion: whoever brings the sheet corrects it.

    ``shape`` is what they have corrected already: ``header_row``, ``header_rows`` and ``sideways`` of the mapping.

    Headings count most (in English, by what people commonly call such columns); where they say nothing, what the
    cells look like: few short texts that recur are levels, long texts describe. Cost: a few hundred rows are looked
    at, however many there are.
    """
    if shape is not None:
        return _one_way(sheet, sideways=shape[2], heading=shape[:2])[1]
    straight = _one_way(sheet, sideways=False)
    if len(sheet.rows) > 200:  # nobody writes hundreds of columns by hand
        return straight[1]
    aside = _one_way(sheet, sideways=True)
    return aside[1] if aside[0] > straight[0] + 1 else straight[1]


def _one_way(sheet: Sheet, *, sideways: bool, heading: tuple[int, int] | None = None) -> tuple[float, Mapping]:
    """Return the guess for one orientation, with how well it was understood."""
    rows = turned(sheet, sideways=sideways).rows
    header_row, header_rows = heading or _heading(rows)
    named = headings(rows, header_row, header_rows)
    profiles = _profiles(rows[header_row:], len(named))
    columns, score = _by_headings(named, profiles)
    columns, layout, more = _across(rows, header_row, header_rows, named, profiles, columns)
    columns, mended = _names_of_roles(columns, layout, sideways=sideways)
    columns, by_shape = _by_shape(profiles, columns, named)
    mapping = Mapping(
        sheet=sheet.name,
        header_row=header_row,
        header_rows=header_rows,
        sideways=sideways,
        layout=layout,
        columns=tuple(columns[index] for index in sorted(columns)),
        headings=named,
    )
    return score + more + mended + by_shape, mapping


@dataclass(frozen=True, slots=True)
class _Profile:
    """What the cells of a column look like. ``levels`` is the share of filled cells that look like a level."""

    filled: int
    distinct: int
    words: float
    levels: float
    short: bool

    @property
    def sentences(self) -> bool:
        return self.filled > 0 and self.words >= _LONG


def _profiles(data: Rows, width: int) -> list[_Profile]:
    found = []
    for index in range(width):
        cells = [row[index].strip() for row in data[:_SAMPLE] if row[index].strip()]
        told = [cell for cell in cells if fold(cell) not in NOT_ASKED]
        levels = sum(looks_like_level(cell) or fold(cell) in WITHOUT_LEVEL for cell in told)
        found.append(
            _Profile(
                len(cells),
                len(set(cells)),
                sum(len(cell.split()) for cell in cells) / len(cells) if cells else 0,
                levels / len(told) if told else 0,
                all(len(cell) <= 30 for cell in cells),
            )
        )
    return found


def _heading(rows: Rows) -> tuple[int, int]:
    """Return the row that names the columns, counted from 1, and how many rows do."""
    best, found = 0.0, 0
    usual = max((_names(row) for row in rows[: _LOOK_AT * 2]), default=0)
    for number, row in enumerate(rows[:_LOOK_AT], start=1):
        names = _names(row)
        if names < 2 or number == len(rows):
            continue
        known = _known(row)
        told = [cell for cell in row if cell.strip()]
        long = sum(len(cell) > 60 for cell in told)
        levels = sum(looks_like_level(cell) for cell in told)
        score = 3.0 * known + 4.0 * names / max(usual, 1) - 2.0 * long - 0.15 * number
        score += 1.5 * (levels >= 2 and names == len(told) and known > 0)
        if score > best:
            best, found = score, number
    if not found:
        return (1, 1) if len(rows) > 1 else (0, 1)
    if found < len(rows) and _is_lower(rows[found - 1], rows[found]):
        return found + 1, 2
    if found > 1 and _is_upper(rows[found - 2], rows[found - 1]):
        return found, 2
    return found, 1


def _names(row: Sequence[str]) -> int:
    """Count the different texts of a row."""
    return len({fold(cell) for cell in row if cell.strip()})


def _known(row: Sequence[str]) -> int:
    before: Meaning | None = None
    known: set[Meaning] = set()
    for cell in row:
        if cell.strip() and len(cell) <= 60 and (found := meaning_of(cell, before)) is not None:
            before = found[0]
            known.add(found[0])
    return len(known)


def _is_upper(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Say whether a row above the heading groups its columns: a text over two or more of them, not over all."""
    if not any(cell.strip() for cell in upper) or any(len(cell) > 60 for cell in upper):
        return False
    over = [(above, below) for above, below in zip(spread(upper, lower), lower, strict=True) if below.strip()]
    groups = [above for above, below in over if above.strip() and fold(above) != fold(below)]
    grouped = {fold(above) for above in groups}
    told = [above for above, _ in over if above.strip()]
    if not grouped or len(groups) <= len(grouped):
        return False
    return len(grouped) > 1 or len(told) < len(over) or len({fold(one) for one in told}) > 1


def _is_lower(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Say whether the row below the heading names the columns that the heading groups."""
    first = next((index for index, cell in enumerate(upper) if cell.strip()), 0)
    if lower[first].strip() and fold(lower[first]) != fold(upper[first]):
        return False
    told = [cell for above, cell in zip(upper, lower, strict=True) if cell.strip() and fold(cell) != fold(above)]
    return (
        len(told) >= 2
        and len({fold(cell) for cell in told}) > 1
        and all(len(cell) <= 40 for cell in told)
        and (not all(looks_like_level(cell) for cell in told) or _names(told) == len(told))
        and _is_upper(upper, [below or above for above, below in zip(upper, lower, strict=True)])
    )


def _by_headings(named: Sequence[str], profiles: Sequence[_Profile]) -> tuple[dict[int, Column], float]:
    """Return the columns whose heading says what they mean, each meaning once, and how many that are."""
    columns: dict[int, Column] = {}
    taken: dict[Meaning, int] = {}
    before: Meaning | None = None
    for index, heading in enumerate(named):
        if not profiles[index].filled or looks_like_level(heading):
            continue
        found = meaning_of(heading, before)
        if found is None:
            continue
        meaning, why = found
        if (
            meaning is Meaning.SKILL
            and profiles[index].levels > 0.9
            and profiles[index].distinct < profiles[index].filled
        ):
            meaning = Meaning.LEVEL  # "Capability": 3
        if meaning in taken and (other := _instead(meaning, taken)) is not None:
            meaning = other
        if meaning in taken:
            continue
        taken[meaning] = index
        columns[index] = Column(index, meaning, why=why)
        before = meaning
    columns = _settled(columns, taken, profiles)
    return columns, float(len(columns))


def _instead(meaning: Meaning, taken: dict[Meaning, int]) -> Meaning | None:
    """Return what a second column of one meaning means."""
    if meaning is Meaning.LEVEL and Meaning.ROLE in taken and Meaning.ROLE_LEVEL not in taken:
        return Meaning.ROLE_LEVEL
    return {Meaning.ROLE_LEVEL: Meaning.LEVEL, Meaning.SKILL_SUMMARY: Meaning.DESCRIPTOR}.get(meaning)


def _settled(columns: dict[int, Column], taken: dict[Meaning, int], profiles: Sequence[_Profile]) -> dict[int, Column]:
    """Mend what only the whole heading shows."""
    found = dict(columns)
    index = taken.get(Meaning.PARENT, -1)
    if Meaning.SKILL not in taken and index >= 0 and profiles[index].distinct == profiles[index].filled:
        found[index] = Column(index, Meaning.SKILL, why=f"{columns[index].why}; no other column names the skills")
    if Meaning.GRADE in taken and Meaning.ROLE in taken and Meaning.ROLE_LEVEL not in taken:
        index = taken[Meaning.GRADE]
        found[index] = Column(index, Meaning.ROLE_LEVEL, why=f"{columns[index].why}, and tells a role's levels apart")
    if Meaning.ROLE_LEVEL in taken and Meaning.ROLE not in taken and Meaning.LEVEL not in taken:
        index = taken[Meaning.ROLE_LEVEL]
        found[index] = Column(index, Meaning.LEVEL, why=columns[index].why)
    if Meaning.SKILL_CODE in taken and profiles[taken[Meaning.SKILL_CODE]].sentences:
        del found[taken[Meaning.SKILL_CODE]]
    return found


def _across(
    rows: Rows,
    header_row: int,
    header_rows: int,
    named: Sequence[str],
    profiles: Sequence[_Profile],
    columns: dict[int, Column],
) -> tuple[dict[int, Column], Layout, float]:
    """Find the columns that stand for a level or for a role level each, and so the layout."""
    free = [i for i, profile in enumerate(profiles) if i not in columns and named[i] and profile.filled]
    upper = spread(rows[header_row - 2], rows[header_row - 1]) if header_rows == 2 else [""] * len(named)
    lower = rows[header_row - 1] if header_row else ("",) * len(named)
    asked = [i for i in free if profiles[i].levels >= 0.8 and profiles[i].short and not looks_like_level(named[i])]
    described = [i for i in free if i not in asked and (looks_like_level(lower[i]) or profiles[i].sentences)]
    named_levels = [i for i in described if looks_like_level(lower[i])]
    found = dict(columns)
    has_level = any(one.meaning is Meaning.LEVEL for one in columns.values())
    if len(asked) >= 2 and not has_level and len(asked) >= len(described):
        for i in asked:
            grouped = upper[i].strip() and (fold(upper[i]) != fold(lower[i]) or upper.count(upper[i]) > 1)
            found[i] = Column(
                i,
                Meaning.REQUIRED_LEVEL,
                name=" ".join((lower[i] or named[i]).split()),
                role=" ".join(upper[i].split()) if grouped else "",
                why="its cells look like levels, and its heading names who needs them",
            )
        return found, Layout.MATRIX, 2.0 + 0.01 * len(asked)
    levels = named_levels if len(named_levels) >= 2 else described
    if len(levels) >= 2 and not has_level:
        why = "its heading is a level" if named_levels else "its cells are sentences, under a heading of its own"
        for i in levels:
            found[i] = Column(i, Meaning.LEVEL_DESCRIPTOR, level=" ".join((lower[i] or named[i]).split()), why=why)
        return found, Layout.LEVELS_AS_COLUMNS, 1.0 + (1.5 if named_levels else 0.0)
    return found, Layout.LIST, 0.0


def _names_of_roles(columns: dict[int, Column], layout: Layout, *, sideways: bool) -> tuple[dict[int, Column], float]:
    """Look at the corner of a matrix: where it says "Role", the roles stand below it, not beside it."""
    meanings = {one.meaning: index for index, one in columns.items()}
    corner = next((m for m in (Meaning.ROLE, Meaning.ROLE_LEVEL, Meaning.GRADE) if m in meanings), None)
    if layout is not Layout.MATRIX or corner is None or Meaning.SKILL in meanings:
        return columns, 0.0
    if not sideways:
        return columns, -4.0
    index = meanings[corner]
    why = f"{columns[index].why}: roles stand on one side, so these are the skills"
    return {**columns, index: Column(index, Meaning.SKILL, why=why)}, 1.0


def _by_shape(
    profiles: Sequence[_Profile], columns: dict[int, Column], named: Sequence[str]
) -> tuple[dict[int, Column], float]:
    """Find the skills by what the cells look like where no heading says it, and levels and descriptors likewise."""
    found = dict(columns)
    meanings = {one.meaning for one in found.values()}
    free = [i for i, profile in enumerate(profiles) if i not in found and profile.filled]
    score = 0.0
    if Meaning.SKILL not in meanings:
        names = [i for i in free if not profiles[i].sentences and profiles[i].levels < 0.8]
        if names:
            index = max(names, key=lambda i: (profiles[i].distinct, -i))
            found[index] = Column(index, Meaning.SKILL, why="its cells are short and nearly all different, like names")
            free.remove(index)
            score += 0.5
    across = {Meaning.REQUIRED_LEVEL, Meaning.LEVEL_DESCRIPTOR}
    if meanings & across:
        return found, score
    if Meaning.LEVEL not in meanings:
        for i in free:
            if profiles[i].levels >= 0.8 and profiles[i].distinct < profiles[i].filled:
                found[i] = Column(i, Meaning.LEVEL, why="its cells are few different texts, and look like levels")
                free.remove(i)
                break
    if Meaning.DESCRIPTOR not in meanings and any(one.meaning is Meaning.LEVEL for one in found.values()):
        texts = [i for i in free if profiles[i].sentences]
        if texts:
            index = max(texts, key=lambda i: profiles[i].words)
            found[index] = Column(index, Meaning.DESCRIPTOR, why="its cells are sentences, beside a level")
    return found, score


def _named(rows: Rows) -> bool:
    """Say whether a row near the top calls at least two columns what people commonly call them."""
    row, _rows = _heading(rows)
    return bool(row) and sum(meaning_of(cell, None) is not None for cell in rows[row - 1]) > 1


def fits(mapping: Mapping, sheet: Sheet) -> bool:
    """Say whether a saved mapping can be used for a sheet: its columns have the headings they had.

    The name of the sheet, columns that mean nothing and white space do not count. Without a heading row the number
    of columns has to be the same, and the sheet must look as if it had none either.
    """
    rows = turned(sheet, sideways=mapping.sideways).rows
    if mapping.header_row > len(rows):
        return False
    now = headings(rows, mapping.header_row, mapping.header_rows)
    if not mapping.header_row:
        return len(now) == len(mapping.headings) and not _named(rows)
    used = [one.index for one in mapping.columns if one.meaning is not Meaning.IGNORE]
    return bool(used) and all(
        index < len(now) and index < len(mapping.headings) and fold(now[index]) == fold(mapping.headings[index])
        for index in used
    )
