"""The two steps of a file that can take long: it is checked, and it is applied.

Each works everything out anew and writes in one transaction at its end, so that killing it costs nothing but time: it
is begun again where the last one ended.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.kernel import bulk
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.policy import Actor, fetch
from waymark.organisation import queries as organisation
from waymark.people import policies
from waymark.people import rules as people_rules
from waymark.people.commands.feeding import checking, records, writing
from waymark.people.commands.feeding.checking import Checked, Checking, FileRefused, Say
from waymark.people.commands.feeding.records import AT_ONCE, Here
from waymark.people.commands.feeding.refusals import NotNow, SaidSince, UnitsChanged
from waymark.people.commands.feeding.runs import ask, file_of, finish, forget_files, here_of, usual_in
from waymark.people.commands.feeding.writing import Change
from waymark.people.events import FeedApplied, FeedUnusual
from waymark.people.models import Feed, FeedRow, FeedRun, Movement, Person, Post
from waymark.people.queries.feeding import run_card
from waymark.people.rules import feeding as rules
from waymark.people.types import FeedStep, RowKind, RunCard, RunState
from waymark_formats.framework import Unreadable
from waymark_formats.people_feed import open_people


def _silent(words: str) -> None:
    """Say nothing: whoever waits sees what comes of it."""


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
        with bulk.collecting_rarely():
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


@transaction.atomic
def give_back(*, uuid: UUID, actor: Actor, at: datetime) -> None:
    """End a step that whoever asked for it may not take any more, so that it can be asked for again.

    Whoever calls this is the program itself.

    Raises:
        NotVisible: there is no such file.
    """
    run = fetch(policies.MAY_STEER_RUN, FeedRun.objects.select_for_update(of=("self",)), actor, at, uuid=uuid)
    if run.doing:
        run.problem = _("Whoever asked for this step may not take it any more. Ask for it again.")
        audit.record("people.feed.given_back", actor=actor, at=at, run=run.pk, feed=run.feed_id, step=run.doing)
        finish(run, at)


def _check(run: FeedRun, say: Say, actor: Actor, at: datetime) -> None:
    here = here_of(run.feed)
    day = people_rules.day_of(at)
    place = records.place_of(here, organisation.organisation_by_id(here.organisation_id).name, day)
    path = file_of(run)
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
        finish(now, at)
        if unusual and now.approved_at is None:
            audit.announce(FeedUnusual(now.pk), at=at)
        audit.record("people.feed.checked", actor=actor, at=at, run=now.pk, rows=done.rows, counts=now.counts)


def _apply(run: FeedRun, say: Say, actor: Actor, at: datetime) -> None:
    say(_("Writing people, posts and teams"))
    with transaction.atomic():
        # Other files of the feed, and single people by the same feed, wait until this one stands; so do changes of
        # organisations.
        Feed.objects.select_for_update(of=("self",)).get(pk=run.feed_id)
        now = _still(run, FeedStep.APPLY)
        bulk.alone(Person, Post, Movement)
        here = here_of(now.feed)
        _must_be_as_seen(now, here, at)
        written = writing.write(here, lambda: _changes(now, here), run_id=now.pk, actor=actor, at=at)
        now.state, now.applied_at = RunState.APPLIED, at
        finish(now, at)
        columns = sorted(open_people(file_of(run), mapping=run.feed.mapping, limit=settings.FEED_MAX_BYTES).places)
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


def _must_be_as_seen(run: FeedRun, here: Here, at: datetime) -> None:
    """See that nothing of what was shown is out of date.

    Raises:
        SaidSince: it was checked on another day, or the feed has said something else of somebody since.
    """
    if run.checked_at is None or people_rules.day_of(run.checked_at) != people_rules.day_of(at):
        raise SaidSince
    kept = records.aliases()
    rows = FeedRow.objects.filter(run=run).exclude(kind=RowKind.ASIDE).order_by("pk")
    for some in records.chunks(rows.values_list("value", "person_id", "was").iterator(AT_ONCE)):
        now = records.said_of(here, [value for value, _person, _was in some if value])
        for value, person_id, was in some:
            pk, said = now.get(value, (person_id, ""))
            if said != was or person_id not in {pk, kept.get(pk, pk)}:
                raise SaidSince


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
        finish(now, at)
