"""What the frameworks room hands out. Text is as the version has it; nothing here is a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from waymark.frameworks.types.changes import (
    COUNTED_AS,
    Affecting,
    Change,
    Difference,
    LeftOut,
    Replacement,
    RoleLevelTouched,
    Successor,
    Touched,
)
from waymark.frameworks.types.comparing import *  # noqa: F403
from waymark.frameworks.types.editing import *  # noqa: F403
from waymark.frameworks.types.overlays import KEEPERS as KEEPERS
from waymark.frameworks.types.overlays import TO_CHECK as TO_CHECK
from waymark.frameworks.types.overlays import Beside as Beside
from waymark.frameworks.types.overlays import ComparedPart as ComparedPart
from waymark.frameworks.types.overlays import KeptOverlay as KeptOverlay
from waymark.frameworks.types.overlays import Overlaid as Overlaid
from waymark.frameworks.types.overlays import OverlayAct as OverlayAct
from waymark.frameworks.types.overlays import OverlayFault as OverlayFault
from waymark.frameworks.types.overlays import OverlayKind as OverlayKind
from waymark.frameworks.types.overlays import OverlayMoment as OverlayMoment
from waymark.frameworks.types.overlays import OverlayPage as OverlayPage
from waymark.frameworks.types.overlays import OverlayState as OverlayState
from waymark.frameworks.types.overlays import OverlaysTouched as OverlaysTouched
from waymark.frameworks.types.overlays import StandardThing as StandardThing
from waymark.frameworks.types.passages import *  # noqa: F403
from waymark.frameworks.types.scales import *  # noqa: F403
from waymark.frameworks.types.scales import NO_SCALE, LevelName, ScaleView
from waymark.frameworks.types.writing import *  # noqa: F403

__all__ = [
    "COUNTED_AS",
    "Affecting",
    "AskedBy",
    "Change",
    "ChoiceView",
    "Counts",
    "Descriptor",
    "Difference",
    "DraftCard",
    "FamilyGrid",
    "FrameworkGrid",
    "GridCell",
    "GridRow",
    "ImportedVersion",
    "LeftOut",
    "LevelName",
    "Remark",
    "Replacement",
    "RequirementView",
    "RoleLevelNames",
    "RoleLevelRef",
    "RoleLevelTouched",
    "RoleLevelView",
    "RolePage",
    "ScaleView",
    "SkillPage",
    "SkillRow",
    "Successor",
    "Touched",
    "VersionCard",
    "Workbench",
]


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
    ends_at: datetime | None = None
    """From when it does not hold any more: the day the framework retires, or the moment the version was withdrawn."""
    ended_because: str = ""

    def state_at(self, at: datetime) -> str:
        """Return where it stands: draft, in_review, scheduled, published, retiring, retired or withdrawn."""
        if self.state == "retiring" and self.ends_at is not None and self.ends_at <= at:
            return "retired"
        if self.state == "published" and self.effective_from is not None and self.effective_from > at:
            return "scheduled"
        return self.state


@dataclass(frozen=True, slots=True)
class DraftCard:
    """A version that is being written, with what its reader may do to it."""

    version: VersionCard
    before: VersionCard | None
    """The published version it is to follow; None for the first."""
    may_edit: bool


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
    asked_for_by: str = ""
    """The organisation that asks for it, or for more of it, beside the standard; empty: the standard itself."""
    standard_level: int | None = None
    """What the standard asks for where an organisation asks for more; None where the standard does not ask for it."""
    scale: ScaleView = NO_SCALE


@dataclass(frozen=True, slots=True)
class RoleLevelNames:
    """A role level with all that it is called: its title first, then what its role is called otherwise."""

    ref: RoleLevelRef
    grade_hint: str
    """The grades that its framework names, as it writes them; often empty."""
    names: tuple[str, ...]


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
class FamilyShape:
    """How much a family holds: its roles, and its role levels on each rung of the framework."""

    slug: str
    name: str
    roles: int
    by_rung: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MapShown:
    """The map of a framework as a page shows it: whole, or of a large framework one page of one family."""

    grid: FrameworkGrid
    """What is shown; its rungs are those that are needed for it."""
    rungs: tuple[int, ...]
    """Every rung of the framework."""
    families: tuple[FamilyShape, ...]
    opened: str
    """Slug of the only family that is shown; empty when all are."""
    page: int
    pages: int


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
    order: str = ""
    """Digest of the order of what it was compared with."""
