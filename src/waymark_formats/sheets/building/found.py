"""What is found in the rows of sheets, until it becomes a document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from waymark_formats.framework import (
    Importance,
    RequirementDocument,
    RoleDocument,
    RoleLevelDocument,
    SkillDocument,
    SkillKind,
)
from waymark_formats.names import fold
from waymark_formats.sheets.shapes import Meaning

Facts = dict[Meaning, tuple[str, str]]
"""What is said of a thing, and the place that said it first."""

KINDS = {kind.value: kind for kind in SkillKind} | {
    "behavior": SkillKind.BEHAVIOUR, "behavioural": SkillKind.BEHAVIOUR, "behavioral": SkillKind.BEHAVIOUR,
    "behaviours": SkillKind.BEHAVIOUR, "technical skill": SkillKind.TECHNICAL, "skill": SkillKind.TECHNICAL,
    "abilities": SkillKind.ABILITY, "strengths": SkillKind.STRENGTH, "tasks": SkillKind.TASK,
    "qualifications": SkillKind.QUALIFICATION, "technical skills": SkillKind.TECHNICAL,
}  # fmt: skip
IMPORTANCE = dict.fromkeys(
    ("essential", "e", "yes", "y", "must", "must have", "mandatory", "required", "core", "x", "✓", "true"),
    Importance.ESSENTIAL,
) | dict.fromkeys(
    ("desirable", "d", "no", "n", "optional", "nice to have", "preferred", "should have", "could have", "false"),
    Importance.DESIRABLE,
)  # fmt: skip


@dataclass(slots=True)
class FoundSkill:
    """A skill, with the row that named it first. ``descriptors`` gives a rank its texts and their first place."""

    name: str
    where: str
    row: int
    sheet: str
    facts: Facts = field(default_factory=dict)
    descriptors: dict[int, tuple[list[str], str]] = field(default_factory=dict)

    def document(self, scale: str) -> SkillDocument:
        """Return the skill, held on a scale of that key."""
        return SkillDocument(
            key=self.name,
            name=self.name,
            summary=said(self.facts, Meaning.SKILL_SUMMARY),
            kind=KINDS.get(fold(said(self.facts, Meaning.SKILL_KIND)), SkillKind.TECHNICAL),
            scale=scale,
            alternative_labels=_labels(said(self.facts, Meaning.ALTERNATIVE_LABELS)),
            descriptors={rank: "\n".join(texts) for rank, (texts, _) in sorted(self.descriptors.items())},
            parent=said(self.facts, Meaning.PARENT),
            code=said(self.facts, Meaning.SKILL_CODE).strip(),
        )


@dataclass(slots=True)
class FoundRequirement:
    """What a role level asks for; ``skill`` is a folded name, ``rank`` None where no level is asked."""

    skill: str
    rank: int | None
    importance: Importance
    where: str


@dataclass(slots=True)
class FoundRoleLevel:
    """A rung of a role; ``asked`` goes by the folded name of the skill."""

    name: str
    rung: int | None = None
    facts: Facts = field(default_factory=dict)
    asked: dict[str, FoundRequirement] = field(default_factory=dict)


@dataclass(slots=True)
class FoundRole:
    """A role in the family of a folded name; ``levels`` goes by folded name, empty for a lone one."""

    name: str
    family: str
    where: str
    facts: Facts = field(default_factory=dict)
    levels: dict[str, FoundRoleLevel] = field(default_factory=dict)

    def document(self, skills: Mapping[str, FoundSkill]) -> RoleDocument:
        """Return the role with its levels: by rung where they have one, else as the sheet has them."""
        levels = sorted(self.levels.values(), key=lambda one: one.rung or 0)
        return RoleDocument(
            key=self.name,
            name=self.name,
            summary=said(self.facts, Meaning.ROLE_SUMMARY),
            levels=tuple(
                RoleLevelDocument(
                    key=level.name or self.name,
                    name=level.name,
                    description=said(level.facts, Meaning.ROLE_LEVEL_DESCRIPTION),
                    rung=level.rung,
                    grade_hint=said(level.facts, Meaning.GRADE).strip(),
                    requirements=tuple(
                        RequirementDocument(skills[one.skill].name, one.rank, one.importance)
                        for one in level.asked.values()
                    ),
                )
                for level in levels
            ),
        )


@dataclass(slots=True)
class FoundFamily:
    """A family of roles; without a name where no sheet gives it one."""

    name: str
    facts: Facts = field(default_factory=dict)


def said(facts: Facts, meaning: Meaning) -> str:
    """Return what is said of a thing, empty where nothing is."""
    return facts.get(meaning, ("", ""))[0]


def _labels(text: str) -> tuple[str, ...]:
    """Return the labels that a cell lists: by lines or semicolons, else by commas."""
    parts = re.split(r"[;\n|]", text) if re.search(r"[;\n|]", text) else text.split(",")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
