"""A document in our notation."""

from __future__ import annotations

import json
from typing import Any

import yaml

from waymark_formats.framework import (
    FamilyDocument,
    FrameworkDocument,
    Importance,
    RelationDocument,
    RequirementDocument,
    RoleDocument,
    RoleLevelDocument,
    ScaleDocument,
    ScaleKind,
    SkillDocument,
)
from waymark_formats.waymark.reading import FORMAT


def write(document: FrameworkDocument) -> dict[str, bytes]:
    """Return one JSON file by name. Keys stand in the order of the notation; what holds its default is left out."""
    text = json.dumps(tree(document), ensure_ascii=False, indent=1)
    return {f"{_stem(document)}.json": f"{text}\n".encode()}


def write_yaml(document: FrameworkDocument) -> dict[str, bytes]:
    """Return one YAML file by name, with the same content."""
    dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text = yaml.dump(tree(document), Dumper=dumper, allow_unicode=True, sort_keys=False, width=120)
    return {f"{_stem(document)}.yaml": text.encode()}


def tree(document: FrameworkDocument) -> dict[str, Any]:
    """Return the document as plain values, in the order in which they are written."""
    return {
        "format": FORMAT,
        "framework": _without_defaults(
            {
                "uuid": document.uuid,
                "slug": document.slug,
                "title": document.title,
                "summary": document.summary,
                "profession": document.profession,
                "licence": document.licence,
                "attribution": document.attribution,
            }
        ),
        "version": _without_defaults(
            {
                "uuid": document.version_uuid,
                "label": document.version,
                "effective_from": document.effective_from.isoformat() if document.effective_from else None,
                "notes": document.notes,
                "source": dict(sorted(document.source.items())),
            }
        ),
        "scales": [_scale(scale) for scale in document.scales],
        "skills": [_skill(skill) for skill in document.skills],
        **_without_defaults({"relations": [_relation(relation) for relation in document.relations]}),
        "families": [_family(family) for family in document.families],
    }


def _scale(scale: ScaleDocument) -> dict[str, Any]:
    return {
        "key": scale.key,
        "name": scale.name,
        **_without_defaults({"kind": scale.kind.value if scale.kind is not ScaleKind.LABELS else ""}),
        "levels": [
            _without_defaults(
                {
                    "rank": level.rank,
                    "name": level.name,
                    "value": None if level.value is None else f"{level.value.normalize():f}",
                    "description": level.description,
                }
            )
            for level in scale.levels
        ],
    }


def _relation(relation: RelationDocument) -> dict[str, Any]:
    return _without_defaults(
        {
            "uuid": relation.uuid,
            "skill": relation.skill,
            "kind": relation.kind.value,
            "to": relation.to,
            "uri": relation.uri,
            "title": relation.title,
            "source": dict(sorted(relation.source.items())),
        }
    )


def _skill(skill: SkillDocument) -> dict[str, Any]:
    return _without_defaults(
        {
            "key": skill.key,
            "uuid": skill.uuid,
            "name": skill.name,
            "kind": skill.kind.value,
            "scale": skill.scale,
            "parent": skill.parent,
            "code": skill.code,
            "summary": skill.summary,
            "alternative_labels": list(skill.alternative_labels),
            "hidden_labels": list(skill.hidden_labels),
            "levels": dict(sorted(skill.descriptors.items())),
            "evidence": dict(sorted(skill.evidence.items())),
            "learning": dict(sorted(skill.learning.items())),
            "source": dict(sorted(skill.source.items())),
        }
    )


def _family(family: FamilyDocument) -> dict[str, Any]:
    return _without_defaults(
        {
            "key": family.key,
            "uuid": family.uuid,
            "name": family.name,
            "summary": family.summary,
            "roles": [_role(role) for role in family.roles],
        }
    )


def _role(role: RoleDocument) -> dict[str, Any]:
    return _without_defaults(
        {
            "key": role.key,
            "uuid": role.uuid,
            "name": role.name,
            "role_type": role.role_type,
            "summary": role.summary,
            "responsibilities": role.responsibilities,
            "entry_routes": role.entry_routes,
            "next_moves": role.next_moves,
            "alternative_labels": list(role.alternative_labels),
            "hidden_labels": list(role.hidden_labels),
            "levels": [_role_level(level) for level in role.levels],
        }
    )


def _role_level(level: RoleLevelDocument) -> dict[str, Any]:
    return _without_defaults(
        {
            "key": level.key,
            "uuid": level.uuid,
            "name": level.name,
            "rung": level.rung,
            "grade_hint": level.grade_hint,
            "description": level.description,
            "choices": [{"key": one.key, "name": one.name, "choose": one.choose} for one in level.choices],
            "requirements": [_requirement(requirement) for requirement in level.requirements],
        }
    )


def _requirement(requirement: RequirementDocument) -> dict[str, Any]:
    desirable = requirement.importance is not Importance.ESSENTIAL
    return {
        "skill": requirement.skill,
        "level": requirement.level,
        **_without_defaults(
            {
                "importance": requirement.importance.value if desirable else "",
                "weight": requirement.weight if requirement.weight != 1 else None,
                "choice": requirement.choice,
                "source": dict(sorted(requirement.source.items())),
            }
        ),
    }


def _without_defaults(values: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is empty; a UUID becomes text."""
    return {
        key: str(value) if key == "uuid" else value for key, value in values.items() if value not in (None, "", [], {})
    }


def _stem(document: FrameworkDocument) -> str:
    return "-".join(part for part in (document.slug or "framework", document.version) if part)
