"""Two frameworks beside each other, for those who say how their skills stand to each other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from django.db.models import QuerySet

from waymark.audit import queries as audit
from waymark.frameworks import policies
from waymark.frameworks.models import CrosswalkRejection, SkillWording, Version
from waymark.frameworks.queries.crosswalks import card, from_side, not_ended
from waymark.frameworks.queries.lint import wordings_of
from waymark.frameworks.queries.versions import card_fields, card_from, current
from waymark.frameworks.types import CrosswalkLine, CrosswalkTable, SkillRow, Suggested, VersionCard
from waymark.kernel import kinds
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor
from waymark.kernel.text import sort_key
from waymark_engine.likeness import alike

LEAST = 60
"""From what likeness on two skills are suggested."""


def crosswalk_table(slug: str, other_slug: str, actor: Actor, at: datetime) -> CrosswalkTable:
    """Return how the skills of a framework stand to those of another. Twelve queries at most.

    Each framework in its newest words that the actor may read: those of a draft that is open to them, else those of
    the current version.

    Raises:
        NotVisible: one of the two is not there for the actor, both are one, or the actor writes neither.

    Cost: comparing all skills with all is done once for as long as nothing is done to any framework.
    """
    version, other = newest(slug, actor, at), newest(other_slug, actor, at)
    if version.framework_id == other.framework_id or not _writes(version, other, actor, at):
        raise NotVisible
    skills, other_skills = _rows(version), _rows(other)
    here, there = {row.id: row for row in skills}, {row.id: row for row in other_skills}
    sides = ((version, other), (other, version))
    rows = [not_ended().filter(skill_id__in=_ids(one), other_id__in=_ids(two)) for one, two in sides]
    related = [card(row) for found in rows for row in found]
    taken: set[frozenset[int]] = set()
    lines = []
    for one in related:
        first = one.skill_id if one.skill_id in here else one.other_id
        kind, second = from_side(one, first)
        taken.add(frozenset((first, second)))
        a, b = here[first], there[second]
        lines.append(CrosswalkLine(one.uuid, kind, a.slug, a.name, b.slug, b.name, one.reason, one.from_at))
    rejected = []
    for low, high in _rejections(version, other):
        first, second = (low, high) if low in here and high in there else (high, low)
        taken.add(frozenset((first, second)))
        rejected.append(_pair(here, there, first, second))
    suggested = _suggestions(version.id, other.id, _mark(version, other))
    return CrosswalkTable(
        version=version,
        other=other,
        related=tuple(sorted(lines, key=lambda line: (sort_key(line.skill_name), line.skill_slug, line.other_slug))),
        suggested=tuple(one for one in suggested if frozenset((one.skill_id, one.other_id)) not in taken),
        rejected=tuple(sorted(rejected, key=lambda one: (sort_key(one.skill_name), one.skill_slug, one.other_slug))),
        skills=skills,
        other_skills=other_skills,
    )


def to_relate(slug: str, actor: Actor, at: datetime) -> VersionCard:
    """Return a framework whose skills the actor may relate to those of others, as ``newest``. Two queries.

    Raises:
        NotVisible: it is not there, or the actor does not write it.
    """
    version = newest(slug, actor, at)
    if not _writes(version, version, actor, at):
        raise NotVisible
    return version


def newest(slug: str, actor: Actor, at: datetime) -> VersionCard:
    """Return a framework in its newest words that the actor may read: an open draft, else the current version.

    Raises:
        NotVisible: there is neither.
    """
    drafts = Version.objects.filter(published_at__isnull=True, pk__in=policies.SEE_DRAFT.visible(actor, at))
    rows = (drafts | Version.objects.filter(pk__in=current(at))).filter(framework__slug=slug)
    row = rows.order_by("published_at").values(*card_fields())
    cards = sorted((card_from(one) for one in row), key=lambda one: one.published_at is not None)
    if not cards:
        raise NotVisible
    return cards[0]


def _writes(version: VersionCard, other: VersionCard, actor: Actor, at: datetime) -> bool:
    mine = policies.MAY_AUTHOR.visible(actor, at, pk__in=[version.framework_id, other.framework_id])
    return bool(mine[:1])


def _ids(version: VersionCard) -> QuerySet[SkillWording, int]:
    return SkillWording.objects.filter(version_id=version.id).values_list("skill_id", flat=True)


def _rows(version: VersionCard) -> tuple[SkillRow, ...]:
    rows = SkillWording.objects.filter(version_id=version.id).order_by("sort_key", "skill__slug")
    columns = ("skill_id", "skill__slug", "name", "kind", "summary", "sort_key")
    return tuple(
        SkillRow(pk, slug, name, kind, summary, version.framework_slug, version.title, key)
        for pk, slug, name, kind, summary, key in rows.values_list(*columns)
    )


def _rejections(version: VersionCard, other: VersionCard) -> list[tuple[int, int]]:
    pairs = [(_ids(version), _ids(other)), (_ids(other), _ids(version))]
    return [
        pair
        for low, high in pairs
        for pair in CrosswalkRejection.objects.filter(skill_id__in=low, other_id__in=high).values_list(
            "skill_id", "other_id"
        )
    ]


def _pair(here: Mapping[int, SkillRow], there: Mapping[int, SkillRow], one: int, other: int) -> Suggested:
    a, b = here[one], there[other]
    return Suggested(one, other, a.slug, a.name, b.slug, b.name, 0, (), (a.name, b.name))


def _mark(version: VersionCard, other: VersionCard) -> str:
    began = Version.objects.filter(pk__in=[version.id, other.id]).order_by("created_at")
    since = began.values_list("created_at", flat=True)[0]
    changes = [kind for kind in kinds.under("frameworks.") if not kind.startswith("frameworks.crosswalk.")]
    return audit.mark(changes, since)


@lru_cache(maxsize=8)
def _suggestions(version_id: int, other_id: int, mark: str) -> tuple[Suggested, ...]:
    ones = wordings_of(SkillWording.objects.filter(version_id=version_id))
    others = wordings_of(SkillWording.objects.filter(version_id=other_id))
    found = []
    for pair in alike([one.wording for one in ones], [one.wording for one in others], least=LEAST):
        one, other = ones[pair.one], others[pair.other]
        if one.id != other.id:
            parts = tuple((part.part, part.points, part.most) for part in pair.parts)
            found.append(
                Suggested(one.id, other.id, one.slug, one.name, other.slug, other.name, pair.score, parts, pair.names)
            )
    return tuple(found)
