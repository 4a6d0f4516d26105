"""A file of a feed: brought, asked to take its next step, agreed to where it is unusual, discarded, forgotten.

What is done in its two long steps stands in ``steps``.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from waymark.audit import commands as audit
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch
from waymark.organisation import queries as organisation
from waymark.people import policies
from waymark.people.commands.feeding.records import Here
from waymark.people.commands.feeding.refusals import (
    FeedEnded,
    FileTooLarge,
    NeedsApproval,
    NothingToApprove,
    NotNow,
    OwnRun,
    RunUnderWay,
    SeenOtherwise,
)
from waymark.people.models import Feed, FeedRow, FeedRun
from waymark.people.queries.feeding import run_card
from waymark.people.rules import feed_files as files
from waymark.people.rules import feeding as rules
from waymark.people.types import FeedStep, RunCard, RunState
from waymark.work import commands as work

JOB = "people.feed"
"""Kind of job that carries a step out."""
KEPT = timedelta(days=30)
_OPEN = (RunState.BROUGHT, RunState.SHOWN)


def here_of(feed: Feed) -> Here:
    """Return where a feed speaks of people. One query.

    Raises:
        FeedEnded: its department or agency is closed.
    """
    body = organisation.bodies([feed.organisation_id])[feed.organisation_id]
    if not body.is_open:
        raise FeedEnded(body.name, organisation.successor(body.id))
    return Here(feed.source, body.id, body.path, str(feed.pk))


def usual_in(feed: Feed, account_id: int | None) -> dict[str, int]:
    """Return what is usual in a feed for a file that an account brings: nobody raises it for their own files."""
    limits = {
        "leavers": feed.most_leavers, "joiners": feed.most_joiners, "moved": feed.most_moved,
        "renamed": feed.most_renamed, "aside": feed.most_aside,
    }  # fmt: skip
    if account_id is None or feed.raised_by_id != account_id:
        return limits
    return {what: min(most, rules.USUAL[what]) for what, most in limits.items()}


@transaction.atomic
def bring(*, feed: UUID, filename: str, chunks: Iterable[bytes], full: bool, actor: Actor, at: datetime) -> RunCard:
    """Keep a file of people, in a folder of its own that the site does not serve, to be checked next.

    Args:
        feed: of which feed.
        filename: what its owner calls it.
        chunks: its bytes.
        full: it names everybody who works there: somebody whom it does not name has left.
        actor: an administrator, or an operator.
        at: when.

    Raises:
        NotVisible: there is no such feed, or the actor does not run it.
        FeedEnded: its department or agency is closed.
        RunUnderWay: another file of it is.
        FileTooLarge: see it; nothing is kept.
    """
    row = fetch(policies.MAY_RUN_FEED, Feed.objects.select_for_update(of=("self",)), actor, at, uuid=feed)
    here_of(row)
    if row.runs.filter(state__in=_OPEN).exists():
        raise RunUnderWay
    uuid = new_uuid()
    place = files.folder(Path(settings.FEEDS_DIR), uuid)
    try:
        size, digest = _keep(place, chunks, files.safe_name(filename))
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    run = FeedRun.objects.create(
        uuid=uuid, feed=row, account_id=actor.account_id, filename=files.safe_name(filename), size=size, digest=digest,
        full=full, state=RunState.BROUGHT, limits=usual_in(row, actor.account_id), at=at, changed_at=at,
    )  # fmt: skip
    audit.record(
        "people.feed.brought", actor=actor, at=at, feed=row.pk, run=run.pk, size=size, digest=digest, full=full
    )
    return run_card(run.uuid, actor, at)


def _keep(place: Path, chunks: Iterable[bytes], name: str) -> tuple[int, str]:
    place.mkdir(parents=True, mode=0o700)
    arriving = place / "arriving"
    size, found, beginning = 0, hashlib.sha256(), b""
    with arriving.open("wb") as file:
        for chunk in chunks:
            beginning = beginning or chunk[:1024]
            size += len(chunk)
            if size > settings.FEED_MAX_BYTES:
                raise FileTooLarge(settings.FEED_MAX_BYTES // 1024**2)
            found.update(chunk)
            file.write(chunk)
    arriving.rename(place / f"people{files.suffix_of(beginning, name)}")
    return size, found.hexdigest()


def file_of(run: FeedRun) -> Path:
    """Return the file of a run. It may be gone."""
    place = files.folder(Path(settings.FEEDS_DIR), run.uuid)
    return next(iter(sorted(place.glob("people.*"))), place / "people.gone")


@transaction.atomic
def ask(
    *, uuid: UUID, step: FeedStep, seen: str | None = None, by_worker: bool | None = False, actor: Actor, at: datetime
) -> bool:
    """Have a step taken, and say whether whoever asks is to take it at once (``carry_out``).

    ``by_worker`` None leaves it to the size of the file. What is refused is said with ``go_on``.
    """
    run = _mine(uuid, actor, at)
    due = _OPEN if step is FeedStep.CHECK else (RunState.SHOWN,)
    if run.doing or run.state not in due:
        raise NotNow
    if step is FeedStep.APPLY:
        if seen != run.seen:
            raise SeenOtherwise
        if run.unusual and run.approved_at is None:
            raise NeedsApproval
    run.doing, run.problem, run.changed_at = step, "", at
    slow = files.takes_long(run.size, file_of(run).suffix) if by_worker is None else by_worker
    if slow:
        key = f"{JOB}.{run.uuid.hex}.{step}.{at.timestamp():.6f}"
        # A session of an administrator may end before a worker gets to it.
        arguments = {"uuid": str(run.uuid), "asked_at": at.isoformat()}
        run.job = work.start(kind=JOB, key=key, arguments=arguments, actor=actor, at=at)
    run.save()
    return not slow


@transaction.atomic
def approve(*, uuid: UUID, seen: str, actor: Actor, at: datetime) -> RunCard:
    """Agree to a file that changes unusually many people, as the second person. Whoever brought it then applies it.

    Args:
        uuid: which file.
        seen: digest of what the actor was shown.
        actor: another administrator than the one who brought it.
        at: when.

    Raises:
        NotVisible: there is no such file, or the actor does not run its feed.
        OwnRun: they brought it.
        NothingToApprove: it is not unusual, or agreed to already.
        SeenOtherwise: it was worked out again since.
    """
    run = _mine(uuid, actor, at)
    if actor.account_id is None or run.account_id == actor.account_id:
        raise OwnRun
    if run.state != RunState.SHOWN or run.doing or not run.unusual or run.approved_at is not None:
        raise NothingToApprove
    if seen != run.seen:
        raise SeenOtherwise
    run.approved_by_id, run.approved_at, run.changed_at = actor.account_id, at, at
    run.save(update_fields=["approved_by", "approved_at", "changed_at"])
    audit.record("people.feed.approved", actor=actor, at=at, run=run.pk, seen=seen)
    return run_card(uuid, actor, at)


@transaction.atomic
def discard(*, uuid: UUID, actor: Actor, at: datetime) -> None:
    """Give a file up. It goes, with all that was worked out from it; a worker that is at it writes nothing more.

    Raises:
        NotVisible: there is none, or the actor does not run its feed.
        NotNow: it has ended.
    """
    run = _mine(uuid, actor, at)
    if run.state not in _OPEN:
        raise NotNow
    run.state = RunState.DISCARDED
    finish(run, at)
    FeedRow.objects.filter(run=run).delete()
    audit.record("people.feed.discarded", actor=actor, at=at, run=run.pk)
    transaction.on_commit(lambda: forget_files(run.uuid))


def forget_files(uuid: UUID) -> None:
    """Delete what lies on disk of a file. Nothing to delete is fine."""
    shutil.rmtree(files.folder(Path(settings.FEEDS_DIR), uuid), ignore_errors=True)


@transaction.atomic
def tidy_feeds(*, actor: Actor, at: datetime) -> int:
    """Delete what files said about people 30 days after, and return how many rows; what became of each file stays.

    A file that nobody went on with for as long is given up. Whoever calls this is the program itself.
    """
    old = FeedRun.objects.filter(changed_at__lt=at - KEPT)
    gone, _tables = FeedRow.objects.filter(run__in=old).delete()
    for uuid in list(old.filter(state__in=_OPEN).values_list("uuid", flat=True)):
        forget_files(uuid)
    given_up = old.filter(state__in=_OPEN).update(state=RunState.DISCARDED, doing="", job=None, changed_at=at)
    root = Path(settings.FEEDS_DIR)
    open_ones = {one.hex for one in FeedRun.objects.filter(state__in=_OPEN).values_list("uuid", flat=True)}
    for place in root.iterdir() if root.is_dir() else ():
        if place.name not in open_ones and place.stat().st_mtime < (at - timedelta(hours=1)).timestamp():
            shutil.rmtree(place, ignore_errors=True)
    if gone or given_up:
        audit.record("people.feed.tidied", actor=actor, at=at, rows=gone, given_up=given_up)
    return gone


def _mine(uuid: UUID, actor: Actor, at: datetime) -> FeedRun:
    rows = FeedRun.objects.select_for_update(of=("self",)).select_related("feed")
    return fetch(policies.MAY_STEER_RUN, rows, actor, at, uuid=uuid)


def finish(run: FeedRun, at: datetime) -> None:
    """Keep a run as it is now, with no step being taken."""
    run.doing, run.job, run.changed_at = "", None, at
    run.save()
