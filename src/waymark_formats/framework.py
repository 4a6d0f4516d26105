"""A career framework as a document: what every framework format is read into and written from.

Text is kept exactly as it was found, spaces included: the difference between two releases compares it to the letter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class SkillKind(StrEnum):
    """What sort of thing a skill is: the Success Profiles elements, plus knowledge, qualification and task."""

    TECHNICAL = "technical"
    BEHAVIOUR = "behaviour"
    EXPERIENCE = "experience"
    ABILITY = "ability"
    STRENGTH = "strength"
    KNOWLEDGE = "knowledge"
    QUALIFICATION = "qualification"
    TASK = "task"


class Importance(StrEnum):
    """Whether a role level cannot do without the skill."""

    ESSENTIAL = "essential"
    DESIRABLE = "desirable"


class ScaleKind(StrEnum):
    """What the steps of a scale are: named levels, points, values, the behaviours of grade bands, or none at all."""

    LABELS = "labels"
    POINTS = "points"
    NUMERIC = "numeric"
    GRADE_BANDS = "grade_bands"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ScaleLevel:
    """One step of a scale. ``rank`` counts from 1, the lowest; ``value`` is what a numeric scale counts it as."""

    rank: int
    name: str
    description: str = ""
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ScaleDocument:
    """Ordered levels, lowest first. ``key`` is what skills of the same document call it by.

    A scale of the kind ``none`` has no level, every other at least one; a numeric one gives each level its value,
    rising, and no other kind gives any.
    """

    key: str
    name: str
    levels: tuple[ScaleLevel, ...]
    kind: ScaleKind = ScaleKind.LABELS


class RelationKind(StrEnum):
    """How one skill stands to another, read from the first to the second: "A is broader than B"."""

    SAME = "same"
    SIMILAR = "similar"
    BROADER = "broader"
    NARROWER = "narrower"
    RELATED = "related"
    REPLACED_BY = "replaced_by"
    PRECEDES = "precedes"
    PART_OF = "part_of"
    EXEMPLAR = "exemplar"
    SKILL_LEVEL = "skill_level"
    PEER = "peer"


@dataclass(frozen=True, slots=True)
class RelationDocument:
    """A skill of the document is related to another of it (``to``), or to something elsewhere (``uri``).

    ``skill`` and ``to`` are keys; ``to`` is empty for a thing elsewhere, which ``uri`` and ``title`` then name.
    Something elsewhere that is related to a skill is read from the skill's side, with ``source`` saying so.
    """

    skill: str
    kind: RelationKind
    to: str = ""
    uri: str = ""
    title: str = ""
    uuid: UUID | None = None
    source: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SkillDocument:
    """A skill's wording in one version.

    ``descriptors`` maps a rank to its text. A rank that is missing says nothing about that level; a rank mapped to
    None is a level the framework names and leaves undefined.
    ``evidence`` and ``learning`` map a rank to what good evidence is and to how that level is usually learnt.
    ``evidence`` and ``learning`` speak only of ranks that ``descriptors`` names.
    ``parent`` is the key of the skill above it in a tree of skills, ``code`` what the framework itself numbers it by.
    ``source`` keeps raw text that a format needs to write the document back exactly; see each format.
    """

    key: str
    name: str
    summary: str = ""
    kind: SkillKind = SkillKind.TECHNICAL
    scale: str = ""  # the document's first scale when empty
    alternative_labels: tuple[str, ...] = ()
    hidden_labels: tuple[str, ...] = ()
    descriptors: Mapping[int, str | None] = field(default_factory=dict)
    evidence: Mapping[int, str] = field(default_factory=dict)
    learning: Mapping[int, str] = field(default_factory=dict)
    uuid: UUID | None = None
    source: Mapping[str, str] = field(default_factory=dict)
    parent: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class RequirementDocument:
    """A role level asks for a skill, at ``level`` (a rank of the skill's scale) or without a level (None).

    ``weight`` orders what is shown and is at least 1. ``choice`` names a choose-n group of the same role level.
    """

    skill: str
    level: int | None
    importance: Importance = Importance.ESSENTIAL
    weight: int = 1
    choice: str = ""
    source: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChoiceDocument:
    """A choose-n group: at least ``choose`` of its requirements are asked for."""

    key: str
    name: str
    choose: int


@dataclass(frozen=True, slots=True)
class RoleLevelDocument:
    """One rung of a role. ``name`` is empty for the only level of a role that has no levels.

    ``rung`` counts from 1, the most junior; None when the source gives no order.
    """

    key: str
    name: str
    description: str = ""
    rung: int | None = None
    grade_hint: str = ""
    requirements: tuple[RequirementDocument, ...] = ()
    choices: tuple[ChoiceDocument, ...] = ()
    uuid: UUID | None = None


@dataclass(frozen=True, slots=True)
class RoleDocument:
    """A named job, without a grade. ``role_type`` is the source's own word for a special sort of role."""

    key: str
    name: str
    summary: str = ""
    responsibilities: str = ""
    entry_routes: str = ""
    next_moves: str = ""
    role_type: str = ""
    alternative_labels: tuple[str, ...] = ()
    hidden_labels: tuple[str, ...] = ()
    levels: tuple[RoleLevelDocument, ...] = ()
    uuid: UUID | None = None


@dataclass(frozen=True, slots=True)
class FamilyDocument:
    """A group of roles."""

    key: str
    name: str
    summary: str = ""
    roles: tuple[RoleDocument, ...] = ()
    uuid: UUID | None = None


@dataclass(frozen=True, slots=True)
class FrameworkDocument:
    """One version of one framework, whole.

    ``slug``, ``profession``, ``licence`` and ``version`` may be empty where a format does not carry them; whoever
    imports the document then says what they are. ``uuid`` is the framework's, the same in every version;
    ``version_uuid`` is this version's own. Parents of skills make no circle. ``source`` keeps raw text that a format
    needs to write the document back; see each format.
    """

    title: str
    families: tuple[FamilyDocument, ...]
    skills: tuple[SkillDocument, ...]
    scales: tuple[ScaleDocument, ...]
    slug: str = ""
    summary: str = ""
    profession: str = ""
    licence: str = ""
    attribution: str = ""
    version: str = ""
    effective_from: date | None = None
    notes: str = ""
    uuid: UUID | None = None
    version_uuid: UUID | None = None
    relations: tuple[RelationDocument, ...] = ()
    source: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader noticed and dealt with. ``row`` counts as a spreadsheet shows it: the heading is row 1."""

    file: str
    row: int | None
    what: str
    done: str


class Unreadable(ValueError):
    """The document cannot be read; the sentence names the file, and the row and column where there is one."""


class Unwritable(ValueError):
    """The format has no way of saying what the document says; the sentence names it."""


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A document and what its reader noticed."""

    document: FrameworkDocument
    notes: tuple[Note, ...] = ()
