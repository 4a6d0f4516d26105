"""The map of a framework: families by rung."""

from __future__ import annotations

from waymark.frameworks.models import FamilyWording, RoleLevelWording, RoleWording
from waymark.frameworks.queries.role_levels import IN_ORDER, REF, ref_from
from waymark.frameworks.queries.rungs import rung_names
from waymark.frameworks.queries.versions import version_by_id
from waymark.frameworks.types import FamilyGrid, FrameworkGrid, GridCell, GridRow, RoleLevelRef


def grid(version_id: int) -> FrameworkGrid:
    """Return a version's families, their roles, and each role's levels by rung. Four queries.

    Families without roles and roles without levels are included, in the version's order.

    Raises:
        NotVisible: there is no such version.
    """
    card = version_by_id(version_id)
    families = list(
        FamilyWording.objects.filter(version_id=version_id)
        .order_by("position", "pk")
        .values_list("pk", "family__slug", "name", "summary")
    )
    roles = (
        RoleWording.objects.filter(version_id=version_id)
        .order_by("position", "pk")
        .values_list("family_wording_id", "role_id", "role__slug", "name", "summary")
    )
    levels = RoleLevelWording.objects.filter(version_id=version_id).order_by(*IN_ORDER)
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
