"""What the reporting room hands out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


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


@dataclass(frozen=True, slots=True)
class ComparabilityDone:
    """What was worked out."""

    scales: int
    judgements: int
    assessors: int


@dataclass(frozen=True, slots=True)
class OwnSeverity:
    """How strictly somebody judges beside others, in a sentence for themselves."""

    sentence: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """A department or an assessor, as far as their figures may be shown. Every figure is text; a marker where hidden.

    ``account_id`` is that of an assessor, None for a department; ``name`` is empty for an assessor, whom the page
    names.
    """

    name: str
    account_id: int | None
    hidden: bool
    """Whether the figures are hidden because they are over few."""
    assessors: str
    cases: str
    exact: str
    adjacent: str
    difference: str
    kappa: str
    """Linear and quadratic."""
    alpha: str
    alpha_interval: str
    severity: str
    """In levels, with a sign; empty: nothing links them."""
    interval: str
    logits: str
    fit: str
    """Infit and outfit of an assessor."""
    group: int | None
    """Which connected set; None: shares no case with anybody."""
    extreme: bool = False
    odd: bool = False
    """Whether the fit says that something other than the work and one steady severity decides."""


@dataclass(frozen=True, slots=True)
class ScaleComparability:
    """How comparably a profession judges on one scale."""

    uuid: UUID
    scale_name: str
    levels: tuple[str, ...]
    at: datetime
    sentences: tuple[str, ...]
    """Plain words first: one for each department that may be shown."""
    apart: tuple[str, ...]
    """Which departments cannot be compared, in words."""
    judgements: str
    cases: str
    assessors: str
    linking: str
    exact: str
    adjacent: str
    kappa: str
    alpha: str
    alpha_interval: str
    per_logit: str
    thresholds: tuple[str, ...]
    departments: tuple[ComparedLine, ...]
    of_assessors: tuple[ComparedLine, ...]
    """Empty to whoever does not moderate."""
    profile: str
    """The disclosure profile that decided what is shown."""
    fewest: int
    """Assessors over whom a mean is shown, at least."""
    fewest_cases: int
    """Likewise, cases."""


@dataclass(frozen=True, slots=True)
class ComparedProfession:
    """A profession whose figures somebody may see. ``computed_at`` None: they were never worked out."""

    slug: str
    name: str
    computed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ComparabilityView:
    """How comparably a profession judges, scale by scale; none: nothing was worked out yet, or nothing judged."""

    profession: ComparedProfession
    scales: tuple[ScaleComparability, ...]
    moderates: bool
