"""The evidence behind an assessment: what can be chosen, what is, and what was sent, as it was then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case as Choose
from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery, Value, When

from waymark.access import queries as access
from waymark.assessments import policies
from waymark.assessments.models import Assessment, Evidence, EvidenceBefore, EvidenceFile, EvidenceSkill, EvidenceUse
from waymark.assessments.models import Witness as WitnessRow
from waymark.assessments.queries import evidence as reading
from waymark.assessments.types import AssessmentView
from waymark.assessments.types.evidence import EvidenceKind, EvidenceWords
from waymark.assessments.types.using import EvidenceChoice, UsedEvidence
from waymark.kernel.policy import Actor, fetch

OFFERED = 100
"""Pieces of evidence that one page offers to choose from."""


def evidence_sent(assessment: UUID, actor: Actor, at: datetime) -> Mapping[int, tuple[UsedEvidence, ...]]:
    """Return the evidence that was sent with an assessment, by skill, as it was then. Four queries at most.

    Empty where there is none, and where the actor may not see it.
    """
    sent = sent_with(assessment, actor, at)
    cards = access.account_names(sent.accounts) if sent.accounts else {}
    return by_skill(sent, {pk: card.name for pk, card in cards.items()})


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent with an assessment, before the witnesses of testimonies have names."""

    uses: list[Any]
    """Rows of ``EvidenceUse`` with ``said``, what the evidence said then; None: what it says now."""
    files: Mapping[int, list[EvidenceFile]]
    wrote: Mapping[int, list[WitnessRow]]

    @property
    def accounts(self) -> set[int]:
        """The witnesses who wrote."""
        return {one.account_id for some in self.wrote.values() for one in some}


def sent_with(assessment: UUID, actor: Actor, at: datetime) -> Sent:
    """Return what was sent with an assessment and the actor may see. Three queries at most.

    For whoever needs names of other accounts too, and reads them all at once for ``by_skill``.
    """
    seen = policies.SEE_EVIDENCE_USED.visible(actor, at, assessment__uuid=assessment)
    before = EvidenceBefore.objects.filter(evidence=OuterRef("evidence"), revision=OuterRef("revision"))
    rows = EvidenceUse.objects.filter(pk__in=seen).annotate(said=Subquery(before.values("said")[:1]))
    uses = list(rows.select_related("evidence").order_by("evidence__title", "pk"))
    ids = {use.evidence_id for use in uses}
    files: dict[int, list[EvidenceFile]] = defaultdict(list)
    wrote: dict[int, list[WitnessRow]] = defaultdict(list)
    if ids:
        for file in EvidenceFile.objects.filter(evidence_id__in=ids).order_by("added_at", "pk"):
            files[file.evidence_id].append(file)
        testimonies = {use.evidence_id for use in uses if use.evidence.kind == EvidenceKind.TESTIMONY}
        if testimonies:
            for one in WitnessRow.objects.filter(evidence_id__in=testimonies, written_at__isnull=False).order_by("pk"):
                wrote[one.evidence_id].append(one)
    return Sent(uses, files, wrote)


def by_skill(sent: Sent, names: Mapping[int, str]) -> Mapping[int, tuple[UsedEvidence, ...]]:
    """Return what was sent by skill, as it was then, with the names of its witnesses by account. No query."""
    found: dict[int, list[UsedEvidence]] = defaultdict(list)
    for use in sent.uses:
        row = use.evidence
        said = use.said
        found[use.skill_id].append(
            UsedEvidence(
                uuid=row.uuid,
                kind=EvidenceKind(row.kind),
                words=_words(said) if said is not None else reading.words_of(row),
                files=tuple(reading.file_view(one) for one in sent.files.get(row.pk, ()) if one.added_at <= use.at),
                witnesses=tuple(
                    reading.witness_view(one, names)
                    for one in sent.wrote.get(row.pk, ())
                    if one.written_at is not None and one.written_at <= use.at
                ),
                sent_at=use.at,
                changed_at=row.saved_at if use.revision != row.revision else None,
                removed_at=row.removed_at,
            )
        )
    return {skill_id: tuple(some) for skill_id, some in found.items()}


def how_much_was_sent(assessment: UUID, actor: Actor, at: datetime) -> Mapping[int, int]:
    """Return how many pieces of evidence were sent for each skill of an assessment. One query.

    A skill without any is left out; so is everything where the actor may not see it.
    """
    seen = policies.SEE_EVIDENCE_USED.visible(actor, at, assessment__uuid=assessment)
    rows = EvidenceUse.objects.filter(pk__in=seen).order_by()
    return dict(rows.values_list("skill_id").annotate(number=Count("pk")))


def evidence_chosen(view: AssessmentView, actor: Actor, at: datetime) -> Mapping[int, tuple[tuple[UUID, str], ...]]:
    """Return what the actor chose to stand behind an assessment they work at, by skill: uuid and title. One query.

    What they removed from their evidence since is left out: it is not sent.
    """
    mine = policies.MAY_CHOOSE_EVIDENCE.visible(actor, at, uuid=view.uuid)
    rows = EvidenceUse.objects.filter(assessment_id__in=mine, evidence__removed_at=None)
    found: dict[int, list[tuple[UUID, str]]] = defaultdict(list)
    for skill_id, uuid, title in rows.order_by("evidence__title", "pk").values_list(
        "skill_id", "evidence__uuid", "evidence__title"
    ):
        found[skill_id].append((uuid, title))
    return {skill_id: tuple(some) for skill_id, some in found.items()}


def evidence_to_choose(assessment: UUID, skill_id: int, actor: Actor, at: datetime) -> tuple[EvidenceChoice, ...]:
    """Return the actor's evidence for a skill of an assessment: what is chosen, what supports it, then the latest.

    100 at most. Five queries.

    Raises:
        NotVisible: no such assessment of theirs.
    """
    row = fetch(policies.MAY_CHOOSE_EVIDENCE, Assessment.objects.all(), actor, at, uuid=assessment)
    chosen = EvidenceUse.objects.filter(assessment=row, skill_id=skill_id)
    supports = EvidenceSkill.objects.filter(skill_id=skill_id, evidence=OuterRef("pk"))
    order = Choose(
        When(Exists(chosen.filter(evidence=OuterRef("pk"))), then=Value(0)),
        When(Exists(supports), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = Evidence.objects.filter(person_id=row.person_id, removed_at=None).annotate(place=order)
    lines = reading.lines_of(rows.order_by("place", "-saved_at", "-pk")[:OFFERED])
    picked = set(chosen.values_list("evidence__uuid", flat=True))
    return tuple(EvidenceChoice(line, skill_id in line.skills, line.uuid in picked) for line in lines)


def _words(said: Mapping[str, Any]) -> EvidenceWords:
    """Return kept words as they were."""
    known = {name: value for name, value in said.items() if name in EvidenceWords.__slots__}
    day = known.pop("happened_on", None)
    return EvidenceWords(**{"title": "", **known, "happened_on": date.fromisoformat(day) if day else None})
