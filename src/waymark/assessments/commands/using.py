"""The evidence behind an assessment: chosen skill by skill, and fixed as it stands when the assessment is sent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from waymark.assessments import policies, rules
from waymark.assessments.commands import refusals
from waymark.assessments.models import Assessment, Evidence, EvidenceSkill, EvidenceUse
from waymark.assessments.policies import evidence as evidence_policies
from waymark.kernel import errors
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor, fetch

MOST = 10
"""Pieces of evidence behind one skill."""


class TooMuchEvidence(errors.Refusal):
    """More stands behind one skill than anybody reads."""

    def __init__(self) -> None:
        super().__init__(_("Choose up to %(most)d. Take what shows most.") % {"most": MOST})


@transaction.atomic
def choose_evidence(*, assessment: UUID, skill_id: int, evidence: Collection[UUID], actor: Actor, at: datetime) -> int:
    """Say which of one's evidence stands behind a skill; return how much does now. A draft, like the answers.

    Args:
        assessment: one of the actor's that they work at.
        skill_id: one of its skills.
        evidence: pieces of the actor's own evidence, 10 at most: all that are to stand behind the skill.
        actor: the person.
        at: when.

    Raises:
        NotVisible: no such assessment, or no such evidence, of theirs.
        NotWithYou: they do not work at it any more.
        NotAsked: it does not ask about the skill.
        TooMuchEvidence: they are too many.
    """
    row = _open(assessment, actor, at)
    if skill_id not in row.skills:
        raise refusals.NotAsked
    if len(set(evidence)) > MOST:
        raise TooMuchEvidence
    mine = evidence_policies.MAY_CHANGE_EVIDENCE.visible(actor, at, uuid__in=set(evidence))
    wanted = set(_locked(Evidence.objects.filter(pk__in=mine, removed_at=None)))
    if len(wanted) != len(set(evidence)):
        raise NotVisible
    there = EvidenceUse.objects.filter(assessment=row, skill_id=skill_id)
    there.exclude(evidence_id__in=wanted).delete()
    _use(row, {(pk, skill_id) for pk in wanted - set(there.values_list("evidence_id", flat=True))}, at)
    return len(wanted)


@transaction.atomic
def choose_supporting_evidence(*, assessment: UUID, actor: Actor, at: datetime) -> int:
    """Put behind every skill that has no evidence yet what the person said supports it; return for how many skills.

    Of more than 10 pieces the latest are taken.

    Raises:
        NotVisible: no such assessment of theirs.
        NotWithYou: they do not work at it any more.
    """
    row = _open(assessment, actor, at)
    with_some = set(EvidenceUse.objects.filter(assessment=row).values_list("skill_id", flat=True))
    links = EvidenceSkill.objects.filter(
        evidence__person_id=row.person_id, evidence__removed_at=None, skill_id__in=set(row.skills) - with_some
    ).order_by("-evidence__saved_at", "-evidence_id")
    found: dict[int, list[int]] = {}
    for evidence_id, skill_id in links.values_list("evidence_id", "skill_id"):
        found.setdefault(skill_id, []).append(evidence_id)
    _use(row, {(pk, skill_id) for skill_id, some in found.items() for pk in some[:MOST]}, at)
    return len(found)


def send(row: Assessment, answered: Collection[int], at: datetime) -> int:
    """Fix what stands behind an assessment as it is now, inside the command that submits it; return how much it is.

    Evidence behind a skill without an answer, and what was removed since it was chosen, does not go along.
    """
    uses = EvidenceUse.objects.filter(assessment=row)
    uses.filter(~Q(skill_id__in=answered) | Q(evidence__removed_at__isnull=False)).delete()
    # Locked, so that a change of the evidence comes before this whole, or after it and keeps what it said.
    ids = uses.order_by().values("evidence_id")
    revisions = _locked(Evidence.objects.filter(pk__in=ids))
    rows = list(uses)
    for use in rows:
        use.revision, use.at = revisions[use.evidence_id], at
    EvidenceUse.objects.bulk_update(rows, ["revision", "at"])
    return len(rows)


def drop_drafts(row: Assessment) -> None:
    """Forget what was chosen and never sent, while the assessment is still its person's."""
    if row.state in rules.WITH_PERSON:
        drafts = EvidenceUse.objects.filter(assessment=row)
        if row.submitted_at is not None:
            drafts = drafts.filter(at__gt=row.submitted_at)
        drafts.delete()


def send_along(row: Assessment, again: Assessment) -> None:
    """Put the evidence of an assessment behind an appeal against it, as it was sent."""
    EvidenceUse.objects.bulk_create(
        EvidenceUse(
            assessment=again, evidence_id=use.evidence_id, skill_id=use.skill_id, revision=use.revision, at=use.at
        )
        for use in EvidenceUse.objects.filter(assessment=row)
    )


def _open(assessment: UUID, actor: Actor, at: datetime) -> Assessment:
    row = fetch(policies.MAY_CHOOSE_EVIDENCE, Assessment.objects.select_for_update(), actor, at, uuid=assessment)
    if (row.state, "answer") not in rules.MOVES:
        raise refusals.NotWithYou
    return row


def _use(row: Assessment, pairs: Collection[tuple[int, int]], at: datetime) -> None:
    revisions = _locked(Evidence.objects.filter(pk__in={evidence_id for evidence_id, _skill in pairs}))
    EvidenceUse.objects.bulk_create(
        EvidenceUse(assessment=row, evidence_id=evidence_id, skill_id=skill_id, revision=revisions[evidence_id], at=at)
        for evidence_id, skill_id in sorted(pairs)
        if evidence_id in revisions
    )


def _locked(rows: QuerySet[Evidence]) -> dict[int, int]:
    """Lock evidence, so that none of it is removed while it is put behind a skill; return revisions by id."""
    return dict(rows.select_for_update().order_by("pk").values_list("pk", "revision"))
