"""Scales and descriptors: the small tables that several pages read whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet

from waymark.frameworks import rules
from waymark.frameworks.models import LevelDescriptor, Scale, SkillWording
from waymark.frameworks.queries.versions import best_wordings_first
from waymark.frameworks.types import LevelName, ScaleView, SkillOnScale


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
        .values_list(
            "pk", "key", "name", "kind", "version__framework__slug", "version__title", "version_id", "version__label",
            "levels__rank", "levels__name", "levels__description", "levels__value",
        )
    )  # fmt: skip
    heads: dict[int, tuple[Any, ...]] = {}
    levels: dict[int, list[tuple[int, str, str, Decimal | None]]] = {}
    for scale_id, key, name, kind, *where, rank, level, description, value in rows:
        heads[scale_id] = (key, name, kind, *where)
        levels.setdefault(scale_id, [])
        if rank is not None:
            levels[scale_id].append((rank, level, description, value))
    return {scale_id: _scale(scale_id, head, levels[scale_id]) for scale_id, head in heads.items()}


def skills_on_scales(pairs: Iterable[tuple[int, int]], at: datetime) -> dict[tuple[int, int], SkillOnScale]:
    """Return what (skill id, version id) pairs are measured on, by pair. Two queries, three with a version 0.

    Version 0 stands for the words that hold at ``at``. Pairs that do not exist are absent.
    """
    wanted = set(pairs)
    columns = ("skill_id", "version_id", "skill__slug", "name", "scale_id")
    rows: dict[tuple[int, int], tuple[int, str, str, int]] = {}
    named = {pair for pair in wanted if pair[1]}
    if named:
        wordings = SkillWording.objects.filter(
            skill_id__in={skill_id for skill_id, _ in named}, version_id__in={version_id for _, version_id in named}
        )
        for skill_id, version_id, *rest in wordings.values_list(*columns):
            rows[skill_id, version_id] = (skill_id, *rest)
    now = wanted - named
    if now:
        best = best_wordings_first(SkillWording.objects.filter(skill_id__in={skill_id for skill_id, _ in now}), at)
        for skill_id, _version_id, *rest in best.values_list(*columns):
            rows.setdefault((skill_id, 0), (skill_id, *rest))
    found = {pair: rows[pair] for pair in wanted if pair in rows}
    used = scales_by_id({scale_id for *_, scale_id in found.values()}) if found else {}
    return {pair: SkillOnScale(*row[:3], used[row[3]]) for pair, row in found.items()}


def _scale(scale_id: int, head: tuple[Any, ...], levels: Sequence[tuple[int, str, str, Decimal | None]]) -> ScaleView:
    key, name, kind, framework_slug, framework_title, version_id, version_label = head
    ladder = rules.ladder(kind, [(level, value) for _, level, _, value in levels])
    names = rules.level_titles(ladder)
    return ScaleView(
        key=key,
        name=name,
        levels=tuple(
            LevelName(rank, title, description) for (rank, _, description, _), title in zip(levels, names, strict=True)
        ),
        id=scale_id,
        ladder=ladder,
        framework_slug=framework_slug,
        framework_title=framework_title,
        version_id=version_id,
        version_label=version_label,
    )


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
