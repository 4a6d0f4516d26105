"""What the reporting room hands out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ProfileCard:
    """A version of a disclosure profile, with what it says."""

    slug: str
    version: int
    name: str
    about: str
    fewest: int
    """A count below it is hidden."""
    fewest_for_mean: int
    hide_zero: bool
    round_to: int
    """1: numbers are shown as they are."""
    secondary: bool
    """Whether further counts are hidden so that a total gives nothing away; without rounding they always are."""


@dataclass(frozen=True, slots=True)
class InForce:
    """A profile and when it holds: ``until_at`` is None for the last."""

    profile: ProfileCard
    from_at: datetime
    until_at: datetime | None


@dataclass(frozen=True, slots=True)
class ProfilesView:
    """Every profile, and which holds when."""

    profiles: tuple[ProfileCard, ...]
    now: InForce | None
    """None: no figures are shown."""
    coming: InForce | None
    """The one that follows, when that has been decided."""
    before: tuple[InForce, ...]
    """Those that held before, latest first."""
    counted_at: datetime | None
    """When posts were counted last."""


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """A row of the example: the counts, and what a profile makes of them. The last is the total."""

    name: str
    counts: tuple[int, ...]
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProfileView:
    """One profile, and what it makes of an example."""

    profile: ProfileCard
    example: tuple[ExampleRow, ...]
    grades: tuple[str, ...]
    """What the columns of the example are."""
    holds: bool
    """Whether it is in force."""
    from_at: datetime
    """From when it would hold, if it were put in force now."""
    at_once: bool
    follows: str
    """The name of the profile that is to follow the one in force; empty when none is."""


@dataclass(frozen=True, slots=True)
class GradeLine:
    """A grade of a role level, as it may be shown."""

    name: str
    posts: str
    """A number as the profile shows it."""
    portion: str
    """nearly-all, enough or few."""
    part: str
    """The same in words."""
    usual: bool


@dataclass(frozen=True, slots=True)
class ObservedGrades:
    """The grades of the posts mapped to a role level. With nothing in ``usual`` there are not enough to say."""

    usual: tuple[str, ...] = ()
    """Most junior first."""
    posts: str = ""
    lines: tuple[GradeLine, ...] = ()
    """Every grade that may be shown, most junior first."""
    others: str = ""
    """Posts of all grades that are not shown: a marker or a number; empty where there are none."""
    counted_on: date | None = None
    profile: str = ""
    """Name of the profile that decided what is shown."""
    round_to: int = 1
    fewest: int = 0


@dataclass(frozen=True, slots=True)
class LevelGrades:
    """The grades observed on a role level: everywhere, and in the department of whoever asks."""

    everywhere: ObservedGrades
    own: ObservedGrades | None = None
    """None where they work in no department, or it has no such post."""
    own_name: str = ""
    """The department."""
    own_changed_on: date | None = None
    """The latest day since its posts were counted on which something came to it or left it; None: it is as it was."""


@dataclass(frozen=True, slots=True)
class SnapshotTaken:
    """What was counted."""

    posts: int
    role_levels: int
