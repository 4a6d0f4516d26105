"""Skills: A to Z, their pages, and their words in a given version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, When

from waymark.frameworks.models import LevelDescriptor, Requirement, Skill, SkillWording
from waymark.frameworks.queries import scales
from waymark.frameworks.queries.role_levels import IN_ORDER, REF, ref_from
from waymark.frameworks.queries.versions import best_wordings_first, card_fields, card_from, current
from waymark.frameworks.types import AskedBy, Descriptor, ScaleView, SkillPage, SkillRow
from waymark.kernel.errors import NotVisible
from waymark.kernel.text import sort_key

_ROW = ("skill_id", "skill__slug", "name", "kind", "summary", "version__framework__slug", "version__title", "sort_key")
_PAGE = (
    "pk",
    "skill_id",
    "skill__uuid",
    "skill__slug",
    "name",
    "kind",
    "summary",
    "alternative_labels",
    "scale_id",
    "version_id",
    *card_fields("version__"),
)
_AT_HOME = Q(version__framework=F("skill__framework"))
"""A skill may be worded by several frameworks; the one it was born in speaks for it."""


def skills_a_to_z(at: datetime, letter: str = "", framework: str = "", kind: str = "") -> tuple[SkillRow, ...]:
    """Return the skills of all current versions in alphabetical order, each once. Two queries.

    Args:
        at: the moment the versions hold.
        letter: first letter of the name, any case, accents apart; empty for all.
        framework: slug of the only framework to list, in its own words; empty for all.
        kind: the only kind of skill to list, as in ``SkillKind``; empty for all.

    A skill that several frameworks word is listed in the words of the framework it was born in.
    """
    chosen = current(at).filter(framework__slug=framework) if framework else current(at)
    versions = list(chosen.values_list("pk", flat=True))
    rows = SkillWording.objects.filter(version_id__in=versions)
    if not framework:
        at_home = SkillWording.objects.filter(_AT_HOME, skill=OuterRef("skill"), version_id__in=versions)
        rows = rows.filter(_AT_HOME | ~Exists(at_home))
    if letter:
        rows = rows.filter(sort_key__startswith=sort_key(letter))
    if kind:
        rows = rows.filter(kind=kind)
    found: dict[int, SkillRow] = {}
    for row in rows.order_by("version_id").values_list(*_ROW):
        found.setdefault(row[0], SkillRow(*row))
    return tuple(sorted(found.values(), key=lambda row: (row.sort_key, row.slug)))


def skill_rows(skill_ids: Iterable[int], at: datetime) -> dict[int, SkillRow]:
    """Return skills by id, for lists of held or chosen skills. One query.

    A skill that no current version has is given in the words of the last version that had it.
    """
    wordings = _best_first(SkillWording.objects.filter(skill_id__in=set(skill_ids)), at)
    found: dict[int, SkillRow] = {}
    for row in wordings.values_list(*_ROW):
        found.setdefault(row[0], SkillRow(*row))
    return found


def skill(slug: str, at: datetime) -> SkillPage:
    """Return a skill with its levels and the role levels of all current versions that ask for it. Four queries.

    In the words of the current version of its own framework, or, with ``current`` False, of the last that had it.

    Raises:
        NotVisible: no version that holds at ``at`` has ever had it.
    """
    row = _best_first(SkillWording.objects.filter(skill__slug=slug), at).values(*_PAGE, "is_current").first()
    if row is None:
        raise NotVisible
    asking = list(
        Requirement.objects.filter(skill_wording__skill_id=row["skill_id"], version__in=current(at))
        .order_by(*(name if name.startswith("version") else f"role_level_wording__{name}" for name in IN_ORDER))
        .values_list(
            "skill_wording__scale_id",
            "level",
            "importance",
            *(name if name.startswith("version") else f"role_level_wording__{name}" for name in REF),
        )
    )
    used = scales.scales_by_id({row["scale_id"], *(scale_id for scale_id, *_ in asking)})
    asked_by = [
        AskedBy(ref_from(*ref), level, scales.level_name(used[scale_id], level), importance)
        for scale_id, level, importance, *ref in asking
    ]
    by_role = sorted(
        asked_by,
        key=lambda asking: (sort_key(asking.role_level.framework_title), sort_key(asking.role_level.role_name)),
    )
    described = scales.descriptors_by_wording([row["pk"]])
    return _page(row, used, described, asked_by=tuple(by_role), is_current=bool(row["is_current"]))


def skill_pages(skill_ids: Iterable[int], version_id: int) -> dict[int, SkillPage]:
    """Return skills as one version words them, by skill id, without who asks for them. Three queries."""
    rows = SkillWording.objects.filter(version_id=version_id, skill_id__in=set(skill_ids))
    return {page.id: page for page in _pages(rows)}


def skill_of_version(version_id: int, slug: str) -> SkillPage:
    """Return a skill as one version words it, drafts included: whoever asks was let in to it. Three queries.

    Raises:
        NotVisible: the version has no such skill.
    """
    pages = _pages(SkillWording.objects.filter(version_id=version_id, skill__slug=slug))
    if not pages:
        raise NotVisible
    return pages[0]


def skill_wordings(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], SkillPage]:
    """Return the words of (skill id, version id) pairs, for histories. Three queries, however many pairs.

    Pairs that do not exist are absent.
    """
    wanted = set(pairs)
    rows = SkillWording.objects.filter(
        skill_id__in={skill_id for skill_id, _ in wanted}, version_id__in={version_id for _, version_id in wanted}
    )
    pages = {(page.id, page.version.id): page for page in _pages(rows)}
    return {pair: pages[pair] for pair in wanted if pair in pages}


def level_texts(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], dict[int, str]]:
    """Return what each level is in the words of (skill id, version id) pairs: by pair, then by rank. One query.

    A level that the version does not define is absent, and so is a pair of which it defines none.
    """
    wanted = set(pairs)
    rows = LevelDescriptor.objects.filter(
        skill_wording__skill_id__in={skill_id for skill_id, _ in wanted},
        skill_wording__version_id__in={version_id for _, version_id in wanted},
    )
    found: dict[tuple[int, int], dict[int, str]] = {}
    for skill_id, version_id, rank, text in rows.values_list(
        "skill_wording__skill_id", "skill_wording__version_id", "rank", "text"
    ):
        if (skill_id, version_id) in wanted and text:
            found.setdefault((skill_id, version_id), {})[rank] = text
    return found


def skills_now(skill_ids: Iterable[int], at: datetime) -> dict[int, SkillPage]:
    """Return skills with their levels by id, in the words of the version that ``skill`` would show. Four queries.

    Without who asks for them. Ids that no version knows are absent.
    """
    best: dict[int, tuple[int, bool]] = {}
    rows = _best_first(SkillWording.objects.filter(skill_id__in=set(skill_ids)), at)
    for skill_id, pk, is_current in rows.values_list("skill_id", "pk", "is_current"):
        best.setdefault(skill_id, (pk, bool(is_current)))
    if not best:
        return {}
    pages = _pages(SkillWording.objects.filter(pk__in=[pk for pk, _ in best.values()]))
    return {page.id: replace(page, current=best[page.id][1]) for page in pages}


def skills_called(slugs: Iterable[str], at: datetime) -> tuple[SkillPage, ...]:
    """Return the skills of these slugs that current versions have, in the order of the slugs. Five queries."""
    ids = dict(Skill.objects.filter(slug__in=(wanted := list(dict.fromkeys(slugs)))).values_list("slug", "pk"))
    found = skills_now(ids.values(), at)
    pages = (found.get(ids[slug]) for slug in wanted if slug in ids)
    return tuple(page for page in pages if page is not None and page.current)


def _best_first(rows: QuerySet[SkillWording], at: datetime) -> QuerySet[Any]:
    """Order wordings so that a skill's own framework comes before others among the current ones."""
    away = Case(When(_AT_HOME, then=0), default=1, output_field=IntegerField())
    return best_wordings_first(rows.annotate(away=away), at, then_by=("away",))


def _pages(rows: QuerySet[SkillWording]) -> list[SkillPage]:
    found = list(rows.order_by("version_id", "sort_key", "skill_id").values(*_PAGE))
    used = scales.scales_by_id({row["scale_id"] for row in found})
    described = scales.descriptors_by_wording([row["pk"] for row in found])
    return [_page(row, used, described) for row in found]


def _page(
    row: Mapping[str, Any],
    used: Mapping[int, ScaleView],
    described: Mapping[int, list[scales.DescriptorRow]],
    *,
    asked_by: tuple[AskedBy, ...] = (),
    is_current: bool = True,
) -> SkillPage:
    scale = used[row["scale_id"]]
    return SkillPage(
        id=row["skill_id"],
        uuid=row["skill__uuid"],
        slug=row["skill__slug"],
        name=row["name"],
        kind=row["kind"],
        summary=row["summary"],
        alternative_labels=tuple(row["alternative_labels"]),
        scale=scale,
        descriptors=tuple(
            Descriptor(
                rank=descriptor.rank,
                name=scales.level_name(scale, descriptor.rank),
                defined=descriptor.defined,
                text=descriptor.text,
                evidence=descriptor.evidence,
                learning=descriptor.learning,
            )
            for descriptor in described.get(row["pk"], ())
        ),
        asked_by=asked_by,
        version=card_from(row, "version__"),
        current=is_current,
    )
