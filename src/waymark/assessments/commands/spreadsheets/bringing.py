"""A file of levels: brought, asked to take its next step, discarded. Its steps themselves stand in ``applying``."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from waymark.assessments import policies
from waymark.assessments.commands.spreadsheets import applying
from waymark.assessments.commands.spreadsheets.refusals import (
    LevelFileNotNow,
    LevelFileSeenOtherwise,
    LevelFileTooLarge,
)
from waymark.assessments.models import LevelFile
from waymark.assessments.queries.spreadsheets import card_of, folder
from waymark.assessments.types import FileState, LevelFileCard
from waymark.audit import commands as audit
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch
from waymark.work import commands as work
from waymark_formats.framework import Unreadable

LEVELS_JOB = "assessments.levels"
"""Kind of job that carries a step out."""
QUICK = 64 * 1024
"""Bytes of a CSV file whose steps are taken at once; of a workbook a fifth. Larger ones wait for a worker."""


@transaction.atomic
def bring_level_file(*, filename: str, chunks: Iterable[bytes], actor: Actor, at: datetime) -> LevelFileCard:
    """Keep a file of levels, in a folder of its own that the site does not serve, to be checked next.

    Args:
        filename: what its owner calls it.
        chunks: its bytes.
        actor: a head of profession, an HR director, or an operator.
        at: when.

    Raises:
        NotVisible: the actor brings nobody's levels.
        LevelFileTooLarge: nothing is kept.
    """
    if not policies.brings_levels(actor):
        raise NotVisible
    uuid, name = new_uuid(), filename.replace("\\", "/").rsplit("/", 1)[-1].strip()[-100:] or "levels"
    place = folder(uuid)
    try:
        size, digest = _keep(place, chunks)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    row = LevelFile.objects.create(
        uuid=uuid, account_id=actor.account_id, filename=name, size=size, digest=digest, state=FileState.BROUGHT,
        at=at, changed_at=at,
    )  # fmt: skip
    audit.record("assessments.level_file.brought", actor=actor, at=at, file=str(uuid), size=size, digest=digest)
    return card_of(row)


def _keep(place: Path, chunks: Iterable[bytes]) -> tuple[int, str]:
    place.mkdir(parents=True, mode=0o700)
    arriving = place / "arriving"
    size, found, beginning = 0, hashlib.sha256(), b""
    with arriving.open("wb") as file:
        for chunk in chunks:
            beginning = beginning or chunk[:1024]
            size += len(chunk)
            if size > settings.UPLOAD_MAX_BYTES:
                raise LevelFileTooLarge(settings.UPLOAD_MAX_BYTES // 1024**2)
            found.update(chunk)
            file.write(chunk)
    archive = beginning.startswith(b"PK\x03\x04")
    ods = b"opendocument.spreadsheet" in beginning[:200]
    arriving.rename(place / f"levels{('.ods' if ods else '.xlsx') if archive else '.csv'}")
    return size, found.hexdigest()


@transaction.atomic
def ask_level_file(
    *, uuid: UUID, step: str, seen: str = "", by_worker: bool | None = None, actor: Actor, at: datetime
) -> bool:
    """Have a step taken, ``check`` or ``apply``; say whether whoever asks is to take it at once.

    Args:
        uuid: which file.
        step: which step.
        seen: of ``apply``: what the actor was shown (``LevelFileCard.seen``).
        by_worker: whether a worker takes it; None: that depends on its size.
        actor: whoever brought it.
        at: when.

    Raises:
        NotVisible: there is no such file of theirs.
        LevelFileNotNow: it is at another step.
        LevelFileSeenOtherwise: they were shown something else.
    """
    row = _mine(uuid, actor, at)
    due = (FileState.BROUGHT, FileState.SHOWN) if step == "check" else (FileState.SHOWN,)
    if row.doing or row.state not in due or step not in {"check", "apply"}:
        raise LevelFileNotNow
    if step == "apply" and seen != row.seen:
        raise LevelFileSeenOtherwise
    row.doing, row.problem, row.changed_at = step, "", at
    row.save()
    csv = any(folder(uuid).glob("*.csv"))
    slow = row.size > (QUICK if csv else QUICK // 5) if by_worker is None else by_worker
    if slow:
        work.start(
            kind=LEVELS_JOB, key=f"{LEVELS_JOB}.{uuid}.{step}.{at.timestamp()}", arguments={"uuid": str(uuid)},
            actor=actor, at=at,
        )  # fmt: skip
    return not slow


def carry_out_level_file(
    *, uuid: UUID, say: Callable[[str], None] = lambda words: None, actor: Actor, at: datetime
) -> LevelFileCard:
    """Take the step that was asked for. What is refused is kept with the file, for its owner to read.

    Args:
        uuid: which file.
        say: told how far it is, in words.
        actor: whoever brought it, with the duties that count now.
        at: when.

    Raises:
        NotVisible: there is no such file of theirs.

    Cost: for each 5,000 people in it some six queries, and one set-based write each for judgements and evidence.
    """
    row = fetch(policies.MAY_STEER_LEVEL_FILE, LevelFile.objects.all(), actor, at, uuid=uuid)
    try:
        with transaction.atomic():
            row = _mine(uuid, actor, at)
            if row.doing == "check":
                applying.check(row, say, actor, at)
            elif row.doing == "apply":
                applying.apply(row, say, actor, at)
            row.doing, row.changed_at = "", at
            row.save()
    except (Refusal, Unreadable) as problem:
        with transaction.atomic():
            row = _mine(uuid, actor, at)
            if isinstance(problem, Unreadable):
                row.state = FileState.REFUSED
            row.doing, row.problem, row.changed_at = "", str(problem), at
            row.save()
            audit.record("assessments.level_file.refused", actor=actor, at=at, file=str(uuid))
    return card_of(row)


@transaction.atomic
def discard_level_file(*, uuid: UUID, actor: Actor, at: datetime) -> None:
    """Throw a file away that was not applied.

    Raises:
        NotVisible, LevelFileNotNow: see each.
    """
    row = _mine(uuid, actor, at)
    if row.doing or row.state not in (FileState.BROUGHT, FileState.SHOWN, FileState.REFUSED):
        raise LevelFileNotNow
    row.state, row.changed_at = FileState.DISCARDED, at
    row.save()
    audit.record("assessments.level_file.discarded", actor=actor, at=at, file=str(uuid))
    transaction.on_commit(lambda: shutil.rmtree(folder(uuid), ignore_errors=True))


def _mine(uuid: UUID, actor: Actor, at: datetime) -> LevelFile:
    rows = LevelFile.objects.select_for_update(of=("self",))
    return fetch(policies.MAY_STEER_LEVEL_FILE, rows, actor, at, uuid=uuid)
