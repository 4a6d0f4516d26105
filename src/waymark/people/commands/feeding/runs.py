"""A file of a feed, step by step: brought, shown, agreed to where it is unusual, applied.

Each step works everything out from the file and writes in one transaction at its end, so that killing it costs nothing
but time: it is begun again where the last one ended.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.kernel import bulk
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch
from waymark.organisation import queries as organisation
from waymark.people import policies
from waymark.people import rules as people_rules
from waymark.people.commands.feeding import checking, records, writing
from waymark.people.commands.feeding.checking import Checked, Checking, FileRefused, Say
from waymark.people.commands.feeding.records import AT_ONCE, Here
from waymark.people.commands.feeding.refusals import (
    FeedEnded,
    FileTooLarge,
    NeedsApproval,
    NothingToApprove,
    NotNow,
    OwnRun,
    RunUnderWay,
    SeenOtherwise,
    UnitsChanged,
)
from waymark.people.commands.feeding.writing import Change
from waymark.people.events import FeedApplied, FeedUnusual
from waymark.people.models import Feed, FeedRow, FeedRun, Movement, Person, Post
from waymark.people.queries.feeding import run_card
from waymark.people.rules import feed_files as files
from waymark.people.rules import feeding as rules
from waymark.people.types import FeedStep, RowKind, RunCard, RunState
from waymark.work import commands as work
from waymark_formats.framework import Unreadable
from waymark_formats.people_feed import open_people

JOB = "people.feed"
"""Kind of job that carries a step out."""
KEPT = timedelta(days=30)
_OPEN = (RunState.BROUGHT, RunState.SHOWN)


def _silent(words: str) -> None:
    """Say nothing: whoever waits sees what comes of it."""


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


def _file(run: FeedRun) -> Path:
    """Return the file of a run. It may be gone."""
    place = files.folder(Path(settings.FEEDS_DIR), run.uuid)
    return next(iter(sorted(place.glob("people.*"))), place / "people.gone")


def go_on(*, uuid: UUID, step: FeedStep, seen: str | None = None, actor: Actor, at: datetime) -> RunCard:
    """Take the next step of a file: at once when it is quick, else by a worker.

    Args:
        uuid: which file.
        step: which.
        seen: of ``APPLY``, the digest of what the actor was shown (``RunCard.seen``).
        actor: an administrator, or an operator.
        at: when.

    Returns:
        The file after the step; or, where ``doing`` says so, while a worker is at it.

    Raises:
        NotVisible: there is no such file, or the actor does not run its feed.
        NotNow: another step is being taken, or this one is not due.
        SeenOtherwise: what it would change was worked out again since.
        NeedsApproval: it is unusual, and nobody else has agreed.
    """
    quick = ask(uuid=uuid, step=step, seen=seen, by_worker=None, actor=actor, at=at)
    return carry_out(uuid=uuid, actor=actor, at=at) if quick else run_card(uuid, actor, at)


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
    slow = files.takes_long(run.size, _file(run).suffix) if by_worker is None else by_worker
    if slow:
        key = f"{JOB}.{run.uuid.hex}.{step}.{at.timestamp():.6f}"
        run.job = work.start(kind=JOB, key=key, arguments={"uuid": str(run.uuid)}, actor=actor, at=at)
    run.save()
    return not slow


def carry_out(*, uuid: UUID, actor: Actor, say: Say = _silent, at: datetime) -> RunCard:
    """Take the step that a file waits for. Taken already, nothing happens: a worker may be told of it twice.

    Args:
        uuid: which file.
        actor: whoever asked for the step.
        say: is told in words what is being done.
        at: when.

    Raises:
        NotVisible: there is no such file, or the actor does not run its feed any more.
    """
    run = fetch(policies.MAY_STEER_RUN, FeedRun.objects.select_related("feed"), actor, at, uuid=uuid)
    try:
        if run.doing == FeedStep.CHECK:
            _check(run, say, actor, at)
        elif run.doing == FeedStep.APPLY:
            _apply(run, say, actor, at)
    except (Unreadable, FileRefused) as no:
        _ended(run, str(no), actor, at, state=RunState.REFUSED)
    except Refusal as no:
        _ended(run, str(no) or _("You may not do this any more."), actor, at)
    except Exception:
        # Whoever runs the site finds it in the log; nobody must be left with a step that nobody takes.
        if run.job is None:
            _ended(run, _("Something went wrong on our side. Try again, or bring the file anew."), actor, at)
        raise
    return run_card(uuid, actor, at)


def _check(run: FeedRun, say: Say, actor: Actor, at: datetime) -> None:
    here = here_of(run.feed)
    day = people_rules.day_of(at)
    place = records.place_of(here, organisation.organisation_by_id(here.organisation_id).name, day)
    path = _file(run)
    file = open_people(path, mapping=run.feed.mapping, limit=settings.FEED_MAX_BYTES)
    shown = path.with_name(f"shown.{os.getpid()}")
    try:
        one = Checking(file, here, place, full=run.full, day=day, out=shown, say=say)
        done = one.check(needs_end=run.feed.needs_end, columns_before=run.feed.columns)
        checking.too_few(done)
        say(_("Writing down what would change"))
        _show(run, done, shown, actor, at)
    finally:
        shown.unlink(missing_ok=True)


def _show(run: FeedRun, done: Checked, shown: Path, actor: Actor, at: datetime) -> None:
    with transaction.atomic():
        now = _still(run, FeedStep.CHECK)
        FeedRow.objects.filter(run=now).delete()
        bulk.insert_rows(
            FeedRow,
            ("run_id", "kind", "row", "value", "name", "person_id", "twin_id", "said", "was", "words"),
            ((now.pk, *row) for row in checking.kept_rows(shown)),
        )
        now.state, now.rows, now.counts, now.before = RunState.SHOWN, done.rows, dict(done.counts), done.before
        if now.seen != done.digest:
            now.approved_by_id = now.approved_at = None
        now.seen, now.columns, now.checked_at = done.digest, done.columns, at
        unusual = rules.unusual({**done.counts, **done.also}, done.before, now.limits or usual_in(now.feed, None))
        now.unusual = [list(one) for one in unusual]
        _finish(now, at)
        if unusual and now.approved_at is None:
            audit.announce(FeedUnusual(now.pk), at=at)
        audit.record("people.feed.checked", actor=actor, at=at, run=now.pk, rows=done.rows, counts=now.counts)


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


def _apply(run: FeedRun, say: Say, actor: Actor, at: datetime) -> None:
    say(_("Writing people, posts and teams"))
    with transaction.atomic():
        # Other files of the feed, and single people by the same feed, wait until this one stands; so do changes of
        # organisations.
        Feed.objects.select_for_update(of=("self",)).get(pk=run.feed_id)
        now = _still(run, FeedStep.APPLY)
        bulk.alone(Person, Post, Movement)
        here = here_of(now.feed)
        written = writing.write(here, lambda: _changes(now, here), run_id=now.pk, actor=actor, at=at)
        now.state, now.applied_at = RunState.APPLIED, at
        _finish(now, at)
        columns = sorted(open_people(_file(run), mapping=run.feed.mapping, limit=settings.FEED_MAX_BYTES).places)
        Feed.objects.filter(pk=run.feed_id).update(columns=columns)
        audit.announce(
            FeedApplied(
                now.pk, written.first, written.last, written.movements.get("joined", 0),
                written.movements.get("moved", 0), written.movements.get("left", 0),
            ),
            at=at,
        )  # fmt: skip
        audit.record(
            "people.feed.applied", actor=actor, at=at, run=now.pk, feed=now.feed_id, accounts_closed=written.closed,
            counts=now.counts,
        )  # fmt: skip
        transaction.on_commit(lambda: forget_files(now.uuid))


def _changes(run: FeedRun, here: Here) -> Iterator[list[Change]]:
    """Yield what a file does, without those set aside, some thousands at a time.

    Raises:
        UnitsChanged: a unit that it puts people into is closed, or has gone elsewhere, since it was checked.
    """
    open_units = {unit.id for unit in organisation.units(here.path) if unit.until_on is None}
    after = 0
    while True:
        rows = list(
            FeedRow.objects.filter(run=run, pk__gt=after)
            .exclude(kind=RowKind.ASIDE)
            .order_by("pk")
            .values_list("pk", "kind", "value", "person_id", "said", "words")[:AT_ONCE]
        )
        if not rows:
            return
        after = rows[-1][0]
        changes = [
            Change(
                kind, value, person_id, rules.from_json(said) if said else None,
                all(code != "no_manager" for code, *_more in words),
            )
            for _pk, kind, value, person_id, said, words in rows
        ]  # fmt: skip
        if any(seat.organisation_id not in open_units for one in changes if one.said for seat in one.said.seats):
            raise UnitsChanged
        yield changes


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
    _finish(run, at)
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
    old = FeedRun.objects.filter(changed_at__lt=at - KEPT, doing="")
    gone, _tables = FeedRow.objects.filter(run__in=old).delete()
    for uuid in list(old.filter(state__in=_OPEN).values_list("uuid", flat=True)):
        forget_files(uuid)
    given_up = old.filter(state__in=_OPEN).update(state=RunState.DISCARDED, changed_at=at)
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


def _still(run: FeedRun, step: FeedStep) -> FeedRun:
    """Lock a run, and see that the step is still to be taken.

    Raises:
        NotNow: it was discarded, or another worker was faster.
    """
    rows = FeedRun.objects.select_for_update(of=("self",)).select_related("feed")
    now = rows.filter(pk=run.pk).first()
    if now is None:
        raise NotVisible
    if now.doing != step:
        raise NotNow
    return now


def _finish(run: FeedRun, at: datetime) -> None:
    run.doing, run.job, run.changed_at = "", None, at
    run.save()


def _ended(run: FeedRun, problem: str, actor: Actor, at: datetime, *, state: RunState | None = None) -> None:
    """End a step that was not taken, with the reason; a file that is refused as a whole is not kept."""
    with transaction.atomic():
        now = FeedRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if now.doing != run.doing:
            return  # somebody else has ended the step meanwhile
        now.problem = problem
        if state is not None:
            now.state = state
            audit.record("people.feed.refused", actor=actor, at=at, run=now.pk, feed=now.feed_id)
            transaction.on_commit(lambda: forget_files(now.uuid))
        _finish(now, at)
