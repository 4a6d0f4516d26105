"""The map of a framework: families by rung."""

from __future__ import annotations

from django.db.models import Count

from waymark.frameworks.models import FamilyWording, RoleLevelWording, RoleWording
from waymark.frameworks.queries.role_levels import IN_ORDER, REF, ref_from
from waymark.frameworks.queries.rungs import rung_names
from waymark.frameworks.queries.versions import version_by_id
from waymark.frameworks.types import (
    FamilyGrid,
    FamilyShape,
    FrameworkGrid,
    GridCell,
    GridRow,
    MapShown,
    RoleLevelRef,
)

WHOLE_UP_TO = 300
"""Roles of a framework whose map is shown whole."""
ROLES_A_PAGE = 100
"""Roles of one family that are shown at once of a larger one."""


def map_shown(version_id: int, opened: str = "", page: int = 1) -> MapShown:
    """Return the map of a version: whole up to ``WHOLE_UP_TO`` roles, else a page of the roles of one family.

    Args:
        version_id: which.
        opened: slug of the family of a large framework to show; the first where none has that slug.
        page: of its roles, counted from 1; a page past the last is the last.

    Raises:
        NotVisible: there is no such version.

    Cost: seven queries, whatever the size.
    """
    rungs, families = _shape(version_id)
    if sum(family.roles for family in families) <= WHOLE_UP_TO:
        return MapShown(grid(version_id), rungs, families, "", 1, 1)
    here = next((family for family in families if family.slug == opened), families[0])
    pages = max(1, -(-here.roles // ROLES_A_PAGE))
    page = min(max(page, 1), pages)
    start = (page - 1) * ROLES_A_PAGE
    part = _grid(version_id, here.slug, slice(start, start + ROLES_A_PAGE))
    return MapShown(part, rungs, families, here.slug, page, pages)


def grid(version_id: int) -> FrameworkGrid:
    """Return a version's families, their roles, and each role's levels by rung. Four queries.

    Families without roles and roles without levels are included, in the version's order.

    Raises:
        NotVisible: there is no such version.
    """
    return _grid(version_id, "", slice(None))


def _shape(version_id: int) -> tuple[tuple[int, ...], tuple[FamilyShape, ...]]:
    rows = RoleLevelWording.objects.filter(version_id=version_id).order_by()
    levels: dict[tuple[int, int], int] = {
        (family, rung): number
        for family, rung, number in rows.values_list("role_wording__family_wording", "rung").annotate(Count("pk"))
    }
    rungs = tuple(sorted({rung for _, rung in levels}))
    roles = dict(
        RoleWording.objects.filter(version_id=version_id).order_by().values_list("family_wording").annotate(Count("pk"))
    )
    families = FamilyWording.objects.filter(version_id=version_id).order_by("position", "pk")
    return rungs, tuple(
        FamilyShape(slug, name, roles.get(pk, 0), tuple(levels.get((pk, rung), 0) for rung in rungs))
        for pk, slug, name in families.values_list("pk", "family__slug", "name")
    )


def _grid(version_id: int, family: str, part: slice) -> FrameworkGrid:
    """Return the map of all families, or of a part of the roles of one."""
    card = version_by_id(version_id)
    wordings = FamilyWording.objects.filter(version_id=version_id)
    of_roles = RoleWording.objects.filter(version_id=version_id).order_by("position", "pk")
    levels = RoleLevelWording.objects.filter(version_id=version_id).order_by(*IN_ORDER)
    if family:
        wordings = wordings.filter(family__slug=family)
        of_roles = of_roles.filter(family_wording__family__slug=family)
    families = list(wordings.order_by("position", "pk").values_list("pk", "family__slug", "name", "summary"))
    columns = ("family_wording_id", "role_id", "role__slug", "name", "summary")
    roles = list(of_roles.values_list(*columns)[part])
    if family:
        levels = levels.filter(role_wording__role__in=[role_id for _, role_id, *_ in roles])
    rows = list(levels.values_list("name", *REF))
    refs = [ref_from(*ref) for _, *ref in rows]
    names = rung_names((ref.rung, name, ref.role_name) for (name, *_), ref in zip(rows, refs, strict=True))

    by_place: dict[tuple[int, int], list[RoleLevelRef]] = {}
    for ref in refs:
        by_place.setdefault((ref.role_id, ref.rung), []).append(ref)
    rungs = tuple(sorted(names))
    by_family: dict[int, list[GridRow]] = {}
    for family_wording_id, role_id, slug, name, summary in roles:
        cells = tuple(GridCell(rung, tuple(by_place.get((role_id, rung), ()))) for rung in rungs)
        by_family.setdefault(family_wording_id, []).append(GridRow(slug, name, summary, cells))
    return FrameworkGrid(
        version=card,
        rungs=rungs,
        rung_names=tuple(names[rung] for rung in rungs),
        families=tuple(
            FamilyGrid(slug, name, summary, tuple(by_family.get(pk, ()))) for pk, slug, name, summary in families
        ),
    )
