"""A whole version as a document: what exporters write and what the difference compares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils import timezone

from waymark.frameworks.models import (
    Choice,
    FamilyWording,
    LevelDescriptor,
    Relation,
    Requirement,
    RoleLevelWording,
    RoleWording,
    Scale,
    ScaleLevel,
    SkillWording,
    Version,
)
from waymark.frameworks.queries.versions import version_by_id
from waymark.organisation import queries as organisation
from waymark_formats.framework import (
    ChoiceDocument,
    FamilyDocument,
    FrameworkDocument,
    Importance,
    RelationDocument,
    RelationKind,
    RequirementDocument,
    RoleDocument,
    RoleLevelDocument,
    ScaleDocument,
    ScaleKind,
    SkillDocument,
    SkillKind,
)
from waymark_formats.framework import ScaleLevel as LevelOfScale

_ROLE = ("name", "summary", "responsibilities", "entry_routes", "next_moves", "role_type")


@dataclass(frozen=True, slots=True)
class Part:
    """What to read of a version: identities, whose wordings come whole. Families come anyway."""

    skills: Set[int]
    """With every skill that the role levels ask for. What relates to others comes without relations to them."""
    roles: Set[int]
    """With those of the role levels."""
    role_levels: Set[int]


def document(version_id: int, part: Part | None = None) -> FrameworkDocument:
    """Return a version, or a part of it, as a document, loss-free: its text to the letter, and every UUID.

    Twelve queries. Keys are slugs. A rung that was inferred is given as None, as the source had it; a skill on the
    version's first scale names no scale.

    Raises:
        NotVisible: there is no such version.
    """
    card = version_by_id(version_id)
    owner = organisation.profession_by_id(card.profession_id).slug if card.profession_id is not None else ""
    scale_keys, scales = _scales(version_id)
    skill_keys, skills = _skills(version_id, scale_keys, part)
    return FrameworkDocument(
        title=card.title,
        families=_families(version_id, skill_keys, part),
        skills=skills,
        scales=scales,
        slug=card.framework_slug,
        summary=card.summary,
        profession=owner,
        licence=card.licence,
        attribution=card.attribution,
        version=card.label,
        effective_from=timezone.localdate(card.effective_from) if card.effective_from else None,
        notes=card.notes,
        uuid=card.framework_uuid,
        version_uuid=card.uuid,
        relations=_relations(version_id, skill_keys, part),
        source=Version.objects.values_list("source", flat=True).get(pk=version_id),
    )


def _rows(
    model: type[Model], version_id: int, *columns: str, order: str = "position", **only: Set[int] | None
) -> list[tuple[Any, ...]]:
    """``only``: which identities, by the path to them; None: all."""
    rows = model._default_manager.filter(version_id=version_id).order_by(order, "pk")
    narrowed = {f"{path}__in": ids for path, ids in only.items() if ids is not None}
    return list(rows.filter(**narrowed).values_list(*columns))


def _scales(version_id: int) -> tuple[dict[int, str], tuple[ScaleDocument, ...]]:
    """Return what skills call each scale (nothing for the first), and the scales."""
    levels: dict[int, list[LevelOfScale]] = defaultdict(list)
    columns = ("scale_id", "rank", "name", "description", "value")
    for scale_id, rank, name, description, value in _rows(ScaleLevel, version_id, *columns, order="rank"):
        levels[scale_id].append(LevelOfScale(rank, name, description, value))
    rows = _rows(Scale, version_id, "pk", "key", "name", "kind")
    keys = {pk: key if number else "" for number, (pk, key, *_) in enumerate(rows)}
    return keys, tuple(ScaleDocument(key, name, tuple(levels[pk]), ScaleKind(kind)) for pk, key, name, kind in rows)


def _skills(
    version_id: int, scale_keys: dict[int, str], part: Part | None
) -> tuple[dict[int, str], tuple[SkillDocument, ...]]:
    """Return the key of each skill wording, and the skills."""
    chosen = part.skills if part else None
    texts: dict[int, dict[int, str | None]] = defaultdict(dict)
    evidence: dict[int, dict[int, str]] = defaultdict(dict)
    learning: dict[int, dict[int, str]] = defaultdict(dict)
    described = _rows(
        LevelDescriptor, version_id, "skill_wording_id", "rank", "defined", "text", "evidence", "learning",
        order="rank", skill_wording__skill_id=chosen,
    )  # fmt: skip
    for wording_id, rank, defined, text, good_evidence, usual_learning in described:
        texts[wording_id][rank] = text if defined else None
        if good_evidence:
            evidence[wording_id][rank] = good_evidence
        if usual_learning:
            learning[wording_id][rank] = usual_learning
    rows = _rows(
        SkillWording, version_id, "pk", "skill__slug", "skill__uuid", "name", "summary", "kind", "scale_id",
        "parent__skill__slug", "code", "alternative_labels", "hidden_labels", "source", skill_id=chosen,
    )  # fmt: skip
    keys: dict[int, str] = {row[0]: row[1] for row in rows}
    skills = tuple(
        SkillDocument(
            key=slug,
            name=name,
            summary=summary,
            kind=SkillKind(kind),
            scale=scale_keys[scale_id],
            parent=parent or "",
            code=code,
            alternative_labels=tuple(labels),
            hidden_labels=tuple(hidden),
            descriptors=texts.get(pk, {}),
            evidence=evidence.get(pk, {}),
            learning=learning.get(pk, {}),
            uuid=uuid,
            source=source,
        )
        for pk, slug, uuid, name, summary, kind, scale_id, parent, code, labels, hidden, source in rows
    )
    return keys, skills


def _relations(version_id: int, skill_keys: dict[int, str], part: Part | None) -> tuple[RelationDocument, ...]:
    columns = ("skill_wording_id", "kind", "target_id", "uri", "title", "uuid", "source")
    rows = _rows(Relation, version_id, *columns, skill_wording__skill_id=part.skills if part else None)
    return tuple(
        RelationDocument(
            skill_keys[skill_id], RelationKind(kind), skill_keys.get(target_id, ""), uri, title, uuid, source
        )
        for skill_id, kind, target_id, uri, title, uuid, source in rows
        if target_id is None or target_id in skill_keys
    )


def _families(version_id: int, skill_keys: dict[int, str], part: Part | None) -> tuple[FamilyDocument, ...]:
    levels = _role_levels(version_id, skill_keys, part)
    roles: dict[int, list[RoleDocument]] = defaultdict(list)
    for pk, family_id, slug, uuid, labels, hidden, *words in _rows(
        RoleWording, version_id, "pk", "family_wording_id", "role__slug", "role__uuid", "alternative_labels",
        "hidden_labels", *_ROLE, role_id=part.roles if part else None,
    ):  # fmt: skip
        roles[family_id].append(
            RoleDocument(
                key=slug,
                alternative_labels=tuple(labels),
                hidden_labels=tuple(hidden),
                levels=tuple(levels[pk]),
                uuid=uuid,
                **dict(zip(_ROLE, words, strict=True)),
            )
        )
    return tuple(
        FamilyDocument(key=slug, name=name, summary=summary, roles=tuple(roles[pk]), uuid=uuid)
        for pk, slug, uuid, name, summary in _rows(
            FamilyWording, version_id, "pk", "family__slug", "family__uuid", "name", "summary"
        )
    )


def _role_levels(version_id: int, skill_keys: dict[int, str], part: Part | None) -> dict[int, list[RoleLevelDocument]]:
    """Return role levels by role wording."""
    chosen = part.role_levels if part else None
    choices: dict[int, list[ChoiceDocument]] = defaultdict(list)
    for level_id, *choice in _rows(
        Choice,
        version_id,
        "role_level_wording_id",
        "key",
        "name",
        "choose",
        order="pk",
        role_level_wording__role_level_id=chosen,
    ):
        choices[level_id].append(ChoiceDocument(*choice))
    requirements: dict[int, list[RequirementDocument]] = defaultdict(list)
    for level_id, skill_wording_id, level, importance, weight, choice_key, source in _rows(
        Requirement, version_id, "role_level_wording_id", "skill_wording_id", "level", "importance", "weight",
        "choice__key", "source", role_level_wording__role_level_id=chosen,
    ):  # fmt: skip
        requirements[level_id].append(
            RequirementDocument(
                skill=skill_keys[skill_wording_id],
                level=level,
                importance=Importance(importance),
                weight=weight,
                choice=choice_key or "",
                source=source,
            )
        )
    levels: dict[int, list[RoleLevelDocument]] = defaultdict(list)
    for pk, role_id, slug, uuid, name, description, rung, inferred, grade_hint in _rows(
        RoleLevelWording, version_id, "pk", "role_wording_id", "role_level__slug", "role_level__uuid", "name",
        "description", "rung", "rung_inferred", "grade_hint", role_level_id=chosen,
    ):  # fmt: skip
        levels[role_id].append(
            RoleLevelDocument(
                key=slug.rpartition("/")[2],
                name=name,
                description=description,
                rung=None if inferred else rung,
                grade_hint=grade_hint,
                requirements=tuple(requirements[pk]),
                choices=tuple(choices[pk]),
                uuid=uuid,
            )
        )
    return levels
