"""Scales and descriptors: the small tables that several pages read whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import QuerySet

from waymark.frameworks.models import LevelDescriptor, Scale
from waymark.frameworks.types import LevelName, ScaleView


class DescriptorRow(NamedTuple):
    """What a version says of one level of one skill."""

    rank: int
    defined: bool
    text: str
    evidence: str
    learning: str


def scales_by_id(scale_ids: Iterable[int]) -> dict[int, ScaleView]:
    """Return scales with their levels, lowest first, in the order of their versions. One query."""
    rows = (
        Scale.objects.filter(pk__in=set(scale_ids))
        .order_by("version_id", "position", "pk", "levels__rank")
        .values_list("pk", "key", "name", "levels__rank", "levels__name", "levels__description")
    )
    names: dict[int, tuple[str, str]] = {}
    levels: dict[int, list[LevelName]] = {}
    for scale_id, key, name, rank, level, description in rows:
        names[scale_id] = (key, name)
        if rank is not None:
            levels.setdefault(scale_id, []).append(LevelName(rank, level, description))
    return {scale_id: ScaleView(*name, tuple(levels.get(scale_id, ()))) for scale_id, name in names.items()}


def level_name(scale: ScaleView, level: int | None) -> str:
    """Name a level asked for; empty when none is, or when the scale does not go so high."""
    return scale.name_of(level) if level is not None and 1 <= level <= scale.top else ""


def descriptors_by_wording(wordings: Iterable[int] | QuerySet[Any, Any]) -> dict[int, list[DescriptorRow]]:
    """Return the level descriptors of skill wordings (ids, or a query of ids), lowest level first. One query."""
    rows = (
        LevelDescriptor.objects.filter(skill_wording_id__in=wordings)
        .order_by("skill_wording_id", "rank")
        .values_list("skill_wording_id", *DescriptorRow._fields)
    )
    found: dict[int, list[DescriptorRow]] = {}
    for wording_id, *descriptor in rows:
        found.setdefault(wording_id, []).append(DescriptorRow(*descriptor))
    return found
