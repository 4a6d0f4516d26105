"""Families, roles and role levels of a draft, as the workbench shows and edits them.

Whoever asks has been let in to the draft already: the door asked for it with ``queries.draft``.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from waymark.frameworks.models import FamilyWording, Requirement, RoleLevelWording, RoleWording
from waymark.frameworks.queries.editing import shown
from waymark.frameworks.rules import seen
from waymark.frameworks.types import (
    DraftFamilies,
    DraftFamily,
    DraftLevel,
    DraftRole,
    DraftRolePlace,
    RoleHanging,
    Shown,
)
from waymark.kernel.errors import NotVisible

ROLE = (
    "name", "summary", "responsibilities", "entry_routes", "next_moves", "role_type", "alternative_labels",
    "hidden_labels",
)  # fmt: skip
"""What a form shows of a role."""
_LEVEL = ("name", "description", "rung", "rung_inferred", "grade_hint")
_ASKED = ("level", "importance", "weight", "choice_id")
LABELS = ("alternative_labels", "hidden_labels")
_PAGE_OF_ROLES = 50


def families(version_id: int, opened: str, page: int) -> DraftFamilies:
    """Return the families of a draft, with one page of the roles of the opened one: the first where none is named.

    Four queries at most, whatever the size of the framework.

    Raises:
        NotVisible: the draft has no family of that slug.
    """
    count = _number(RoleWording, "family_wording")
    rows = list(
        FamilyWording.objects.filter(version_id=version_id)
        .annotate(roles_count=count)
        .order_by("position", "pk")
        .values_list("pk", "family__slug", "name", "roles_count")
    )
    here = next((row for row in rows if row[1] == opened), None)
    if here is None and opened:
        raise NotVisible
    here = here or (rows[0] if rows else None)
    last = len(rows) - 1
    listed = tuple(DraftFamily(slug, name, n, i == 0, i == last) for i, (_, slug, name, n) in enumerate(rows))
    if here is None:
        return DraftFamilies(listed, "", (), 1)
    pages = max(1, -(-here[3] // _PAGE_OF_ROLES))
    return DraftFamilies(listed, here[1], _roles(here[0], page), pages)


def _roles(family_wording_id: int, page: int) -> tuple[DraftRole, ...]:
    siblings = RoleWording.objects.filter(family_wording_id=family_wording_id)
    ends = siblings.aggregate(first=Min("position"), last=Max("position"))
    start = (page - 1) * _PAGE_OF_ROLES
    asked: Any = (
        Requirement.objects.filter(role_level_wording__role_wording=OuterRef("pk"))
        .order_by()
        .values("role_level_wording__role_wording")
        .annotate(number=Count("pk"))
        .values("number")
    )
    rows = (
        siblings.annotate(levels_count=_number(RoleLevelWording, "role_wording"), asked=Coalesce(Subquery(asked), 0))
        .order_by("position", "pk")
        .values_list("role__slug", "name", "levels_count", "asked", "position")[start : start + _PAGE_OF_ROLES]
    )
    return tuple(
        DraftRole(slug, name, levels, requirements, place == ends["first"], place == ends["last"])
        for slug, name, levels, requirements, place in rows
    )


def family_names(version_id: int) -> tuple[tuple[str, str], ...]:
    """Return the slug and the name of each family of a draft, in order. One query."""
    rows = FamilyWording.objects.filter(version_id=version_id).order_by("position", "pk")
    return tuple(rows.values_list("family__slug", "name"))


def family_shown(version_id: int, family: str) -> Shown:
    """Return what a form shows of a family. One query.

    Raises:
        NotVisible: the draft has none of that slug.
    """
    return _shown(FamilyWording.objects.filter(version_id=version_id, family__slug=family).values("name", "summary"))


def family_id(version_id: int, family: str) -> int:
    """Return the id of a family's identity, by which the record knows it. One query.

    Raises:
        NotVisible: the draft has none of that slug.
    """
    return _one(FamilyWording.objects.filter(version_id=version_id, family__slug=family), "family_id")


def role_level_id(version_id: int, role: str, level: str) -> int:
    """Return the id of a role level's identity, by which the record knows it. One query.

    Raises:
        NotVisible: the role has none of that key in the draft.
    """
    rows = RoleLevelWording.objects.filter(version_id=version_id, role_wording__role__slug=role)
    return _one(at_key(rows, role, level), "role_level_id")


def role_spot(version_id: int, role: str) -> tuple[str, int]:
    """Return the slug of the family a role is in, and the page of ``families`` that it is on. Two queries.

    Raises:
        NotVisible: the draft has none of that slug.
    """
    row = (
        RoleWording.objects.filter(version_id=version_id, role__slug=role)
        .values_list("family_wording_id", "family_wording__family__slug", "position")
        .first()
    )
    if row is None:
        raise NotVisible
    before = RoleWording.objects.filter(family_wording_id=row[0], position__lt=row[2]).count()
    return row[1], before // _PAGE_OF_ROLES + 1


def role_shown(version_id: int, role: str) -> Shown:
    """Return what a form shows of a role. One query.

    Raises:
        NotVisible: the draft has none of that slug.
    """
    row = RoleWording.objects.filter(version_id=version_id, role__slug=role).values(*ROLE).first()
    if row is None:
        raise NotVisible
    return shown({name: "\n".join(row[name]) if name in LABELS else row[name] for name in ROLE})


def level_shown(version_id: int, role: str, level: str) -> Shown:
    """Return what a form shows of a role level; its rung is empty where it follows from the name. One query.

    Raises:
        NotVisible: the role has none of that key in the draft.
    """
    rows = RoleLevelWording.objects.filter(version_id=version_id, role_wording__role__slug=role)
    row = at_key(rows, role, level).values("name", "description", "rung", "rung_inferred", "grade_hint").first()
    if row is None:
        raise NotVisible
    return shown(
        {
            "name": row["name"],
            "description": row["description"],
            "rung": "" if row["rung_inferred"] else str(row["rung"]),
            "grade_hint": row["grade_hint"],
        }
    )


def role_place(version_id: int, role: str) -> DraftRolePlace:
    """Return where a role of a draft stands, with its levels in order. Two queries.

    Raises:
        NotVisible: the draft has none of that slug.
    """
    row = (
        RoleWording.objects.filter(version_id=version_id, role__slug=role)
        .values_list("pk", "role_id", "name", "family_wording__family__slug", "family_wording__name")
        .first()
    )
    if row is None:
        raise NotVisible
    pk, role_id, name, family_slug, family_name = row
    levels = list(
        RoleLevelWording.objects.filter(role_wording_id=pk)
        .annotate(asked=_number(Requirement, "role_level_wording"))
        .order_by("position", "pk")
        .values_list("role_level__slug", "name", "rung", "rung_inferred", "grade_hint", "asked")
    )
    last = len(levels) - 1
    return DraftRolePlace(
        id=role_id,
        slug=role,
        name=name,
        family_slug=family_slug,
        family_name=family_name,
        levels=tuple(
            DraftLevel(slug.rpartition("/")[2], called, rung, inferred, hint, asked, i == 0, i == last)
            for i, (slug, called, rung, inferred, hint, asked) in enumerate(levels)
        ),
    )


def family_hanging(version_id: int, family: str) -> RoleHanging:
    """Return what goes with a family. Four queries, which read all of it.

    Raises:
        NotVisible: the draft has none of that slug.
    """
    row = FamilyWording.objects.filter(version_id=version_id, family__slug=family).values_list("pk", "name").first()
    return _hanging(row, RoleWording.objects.filter(family_wording_id=row[0] if row else 0))


def role_hanging(version_id: int, role: str) -> RoleHanging:
    """Return what goes with a role; it counts itself. Four queries, which read all of it.

    Raises:
        NotVisible: the draft has none of that slug.
    """
    row = RoleWording.objects.filter(version_id=version_id, role__slug=role).values_list("pk", "name").first()
    return _hanging(row, RoleWording.objects.filter(pk=row[0] if row else 0))


def _hanging(row: tuple[int, str] | None, roles: QuerySet[RoleWording]) -> RoleHanging:
    if row is None:
        raise NotVisible
    return _goes(row[1], roles, RoleLevelWording.objects.filter(role_wording__in=roles.values("pk")))


def level_hanging(version_id: int, role: str, level: str) -> RoleHanging:
    """Return what goes with a role level; it counts itself. Four queries.

    Raises:
        NotVisible: the role has none of that key in the draft.
    """
    rows = RoleLevelWording.objects.filter(version_id=version_id, role_wording__role__slug=role)
    row = at_key(rows, role, level).values_list("pk", "name", "role_wording__name").first()
    if row is None:
        raise NotVisible
    return _goes(row[1] or row[2], RoleWording.objects.none(), RoleLevelWording.objects.filter(pk=row[0]))


def _goes(name: str, roles: QuerySet[RoleWording], levels: QuerySet[RoleLevelWording]) -> RoleHanging:
    asked = Requirement.objects.filter(role_level_wording__in=levels.values("pk"))
    rows: list[list[Any]] = [
        list(roles.order_by("pk").values_list("role_id", *ROLE)),
        list(levels.order_by("pk").values_list("role_level_id", *_LEVEL)),
        list(asked.order_by("pk").values_list("role_level_wording_id", "skill_wording_id", *_ASKED)),
    ]
    return RoleHanging(name, len(rows[0]), len(rows[1]), len(rows[2]), seen({"name": name, "rows": rows}))


def at_key(levels: QuerySet[RoleLevelWording], role: str, key: str) -> QuerySet[RoleLevelWording]:
    """Narrow levels of one role to the one of a key: the last part of its slug, or the role's whole slug."""
    slugs = [f"{role}/{key}", *([role] if key == role else [])]
    # A role may have both, when a lone level got a name and another of the role's own name came beside it.
    return levels.filter(role_level__slug__in=slugs).order_by("role_level__slug")


def _shown(rows: QuerySet[Any, Any]) -> Shown:
    row = rows.first()
    if row is None:
        raise NotVisible
    return shown(row)


def _one(rows: QuerySet[Any], column: str) -> int:
    pk: int | None = rows.values_list(column, flat=True).first()
    if pk is None:
        raise NotVisible
    return pk


def _number(model: Any, of: str) -> Coalesce:
    rows = model.objects.filter(**{of: OuterRef("pk")}).order_by().values(of)
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)
