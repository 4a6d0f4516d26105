"""Who a thing is that an author adds to a draft.

As in an import: an identity of the framework that this draft does not have and that was called so once, or whose slug
the name asks for, is taken up again; else a new one begins.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Model

from waymark.frameworks.models import (
    FamilyWording,
    JobFamily,
    Role,
    RoleLevel,
    RoleLevelWording,
    RoleWording,
    Skill,
    SkillWording,
    Version,
)
from waymark.kernel.ids import RESERVED_SLUGS, derived_uuid, free_slug, new_uuid, slugify
from waymark.kernel.text import folded, sort_key


def family_called(version: Version, name: str) -> JobFamily:
    """Return the family of that name for a draft that has none. At most five queries."""
    framework = version.framework
    free = JobFamily.objects.filter(framework=framework).exclude(
        pk__in=FamilyWording.objects.filter(version=version).values("family")
    )
    once = FamilyWording.objects.filter(family__in=free.values("pk")).order_by("-version_id", "pk")
    for pk, called in once.values_list("family_id", "name"):
        if folded(called) == folded(name):
            return JobFamily.objects.get(pk=pk)
    wanted = slugify(name)
    if (known := free.filter(slug=wanted).first()) is not None:
        return known
    taken = JobFamily.objects.filter(framework=framework, slug__startswith=wanted)
    slug = _free(wanted, set(taken.values_list("slug", flat=True)), framework.slug)
    uuid = _uuid(JobFamily, "family", framework.slug, slug)
    return JobFamily.objects.create(uuid=uuid, framework=framework, slug=slug)


def role_called(version: Version, name: str) -> Role:
    """Return the role of that name for a draft that has none. At most five queries."""
    framework = version.framework
    free = Role.objects.filter(framework=framework).exclude(
        pk__in=RoleWording.objects.filter(version=version).values("role")
    )
    once = RoleWording.objects.filter(role__in=free.values("pk"), sort_key=sort_key(name)).order_by("-version_id", "pk")
    if (pk := once.values_list("role_id", flat=True).first()) is not None:
        return Role.objects.get(pk=pk)
    wanted = slugify(name)
    if (known := free.filter(slug=wanted).first()) is not None:
        return known
    taken = Role.objects.filter(slug__startswith=wanted)
    slug = _free(wanted, set(taken.values_list("slug", flat=True)), framework.slug)
    return Role.objects.create(uuid=_uuid(Role, "role", framework.slug, slug), framework=framework, slug=slug)


def role_level_called(version: Version, role: Role, name: str) -> RoleLevel:
    """Return the level of that name (empty for a lone one) of a role that has none in a draft. At most six queries.

    One whose key another level of the draft has (``analyst`` of a lone level, beside ``analyst/analyst``) is another
    one: forms call levels by their keys.
    """
    worded = RoleLevelWording.objects.filter(version=version, role_level__role=role).values_list(
        "role_level_id", "role_level__slug"
    )
    here, called_so = {pk for pk, _slug in worded}, {slug.rpartition("/")[2] for _pk, slug in worded}
    rest = RoleLevel.objects.filter(role=role).exclude(pk__in=here).values_list("pk", "slug")
    free = RoleLevel.objects.filter(pk__in=[pk for pk, slug in rest if slug.rpartition("/")[2] not in called_so])
    if name:
        once = RoleLevelWording.objects.filter(role_level__in=free.values("pk")).order_by("-version_id", "pk")
        for pk, called in once.values_list("role_level_id", "name"):
            if folded(called) == folded(name):
                return RoleLevel.objects.get(pk=pk)
    wanted = slugify(name) if name else role.slug
    full = f"{role.slug}/{wanted}" if name else role.slug
    if (known := free.filter(slug=full).first()) is not None:
        return known
    if name:
        taken = {slug.rpartition("/")[2] for slug in RoleLevel.objects.filter(role=role).values_list("slug", flat=True)}
        wanted = _free(wanted, taken, version.framework.slug)
        full = f"{role.slug}/{wanted}"
    uuid = _uuid(RoleLevel, "role_level", version.framework.slug, role.slug, wanted if name else "")
    return RoleLevel.objects.create(uuid=uuid, role=role, slug=full)


def skill_called(version: Version, name: str) -> Skill:
    """Return the skill of that name for a draft that has none. At most five queries."""
    framework = version.framework
    free = Skill.objects.filter(framework=framework).exclude(
        pk__in=SkillWording.objects.filter(version=version).values("skill")
    )
    once = SkillWording.objects.filter(skill__in=free.values("pk"), sort_key=sort_key(name)).order_by(
        "-version_id", "pk"
    )
    for pk, called in once.values_list("skill_id", "name"):
        if folded(called) == folded(name):
            return Skill.objects.get(pk=pk)
    wanted = slugify(name)
    if (known := free.filter(slug=wanted).first()) is not None:
        return known
    taken = Skill.objects.filter(slug__startswith=wanted)
    slug = _free(wanted, set(taken.values_list("slug", flat=True)), framework.slug)
    return Skill.objects.create(uuid=_uuid(Skill, "skill", framework.slug, slug), framework=framework, slug=slug)


def _free(wanted: str, taken: set[str], framework_slug: str) -> str:
    return free_slug(wanted, taken=taken | RESERVED_SLUGS, suffix=framework_slug[:36].strip("-"))


def _uuid(model: type[Model], *path: str) -> UUID:
    derived = derived_uuid(*path)
    things: Any = model._default_manager
    return new_uuid() if things.filter(uuid=derived).exists() else derived
