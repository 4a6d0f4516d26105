"""The enduring identities of a framework, as matching needs them, and what is taken on the whole site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Model

from waymark.frameworks import rules
from waymark.frameworks.models import (
    FamilyWording,
    Framework,
    JobFamily,
    Role,
    RoleLevel,
    RoleLevelWording,
    RoleWording,
    Skill,
    SkillWording,
    Version,
)
from waymark_formats.framework import FrameworkDocument


def identities(document: FrameworkDocument, framework_id: int | None) -> rules.Identities:
    """Return what the framework has (nothing when it is new) and what the document cannot take."""
    return rules.Identities(
        families=_known(JobFamily, FamilyWording, "family", framework_id),
        roles=_known(Role, RoleWording, "role", framework_id),
        role_levels=_known(RoleLevel, RoleLevelWording, "role_level", framework_id),
        skills=_known(Skill, SkillWording, "skill", framework_id),
        role_slugs=frozenset(Role.objects.values_list("slug", flat=True)),
        skill_slugs=frozenset(Skill.objects.values_list("slug", flat=True)),
        uuids=frozenset(_taken(list(_uuids(document)))),
    )


def _known(model: type[Model], wording: type[Model], name: str, framework_id: int | None) -> tuple[rules.Known, ...]:
    if framework_id is None:
        return ()
    path = "role__framework" if model is RoleLevel else "framework"
    names: dict[int, dict[str, None]] = {}
    rows: Any = wording._default_manager.filter(version__framework=framework_id).order_by("-version_id", "pk")
    for pk, text in rows.values_list(f"{name}_id", "name"):
        names.setdefault(pk, {})[text] = None
    columns = ("pk", "uuid", "slug", *(("role_id",) if model is RoleLevel else ()))
    things: Any = model._default_manager.filter(**{path: framework_id}).order_by("pk").values_list(*columns)
    return tuple(
        rules.Known(pk, uuid, slug, tuple(names.get(pk, ())), parent[0] if parent else 0)
        for pk, uuid, slug, *parent in things
    )


def _uuids(document: FrameworkDocument) -> Iterator[UUID]:
    found = [document.uuid, document.version_uuid, *(skill.uuid for skill in document.skills)]
    for family in document.families:
        found.append(family.uuid)
        for role in family.roles:
            found.append(role.uuid)
            found.extend(level.uuid for level in role.levels)
    return (uuid for uuid in found if uuid is not None)


def _taken(uuids: list[UUID]) -> Iterable[UUID]:
    """Return those of ``uuids`` that something on the site already has."""
    found: set[UUID] = set()
    models: tuple[type[Model], ...] = (Framework, Version, JobFamily, Role, RoleLevel, Skill)
    for model in models:
        for start in range(0, len(uuids), 1000):
            rows = model._default_manager.filter(uuid__in=uuids[start : start + 1000])
            found.update(rows.values_list("uuid", flat=True))
    return found
