"""The grades that are usual for a role level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import DateField, Q, QuerySet, Subquery, Value

from waymark.organisation import queries as organisation
from waymark.reporting import rules
from waymark.reporting.models import ObservedCount, Snapshot
from waymark.reporting.queries.profiles import rules_from, rules_in_force
from waymark.reporting.types import LevelGrades, ObservedGrades

_COLUMNS = (
    "role_level_id",
    "organisation_id",
    "organisation__name",
    "grade__name",
    "grade__rank",
    "grade__band__rank",
    "band__name",
    "band__rank",
    "posts",
    "moved_on",
    "shared_on",
    "snapshot__at",
    "profile",
)
NOT_COUNTED = LevelGrades(ObservedGrades())
"""Of a role level to which no post is mapped, or before anything was counted."""


def observed_grades(role_level_ids: Iterable[int], at: datetime, path: str = "") -> dict[int, LevelGrades]:
    """Return the grades observed on role levels, as the profile in force lets them be shown. One query.

    They are those of the latest snapshot. Every role level asked for is in the answer.

    Args:
        role_level_ids: which.
        at: when.
        path: of the organisation that whoever asks works in; empty for the public. Figures of one department are for
            those who work there, and where the rest is large enough (``rules.part_is_safe``). Where it has no post
            the answer is the same as where it has few.
    """
    wanted = set(role_level_ids)
    of_level: dict[int, list[Any]] = defaultdict(list)
    for row in _rows(wanted, at, path):
        of_level[row[0]].append(row)
    return {pk: _level(of_level[pk], inside=bool(path)) if pk in of_level else NOT_COUNTED for pk in wanted}


def _rows(role_level_ids: set[int], at: datetime, path: str) -> QuerySet[ObservedCount, Any]:
    latest = Snapshot.objects.filter(at__lte=at).order_by("-month").values("pk")[:1]
    whose = Q(organisation=None)
    changed: dict[str, Any] = {name: Value(None, output_field=DateField()) for name in ("moved_on", "shared_on")}
    if department := "/".join(path.split("/")[:2]):
        whose |= Q(organisation__path=f"{department}/")
        days = organisation.days_reshaped(f"{department}/")
        changed = {name: Subquery(found[:1]) for name, found in zip(changed, days, strict=True)}
    rows = ObservedCount.objects.filter(whose, role_level_id__in=role_level_ids, snapshot_id=Subquery(latest))
    return rows.annotate(profile=rules_in_force(at), **changed).order_by("pk").values_list(*_COLUMNS)


def _level(rows: list[Any], *, inside: bool) -> LevelGrades:
    *_counts, moved_on, shared_on, at, found = rows[0]
    if found is None:  # no profile holds: nothing is shown
        return NOT_COUNTED
    says, name, day = rules_from(found), found["name"], rules.day_of(at)
    everywhere = [_counted(row) for row in rows if row[1] is None]
    own = [_counted(row) for row in rows if row[1] is not None]
    shown = rules.observed(everywhere, says, profile=name, counted_on=day)
    if not inside:
        return LevelGrades(shown)
    of_own = rules.observed(
        own if rules.part_is_safe(own, everywhere, says) else (), says, profile=name, counted_on=day
    )
    if not of_own.usual:  # in the same words where it has no post, few posts, or all of them
        return LevelGrades(shown, of_own)
    changed_on = max((one for one in (moved_on, shared_on) if one and one > day), default=None)
    return LevelGrades(shown, of_own, next(row[2] for row in rows if row[1] is not None), changed_on)


def _counted(row: Any) -> rules.Counted:
    _level_id, _organisation_id, _organisation, grade, rank, band_of_grade, band, band_rank, posts, *_more = row
    if grade is not None:
        return rules.Counted(grade, (band_of_grade or 0, rank), posts)
    return rules.Counted(band or "", (band_rank or 0, 0), posts)
