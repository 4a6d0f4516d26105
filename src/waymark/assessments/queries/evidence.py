"""Evidence, for its person and for those they show it to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import BinaryIO, cast
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from waymark.access import queries as access
from waymark.assessments import ports
from waymark.assessments.models import Evidence, EvidenceFile, EvidenceSkill, EvidenceUse, Witness
from waymark.assessments.models.evidence import store
from waymark.assessments.policies import evidence as policies
from waymark.assessments.policies import using
from waymark.assessments.rules import evidence as rules
from waymark.assessments.types.evidence import (
    EvidenceKind,
    EvidenceLine,
    EvidencePage,
    EvidenceView,
    EvidenceWords,
    FileView,
    ScanOutcome,
    TestimonyView,
    WitnessView,
)
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor, Audience, fetch
from waymark.kernel.text import folded

_WAITS = Q(written_at=None, declined_at=None, ended_at=None)


def my_evidence(
    actor: Actor, at: datetime, *, words: str = "", skill_id: int | None = None, kind: str = "", page: int = 1
) -> EvidencePage:
    """Return a page of the actor's own evidence, newest first. At most seven queries.

    Args:
        actor: the person.
        at: when.
        words: only what has each of these words, anywhere in its text or in the names of its files.
        skill_id: only what supports this skill.
        kind: only what is of this kind.
        page: which page; past the last it is the last.
    """
    mine = Evidence.objects.filter(pk__in=policies.MAY_CHANGE_EVIDENCE.visible(actor, at), removed_at=None)
    counts = dict(mine.order_by().values_list("kind").annotate(number=Count("pk")))
    of = sum(counts.values())
    if not of:
        return EvidencePage((), 0, 0, 1, (), ())
    skills = EvidenceSkill.objects.filter(evidence__in=mine.values("pk")).order_by("skill_id")
    known = tuple(skills.values_list("skill_id", flat=True).distinct())
    rows = mine
    for word in folded(words).split():
        rows = rows.filter(sought__contains=word)
    if skill_id is not None:
        rows = rows.filter(Exists(EvidenceSkill.objects.filter(evidence=OuterRef("pk"), skill_id=skill_id)))
    if kind:
        rows = rows.filter(kind=kind)
    found = rows.count()
    pages = max(1, -(-found // rules.PAGE))
    start = (min(max(page, 1), pages) - 1) * rules.PAGE
    return EvidencePage(
        lines=lines_of(rows.order_by("-saved_at", "-pk")[start : start + rules.PAGE]),
        found=found,
        of=of,
        pages=pages,
        kinds=tuple(one for one in EvidenceKind if counts.get(one)),
        skills=known,
    )


def evidence_shown(person_id: int, actor: Actor, at: datetime) -> tuple[EvidenceLine, ...]:
    """Return the evidence of somebody that the actor may see now, newest first, 100 at most. Four queries."""
    visible = policies.SEE_EVIDENCE.visible(actor, at, person_id=person_id)
    return lines_of(Evidence.objects.filter(pk__in=visible, removed_at=None).order_by("-saved_at", "-pk")[:100])


def evidence_by_skill(actor: Actor, at: datetime) -> Mapping[int, int]:
    """Return how many pieces of the actor's own evidence support each skill; a skill without any is left out."""
    mine = Evidence.objects.filter(pk__in=policies.MAY_CHANGE_EVIDENCE.visible(actor, at), removed_at=None)
    rows = EvidenceSkill.objects.filter(evidence__in=mine.values("pk")).order_by()
    return dict(rows.values_list("skill_id").annotate(number=Count("pk")))


def evidence_item(uuid: UUID, actor: Actor, at: datetime) -> EvidenceView:
    """Return a piece of evidence that the actor may see. Nine queries at most.

    Raises:
        NotVisible: there is none, or the actor may not know of it.
    """
    return view_of(fetch(policies.SEE_EVIDENCE, Evidence.objects.all(), actor, at, uuid=uuid), actor)


def own_evidence(uuid: UUID, actor: Actor, at: datetime) -> EvidenceView:
    """Return a piece of the actor's own evidence: for the pages on which they work at it. Six queries.

    Raises:
        NotVisible: there is none, or it is somebody else's, or it was removed and no assessment shows it.
    """
    return view_of(fetch(policies.MAY_CHANGE_EVIDENCE, Evidence.objects.all(), actor, at, uuid=uuid), actor)


def evidence_file(uuid: UUID, actor: Actor, at: datetime) -> tuple[FileView, int, BinaryIO]:
    """Return a file of evidence that the actor may see, whose it is, and its content, to be read and closed.

    Raises:
        NotVisible: there is none, the actor may not know of it, or its content is gone from the store.
    """
    row = fetch(policies.SEE_EVIDENCE_FILE, EvidenceFile.objects.select_related("evidence"), actor, at, uuid=uuid)
    try:
        content = cast(BinaryIO, store().open(row.uuid.hex, "rb"))
    except FileNotFoundError:
        raise NotVisible from None
    return file_view(row), row.evidence.person_id, content


def testimonies_asked(actor: Actor, at: datetime) -> tuple[TestimonyView, ...]:
    """Return what the actor is asked to write and has not answered, the oldest first. Two queries."""
    rows = Witness.objects.filter(_WAITS, pk__in=policies.SEE_TESTIMONY.visible(actor, at))
    found = list(rows.select_related("evidence").prefetch_related("evidence__skills").order_by("asked_at", "pk"))
    return tuple(testimony_of(row) for row in found)


def testimony(uuid: UUID, actor: Actor, at: datetime) -> TestimonyView:
    """Return what the actor was asked to write, answered or not. Four queries.

    Raises:
        NotVisible: nothing was asked of them so.
    """
    return testimony_of(fetch(policies.SEE_TESTIMONY, Witness.objects.select_related("evidence"), actor, at, uuid=uuid))


def testimony_waits(uuid: UUID) -> bool:
    """Say whether what was asked of somebody still waits for them: for the program itself. One query."""
    return Witness.objects.filter(_WAITS, uuid=uuid).exists()


def scanner_is_set_up() -> bool:
    """Say whether files are scanned before they are kept. No query."""
    return ports.scanner() is not None


def who_sees_evidence() -> Audience:
    """Return who may see a piece of evidence. No query."""
    return policies.SEE_EVIDENCE.audience()


def is_used(row: Evidence) -> bool:
    """Say whether a piece of evidence was sent with an assessment, withdrawn or not. One query.

    What is only chosen, for one that was sent back, is not sent.
    """
    return using.sent(EvidenceUse.objects.filter(evidence=row)).exists()


def view_of(row: Evidence, actor: Actor) -> EvidenceView:
    """Return a piece of evidence as it is now. Five queries."""
    witnesses = list(row.witnesses.order_by("asked_at", "pk"))
    names = {pk: card.name for pk, card in access.account_cards(one.account_id for one in witnesses).items()}
    return EvidenceView(
        uuid=row.uuid,
        person_id=row.person_id,
        kind=EvidenceKind(row.kind),
        words=words_of(row),
        skills=tuple(row.skills.order_by("skill_id").values_list("skill_id", flat=True)),
        files=tuple(file_view(one) for one in row.files.order_by("added_at", "pk")),
        witnesses=tuple(witness_view(one, names) for one in witnesses),
        revision=row.revision,
        saved_at=row.saved_at,
        removed_at=row.removed_at,
        used=is_used(row),
        own=row.person_id == actor.person_id,
    )


def words_of(row: Evidence) -> EvidenceWords:
    """Return the words of a piece of evidence. No query."""
    return EvidenceWords(
        title=row.title, situation=row.situation, task=row.task, action=row.action, result=row.result, url=row.url,
        by_name=row.by_name, words=row.words, happened_on=row.happened_on, audience=row.audience,
    )  # fmt: skip


def said(row: Evidence, skills: Sequence[int]) -> dict[str, object]:
    """Return what a piece of evidence says, in plain values, to be kept as it stands."""
    words = asdict(words_of(row))
    day = words.pop("happened_on")
    return {**words, "happened_on": day.isoformat() if day else None, "skills": list(skills)}


def testimony_of(row: Witness) -> TestimonyView:
    """Return what somebody was asked to write. What it is about is theirs to know while they may answer, or did."""
    over = row.ended_at is not None or row.declined_at is not None
    return TestimonyView(
        uuid=row.uuid,
        person_id=row.evidence.person_id,
        title="" if over else row.evidence.title,
        skills=() if over else tuple(sorted(one.skill_id for one in row.evidence.skills.all())),
        message=row.message,
        asked_at=row.asked_at,
        words=row.words,
        written_at=row.written_at,
        declined_at=row.declined_at,
        ended_at=row.ended_at,
    )


def lines_of(rows: QuerySet[Evidence]) -> tuple[EvidenceLine, ...]:
    """Return pieces of evidence in a list. Three queries."""
    waiting = Count("witnesses", filter=Q(
        witnesses__written_at=None, witnesses__declined_at=None, witnesses__ended_at=None, witnesses__isnull=False
    ), distinct=True)  # fmt: skip
    used = using.sent(EvidenceUse.objects.filter(evidence=OuterRef("pk")))
    found = list(
        rows.annotate(
            how_many=Count("files", distinct=True), waiting=waiting, is_used=Exists(used)
        )
    )  # fmt: skip
    skills = _skills(row.pk for row in found)
    return tuple(
        EvidenceLine(
            uuid=row.uuid,
            kind=EvidenceKind(row.kind),
            title=row.title,
            skills=tuple(skills[row.pk]),
            happened_on=row.happened_on,
            audience=row.audience,
            saved_at=row.saved_at,
            files=row.how_many,
            waiting=row.waiting,
            used=row.is_used,
        )
        for row in found
    )


def _skills(ids: Iterable[int]) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    rows = EvidenceSkill.objects.filter(evidence_id__in=list(ids)).order_by("skill_id")
    for evidence_id, skill_id in rows.values_list("evidence_id", "skill_id"):
        found[evidence_id].append(skill_id)
    return found


def file_view(row: EvidenceFile) -> FileView:
    """Return a file. No query."""
    return FileView(row.uuid, row.name, row.media_type, row.size, row.scan == ScanOutcome.CLEAN, row.added_at)


def witness_view(row: Witness, names: Mapping[int, str]) -> WitnessView:
    """Return somebody who was asked, with their name out of ``names``, by account. No query."""
    return WitnessView(
        uuid=row.uuid,
        account_id=row.account_id,
        name=names.get(row.account_id, ""),
        message=row.message,
        asked_at=row.asked_at,
        words=row.words,
        written_at=row.written_at,
        declined_at=row.declined_at,
        ended_at=row.ended_at,
    )


def evidence_missing() -> tuple[int, int]:
    """Return how many files of evidence have no content in the store, and how many files there are. For an operator.

    Cost: one query, and one look at the store for each file.
    """
    there = store()
    missing = files = 0
    for uuid in EvidenceFile.objects.order_by("pk").values_list("uuid", flat=True).iterator():
        files += 1
        missing += not there.exists(uuid.hex)
    return missing, files
