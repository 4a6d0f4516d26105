"""What a row of a people feed means in one department, and when a whole file is refused. No table."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping

from waymark.people.rules.feeding import OTHERS_SHARE, UNKNOWN_UNITS, Place, Reason, Row, day_after, key
from waymark.people.types import Seat
from waymark_formats.people_feed import Glimpse, PersonRow

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


def understood(row: PersonRow, place: Place, columns: Container[str]) -> Row:
    """Return what a row means, with every reason why it cannot be used.

    A location and a profession that nobody knows are left out, and so is what is no address; a grade and a unit are
    what a person’s record hangs on, so that a row with one that is unknown, or is not there that day, is set aside.

    Args:
        row: as it was read.
        place: what the department’s words mean.
        columns: keys of the columns that the file has; what it has no column for, it does not say.
    """
    reasons: list[Reason] = [(f"cell_{fault.code}", fault.column, fault.value) for fault in row.faults]
    unit = place.units.get(key(row.unit)) if row.unit else None
    if row.unit and unit is None:
        twice = key(row.unit) in place.units
        unknown = ("unit_twice" if twice else "no_unit", row.unit, "")
        reasons.append(unknown if twice else place.closed.get(key(row.unit), unknown))
    if row.department and key(row.department) not in place.department:
        reasons.append(("department", row.department, ""))
    grade = place.grades.get(key(row.grade)) if row.grade else None
    if row.grade and grade is None:
        reasons.append(place.ended.get(key(row.grade), ("no_grade", row.grade, "")))
    until, leaving = day_after(row.end), day_after(row.leaving)
    if row.start and until and until <= row.start:
        reasons.append(("backwards", row.start.isoformat(), row.end.isoformat() if row.end else ""))
    if row.start and leaving and leaving <= row.start:
        reasons.append(("leaves_before", row.start.isoformat(), row.leaving.isoformat() if row.leaving else ""))
    seat = None
    if unit is not None and row.start is not None:
        seat = Seat(
            row.post_number, row.job_title, unit, grade, place.regions.get(key(row.location)),
            place.professions.get(key(row.post_profession)), row.start, until, row.fte,
        )  # fmt: skip
    main = place.professions.get(key(row.main_profession))
    others: tuple[int, ...] | None = None
    if "other_professions" in columns:
        found = {place.professions.get(key(one)) for one in row.other_professions}
        others = tuple(sorted(one for one in found if one is not None and one != main))
    no_email = bool(row.email) and not _ADDRESS.fullmatch(row.email)
    return Row(
        row.number, row.given_name, row.family_name, "" if no_email else row.email.lower(), seat,
        row.manager if "manager" in columns else None, main, others, leaving, tuple(reasons),
        (("no_email", row.email, ""),) if no_email else (),
    )  # fmt: skip


class Votes:
    """What the rows of a file say together about whose file it is."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.rows = self._unknown = self._elsewhere = 0

    def count(self, row: Glimpse) -> None:
        """Count a row."""
        self.rows += 1
        if row.department and key(row.department) not in self._place.department:
            self._elsewhere += 1
        elif row.unit and key(row.unit) not in self._place.units and key(row.unit) not in self._place.closed:
            self._unknown += 1
            self._elsewhere += key(row.unit) in self._place.others

    def another_department(self) -> bool:
        """Say whether it is another department’s file: most rows name one, or hardly any names a unit of this one."""
        return self._elsewhere > OTHERS_SHARE * self.rows or self._unknown > UNKNOWN_UNITS * self.rows


def lacking(columns: Iterable[str], before: Iterable[str]) -> list[str]:
    """Return the columns that the file applied last had and this one has not: it was exported otherwise, or cut."""
    return sorted(set(before) - set(columns))


def ends_everyone(counts: Mapping[str, int], before: int) -> bool:
    """Say whether nobody who is there would stay."""
    return before > 0 and counts.get("left", 0) >= before
