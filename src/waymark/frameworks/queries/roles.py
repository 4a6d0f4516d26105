"""A role with all its levels."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from waymark.frameworks.models import RoleLevelWording, RoleWording
from waymark.frameworks.queries.role_levels import views_and_scales
from waymark.frameworks.queries.versions import best_wordings_first, card_fields, card_from
from waymark.frameworks.types import RolePage
from waymark.kernel.errors import NotVisible

_SAME_NAME = ("name", "summary", "responsibilities", "entry_routes", "next_moves", "role_type")


def role(slug: str, at: datetime) -> RolePage:
    """Return a role with its levels, junior first, and what each asks for. Five queries.

    In the words of the current version, or, with ``current`` False, of the last version that had the role.

    Raises:
        NotVisible: no version that holds at ``at`` has ever had it.
    """
    row = best_wordings_first(RoleWording.objects.filter(role__slug=slug), at).values(*_columns(), "is_current").first()
    if row is None:
        raise NotVisible
    return _page(row, current=bool(row["is_current"]))


def role_of_version(version_id: int, slug: str) -> RolePage:
    """Return a role as one version words it, drafts included: whoever asks was let in to it. Five queries.

    Raises:
        NotVisible: the version has no such role.
    """
    row = RoleWording.objects.filter(version_id=version_id, role__slug=slug).values(*_columns()).first()
    if row is None:
        raise NotVisible
    return _page(row, current=False)


def _columns() -> tuple[str, ...]:
    return (
        "pk",
        "role_id",
        "role__uuid",
        "role__slug",
        "family_wording__name",
        "family_wording__family__slug",
        "alternative_labels",
        *_SAME_NAME,
        *card_fields("version__"),
    )


def _page(row: dict[str, Any], *, current: bool) -> RolePage:
    levels, scales = views_and_scales(RoleLevelWording.objects.filter(role_wording_id=row["pk"]), current=current)
    return RolePage(
        id=row["role_id"],
        uuid=row["role__uuid"],
        slug=row["role__slug"],
        family_name=row["family_wording__name"],
        family_slug=row["family_wording__family__slug"],
        alternative_labels=tuple(row["alternative_labels"]),
        levels=levels,
        scales=scales,
        version=card_from(row, "version__"),
        current=current,
        **{name: row[name] for name in _SAME_NAME},
    )
