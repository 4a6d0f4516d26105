"""Which units of a sheet are new, known, or set aside, told from the tree as it stands."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Mapping, Sequence
from datetime import date

from waymark.kernel.text import folded
from waymark.organisation.rules.changes import MOST_CODE, MOST_NAME, MOST_PATH
from waymark.organisation.types import Body, PlannedUnit, UnitAside, UnitsPlan, UnitWrong
from waymark_formats.units import UnitRow

_LONGEST_STEP = 12
"""Characters that a level takes in a path."""


def sort_units(rows: Sequence[UnitRow], here: Body, tree: Mapping[str, Body], on: date) -> UnitsPlan:
    """Return what a sheet of units would add below a body.

    Whoever stands below something that is set aside is set aside as well. Nothing that is there is changed.

    Args:
        rows: the sheet.
        here: the body that the sheet is about.
        tree: open bodies of the department, by what ``key`` makes of their codes and ``here`` among them.
        on: the first day of the new units.
    """
    return _Sorting(rows, here, tree, on).plan()


def key(code: str) -> str:
    """Return a code as codes are compared."""
    return folded(code)


class _Sorting:
    """One sheet while it is sorted."""

    def __init__(self, rows: Sequence[UnitRow], here: Body, tree: Mapping[str, Body], on: date) -> None:
        self.rows, self.here, self.tree, self.on = rows, here, tree, on
        self.names: set[tuple[int | str | None, str]] = {(body.parent_id, folded(body.name)) for body in tree.values()}
        self.new: list[PlannedUnit] = []
        self.known: list[tuple[UnitRow, str]] = []
        self.aside: list[UnitAside] = []
        self.waiting: dict[str, UnitRow] = {}

    def plan(self) -> UnitsPlan:
        times = Counter(key(row.code) for row in self.rows)
        for row in self.rows:
            there = self.tree.get(key(row.code)) if row.code else None
            wrong = self._wrong(row, times[key(row.code)], there)
            if wrong is not None:
                self.aside.append(UnitAside(row, wrong))
            elif there is not None:
                self.known.append((row, there.name))
            else:
                self.waiting[key(row.code)] = row
        self._place()
        self._leave()
        self.aside.sort(key=lambda one: one.row.number)
        return UnitsPlan(tuple(self.new), tuple(self.known), tuple(self.aside))

    def _wrong(self, row: UnitRow, times: int, there: Body | None) -> UnitWrong | None:
        if not row.code:
            return UnitWrong.NO_CODE
        if not row.name:
            return UnitWrong.NO_NAME
        if len(row.code) > MOST_CODE or len(row.name) > MOST_NAME:
            return UnitWrong.LONG
        if times > 1:
            return UnitWrong.TWICE
        if there is not None and not there.path.startswith(self.here.path):
            return UnitWrong.ELSEWHERE
        return None

    def _place(self) -> None:
        """Put units below what is there, and below each other, from the top down."""
        below: dict[str, list[UnitRow]] = defaultdict(list)
        todo: deque[tuple[UnitRow, Body | None, int]] = deque()
        for row in self.waiting.values():
            there = self._above(row)
            if there is not None:
                todo.append((row, there, len(there.path)))
            else:
                below[key(row.above)].append(row)
        while todo:
            row, there, length = todo.popleft()
            own = self.waiting.pop(key(row.code))
            wrong = self._not_under(row, there, length)
            if wrong is not None:
                self.aside.append(UnitAside(own, wrong))
                continue
            self.new.append(PlannedUnit(row, there.id if there is not None else None))
            todo.extend((one, None, length + _LONGEST_STEP) for one in below[key(row.code)])

    def _above(self, row: UnitRow) -> Body | None:
        if not row.above or key(row.above) in {key(self.here.code), key(self.here.name), self.here.slug}:
            return self.here
        there = self.tree.get(key(row.above))
        return there if there is not None and there.path.startswith(self.here.path) else None

    def _not_under(self, row: UnitRow, there: Body | None, length: int) -> UnitWrong | None:
        # What is new has no id yet: its code stands for it.
        name = (there.id if there is not None else key(row.above), folded(row.name))
        if name in self.names:
            return UnitWrong.NAME_TAKEN
        if length > MOST_PATH - 20:
            return UnitWrong.DEEP
        if there is not None and any(day is not None and day > self.on for day in (there.from_on, there.changed_on)):
            return UnitWrong.LATER
        self.names.add(name)
        return None

    def _leave(self) -> None:
        """Set aside what could be put nowhere."""
        named = {key(one.row.code) for one in self.aside if one.row.code} | set(self.waiting)
        for row in self.waiting.values():
            if key(row.above) not in named:
                wrong = UnitWrong.UNKNOWN
            else:
                wrong = UnitWrong.CIRCLE if self._returns(row) else UnitWrong.UNDER_ASIDE
            self.aside.append(UnitAside(row, wrong))

    def _returns(self, row: UnitRow) -> bool:
        seen, above = set[str](), key(row.above)
        while above in self.waiting and above not in seen:
            if above == key(row.code):
                return True
            seen.add(above)
            above = key(self.waiting[above].above)
        return False
