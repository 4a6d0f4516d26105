"""What lint finds, and how skills stand to those of other frameworks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from waymark_engine.likeness import Wording

if TYPE_CHECKING:
    from waymark.frameworks.types import SkillRow, VersionCard

__all__ = [
    "CrosswalkCard",
    "CrosswalkLine",
    "CrosswalkTable",
    "Elsewhere",
    "Finding",
    "FindingWords",
    "KnownElsewhere",
    "Limits",
    "Match",
    "SkillPair",
    "Suggested",
]


@dataclass(frozen=True, slots=True)
class SkillPair:
    """Two skills of different frameworks, and how the first stands to the second: "skill is ``kind`` other"."""

    skill_id: int
    other_id: int
    kind: str
    reason: str = ""
    """Why, where it is said of this pair alone; up to 400 characters."""


@dataclass(frozen=True, slots=True)
class CrosswalkCard:
    """A relation that holds between skills of two frameworks, as somebody said it."""

    uuid: UUID
    skill_id: int
    other_id: int
    kind: str
    """same, similar, broader, narrower, related or replaced_by, read from ``skill_id`` to ``other_id``."""
    reason: str
    from_at: datetime


@dataclass(frozen=True, slots=True)
class KnownElsewhere:
    """A skill of another framework that a skill is related to."""

    kind: str
    """As in ``CrosswalkCard``, or ``replaces``: read from the skill that was asked about to ``other``."""
    other: SkillRow
    uuid: UUID
    reason: str
    from_at: datetime


@dataclass(frozen=True, slots=True)
class Limits:
    """What a profession allows its framework before lint says something."""

    most_skills: int = 10
    """Skills per role level."""
    reading_age: int = 16
    """In years."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A skill that others are compared with. The framework is empty for one of the same version."""

    uuid: UUID
    slug: str
    name: str
    wording: Wording
    framework_slug: str = ""
    framework_title: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """The skill that another is like, with the sum that says how much."""

    uuid: UUID
    slug: str
    name: str
    framework_slug: str
    """Empty: the same version."""
    framework_title: str
    score: int
    parts: tuple[tuple[str, int, int], ...]
    """What was compared (names, summary, levels), the points it has and the most it could have."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that could be better in a version. ``rules.lint.KINDS`` are its kinds."""

    kind: str
    thing: str
    """skill, role or role_level."""
    uuid: UUID
    slug: str
    role_slug: str
    """Of a role level."""
    name: str
    rank: int | None
    """Of the level it is about; None for a whole thing."""
    level: str
    """What that level is called; empty for a whole thing."""
    shown: str
    """The text it is about; empty when there is none to show."""
    match: Match | None
    values: Mapping[str, str | int]
    """What its sentence is made of."""
    digest: str
    """The same as long as it is the same finding about the same content."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """Two skills of different frameworks that may be the same or nearly so, with the sum that says why."""

    skill_id: int
    other_id: int
    skill_slug: str
    skill_name: str
    other_slug: str
    other_name: str
    score: int
    parts: tuple[tuple[str, int, int], ...]
    """What was compared (names, summary, levels), the points it has and the most it could have."""
    labels: tuple[str, str]
    """The name or label of each that is most like one of the other."""


@dataclass(frozen=True, slots=True)
class CrosswalkLine:
    """A relation between two frameworks, read from the first."""

    uuid: UUID
    kind: str
    """As in ``KnownElsewhere``."""
    skill_slug: str
    skill_name: str
    other_slug: str
    other_name: str
    reason: str
    from_at: datetime


@dataclass(frozen=True, slots=True)
class CrosswalkTable:
    """How the skills of one framework stand to those of another: what holds, is suggested and was turned down."""

    version: VersionCard
    other: VersionCard
    related: tuple[CrosswalkLine, ...]
    suggested: tuple[Suggested, ...]
    """The most alike first."""
    rejected: tuple[Suggested, ...]
    """Without a sum."""
    skills: tuple[SkillRow, ...]
    other_skills: tuple[SkillRow, ...]


@dataclass(frozen=True, slots=True)
class FindingWords:
    """A finding as people read it."""

    kind: str
    """What kind it is."""
    sentence: str
    """What was found, and why it matters."""
    advice: str
    """What to do."""
