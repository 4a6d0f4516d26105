"""The words of CASE for our words, and the identities of what has none of its own."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from waymark_formats.framework import RelationKind, ScaleDocument, ScaleKind, SkillKind

Json = dict[str, Any]

NAMESPACE = UUID("8d1f6a50-4a6e-5b0d-9f43-3f0f5a1b7c22")
"""Root of the identities that CASE asks for and a document does not give. Never change it."""

OURS = "waymark"
"""The key of ``extensions`` under which stands what CASE has no property for."""

FAMILY = "Job family"
ROLE = "Role"
ROLE_LEVEL = "Role level"
TYPE_OF_KIND = {
    SkillKind.TECHNICAL: "Skill",
    SkillKind.BEHAVIOUR: "Behaviour",
    SkillKind.EXPERIENCE: "Experience",
    SkillKind.ABILITY: "Ability",
    SkillKind.STRENGTH: "Strength",
    SkillKind.KNOWLEDGE: "Knowledge",
    SkillKind.QUALIFICATION: "Qualification",
    SkillKind.TASK: "Task",
}
KIND_OF_TYPE = {name.casefold(): kind for kind, name in TYPE_OF_KIND.items()} | {"behavior": SkillKind.BEHAVIOUR}

CHILD = "isChildOf"
REQUIRES = "ext:requires"
TYPE_OF_RELATION = {
    RelationKind.SAME: "exactMatchOf",
    RelationKind.SIMILAR: "ext:similarTo",
    RelationKind.BROADER: "ext:broaderThan",
    RelationKind.NARROWER: "ext:narrowerThan",
    RelationKind.RELATED: "isRelatedTo",
    RelationKind.REPLACED_BY: "replacedBy",
    RelationKind.PRECEDES: "precedes",
    RelationKind.PART_OF: "isPartOf",
    RelationKind.EXEMPLAR: "exemplar",
    RelationKind.SKILL_LEVEL: "hasSkillLevel",
    RelationKind.PEER: "isPeerOf",
}
RELATION_OF_TYPE = {name: kind for kind, name in TYPE_OF_RELATION.items()} | {CHILD: RelationKind.PART_OF}
BOTH_WAYS = frozenset({RelationKind.SAME, RelationKind.SIMILAR, RelationKind.RELATED, RelationKind.PEER})

WITHOUT_LEVELS = ScaleDocument("no-levels", "No levels", (), ScaleKind.NONE)
"""The scale of a package that says nothing of levels."""


def derived(*parts: object) -> str:
    """Return the identity that ``parts`` always have."""
    return str(uuid5(NAMESPACE, "\x1f".join(map(str, parts))))
