"""What the workbench hands out of forms, and of a draft's skills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

__all__ = [
    "Hanging",
    "LevelWords",
    "Shown",
    "SkillWords",
    "TreeBranch",
    "TreeRow",
    "Unsaved",
]


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
