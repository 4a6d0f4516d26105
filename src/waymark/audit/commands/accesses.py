"""The access log: who looked at whose record, and who was refused. Reading never waits for it.

A request appends one line of JSON to its process's file in the spool; every few seconds the lines of all processes
are written to the database in a batch. Whatever breaks in between, a line is written once: a line carries a UUID, and
a file is deleted only after its lines were committed.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction

from waymark.audit import rules
from waymark.audit.models import Access, AccessSubject, RefusedRequest
from waymark.audit.types import Why
from waymark.kernel import bulk
from waymark.kernel.policy import Actor

log = logging.getLogger("waymark.audit")

CHUNK = 2_000
"""Lines written at a time."""

_LOCK = 0xACCE55
"""Number of the advisory lock that one flush holds at a time in PostgreSQL."""

REFUSED_A_MINUTE = 30
"""Refused requests of one account that each process notes in a minute: guessing fills no disk."""

_TEXT_LENGTH = 200
_refused: dict[int | None, tuple[datetime, int]] = {}
_spool_name = ("", 0)


@dataclass(frozen=True, slots=True)
class _Line:
    """One access or refused request, read back from the spool."""

    uuid: UUID
    row: tuple[Any, ...]
    subjects: tuple[int, ...]
    refused: bool = False


def note_access(
    *,
    actor: Actor,
    at: datetime,
    what: str,
    subjects: Iterable[int],
    ground: str = "",
    filter: dict[str, Any] | None = None,
) -> None:
    """Note that one request read records of other people. The database is not touched.

    Args:
        actor: who read them, and for which purpose.
        at: when.
        what: the page or list, in a few words or as its path; cut at 200 characters.
        subjects: ids of the people whose records were read; a list is one access with all of them.
        ground: why the actor may, as the policy says it; cut at 200 characters.
        filter: what the list was narrowed by, when it was a list.

    Raises:
        OSError: the spool cannot be written; the door answers for that.

    Cost: one append to a local file.
    """
    document = {
        "uuid": str(uuid4()),
        "actor": actor.account_id,
        "operator": actor.operator,
        "at": at.isoformat(),
        "purpose": str(actor.purpose),
        "what": rules.plain_text(what)[:_TEXT_LENGTH],
        "ground": rules.plain_text(ground)[:_TEXT_LENGTH],
        "filter": rules.plain(filter or {}),
        "subjects": sorted(set(subjects)),
    }
    _spool(document)


def note_refused(*, actor: Actor, at: datetime, what: str, why: Why) -> bool:
    """Note that a request was refused, and return whether it was written. The database is not touched.

    Each process notes 30 a minute of one account (everybody without one counts as one), and marks the last of them:
    more may have come.

    Args:
        actor: who asked.
        at: when.
        what: the path asked for; cut at 200 characters.
        why: what was wrong.

    Raises:
        OSError: the spool cannot be written; the door answers for that.

    Cost: one append to a local file.
    """
    since, count = _refused.get(actor.account_id, (at, 0))
    if not at - timedelta(minutes=1) < since <= at:
        since, count = at, 0
    if count >= REFUSED_A_MINUTE:
        return False
    if len(_refused) > 10_000:  # of accounts seen since the process began; those of this minute begin anew
        _refused.clear()
    _refused[actor.account_id] = (since, count + 1)
    document = {
        "uuid": str(uuid4()),
        "actor": actor.account_id,
        "at": at.isoformat(),
        "what": rules.plain_text(what)[:_TEXT_LENGTH],
        "refused": why.value,
        "more": count + 1 == REFUSED_A_MINUTE,
    }
    _spool(document)
    return True


def _spool(document: dict[str, Any]) -> None:
    # The line break in front: a line that was cut short by a full disk spoils itself and not the next one.
    line = f"\n{json.dumps(document, separators=(',', ':'))}\n".encode()
    folder = Path(settings.AUDIT_SPOOL_DIR)
    while not _append(folder, line):
        pass


def flush_access() -> int:
    """Write every spooled line to the database, and return how many were new there.

    Safe to repeat, to interrupt, and to run in several processes at once. A line that cannot be read (the last one,
    when the machine stopped halfway through it) is kept aside in a file named ``broken-...``.

    Raises:
        Exception: the first failure, after every other file has been tried; the file stays for the next flush.
    """
    folder = Path(settings.AUDIT_SPOOL_DIR)
    if not folder.is_dir():
        return 0
    for path in folder.glob("access-*.jsonl"):
        # A new name each time: the writer starts a new file, and an earlier one that failed is not overwritten.
        with suppress(FileNotFoundError):  # another process's flush was faster
            path.rename(folder / f"aside-{uuid4().hex}.jsonl")
    written, failure = 0, None
    for path in sorted(folder.glob("aside-*.jsonl")):
        try:
            written += _flush_file(path)
        except Exception as error:
            log.warning("%s could not be written to the access log.", path.name)
            failure = failure or error
    if failure:
        raise failure
    return written


def _append(folder: Path, line: bytes) -> bool:
    """Append ``line`` to this process's file, and say whether it is sure to be found there.

    A flush renames the file and reads it after that. When the file had another name by the time the line was in it,
    the flush may have read it already: the line is then written again, and its UUID tells that it is the same one.
    """
    path = folder / _file_name()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    except FileNotFoundError:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if os.write(handle, line) != len(line):
            raise OSError(f"{path} took only part of a line of the access log: is the disk full?")
        # Compared while the file is open: once closed, a deleted file's number could be another's.
        mine, there = os.fstat(handle), os.stat(path)
    except FileNotFoundError:
        return False
    finally:
        os.close(handle)
    return (mine.st_dev, mine.st_ino) == (there.st_dev, there.st_ino)


def _file_name() -> str:
    """Return the name of this process's file; a forked process gets one of its own."""
    global _spool_name
    if _spool_name[1] != os.getpid():
        _spool_name = (f"access-{os.getpid()}-{uuid4().hex[:8]}.jsonl", os.getpid())
    return _spool_name[0]


def _flush_file(path: Path) -> int:
    written = 0
    broken: list[bytes] = []
    try:
        with transaction.atomic(), path.open("rb") as file:
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            lines = _read(file, broken)
            while chunk := list(islice(lines, CHUNK)):
                written += _insert(chunk)
            if broken:
                # Named after the file, so that a flush that is repeated writes it once.
                path.with_name(f"broken-{path.name}").write_bytes(b"".join(broken))
                log.warning("%d unreadable lines of the access log are kept in broken-%s.", len(broken), path.name)
    except FileNotFoundError:
        return 0  # another process's flush was faster
    path.unlink(missing_ok=True)
    return written


def _read(file: Iterable[bytes], broken: list[bytes]) -> Iterator[_Line]:
    for raw in file:
        if not raw.strip():
            continue
        try:
            yield _parsed(raw)
        except (ValueError, TypeError, KeyError, AttributeError):
            broken.append(raw)


def _parsed(raw: bytes) -> _Line:
    document = json.loads(raw)
    uuid = UUID(document["uuid"])
    at = datetime.fromisoformat(document["at"])
    if at.tzinfo is None:
        raise ValueError("no zone")
    actor = document["actor"]
    if "refused" in document:
        return _Line(
            uuid=uuid,
            row=(
                uuid,
                None if actor is None else int(actor),
                at,
                str(document["what"]),
                Why(document["refused"]).value,
                bool(document["more"]),
            ),
            subjects=(),
            refused=True,
        )
    return _Line(
        uuid=uuid,
        row=(
            uuid,
            None if actor is None else int(actor),
            bool(document["operator"]),
            at,
            str(document["purpose"]),
            str(document["what"]),
            str(document["ground"]),
            document["filter"],
        ),
        subjects=tuple(int(person) for person in document["subjects"]),
    )


def _insert(lines: list[_Line]) -> int:
    """Write the lines whose UUID is not there yet; the caller holds the lock."""
    looks = _new(Access, {line.uuid: line for line in lines if not line.refused})
    if looks:
        columns = ["uuid", "actor_account_id", "by_operator", "at", "purpose", "what", "ground", "filter"]
        bulk.insert_rows(Access, columns, (line.row for line in looks.values()))
        ids = Access.objects.filter(uuid__in=list(looks)).values_list("uuid", "pk")
        bulk.insert_rows(
            AccessSubject,
            ["access_id", "person_id"],
            ((pk, person) for uuid, pk in ids for person in looks[uuid].subjects),
        )
    refused = _new(RefusedRequest, {line.uuid: line for line in lines if line.refused})
    if refused:
        columns = ["uuid", "actor_account_id", "at", "what", "why", "more"]
        bulk.insert_rows(RefusedRequest, columns, (line.row for line in refused.values()))
    return len(looks) + len(refused)


def _new(table: type[Access] | type[RefusedRequest], lines: dict[UUID, _Line]) -> dict[UUID, _Line]:
    """Return the lines that are not in their table yet."""
    if lines:
        for uuid in table._default_manager.filter(uuid__in=list(lines)).values_list("uuid", flat=True):
            del lines[uuid]
    return lines
