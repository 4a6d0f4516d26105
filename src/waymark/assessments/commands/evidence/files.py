"""The files of evidence: looked at, scanned, kept under a name of their own, swept away when nothing names them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from waymark.assessments import ports
from waymark.assessments.commands.evidence import refusals
from waymark.assessments.models import Evidence, EvidenceFile
from waymark.assessments.models.evidence import store
from waymark.assessments.policies import evidence as policies
from waymark.assessments.queries import evidence as queries
from waymark.assessments.rules import evidence as rules
from waymark.assessments.types.evidence import EvidenceKind, EvidenceView, ScanOutcome, Upload
from waymark.audit import commands as audit
from waymark.kernel.errors import NotVisible
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch
from waymark_formats import uploads

SWEPT_AFTER = timedelta(hours=1)
"""A file without a row may belong to a command that is not done yet."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that may be kept."""

    name: str
    media_type: str
    content: bytes
    scan: ScanOutcome


def looked_into(upload: Upload | None, actor: Actor, at: datetime) -> Looked | None:
    """Look into a file before anything is written, outside every transaction: a scanner takes its time.

    Raises:
        FileTooLarge, FileNotTaken: see each.
        FileInfected: the scanner found something. That is put on record; the file is not kept.
        FileNotScanned: the scanner is set up and does not answer.
    """
    if upload is None:
        return None
    if len(upload.content) > settings.EVIDENCE_MAX_BYTES:
        raise refusals.FileTooLarge(settings.EVIDENCE_MAX_BYTES)
    try:
        kind = uploads.recognise(upload.content, upload.name)
    except uploads.NotTaken as no:
        raise refusals.FileNotTaken(no.why, no.found) from None
    name = uploads.shown_name(upload.name, kind)
    return Looked(name, kind.media_type, upload.content, _scanned(upload.content, name, actor, at))


def _scanned(content: bytes, name: str, actor: Actor, at: datetime) -> ScanOutcome:
    scanner = ports.scanner()
    if scanner is None:
        return ScanOutcome.NOT_SCANNED
    try:
        found = scanner.scan(content)
    except ports.ScannerUnreachable:
        raise refusals.FileNotScanned from None
    if found:
        with transaction.atomic():
            audit.record(
                "assessments.evidence.infected", actor=actor, at=at, subjects=(actor.as_person(),), found=found[:200],
                file=name, sha256=hashlib.sha256(content).hexdigest(),
            )  # fmt: skip
        raise refusals.FileInfected(found[:200])
    return ScanOutcome.CLEAN


def keep(row: Evidence, file: Looked, at: datetime) -> EvidenceFile:
    """Keep a file that was looked into, inside the command that adds it.

    Raises:
        TooManyFiles: there are as many as there can be.
    """
    if row.files.count() >= rules.MOST_FILES:
        raise refusals.TooManyFiles
    uuid = new_uuid()
    store().save(uuid.hex, ContentFile(file.content))
    return EvidenceFile.objects.create(
        uuid=uuid, evidence=row, name=file.name, media_type=file.media_type, size=len(file.content),
        sha256=hashlib.sha256(file.content).hexdigest(), scan=file.scan,
        scanned_at=at if file.scan == ScanOutcome.CLEAN else None, added_at=at,
    )  # fmt: skip


@transaction.atomic
def remove_evidence_file(*, file: UUID, actor: Actor, at: datetime) -> EvidenceView:
    """Remove one file of a piece of evidence, with its content.

    Raises:
        NotVisible: no such file of theirs.
        EvidenceInUse: a submitted assessment used the evidence.
        FileNeeded: it is the only file of evidence that is a file.
    """
    of = EvidenceFile.objects.filter(uuid=file).values("evidence_id")
    row = fetch(policies.MAY_CHANGE_EVIDENCE, Evidence.objects.select_for_update(), actor, at, pk__in=of)
    found = row.files.filter(uuid=file).first()
    if found is None:  # removed in another tab while this one waited for the evidence
        raise NotVisible
    if queries.is_used(row):
        raise refusals.EvidenceInUse
    if row.kind == EvidenceKind.FILE and row.files.count() == 1:
        raise refusals.FileNeeded
    found.delete()
    row.revision += 1
    row.saved_at = at
    row.sought = rules.sought(queries.words_of(row), *row.files.values_list("name", flat=True))
    row.save(update_fields=["revision", "saved_at", "sought"])
    audit.record(
        "assessments.evidence.file_removed", actor=actor, at=at, subjects=(row.person_id,), evidence=str(row.uuid),
        file=str(file),
    )  # fmt: skip
    return queries.view_of(row, actor)


def sweep_evidence_files(*, actor: Actor, at: datetime) -> int:
    """Delete the content that no row names, an hour after it was kept, and return how much there was.

    Such content is left when the program stops between a write and its commit. Whoever calls this is the program
    itself. Nothing about anybody changes, so only a sweep that found something is put on record.

    Cost: one listing of the store, and a query for each 500 files.
    """
    there = store()
    try:
        names = sorted(there.listdir("")[1])
    except FileNotFoundError:
        return 0
    swept = 0
    for start in range(0, len(names), 500):
        batch = {UUID(name): name for name in names[start : start + 500] if _is_ours(name)}
        known = set(EvidenceFile.objects.filter(uuid__in=batch).values_list("uuid", flat=True))
        for uuid, name in batch.items():
            if uuid not in known and there.get_modified_time(name) < at - SWEPT_AFTER:
                there.delete(name)
                swept += 1
    if swept:
        with transaction.atomic():
            audit.record("assessments.evidence.swept", actor=actor, at=at, files=swept)
    return swept


def _is_ours(name: str) -> bool:
    return len(name) == 32 and all(sign in "0123456789abcdef" for sign in name)
