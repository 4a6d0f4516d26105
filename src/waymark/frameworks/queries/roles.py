"""A role with all its levels."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Subquery

from waymark.frameworks.models import RoleLevelWording, RoleWording
from waymark.frameworks.queries.role_levels import IN_ORDER, REF, VIEW, assembled, views_and_scales
from waymark.frameworks.queries.versions import best_wordings_first, card_fields, card_from
from waymark.frameworks.types import RoleLevelView, RolePage, ScaleView
from waymark.kernel.errors import NotVisible

_SAME_NAME = ("name", "summary", "responsibilities", "entry_routes", "next_moves", "role_type")


def role(slug: str, at: datetime) -> RolePage:
    """Return a role with its levels, junior first, and what each asks for. Three queries; six where it has no level.

    In the words of the current version, or, with ``current`` False, of the last version that had the role.

    Raises:
        NotVisible: no version that holds at ``at`` has ever had it.
    """
    best = best_wordings_first(RoleWording.objects.filter(role__slug=slug), at)
    found = RoleLevelWording.objects.filter(role_wording_id=Subquery(best.values("pk")[:1]))
    rows = list(
        best_wordings_first(found, at)
        .order_by(*IN_ORDER)
        .values(*_columns("role_wording__"), *REF, *VIEW, "is_current")
    )
    if rows:
        is_current = bool(rows[0]["is_current"])
        levels = [[row[name] for name in (*REF, *VIEW)] for row in rows]
        views, scales = assembled(levels, [row["id"] for row in rows], current=is_current, few=True)
        return _page(rows[0], views, scales, current=is_current, prefix="role_wording__")
    row = best.values(*_columns(), "is_current").first()
    if row is None:
        raise NotVisible
    return _with_levels(row, current=bool(row["is_current"]))


def role_of_version(version_id: int, slug: str) -> RolePage:
    """Return a role as one version words it, drafts included: whoever asks was let in to it. Five queries.

    Raises:
        NotVisible: the version has no such role.
    """
    row = RoleWording.objects.filter(version_id=version_id, role__slug=slug).values(*_columns()).first()
    if row is None:
        raise NotVisible
    return _with_levels(row, current=False)


def _columns(prefix: str = "") -> tuple[str, ...]:
    own = (
        "id",
        "role_id",
        "role__uuid",
        "role__slug",
        "family_wording__name",
        "family_wording__family__slug",
        "alternative_labels",
        *_SAME_NAME,
    )
    return (*(prefix + column for column in own), *card_fields("version__"))


def _with_levels(row: dict[str, Any], *, current: bool) -> RolePage:
    wordings = RoleLevelWording.objects.filter(role_wording_id=row["id"])
    return _page(row, *views_and_scales(wordings, current=current), current=current)


def _page(
    row: dict[str, Any],
    levels: tuple[RoleLevelView, ...],
    scales: tuple[ScaleView, ...],
    *,
    current: bool,
    prefix: str = "",
) -> RolePage:
    return RolePage(
        id=row[f"{prefix}role_id"],
        uuid=row[f"{prefix}role__uuid"],
        slug=row[f"{prefix}role__slug"],
        family_name=row[f"{prefix}family_wording__name"],
        family_slug=row[f"{prefix}family_wording__family__slug"],
        alternative_labels=tuple(row[f"{prefix}alternative_labels"]),
        levels=levels,
        scales=scales,
        version=card_from(row, "version__"),
        current=current,
        **{name: row[prefix + name] for name in _SAME_NAME},
    )
