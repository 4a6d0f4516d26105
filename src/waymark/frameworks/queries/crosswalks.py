"""How skills stand to those of other frameworks: what was accepted and holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from waymark.frameworks.models import Crosswalk, CrosswalkEnd
from waymark.frameworks.queries.skills import skill_rows
from waymark.frameworks.types import CrosswalkCard, KnownElsewhere
from waymark.kernel.text import sort_key
from waymark_formats.framework import RelationKind

KINDS = (
    RelationKind.SAME,
    RelationKind.SIMILAR,
    RelationKind.BROADER,
    RelationKind.NARROWER,
    RelationKind.RELATED,
    RelationKind.REPLACED_BY,
)
"""How a skill can stand to one of another framework, the closest first."""
REPLACES = "replaces"
_FROM_THE_OTHER_SIDE = {
    RelationKind.BROADER: RelationKind.NARROWER,
    RelationKind.NARROWER: RelationKind.BROADER,
    RelationKind.REPLACED_BY: REPLACES,
}
_CLOSEST_FIRST = (*KINDS, REPLACES)
_NAMED_AT_ONCE = 5_000
"""More ids than that are not put into a statement, which databases limit: all relations are read instead."""


def in_force(at: datetime) -> QuerySet[Crosswalk]:
    """Return the relations that hold at ``at``."""
    ended = CrosswalkEnd.objects.filter(crosswalk=OuterRef("pk"), at__lte=at)
    return Crosswalk.objects.filter(~Exists(ended), from_at__lte=at)


def not_ended() -> QuerySet[Crosswalk]:
    """Return the relations that nobody has ended, whenever they began: what a new one must not double."""
    return Crosswalk.objects.filter(end__isnull=True)


def same_skills(skill_ids: Iterable[int], at: datetime) -> Mapping[int, frozenset[int]]:
    """Return, by skill id, the skills of other frameworks that were accepted as the same at ``at``. One query.

    Symmetric: whichever of the two was named first. Not carried on: what is the same as the same skill is not in it
    unless somebody said so. A skill that is the same as no other is absent.
    """
    wanted = set(skill_ids)
    found: dict[int, set[int]] = defaultdict(set)
    rows = in_force(at).filter(kind=RelationKind.SAME)
    if len(wanted) <= _NAMED_AT_ONCE:
        rows = rows.filter(Q(skill_id__in=wanted) | Q(other_id__in=wanted))
    for skill_id, other_id in rows.values_list("skill_id", "other_id"):
        for one, same in ((skill_id, other_id), (other_id, skill_id)):
            if one in wanted:
                found[one].add(same)
    return {skill_id: frozenset(same) for skill_id, same in found.items()}


def known_elsewhere(skill_id: int, at: datetime) -> tuple[KnownElsewhere, ...]:
    """Return the published skills of other frameworks that a skill is related to, the closest first. Two queries."""
    cards = [card(row) for row in in_force(at).filter(Q(skill_id=skill_id) | Q(other_id=skill_id)).order_by("pk")]
    seen = [(one, *from_side(one, skill_id)) for one in cards]
    rows = skill_rows([other_id for _, _, other_id in seen], at) if seen else {}
    found = [
        KnownElsewhere(kind, rows[other_id], one.uuid, one.reason, one.from_at)
        for one, kind, other_id in seen
        if other_id in rows
    ]
    return tuple(sorted(found, key=lambda one: (_CLOSEST_FIRST.index(one.kind), sort_key(one.other.name), one.uuid)))


def from_side(one: CrosswalkCard, skill_id: int) -> tuple[str, int]:
    """Return how a relation reads from one of its two skills, and the other skill."""
    if one.skill_id == skill_id:
        return one.kind, one.other_id
    return str(_FROM_THE_OTHER_SIDE.get(RelationKind(one.kind), one.kind)), one.skill_id


def card(row: Crosswalk) -> CrosswalkCard:
    """Return a relation as others see it."""
    return CrosswalkCard(row.uuid, row.skill_id, row.other_id, row.kind, row.reason, row.from_at)
