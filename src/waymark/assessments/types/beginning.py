"""What the assessments room hands out about how an assessment begins: what still holds, and what is asked for again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class StillValid:
    """A level of a skill that was signed off and holds, so that the skill need not be assessed again."""

    skill_id: int
    skill_slug: str
    skill_name: str
    level_name: str
    by_name: str
    """Who signed it off; empty when it is not on record."""
    issuer: str
    """Their department; empty when it is not on record."""
    signed_on: datetime
    valid_until: datetime | None
    accepted: bool
    """Whether it came with the person from another department, which theirs accepted."""


@dataclass(frozen=True, slots=True)
class Remainder:
    """The levels that the department somebody moved to asks for again, and that were not signed off since."""

    department: str
    moved_on: date
    skills: tuple[int, ...]
    slugs: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of the answers of an assessment that was moved to another role level or version."""

    kept: int
    """How many answers stayed."""
    again: tuple[str, ...]
    """Names of the skills that were answered and are asked again: on another scale now."""
    gone: tuple[str, ...]
    """Names of the skills that were answered and are not asked for any more."""
