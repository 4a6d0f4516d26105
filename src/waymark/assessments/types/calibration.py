"""What the assessments room takes in and hands out about exercises and about how far assessors agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from waymark.frameworks.types import Descriptor


@dataclass(frozen=True, slots=True)
class ExerciseWords:
    """An exercise as somebody brings it. ``skill`` is its short name; ``panel_level`` a rank of its scale, or 0."""

    key: str
    skill: str
    title: str
    sample: str
    panel_level: int
    reason: str


@dataclass(frozen=True, slots=True)
class ExercisesAdded:
    """What came of bringing exercises."""

    added: int
    replaced: int
    """Added in the place of one with the same key and other words, which was retired."""
    unchanged: int
    """There already in these words, in use or retired."""


@dataclass(frozen=True, slots=True)
class DraftWord:
    """A skill that a draft's piece of work shows. ``level`` None and an empty reason: not written yet."""

    skill_id: int
    level: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class DraftSkill:
    """A word of a draft, with what the standard says of its skill."""

    skill_id: int
    name: str
    levels: tuple[str, ...]
    """Names of the levels, not yet at the first among them: the place is the rank. Empty: it cannot be judged."""
    descriptors: tuple[Descriptor, ...]
    level: int | None
    reason: str
    there: bool
    """Whether the current version of the framework has the skill."""


@dataclass(frozen=True, slots=True)
class ExerciseDraftLine:
    """One draft of a list."""

    uuid: UUID
    title: str
    framework_title: str
    changed_at: datetime
    changed_by: str
    skills: int


@dataclass(frozen=True, slots=True)
class ExerciseDraftView:
    """One draft of an exercise, as those who write it see it."""

    uuid: UUID
    title: str
    sample: str
    framework_title: str
    version_label: str
    revision: int
    changed_at: datetime
    changed_by: str
    """Name of whoever changed it last; empty: an operator."""
    skills: tuple[DraftSkill, ...]
    others: tuple[tuple[int, str], ...]
    """Skills of the framework that the draft does not name: id and name, by name."""
    missing: tuple[str, ...]
    """Sentences: what has to be there before it can be published. Empty: it can."""


@dataclass(frozen=True, slots=True)
class ExerciseLine:
    """One exercise of a list."""

    uuid: UUID
    title: str
    skill_name: str
    framework_title: str
    answered_at: datetime | None
    own: str
    """The level they gave, in words; empty until they did."""
    panel: str
    """The panel's, in words; empty to an assessor who has not answered yet."""
    retired: bool


@dataclass(frozen=True, slots=True)
class ExerciseList:
    """Exercises of the professions somebody assesses or moderates for."""

    to_do: tuple[ExerciseLine, ...]
    """Those waiting for them as an assessor; empty for one who only moderates."""
    done: tuple[ExerciseLine, ...]
    others: tuple[ExerciseLine, ...]
    """Those that they look after as a moderator and are not asked to answer."""
    assesses: bool
    moderates: bool


@dataclass(frozen=True, slots=True)
class ExerciseView:
    """One exercise. The panel's word is there for whoever has answered, and for moderators."""

    uuid: UUID
    title: str
    sample: str
    skill_name: str
    skill_slug: str
    framework_title: str
    version_label: str
    descriptors: tuple[Descriptor, ...]
    levels: tuple[str, ...]
    """Names of the levels, not yet at the first among them: the place is the rank."""
    level: int | None
    """What they gave; None: not answered."""
    reason: str
    answered_at: datetime | None
    panel_level: int | None
    """None: they have not answered, so they do not see it."""
    panel_reason: str
    may_answer: bool
    may_retire: bool
    retired: bool


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One thing both judged: where it is from, what the panel said, what they said."""

    title: str
    skill_name: str
    panel: str
    own: str
    apart: int
    """Their level less the panel's."""


@dataclass(frozen=True, slots=True)
class AgreementView:
    """How somebody's levels compare with the panel's, on one scale. Numbers are text, ready to be read."""

    scale_name: str
    levels: tuple[str, ...]
    lines: tuple[ComparedLine, ...]
    pairs: int
    same: int
    """Pairs at the same level."""
    near: int
    """Pairs at most one level apart."""
    sum_apart: int
    """Sum of their level less the panel's over the pairs."""
    exact: float | None
    """None, as the next ones: too few pairs for a share to mean anything."""
    adjacent: float | None
    difference: float | None
    kappa_linear: float | None
    kappa_quadratic: float | None
    one_level: bool
    """Whether there is no kappa because everything is at one level."""
    fewest: int
    """Pairs from which on there are numbers."""
    table: tuple[tuple[int, ...], ...]
    """Pairs by the panel's level (rows) and theirs (columns)."""


@dataclass(frozen=True, slots=True)
class JudgedWord:
    """One judge's first word on one case, for whoever compares judges. A case is the same to all who judged it."""

    case: str
    judge: int
    """Id of the account; 0: a panel."""
    level: int
    skill_id: int
    version_id: int
