"""What the frameworks room hands out. Text is as the version has it; nothing here is a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LevelName:
    """One step of a scale."""

    rank: int
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class ScaleView:
    """Ordered levels, lowest first."""

    key: str
    name: str
    levels: tuple[LevelName, ...]

    @property
    def top(self) -> int:
        """Highest rank."""
        return len(self.levels)

    def name_of(self, rank: int) -> str:
        """Name of a rank; rank 0 is below the first level. Empty on a scale without levels."""
        if not self.levels:
            return ""
        return self.levels[rank - 1].name if 1 <= rank <= len(self.levels) else f"Not yet {self.levels[0].name.lower()}"


@dataclass(frozen=True, slots=True)
class VersionCard:
    """One version of a framework, for lists, links and the foot of every page that shows its words."""

    id: int
    uuid: UUID
    framework_id: int
    framework_slug: str
    label: str
    title: str
    state: str
    summary: str = ""
    licence: str = ""
    attribution: str = ""
    notes: str = ""
    profession_id: int | None = None
    effective_from: datetime | None = None
    published_at: datetime | None = None
    framework_uuid: UUID | None = None


@dataclass(frozen=True, slots=True)
class DraftCard:
    """A version that is being written, with what its reader may do to it."""

    version: VersionCard
    before: VersionCard | None
    """The published version it is to follow; None for the first."""
    counts: Counts
    may_edit: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """What a form shows of a thing: its fields by name, as text, and their digest (``rules.seen``).

    A yes is "yes" and a no is empty; several labels are one per line.
    """

    fields: Mapping[str, str]
    seen: str


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What somebody typed into a form and has not saved. ``seen`` is the digest of what the form showed then."""

    fields: Mapping[str, str]
    seen: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class LevelWords:
    """What a form says of one level of a skill. All of it empty: the version says nothing about that level."""

    text: str = ""
    undefined: bool = False
    """Named, and left undefined on purpose."""
    evidence: str = ""
    learning: str = ""


@dataclass(frozen=True, slots=True)
class SkillWords:
    """What a form says of a skill. ``scale`` is a key; ``parent`` the slug or the name of the skill above, or empty."""

    name: str
    summary: str = ""
    kind: str = "technical"
    code: str = ""
    scale: str = ""
    """The version's first scale when empty."""
    parent: str = ""
    alternative_labels: tuple[str, ...] = ()
    hidden_labels: tuple[str, ...] = ()
    levels: Mapping[int, LevelWords] = field(default_factory=dict)
    """By rank; a rank that is not there stays as it is."""


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A skill of a draft in its tree. ``asked_by`` counts the role levels that ask for it."""

    slug: str
    name: str
    code: str
    kind: str
    children: int
    asked_by: int


@dataclass(frozen=True, slots=True)
class TreeBranch:
    """One page of the skills under one skill of a draft, or of those at the top."""

    trail: tuple[tuple[str, str], ...]
    """From the top down to the skill whose branch it is: slug and name. Empty at the top."""
    rows: tuple[TreeRow, ...]
    count: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Hanging:
    """What hangs on a skill of a draft: what goes, or moves, when it is removed."""

    slug: str
    name: str
    asked_by: tuple[str, ...]
    """Role levels that ask for it, by name."""
    children: tuple[str, ...]
    relations: int
    restorable: bool
    """Whether the version before has it, so that it can be put back as it was there."""
    seen: str


@dataclass(frozen=True, slots=True)
class ScaleInUse:
    """A scale of a draft, with how many of its skills are described or asked for on it, by rank; 0 for the whole."""

    scale: ScaleView
    kind: str
    used: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Workbench:
    """What an author finds: drafts that are open to them, and frameworks whose next version they may begin."""

    drafts: tuple[VersionCard, ...]
    frameworks: tuple[VersionCard, ...]
    """The newest published version of each framework."""
    professions: frozenset[int]
    """Professions for which the actor may begin a new framework."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a version holds. ``descriptors`` counts the defined ones."""

    families: int
    roles: int
    role_levels: int
    skills: int
    descriptors: int
    requirements: int


@dataclass(frozen=True, slots=True)
class Descriptor:
    """What someone at a level does; ``text`` is empty when ``defined`` is False (named and left undefined)."""

    rank: int
    name: str
    defined: bool
    text: str
    evidence: str = ""
    learning: str = ""


@dataclass(frozen=True, slots=True)
class SkillRow:
    """A skill in a list."""

    id: int
    slug: str
    name: str
    kind: str
    summary: str
    framework_slug: str
    framework_title: str
    sort_key: str = ""


@dataclass(frozen=True, slots=True)
class RoleLevelRef:
    """A role level, named in full, for links. ``title`` is the level's name, or the role's when it has none."""

    id: int
    slug: str
    title: str
    role_id: int
    role_slug: str
    role_name: str
    rung: int
    family_name: str = ""
    framework_slug: str = ""
    framework_title: str = ""
    version_id: int = 0
    profession_id: int | None = None
    version_label: str = ""


@dataclass(frozen=True, slots=True)
class AskedBy:
    """A role level that requires a skill, and at which level (None: no level named)."""

    role_level: RoleLevelRef
    level: int | None
    level_name: str
    importance: str


@dataclass(frozen=True, slots=True)
class SkillPage:
    """A skill as one version words it."""

    id: int
    uuid: UUID
    slug: str
    name: str
    kind: str
    summary: str
    alternative_labels: tuple[str, ...]
    scale: ScaleView
    descriptors: tuple[Descriptor, ...]
    """One per level of the scale that the version names; empty for a skill without levels."""
    asked_by: tuple[AskedBy, ...]
    version: VersionCard
    current: bool = True
    """False when the framework's current version no longer has the skill: ``version`` is the last that had it."""


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A choose-n group of a role level."""

    id: int
    name: str
    choose: int


@dataclass(frozen=True, slots=True)
class RequirementView:
    """What a role level asks of one skill. ``level`` None: the skill is asked for without a level."""

    skill_id: int
    skill_slug: str
    skill_name: str
    skill_summary: str
    kind: str
    level: int | None
    level_name: str
    top: int
    """Number of levels of the skill's scale."""
    importance: str
    weight: int
    choice: ChoiceView | None
    defined: bool
    text: str
    levels: tuple[str, ...] = ()
    """Names of the levels of the skill's scale, lowest first: what a level held is called."""


@dataclass(frozen=True, slots=True)
class RoleLevelView:
    """A role level with what it asks, weightiest first."""

    ref: RoleLevelRef
    uuid: UUID
    description: str
    rung_inferred: bool
    grade_hint: str
    requirements: tuple[RequirementView, ...]
    current: bool = True
    """False when the framework's current version no longer has the role level."""


@dataclass(frozen=True, slots=True)
class RolePage:
    """A role as the current version words it, with all its levels, junior first."""

    id: int
    uuid: UUID
    slug: str
    name: str
    family_name: str
    family_slug: str
    summary: str
    responsibilities: str
    entry_routes: str
    next_moves: str
    role_type: str
    alternative_labels: tuple[str, ...]
    levels: tuple[RoleLevelView, ...]
    scales: tuple[ScaleView, ...]
    version: VersionCard
    current: bool = True
    """False when the framework's current version no longer has the role: ``version`` is the last that had it."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """Role levels of one role on one rung."""

    rung: int
    levels: tuple[RoleLevelRef, ...]


@dataclass(frozen=True, slots=True)
class GridRow:
    """One role across the rungs of its framework."""

    role_slug: str
    role_name: str
    role_summary: str
    cells: tuple[GridCell, ...]
    """One per rung of the grid, in order; empty cells included."""


@dataclass(frozen=True, slots=True)
class FamilyGrid:
    """A family with its roles by rung."""

    slug: str
    name: str
    summary: str
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class FrameworkGrid:
    """Families by rung: the map of a framework."""

    version: VersionCard
    rungs: tuple[int, ...]
    rung_names: tuple[str, ...]
    families: tuple[FamilyGrid, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs between two versions. ``what``: added, removed, reworded, spacing or level_changed."""

    what: str
    kind: str
    """skill, family, role, role_level, requirement."""
    name: str
    slug: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from one version to the next. Counts by kind come from ``counts``."""

    changes: tuple[Change, ...] = ()
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    """{"skills": {"added": 4, "removed": 3, "reworded": 7, "spacing": 14}, "roles": ..., "role_levels": ...,
    "requirements": {"added": 25, "removed": 26, "level_changed": 0}}"""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something an import settled by itself, for whoever reads its notes."""

    what: str
    done: str


@dataclass(frozen=True, slots=True)
class ImportedVersion:
    """What an import made, or would make: ``version_id`` is None in a plan."""

    version_id: int | None
    framework_slug: str
    label: str
    state: str
    """draft or published; planned when nothing was written."""
    counts: Counts
    difference: Difference
    compared_with: str
    """Label of the version it was compared with; empty for the first."""
    remarks: tuple[Remark, ...] = ()
