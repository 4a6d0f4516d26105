"""Skills by what a file calls them, with the names of their levels."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from waymark.frameworks.models import ScaleLevel, SkillWording
from waymark.frameworks.queries.versions import current
from waymark.frameworks.types import SkillLadder


def skills_by_slug(frameworks: Iterable[str], at: datetime) -> dict[tuple[str, str], SkillLadder]:
    """Return every skill of the versions of some frameworks that hold at ``at``, by framework and skill slug.

    What no framework is called is absent. Two queries.
    """
    rows = SkillWording.objects.filter(
        version__in=current(at).values("pk"), version__framework__slug__in=sorted(set(frameworks))
    )
    return {(one.framework, one.slug): one for one in _ladders(rows)}


def skills_in_versions(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], SkillLadder]:
    """Return (skill id, version id) pairs with what files call them; what does not exist is absent. Two queries."""
    wanted = set(pairs)
    rows = SkillWording.objects.filter(
        skill_id__in={skill_id for skill_id, _ in wanted}, version_id__in={version_id for _, version_id in wanted}
    )
    return {(one.skill_id, one.version_id): one for one in _ladders(rows) if (one.skill_id, one.version_id) in wanted}


def _ladders(rows: QuerySet[SkillWording]) -> list[SkillLadder]:
    columns = ("skill_id", "version_id", "name", "skill__slug", "version__framework__slug", "scale_id")
    found = list(rows.values_list(*columns))
    levels: dict[int, list[str]] = {}
    scales = {row[-1] for row in found}
    for scale_id, name in (
        ScaleLevel.objects.filter(scale_id__in=scales).order_by("rank").values_list("scale_id", "name")
    ):
        levels.setdefault(scale_id, []).append(name)
    return [
        SkillLadder(skill_id, version_id, name, slug, framework, tuple(levels.get(scale_id, ())))
        for skill_id, version_id, name, slug, framework, scale_id in found
    ]
