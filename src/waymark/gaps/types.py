"""What the gaps room hands out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from waymark.assessments.types import Held
from waymark.frameworks.types import ChoiceView, RoleLevelRef


@dataclass(frozen=True, slots=True)
class FitView:
    """Share of the levels asked for that are held, 0 to 1; a range while skills are not assessed."""

    low: float
    high: float
    low_percent: int = 0
    """For people: a whole percentage, where 0 and 100 mean exactly none and exactly all."""
    high_percent: int = 0


@dataclass(frozen=True, slots=True)
class CountedFrom:
    """Where something counts from, when it was not said of the skill, or not on the scale, that is asked for."""

    skill_slug: str
    """Of the skill that was judged, where it is another; else empty, like ``skill_name``."""
    skill_name: str
    framework_title: str
    version_label: str
    level: int | None
    """As it was judged."""
    levels: tuple[str, ...]
    """Names of the levels of the scale it was judged on, lowest first."""
    has_skill: bool | None
    comparable: bool
    same_scale: bool
    table: UUID | None
    """What was said about the two scales, for a link; None when nothing was, or nothing had to be."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What is held of a skill, as it counts where it is asked for."""

    held: Held
    """With the level on the scale that is asked on; None when it is not comparable, or a yes or no."""
    origin: CountedFrom | None = None
    """None: as it was judged."""


@dataclass(frozen=True, slots=True)
class SkillLine:
    """One required skill beside what the person holds, in words."""

    skill_id: int
    skill_slug: str
    skill_name: str
    required: int | None
    """None: asked for without a level, shown and not counted in fit."""
    required_name: str
    held: int | None
    held_name: str
    has_skill: bool | None
    gap: int | None
    """Levels still to gain, 0 when met; None when not assessed or asked without a level."""
    top: int
    importance: str
    weight: int
    choice: ChoiceView | None
    counted: bool
    """Whether it counts in fit: levelled, and among the best n of its choose-n group."""
    status: str
    """met, short, not_assessed, yes, no, unlevelled, exempt."""
    words: str
    """"One level to go: you are at working, the role asks for practitioner." """
    required_text: str
    """Descriptor of the level asked for, empty when undefined."""
    defined: bool
    source: str = ""
    on: datetime | None = None
    level_names: tuple[str, ...] = ()
    """Names of the levels of the skill's scale, lowest first, for a bar."""
    asked_for_by: str = ""
    """The department that asks for it, or for more of it, beside the standard; empty: the standard itself."""
    standard_name: str = ""
    """Name of the level that the standard asks for, where a department asks for a higher one."""
    counted_from: str = ""
    """One or two sentences when the level counts from another scale or skill, or does not count for that reason."""
    origin: CountedFrom | None = None
    """What ``counted_from`` is made of."""
    to_go: str = ""
    """What is still to gain in as few words as a table takes: "2 levels to go", "1 point to go"; empty when nothing."""


@dataclass(frozen=True, slots=True)
class SumPart:
    """One term of the sum behind a fit, in levels: a skill on its own, or a choose-n group as a whole.

    ``known`` <= ``known + unknown`` <= ``asked``; the parts of a gap add up to its three sums.
    """

    name: str
    skill_ids: tuple[int, ...]
    """The skill; of a group those of its members that count, closest first."""
    asked: int
    known: int
    unknown: int
    choice: ChoiceView | None = None
    asked_for_by: str = ""
    """The department that asks for it, or for more of it, beside the standard."""
    translated: tuple[SkillLine, ...] = ()
    """Of its skills those whose level counts from another scale or skill, or does not count for that reason."""
    beside: int = 0
    """How many of ``asked`` the department asks for beside the standard; of a group always 0."""


@dataclass(frozen=True, slots=True)
class RoleGapView:
    """What is between a person and a role level, with the sum that made it."""

    role_level: RoleLevelRef
    version_id: int
    version_label: str
    fit: FitView | None
    """None when the role level asks for no level at all."""
    met: int
    asked: int
    assessed: int
    known_sum: int
    unknown_sum: int
    asked_sum: int
    skills: tuple[SkillLine, ...]
    """Short ones first (furthest, then weightiest), then met, then not assessed, then those without a level."""
    sentence: str
    """The whole gap in one or two sentences."""
    fit_words: str = ""
    """The fit in words: "67 %", or "at least 67 %, at most 89 %"; empty without a fit."""
    parts: tuple[SumPart, ...] = ()
    """The terms of the sum: ``known_sum`` of ``asked_sum`` levels, and ``unknown_sum`` that assessing could show."""
    asked_for_by: tuple[str, ...] = ()
    """Departments whose own asking is in it, beside the standard's."""
    current: bool = True
    """False when the framework's current version no longer has the role level."""
