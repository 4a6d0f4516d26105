"""What the workbench hands out of a draft's families, roles and requirements."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "Asked",
    "AskedCell",
    "CellChange",
    "ChoiceForm",
    "DerivableRole",
    "DerivableSkill",
    "Derivation",
    "Derived",
    "DraftChoice",
    "DraftFamilies",
    "DraftFamily",
    "DraftLevel",
    "DraftRole",
    "DraftRolePlace",
    "GridSkill",
    "RefusedCell",
    "RequirementGrid",
    "RoleHanging",
    "SavedCells",
]


@dataclass(frozen=True, slots=True)
class DraftFamily:
    """A family of a draft, in a list. ``roles`` is how many it has."""

    slug: str
    name: str
    roles: int
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class DraftRole:
    """A role of a draft, in a list, with how many levels it has and how much these ask for."""

    slug: str
    name: str
    levels: int
    requirements: int
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class DraftFamilies:
    """The families of a draft, one of them opened, with one page of its roles."""

    families: tuple[DraftFamily, ...]
    opened: str
    """Slug of the family that is opened; empty when there is none."""
    roles: tuple[DraftRole, ...]
    pages: int


@dataclass(frozen=True, slots=True)
class RoleHanging:
    """What goes with a thing when it is taken out of a draft."""

    name: str
    roles: int
    role_levels: int
    requirements: int
    seen: str
    """Digest of all of it."""


@dataclass(frozen=True, slots=True)
class DraftLevel:
    """A role level of a draft, in a list. ``name`` is empty for the lone level of a role without levels."""

    key: str
    """The last part of its slug, which names it among the levels of its role."""
    name: str
    rung: int
    rung_inferred: bool
    grade_hint: str
    requirements: int
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class DraftRolePlace:
    """Where a role of a draft stands, and its levels in order."""

    id: int
    """Of the role's identity."""
    slug: str
    name: str
    family_slug: str
    family_name: str
    levels: tuple[DraftLevel, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a role level asks of a skill: a level of its scale, or (None) the skill without one.

    ``weight`` None: whoever says this does not say how much it weighs.
    """

    level: int | None
    importance: str
    weight: int | None = None

    def same(self, other: Asked | None) -> bool:
        """Say whether both ask the same, as far as both say."""
        return (
            other is not None
            and (self.level, self.importance) == (other.level, other.importance)
            and (self.weight is None or other.weight is None or self.weight == other.weight)
        )


@dataclass(frozen=True, slots=True)
class CellChange:
    """What an author did to one cell of a grid: what it showed, and what it is to be. None: not asked for."""

    role_level: str
    """Key of the role level, within its role."""
    skill: str
    """Slug of the skill."""
    was: Asked | None
    now: Asked | None


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """A cell that was not written, why, and what stands in it now."""

    role_level: str
    skill: str
    reason: str
    stands: Asked | None


@dataclass(frozen=True, slots=True)
class SavedCells:
    """How many cells were written, and those that were not."""

    saved: int
    refused: tuple[RefusedCell, ...] = ()


@dataclass(frozen=True, slots=True)
class GridSkill:
    """A skill as a row of a grid: the names of its levels, lowest first (none: it has no levels)."""

    slug: str
    name: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskedCell:
    """What stands in one cell of a grid, and the choose-n group it belongs to (empty: none)."""

    asked: Asked
    choice: str = ""


@dataclass(frozen=True, slots=True)
class RequirementGrid:
    """What the levels of a role ask, skill by skill."""

    place: DraftRolePlace
    skills: tuple[GridSkill, ...]
    cells: dict[tuple[str, str], AskedCell]
    """By the role level's key and the skill's slug; what is not here is not asked for."""
    pages: int


@dataclass(frozen=True, slots=True)
class DraftChoice:
    """A choose-n group of a role level: at least ``choose`` of ``skills`` (slug and name) are asked for."""

    key: str
    name: str
    choose: int
    skills: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ChoiceForm:
    """What the form of a choose-n group offers: (slug, name) of each requirement that may be in it."""

    choice: DraftChoice | None
    offered: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DerivableSkill:
    """A skill of a published framework that a draft may take over. ``derived``: the draft has it from there already."""

    slug: str
    name: str
    summary: str
    derived: bool


@dataclass(frozen=True, slots=True)
class DerivableRole:
    """A role of a published framework that a draft may take over, with how many skills it brings."""

    slug: str
    name: str
    family_name: str
    skills: int


@dataclass(frozen=True, slots=True)
class Derivation:
    """Where a skill of a draft comes from, and how the two stand side by side today."""

    framework_title: str
    framework_slug: str
    label: str
    """Of the version it was taken from."""
    skill_slug: str
    same: bool
    """Whether nobody has said yet that it differs from where it comes from."""
    mine: tuple[tuple[str, str], ...]
    """(what, text) of the draft's wording: name, summary, then each level."""
    theirs: tuple[tuple[str, str], ...]
    """The same, of the version that is current now; empty when the skill is no longer in it."""
    their_label: str


@dataclass(frozen=True, slots=True)
class Derived:
    """What was taken over, and the names of roles that were left as they are because the draft has them."""

    skills: int
    roles: int
    left: tuple[str, ...] = ()
