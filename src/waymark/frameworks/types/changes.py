"""What changes from one version to the next, what becomes of what goes, and whom that touches."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

COUNTED_AS = {
    "renamed": "reworded",
    "moved": "reworded",
    "merged": "removed",
    "split": "removed",
    "replaced": "removed",
    "hidden": "",
}
"""What the finer kinds of change are among the counts: a thing whose name alone changed is reworded, one that became
part of another is removed. What only search knows is in no count."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs between two versions.

    ``what``: added, removed, reworded, spacing or level_changed; renamed (its name alone changed); moved (its place
    alone did: a role's family, a skill's parent); hidden (its hidden names alone did); and, of what is left out and has
    successors, merged (into one that others became part of, or that was there before), split (into several) or
    replaced (by one new one).
    """

    what: str
    kind: str
    """skill, family, role, role_level, requirement, relation."""
    name: str
    slug: str
    """Of the thing; of a requirement, its role level's; of a relation, the skill's that it is said of."""
    before: str = ""
    after: str = ""
    skill: str = ""
    """Of a requirement or relation: the slug of its skill."""
    effect: str = ""
    """Of a requirement: "harder" or "easier" for whoever it is asked of; empty when it is neither."""
    successors: tuple[Successor, ...] = ()
    """What replaces a thing that is left out."""
    reason: str = ""
    """Why it was left out, as those who did so said."""


@dataclass(frozen=True, slots=True)
class Successor:
    """A thing that takes the place of another, as the version that says so calls it."""

    id: int
    slug: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A thing that a version leaves out, with what it says of that so far."""

    kind: str
    id: int
    uuid: UUID
    slug: str
    name: str
    """As the version before called it."""
    part_of: str
    """The role of a role level, if its name is another; else empty."""
    said: Replacement | None
    """None: nothing yet."""
    seen: str = ""
    """Digest of what is said."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """What a version says of a thing that it leaves out: which things replace it, if any do, and why."""

    kind: str
    """skill, role or role_level."""
    slug: str
    successors: tuple[Successor, ...]
    """Empty when nothing replaces it."""
    reason: str = ""
    version_label: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from one version to the next.

    In ``counts`` each change counts as one of the kinds of its contract (see ``COUNTED_AS``); ``finer`` says how many
    of them are of the finer kinds.
    """

    changes: tuple[Change, ...] = ()
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    """{"skills": {"added": 4, "removed": 3, "reworded": 7, "spacing": 14}, "roles": ..., "role_levels": ...,
    "requirements": {"added": 25, "removed": 26, "level_changed": 0}}; "relations" only where some changed."""
    finer: dict[str, dict[str, int]] = field(default_factory=dict)
    """{"skills": {"renamed": 2, "merged": 1}}: only what there is."""


@dataclass(frozen=True, slots=True)
class RoleLevelTouched:
    """What a new version means to whoever is in one role level."""

    id: int
    slug: str
    title: str
    harder: tuple[Change, ...] = ()
    """Requirements that ask more than before."""
    easier: tuple[Change, ...] = ()
    wording: tuple[Change, ...] = ()
    """Of the role level itself, and of its role."""
    skills: frozenset[int] = frozenset()
    """Skills that it asks for, as before, in other words."""
    gone: Change | None = None
    """It is left out."""


@dataclass(frozen=True, slots=True)
class Touched:
    """What a new version means to people."""

    role_levels: dict[int, RoleLevelTouched]
    """By id; only those that it touches."""
    skills: dict[int, Change]
    """Skills that are reworded or left out, by id."""


@dataclass(frozen=True, slots=True)
class Affecting:
    """The changes of a version that affect one person."""

    harder: tuple[Change, ...]
    easier: tuple[Change, ...]
    wording: tuple[Change, ...]
    gone: tuple[Change, ...]
    """Their role level, or a skill that they hold, is left out."""

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.harder) + len(self.easier) + len(self.wording) + len(self.gone)

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """How many of each."""
        return len(self.harder), len(self.easier), len(self.wording), len(self.gone)
