"""A document as the rows of our template."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from waymark_formats.framework import (
    FrameworkDocument,
    Importance,
    RoleDocument,
    RoleLevelDocument,
    ScaleDocument,
    ScaleKind,
    SkillDocument,
    SkillKind,
)
from waymark_formats.sheets.template import columns
from waymark_formats.sheets.template.columns import Form

Row = tuple[object, ...]
"""Cells in the order of the sheet's columns; None is a blank one."""


def tables(document: FrameworkDocument) -> Iterator[tuple[Form, Iterator[Row]]]:
    """Yield each sheet with its rows."""
    yield columns.FRAMEWORK, _framework(document)
    yield columns.SCALES, (row for scale in document.scales for row in _scale(scale))
    yield columns.SKILLS, map(_skill, document.skills)
    yield columns.LEVELS, (row for skill in document.skills for row in _levels(skill))
    yield columns.FAMILIES, ((one.key, one.name, one.summary, one.uuid) for one in document.families)
    yield columns.ROLES, (_role(role, family.key) for family in document.families for role in family.roles)
    yield (
        columns.ROLE_LEVELS,
        (
            (one.key, role.key, one.name, one.description, one.rung, one.grade_hint, one.uuid)
            for role, one in _role_levels(document)
        ),
    )
    yield (
        columns.CHOICES,
        (
            (choice.key, role.key, one.key, choice.name, choice.choose)
            for role, one in _role_levels(document)
            for choice in one.choices
        ),
    )
    yield columns.REQUIREMENTS, (row for role, one in _role_levels(document) for row in _requirements(role, one))
    yield (
        columns.RELATIONS,
        (
            (one.skill, one.kind.value, one.to, one.uri, one.title, one.uuid, _words(one.source))
            for one in document.relations
        ),
    )


def _framework(document: FrameworkDocument) -> Iterator[Row]:
    values = (
        document.title,
        document.slug,
        document.summary,
        document.profession,
        document.licence,
        document.attribution,
        document.version,
        document.effective_from.isoformat() if document.effective_from else None,
        document.notes,
        document.uuid,
        document.version_uuid,
        _words(document.source),
    )
    return zip(columns.PROPERTIES, values, strict=True)


def _scale(scale: ScaleDocument) -> Iterator[Row]:
    kind = None if scale.kind is ScaleKind.LABELS else scale.kind.value
    if not scale.levels:
        yield scale.key, scale.name, kind, None, None, None, None
    for level in scale.levels:
        value = None if level.value is None else f"{level.value.normalize():f}"
        yield scale.key, scale.name, kind, level.rank, level.name, level.description, value


def _skill(skill: SkillDocument) -> Row:
    kind = None if skill.kind is SkillKind.TECHNICAL else skill.kind.value
    labels = _labels(skill.alternative_labels), _labels(skill.hidden_labels)
    about = skill.key, skill.name, kind, skill.scale, skill.parent, skill.code, skill.summary
    return *about, *labels, skill.uuid, _words(skill.source)


def _levels(skill: SkillDocument) -> Iterator[Row]:
    for rank, text in sorted(skill.descriptors.items()):
        undefined = "yes" if text is None else None
        yield skill.key, rank, text, undefined, skill.evidence.get(rank), skill.learning.get(rank)


def _role(role: RoleDocument, family: str) -> Row:
    texts = role.role_type, role.summary, role.responsibilities, role.entry_routes, role.next_moves
    labels = _labels(role.alternative_labels), _labels(role.hidden_labels)
    return role.key, role.name, family, *texts, *labels, role.uuid


def _role_levels(document: FrameworkDocument) -> Iterator[tuple[RoleDocument, RoleLevelDocument]]:
    for family in document.families:
        for role in family.roles:
            for level in role.levels:
                yield role, level


def _requirements(role: RoleDocument, level: RoleLevelDocument) -> Iterator[Row]:
    for one in level.requirements:
        importance = None if one.importance is Importance.ESSENTIAL else one.importance.value
        weight = None if one.weight == 1 else one.weight
        yield role.key, level.key, one.skill, one.level, importance, weight, one.choice, _words(one.source)


def _labels(labels: Sequence[str]) -> str:
    """Return labels one on each line; as a JSON list where that would not give them back."""
    text = "\n".join(labels)
    return text if tuple(lines(text)) == tuple(labels) else json.dumps(list(labels), ensure_ascii=False)


def lines(text: str) -> list[str]:
    """Return the lines that say something, without the white space around them; none where it looks like JSON."""
    if text.lstrip().startswith("["):
        return []
    return [line.strip() for line in text.split("\n") if line.strip()]


def _words(found: Mapping[str, str]) -> str | None:
    return json.dumps(dict(sorted(found.items())), ensure_ascii=False) if found else None
