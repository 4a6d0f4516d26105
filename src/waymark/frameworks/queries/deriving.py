"""What a draft may take over from a published framework, and where what it took over comes from.

Whoever asks has been let in to the draft already: the door asked for it with ``queries.draft``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from waymark.frameworks import rules
from waymark.frameworks.models import LevelDescriptor, Relation, Requirement, RoleWording, SkillWording
from waymark.frameworks.queries import scales
from waymark.frameworks.queries.versions import current
from waymark.frameworks.types import DerivableRole, DerivableSkill, Derivation
from waymark.kernel.text import folded, sort_key
from waymark_formats.framework import RelationKind

_PAGE = 50


def derived_already(version_id: int) -> dict[UUID, UUID]:
    """Return the UUID of each skill that a draft took over, by the UUID of where it comes from. One query."""
    rows = _derived(version_id).values_list(f"source__{rules.DERIVED_FROM}", "skill_wording__skill__uuid")
    return {UUID(origin): uuid for origin, uuid in rows}


def derivable_skills(
    version_id: int, source_id: int, words: str, page: int
) -> tuple[tuple[DerivableSkill, ...], int, int]:
    """Return one page of the skills of a published version, by name; how many pages; how many skills. Three queries.

    ``words`` narrows to names that have them all; empty for every skill.
    """
    rows = _named(SkillWording.objects.filter(version_id=source_id), words)
    count = rows.count()
    derived = derived_already(version_id)
    start = (page - 1) * _PAGE
    found = rows.order_by("sort_key", "pk").values_list("skill__uuid", "skill__slug", "name", "summary")
    return (
        tuple(
            DerivableSkill(slug, name, text, uuid in derived) for uuid, slug, name, text in found[start : start + _PAGE]
        ),
        _pages(count),
        count,
    )


def derivable_roles(source_id: int, words: str, page: int) -> tuple[tuple[DerivableRole, ...], int, int]:
    """Return one page of the roles of a published version, by name; how many pages; how many roles. Two queries."""
    rows = _named(RoleWording.objects.filter(version_id=source_id), words)
    count = rows.count()
    asked: Any = (
        Requirement.objects.filter(role_level_wording__role_wording=OuterRef("pk"))
        .order_by()
        .values("role_level_wording__role_wording")
        .annotate(number=Count("skill_wording", distinct=True))
        .values("number")
    )
    start = (page - 1) * _PAGE
    found = (
        rows.annotate(asked=Coalesce(Subquery(asked), 0))
        .order_by("sort_key", "pk")
        .values_list("role__slug", "name", "family_wording__name", "asked")[start : start + _PAGE]
    )
    return tuple(DerivableRole(*row) for row in found), _pages(count), count


def derivation(version_id: int, skill: str, at: datetime) -> Derivation | None:
    """Return where a skill of a draft comes from, with the wording that is current there. Five queries at most.

    None: it is the draft's own.
    """
    relation = (
        _derived(version_id)
        .filter(skill_wording__skill__slug=skill)
        .values_list("skill_wording_id", "kind", "source")
        .first()
    )
    if relation is None:
        return None
    wording_id, kind, source = relation
    theirs = (
        SkillWording.objects.filter(skill__uuid=source[rules.DERIVED_FROM], version__in=current(at).values("pk"))
        .values_list("pk", "version__label")
        .first()
    )
    texts = _texts([wording_id, *([theirs[0]] if theirs else [])])
    return Derivation(
        framework_title=source.get("framework_title", source.get("framework", "")),
        framework_slug=source.get("framework", ""),
        label=source.get("version", ""),
        skill_slug=source.get("skill", ""),
        same=kind == RelationKind.SAME,
        mine=texts[wording_id],
        theirs=texts[theirs[0]] if theirs else (),
        their_label=theirs[1] if theirs else "",
    )


def derived_skills(version_id: int) -> tuple[tuple[str, str, str], ...]:
    """Return what a draft took over, by name: the skill's slug, its name, and the title of where it comes from."""
    rows = _derived(version_id).order_by("skill_wording__sort_key", "pk")
    return tuple(
        (slug, name, source.get("framework_title", ""))
        for slug, name, source in rows.values_list("skill_wording__skill__slug", "skill_wording__name", "source")
    )


def _derived(version_id: int) -> QuerySet[Relation]:
    return Relation.objects.filter(
        version_id=version_id,
        kind__in=(RelationKind.SAME, RelationKind.SIMILAR),
        source__has_key=rules.DERIVED_FROM,
    )


def _texts(wording_ids: Iterable[int]) -> Mapping[int, tuple[tuple[str, str], ...]]:
    """Return (what, text) of skill wordings: "name", "summary", then a level's name with what it says."""
    ids = list(wording_ids)
    rows = list(SkillWording.objects.filter(pk__in=ids).values_list("pk", "name", "summary", "scale_id"))
    used = scales.scales_by_id({row[3] for row in rows})
    described = LevelDescriptor.objects.filter(skill_wording__in=ids).order_by("rank")
    levels: dict[int, list[tuple[str, str]]] = {}
    columns = ("skill_wording_id", "rank", "text", "skill_wording__scale_id")
    for pk, rank, text, scale_id in described.values_list(*columns):
        levels.setdefault(pk, []).append((used[scale_id].name_of(rank), text))
    return {pk: (("name", name), ("summary", summary), *levels.get(pk, ())) for pk, name, summary, _scale in rows}


def _named(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    found = Q()
    for word in sort_key(folded(words)).split():
        found &= Q(sort_key__contains=word)
    return rows.filter(found)


def _pages(count: int) -> int:
    return max(1, -(-count // _PAGE))
