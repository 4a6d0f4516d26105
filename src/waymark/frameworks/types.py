"""What the frameworks room hands out. Text is as the version has it; nothing here is a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from waymark_engine.likeness import Wording


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
    scale: ScaleView = ScaleView("", "", ())


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


@dataclass(frozen=True, slots=True)
class SkillPair:
    """Two skills of different frameworks, and how the first stands to the second: "skill is ``kind`` other"."""

    skill_id: int
    other_id: int
    kind: str


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


class PassageKind(StrEnum):
    """What something can be said about, in a draft."""

    FRAMEWORK = "framework"
    FAMILY = "family"
    ROLE = "role"
    ROLE_LEVEL = "role_level"
    SKILL = "skill"
    SKILL_LEVEL = "skill_level"
    """One level of a skill: ``part`` is its rank."""
    REQUIREMENT = "requirement"
    """What a role level asks of a skill: ``uuid`` is that of the role level, ``part`` that of the skill."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a framework that something can be said about, named by its identity: the same in every version."""

    kind: PassageKind
    uuid: UUID
    part: str = ""

    @property
    def key(self) -> str:
        """The name of the passage in addresses: "skill_level.<uuid>.3"."""
        return ".".join(one for one in (self.kind.value, str(self.uuid), self.part) if one)

    @classmethod
    def read(cls, key: str) -> Passage | None:
        """Return the passage of that name; None for what is no name of one."""
        kind, _, rest = key.partition(".")
        uuid, _, part = rest.partition(".")
        try:
            found = cls(PassageKind(kind), UUID(uuid), part)
            if found.kind == PassageKind.REQUIREMENT:
                UUID(part)
            elif bool(part) != (found.kind == PassageKind.SKILL_LEVEL) or (part and not 1 <= int(part) <= 32_767):
                return None
        except ValueError:
            return None
        return found if found.key == key else None


@dataclass(frozen=True, slots=True)
class PassageText:
    """One text of a passage that may be reworded."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage as one version has it."""

    passage: Passage
    name: str
    within: str
    """What it stands in, by name; empty where nothing needs saying."""
    texts: tuple[PassageText, ...] = ()
    """Empty for a requirement: it has no words of its own."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage to read, with its parts in full and what stands below it by name."""

    view: PassageView
    parts: tuple[PassageView, ...] = ()
    below: tuple[PassageView, ...] = ()
    """Without their texts."""
    above: Passage | None = None
    """What it stands in."""


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
