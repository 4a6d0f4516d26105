"""What hangs on a role level goes with it."""

from __future__ import annotations

from django.db.models import QuerySet

from waymark.frameworks.models import Choice, Requirement, RoleLevelWording


def take_out_levels(levels: QuerySet[RoleLevelWording]) -> None:
    """Delete role levels of a draft with all they ask. Four statements, however many there are.

    The ids are read first: PostgreSQL and SQLite both plan the three deletions worse through joins.
    """
    ids = list(levels.order_by().values_list("pk", flat=True))
    for start in range(0, len(ids), 5_000):
        some = ids[start : start + 5_000]
        Requirement.objects.filter(role_level_wording_id__in=some).delete()
        Choice.objects.filter(role_level_wording_id__in=some).delete()
        RoleLevelWording.objects.filter(pk__in=some).delete()
