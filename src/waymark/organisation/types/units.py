"""A department's units, from a sheet."""

from dataclasses import dataclass
from enum import StrEnum

from waymark_formats.units import UnitRow


class UnitWrong(StrEnum):
    """Why a unit of a sheet is set aside."""

    NO_CODE = "no-code"
    NO_NAME = "no-name"
    LONG = "long"
    TWICE = "twice"
    ELSEWHERE = "elsewhere"
    """Its code is another unit's of the department, outside what the sheet is about."""
    NAME_TAKEN = "name-taken"
    DEEP = "deep"
    LATER = "later"
    """The unit above it opens, or has changed, after the day."""
    UNKNOWN = "unknown"
    """Nothing has the code of the unit above."""
    UNDER_ASIDE = "under-aside"
    CIRCLE = "circle"


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """A unit that a sheet adds; ``parent_id`` None: below another one that it adds, which comes before."""

    row: UnitRow
    parent_id: int | None


@dataclass(frozen=True, slots=True)
class UnitAside:
    """A row of a sheet that adds nothing."""

    row: UnitRow
    wrong: UnitWrong


@dataclass(frozen=True, slots=True)
class UnitsPlan:
    """What a sheet of units would add, from the top down."""

    new: tuple[PlannedUnit, ...]
    known: tuple[tuple[UnitRow, str], ...]
    """Units that are there, with what they are called here: nothing of them changes."""
    aside: tuple[UnitAside, ...]
