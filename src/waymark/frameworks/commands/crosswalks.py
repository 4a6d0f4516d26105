"""Skills of different frameworks are related, and are so no longer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.frameworks import policies
from waymark.frameworks.models import Crosswalk, CrosswalkEnd, CrosswalkRejection, Skill, SkillWording, Version
from waymark.frameworks.queries.crosswalks import KINDS, card, not_ended
from waymark.frameworks.types import CrosswalkCard, SkillPair
from waymark.kernel import bulk
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch

MOST_AT_ONCE = 5_000


class NotRelatable(Refusal):
    """The two cannot be related; the sentence says why."""


class AlreadyRelated(Refusal):
    """The two skills are related already."""

    def __init__(self) -> None:
        super().__init__(_("These two skills are related already. End that relation first, then say how they stand."))


@transaction.atomic
def relate(*, skill_id: int, other_id: int, kind: str, reason: str, actor: Actor, at: datetime) -> CrosswalkCard:
    """Say how a skill stands to one of another framework, from ``at`` on: "skill is ``kind`` other".

    Args:
        skill_id: the first skill.
        other_id: the second, of another framework.
        kind: one of ``queries.CROSSWALK_KINDS``.
        reason: why, up to 400 characters; may be empty.
        actor: an author, or the head of the profession, of either framework; or an operator.
        at: when.

    Raises:
        NotVisible: one of the two is not there for the actor, or they write neither framework.
        NotRelatable: the two are of one framework, or there is no such kind.
        AlreadyRelated: they are related, in whatever way.
    """
    pair = SkillPair(skill_id, other_id, kind)
    _must_be_possible([pair], actor, at)
    if _related([pair]):
        raise AlreadyRelated
    made = Crosswalk.objects.create(
        uuid=new_uuid(), skill_id=skill_id, other_id=other_id, kind=kind, reason=reason, by_id=actor.account_id,
        from_at=at,
    )  # fmt: skip
    _record([pair], reason, actor, at)
    return card(made)


@transaction.atomic
def relate_many(*, pairs: Sequence[SkillPair], reason: str, actor: Actor, at: datetime) -> int:
    """Relate many pairs of skills at once, with one entry in the record; return how many were new.

    Pairs that are related already stay as they are: somebody else was faster. ``reason`` is why, for each pair that
    has none of its own.

    Raises:
        NotVisible, NotRelatable: as ``relate``, if one pair gives a reason to; then none is related.

    Cost: eight queries for up to 5,000 pairs.
    """
    pairs = list({frozenset((pair.skill_id, pair.other_id)): pair for pair in pairs}.values())
    _must_be_possible(pairs, actor, at)
    known = _related(pairs)
    new = [pair for pair in pairs if frozenset((pair.skill_id, pair.other_id)) not in known]
    bulk.insert_rows(
        Crosswalk,
        ["uuid", "skill_id", "other_id", "kind", "reason", "by_id", "from_at"],
        [
            (new_uuid(), pair.skill_id, pair.other_id, pair.kind, pair.reason or reason, actor.account_id, at)
            for pair in new
        ],
    )
    if new:
        _record(new, reason, actor, at)
    return len(new)


@transaction.atomic
def unrelate(*, relation: UUID, reason: str, actor: Actor, at: datetime) -> None:
    """End a relation. It stays on record that it held until ``at``.

    Raises:
        NotVisible: there is none that holds, or the actor writes neither framework.
    """
    row = fetch(policies.MAY_UNRELATE, Crosswalk.objects.select_for_update(of=("self",)), actor, at, uuid=relation)
    if not not_ended().filter(pk=row.pk).exists():
        raise NotVisible
    CrosswalkEnd.objects.create(crosswalk=row, reason=reason, by_id=actor.account_id, at=at)
    audit.record(
        "frameworks.crosswalk.ended",
        actor=actor,
        at=at,
        reason=reason,
        skill=row.skill_id,
        other=row.other_id,
        relation=row.kind,
    )


@transaction.atomic
def reject_suggestions(*, pairs: Iterable[tuple[int, int]], actor: Actor, at: datetime) -> int:
    """Remember that suggested pairs of skills are not related, so that they are not suggested again.

    Returns how many were not rejected before. They may still be related by hand.

    Raises:
        NotVisible, NotRelatable: as ``relate``, if one pair gives a reason to; then none is rejected.
    """
    wanted = {(min(pair), max(pair)) for pair in pairs}
    _must_be_possible([SkillPair(*pair, KINDS[-2]) for pair in wanted], actor, at)
    known = set(
        CrosswalkRejection.objects.filter(skill_id__in={one for one, _ in wanted}).values_list("skill_id", "other_id")
    )
    new = sorted(wanted - known)
    rows = [(skill_id, other_id, actor.account_id, at) for skill_id, other_id in new]
    bulk.insert_rows(CrosswalkRejection, ["skill_id", "other_id", "by_id", "at"], rows)
    if new:
        audit.record("frameworks.crosswalk.rejected", actor=actor, at=at, pairs=len(new), first=list(new[:20]))
    return len(new)


@transaction.atomic
def reconsider_suggestion(*, skill_id: int, other_id: int, actor: Actor, at: datetime) -> None:
    """Forget that a suggested pair was rejected: it is suggested again.

    Raises:
        NotVisible: it was not rejected, or the actor writes neither framework.
    """
    low, high = sorted((skill_id, other_id))
    _must_be_possible([SkillPair(low, high, KINDS[-2])], actor, at)
    gone, _by_model = CrosswalkRejection.objects.filter(skill_id=low, other_id=high).delete()
    if not gone:
        raise NotVisible
    audit.record("frameworks.crosswalk.reconsidered", actor=actor, at=at, skill=low, other=high)


def _must_be_possible(pairs: Sequence[SkillPair], actor: Actor, at: datetime) -> None:
    """Refuse pairs that the actor may not relate, and lock their skills against others who do the same."""
    if len(pairs) > MOST_AT_ONCE:
        raise NotRelatable(
            _("Relate at most %(most)s pairs at once. Choose a narrower part of the list.") % {"most": MOST_AT_ONCE}
        )
    ids = {pair.skill_id for pair in pairs} | {pair.other_id for pair in pairs}
    if any(not 0 <= pk < 2**63 for pk in ids):
        raise NotVisible  # no row has such an id, and no database takes one
    homes = dict(Skill.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", "framework_id"))
    mine = set(
        Skill.objects.filter(pk__in=policies.MAY_RELATE.visible(actor, at, pk__in=ids)).values_list("pk", flat=True)
    )
    readable = Version.objects.filter(pk__in=policies.SEE_DRAFT.visible(actor, at))
    there = set(
        SkillWording.objects.filter(
            Q(version__published_at__isnull=False) | Q(version__in=readable), skill_id__in=ids
        ).values_list("skill_id", flat=True)
    )
    for pair in pairs:
        if not {pair.skill_id, pair.other_id} <= there or not {pair.skill_id, pair.other_id} & mine:
            raise NotVisible
        if homes[pair.skill_id] == homes[pair.other_id]:
            raise NotRelatable(
                _("Both skills are of one framework. Relate skills of one framework in the framework itself.")
            )
        if pair.kind not in KINDS:
            raise NotRelatable(_("Choose how the two skills stand to each other."))


def _related(pairs: Sequence[SkillPair]) -> set[frozenset[int]]:
    """Return those of the pairs that are related, whichever is named first."""
    ids = {pair.skill_id for pair in pairs} | {pair.other_id for pair in pairs}
    rows = not_ended().filter(skill_id__in=ids, other_id__in=ids).values_list("skill_id", "other_id")
    return {frozenset(row) for row in rows}


def _record(pairs: Sequence[SkillPair], reason: str, actor: Actor, at: datetime) -> None:
    audit.record(
        "frameworks.crosswalk.related",
        actor=actor,
        at=at,
        reason=reason,
        pairs=len(pairs),
        first=[[pair.skill_id, pair.kind, pair.other_id] for pair in pairs[:20]],
    )
