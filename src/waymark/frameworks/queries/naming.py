"""All that role levels are called, by the standard and by departments."""

from __future__ import annotations

from datetime import datetime

from waymark.frameworks.models import RoleLevelWording
from waymark.frameworks.queries.overlays.shown import local_names
from waymark.frameworks.queries.role_levels import IN_ORDER, REF, ref_from
from waymark.frameworks.queries.versions import current
from waymark.frameworks.types import RoleLevelNames


def role_level_names(at: datetime, within: str | None = None) -> tuple[RoleLevelNames, ...]:
    """Return every role level of all current versions with all that it is called, in the frameworks' order.

    Another name of a role, also one that is only searched, gives each of its levels another name. One query.

    Args:
        at: when.
        within: path of an organisation: what it and those within it call them counts as well. One query more.
    """
    local_roles, local_levels = local_names(within) if within is not None else ({}, {})
    rows = RoleLevelWording.objects.filter(version__in=current(at).values("pk")).order_by(*IN_ORDER)
    found = []
    for hint, alternative, hidden, *row in rows.values_list(
        "grade_hint", "role_wording__alternative_labels", "role_wording__hidden_labels", *REF
    ):
        ref = ref_from(*row)
        name, title = ref.role_name.casefold(), ref.title.casefold()
        labels = (*alternative, *hidden, *local_roles.get(ref.role_slug, ()))
        others = tuple(title.replace(name, label.casefold()) for label in labels if name in title)
        found.append(RoleLevelNames(ref, hint, (ref.title, *others, *local_levels.get(ref.id, ()))))
    return tuple(found)
