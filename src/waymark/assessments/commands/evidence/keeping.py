"""A person's own evidence: added, changed, removed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from waymark.assessments.commands.evidence import files, refusals, testifying
from waymark.assessments.models import Audience, Evidence, EvidenceBefore, EvidenceSkill
from waymark.assessments.policies import evidence as policies
from waymark.assessments.queries import evidence as queries
from waymark.assessments.rules import evidence as rules
from waymark.assessments.types.evidence import EvidenceKind, EvidenceView, EvidenceWords, Upload
from waymark.audit import commands as audit
from waymark.frameworks import queries as frameworks
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch


def add_evidence(
    *,
    kind: EvidenceKind,
    put: EvidenceWords,
    skills: Collection[int] = (),
    upload: Upload | None = None,
    actor: Actor,
    at: datetime,
) -> EvidenceView:
    """Keep a new piece of evidence. Nobody but its person sees it, unless ``put.audience`` says otherwise.

    Args:
        kind: what it is; it stays that.
        put: its words. What the kind does not ask for is left out.
        skills: ids of the skills it supports, 20 at most; there may be none yet.
        upload: a file of it; evidence of the kind "file" needs one.
        actor: the person.
        at: when.

    Raises:
        NotVisible: whoever asks is not a person.
        NotTheseWords: something is missing or does not fit; it says what, by column.
        NotTheseSkills: there is no such skill, or there are too many.
        FileNeeded, FileTooLarge, FileNotTaken, FileInfected, FileNotScanned: see each.
    """
    person_id = actor.as_person()
    policies.MAY_ADD_EVIDENCE.require(actor, person_id, at)
    _check(kind, put, skills, at)
    if kind == EvidenceKind.FILE and upload is None:
        raise refusals.FileNeeded
    file = files.looked_into(upload, actor, at)
    with transaction.atomic():
        kept = rules.plain(put, kind)
        row = Evidence.objects.create(
            uuid=new_uuid(), person_id=person_id, kind=kind, saved_at=at, sought=_sought(kept, file), **kept
        )
        _support(row, skills)
        if file is not None:
            files.keep(row, file, at)
        audit.record(
            "assessments.evidence.added", actor=actor, at=at, subjects=(person_id,), evidence=str(row.uuid),
            evidence_kind=kind.value, skills=rules.in_order(skills), file=file.name if file else "",
        )  # fmt: skip
        return queries.view_of(row, actor)


def change_evidence(
    *,
    uuid: UUID,
    put: EvidenceWords,
    skills: Collection[int],
    upload: Upload | None = None,
    seen_revision: int | None,
    actor: Actor,
    at: datetime,
) -> EvidenceView:
    """Change a piece of evidence. Where a submitted assessment used it, what it said before is kept beside it.

    Saving the same again changes nothing.

    Args:
        uuid: a piece of evidence of the actor's.
        put: all of its words, as they are to be.
        skills: all of the skills it supports.
        upload: one more file.
        seen_revision: the revision they saw when they opened the page.
        actor: the person.
        at: when.

    Raises:
        NotVisible: no such evidence of theirs, or it was removed.
        EvidenceStale: they saved something else meanwhile, in another tab; nothing is changed.
        NotTheseWords, NotTheseSkills, TooManyFiles: see each.
        FileTooLarge, FileNotTaken, FileInfected, FileNotScanned: see each.
    """
    known = fetch(policies.MAY_CHANGE_EVIDENCE, Evidence.objects.filter(removed_at=None), actor, at, uuid=uuid)
    kind = EvidenceKind(known.kind)
    _check(kind, put, skills, at, kept=known.skills.values_list("skill_id", flat=True))
    file = files.looked_into(upload, actor, at)
    with transaction.atomic():
        rows = Evidence.objects.select_for_update().filter(removed_at=None)
        row = fetch(policies.MAY_CHANGE_EVIDENCE, rows, actor, at, uuid=uuid)
        there = queries.view_of(row, actor)
        kept = rules.plain(put, kind)
        same = EvidenceWords(**kept) == there.words and rules.in_order(skills) == there.skills
        if same and file is None:
            return there
        if not same and seen_revision != row.revision:
            raise refusals.EvidenceStale(there, rules.changed(there.words, EvidenceWords(**kept)))
        if queries.is_used(row):
            EvidenceBefore.objects.create(
                evidence=row, revision=row.revision, said=queries.said(row, there.skills), until_at=at
            )
        for column, value in kept.items():
            setattr(row, column, value)
        row.revision += 1
        row.saved_at = at
        names = (one.name for one in there.files)
        row.sought = _sought(kept, file, *names)
        row.save()
        row.skills.exclude(skill_id__in=skills).delete()
        _support(row, set(skills) - set(there.skills))
        if file is not None:
            files.keep(row, file, at)
        audit.record(
            "assessments.evidence.changed", actor=actor, at=at, subjects=(row.person_id,), evidence=str(row.uuid),
            revision=row.revision, skills=rules.in_order(skills), file=file.name if file else "",
        )  # fmt: skip
        return queries.view_of(row, actor)


@transaction.atomic
def remove_evidence(*, uuid: UUID, actor: Actor, at: datetime) -> bool:
    """Remove a piece of evidence, and return whether it is gone for good.

    What no submitted assessment used goes with its files and what was asked of others. What one used leaves the
    library only: it stays for those assessments, with its files, and their readers still see it (False).

    Raises:
        NotVisible: no such evidence of theirs, or it was removed before.
    """
    rows = Evidence.objects.select_for_update().filter(removed_at=None)
    row = fetch(policies.MAY_REMOVE_EVIDENCE, rows, actor, at, uuid=uuid)
    gone = not queries.is_used(row)
    for witness in row.witnesses.filter(written_at=None, declined_at=None, ended_at=None):
        testifying.settle(witness, at)
        witness.ended_at = at
        witness.save(update_fields=["ended_at"])
    if gone:
        row.uses.all().delete()  # of assessments that are not sent: drafts of the same person
        row.delete()
    else:
        row.removed_at, row.audience = at, Audience.ONLY_ME
        row.save(update_fields=["removed_at", "audience"])
    audit.record(
        "assessments.evidence.removed", actor=actor, at=at, subjects=(row.person_id,), evidence=str(uuid), gone=gone,
    )  # fmt: skip
    return gone


def _check(
    kind: EvidenceKind, put: EvidenceWords, skills: Collection[int], at: datetime, *, kept: Collection[int] = ()
) -> None:
    """Refuse words that cannot be kept, and skills that are not there; ``kept``: those that it has already.

    Raises:
        NotTheseWords, NotTheseSkills: see each.
    """
    if wrong := rules.why_not_these_words(kind, put):
        raise refusals.NotTheseWords(wrong)
    new = set(skills) - set(kept)
    if len(set(skills)) > rules.MOST_SKILLS or (new and new - set(frameworks.skill_rows(new, at))):
        raise refusals.NotTheseSkills
    if put.audience not in Audience.values:
        raise refusals.NotTheseSkills


def _support(row: Evidence, skills: Collection[int]) -> None:
    EvidenceSkill.objects.bulk_create(EvidenceSkill(evidence=row, skill_id=one) for one in rules.in_order(skills))


def _sought(kept: dict[str, Any], file: files.Looked | None, *names: str) -> str:
    return rules.sought(EvidenceWords(**kept), *names, *([file.name] if file else []))
