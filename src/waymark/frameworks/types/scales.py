"""Scales, and what levels of one count as on another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from waymark.kernel.text import spoken

__all__ = [
    "NO_SCALE",
    "CountsAs",
    "EquivalenceView",
    "Ladder",
    "LadderInUse",
    "LevelName",
    "ScaleView",
    "SkillLadder",
    "SkillOnScale",
]


@dataclass(frozen=True, slots=True)
class LevelName:
    """One step of a scale. ``name`` reads well by itself, whatever the kind of scale: "Working", "3 of 5 points"."""

    rank: int
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Ladder:
    """What makes a scale the scale it is: its kind, the names of its levels, lowest first, and their values.

    It stays the same from version to version until an author changes one of these.
    """

    kind: str
    names: tuple[str, ...]
    values: tuple[str, ...] = ()
    """Of a numeric scale, one per level, as plain decimals; of any other kind none."""

    @property
    def top(self) -> int:
        """Highest rank."""
        return len(self.names)


@dataclass(frozen=True, slots=True)
class ScaleView:
    """Ordered levels, lowest first, and where the scale stands."""

    key: str
    name: str
    levels: tuple[LevelName, ...]
    id: int = 0
    ladder: Ladder = Ladder("labels", ())
    framework_slug: str = ""
    framework_title: str = ""
    version_id: int = 0
    version_label: str = ""

    @property
    def kind(self) -> str:
        """labels, points, numeric, grade_bands or none."""
        return self.ladder.kind

    @property
    def top(self) -> int:
        """Highest rank."""
        return len(self.levels)

    def name_of(self, rank: int) -> str:
        """Name of a rank; rank 0 is below the first level. Empty for a rank that the scale does not have."""
        if not 0 <= rank <= self.top or not self.levels:
            return ""
        if rank == 0:
            return _("Not yet at %(level)s") % {"level": spoken(self.levels[0].name)}
        return self.levels[rank - 1].name


@dataclass(frozen=True, slots=True)
class EquivalenceView:
    """What each level of one scale counts as on another, as somebody said it, and from when that holds."""

    uuid: UUID
    from_slug: str
    from_title: str
    """Title of the newest published version of the framework, like ``to_title``."""
    from_ladder: Ladder
    to_slug: str
    to_title: str
    to_ladder: Ladder
    counts_as: tuple[int | None, ...]
    """Per level of the first scale, lowest first: the rank on the other (0: not yet at its first level); None where it
    has no counterpart."""
    reason: str
    explanation: str
    from_at: datetime
    holds: bool = True
    """False for the row that says a table holds no longer."""


@dataclass(frozen=True, slots=True)
class CountsAs:
    """What a level of one scale counts as on another."""

    level: int | None
    """None: not comparable."""
    same: bool
    """Whether both are one scale, so that nobody had to say it."""
    table: EquivalenceView | None = None
    """What was said about the two scales; None when nothing was."""


@dataclass(frozen=True, slots=True)
class LadderInUse:
    """A ladder of a framework, with the scales that had it."""

    framework_slug: str
    framework_title: str
    ladder: Ladder
    digest: str
    name: str
    """Of the newest scale that has it."""
    versions: tuple[str, ...]
    """Labels of the versions that have it, newest first."""


@dataclass(frozen=True, slots=True)
class SkillOnScale:
    """A skill as one version named and measured it."""

    skill_id: int
    slug: str
    name: str
    scale: ScaleView


NO_SCALE = ScaleView("", "", ())
"""For what has no level."""


class SkillLadder(NamedTuple):
    """A skill as one version words it, with the names of its levels, the lowest first."""

    skill_id: int
    version_id: int
    name: str
    slug: str
    framework: str
    """Slug of the framework."""
    levels: tuple[str, ...]
