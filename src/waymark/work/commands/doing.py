"""Doing work: a worker claims a job, says how far it is, and says what came of it.

Called by workers, and no change to the world by themselves: what a job does is on record by the commands it calls.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from waymark.kernel import backoff
from waymark.kernel.errors import Refusal
from waymark.work import rules
from waymark.work.models import Job, State
from waymark.work.types import Claimed

_PROBLEM, _WORDS = 400, 200


class LeaseLost(Refusal):
    """The worker does not have the job any more: it was cancelled, or was silent for so long that another took it."""

    def __init__(self) -> None:
        super().__init__(_("This job was cancelled, or another worker goes on with it."))


@transaction.atomic
def hand_out(*, at: datetime, limit: int = 50) -> tuple[UUID, ...]:
    """Return the jobs that a worker should begin now, oldest first: those that wait, and those left behind.

    Each is handed out once; one that nobody begins within five minutes is handed out again.

    Cost: one query when there is nothing to do.
    """
    idle = Q(state=State.WAITING, next_at__lte=at) | Q(state=State.RUNNING, lease_until__lte=at)
    if not Job.objects.filter(idle).exists():
        return ()
    rows = list(Job.objects.select_for_update(skip_locked=True).filter(idle).order_by("next_at", "pk")[:limit])
    over = [row.pk for row in rows if row.attempts >= rules.MOST_ATTEMPTS]
    if over:
        Job.objects.filter(pk__in=over).update(
            state=State.FAILED, worker="", lease_until=None, finished_at=at,
            problem=_("The worker that had it ended without a word, each time it was tried."),
        )  # fmt: skip
        rows = [row for row in rows if row.pk not in over]
    Job.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=State.WAITING, worker="", lease_until=None, next_at=at + rules.HAND_OUT_AGAIN,
        due_at=Coalesce("due_at", "lease_until", "next_at"),
    )  # fmt: skip
    return tuple(row.uuid for row in rows)


@transaction.atomic
def claim(*, job: UUID, worker: str, at: datetime) -> Claimed | None:
    """Take a job's lease for a worker, and return what to do; None when there is nothing to do for it.

    A job is claimed by one worker at a time: while it is being run, until its lease has run out, it is nobody else's.
    """
    row = Job.objects.select_for_update().filter(uuid=job).first()
    if row is None or not (
        row.state == State.WAITING or (row.state == State.RUNNING and row.lease_until and row.lease_until <= at)
    ):
        return None
    row.state, row.worker, row.lease_until = State.RUNNING, worker, at + rules.LEASE
    row.attempts, row.started_at, row.problem, row.due_at = row.attempts + 1, row.started_at or at, "", None
    row.save(update_fields=["state", "worker", "lease_until", "attempts", "started_at", "problem", "due_at"])
    return Claimed(row.uuid, row.kind, row.arguments, row.done, row.attempts, row.asked_by)


@transaction.atomic
def progress(
    *, job: UUID, worker: str, done: int | None = None, total: int | None = None, words: str | None = None, at: datetime
) -> None:
    """Say how far a job is, and renew the lease. Call it in the transaction of the step, so that both stand.

    Raises:
        LeaseLost: the worker does not have the job any more; the step is undone with the transaction.
    """
    changes: dict[str, object] = {"lease_until": at + rules.LEASE}
    if done is not None:
        changes["done"] = done
    if total is not None:
        changes["total"] = total
    if words is not None:
        changes["words"] = words[:_WORDS]
    if not Job.objects.filter(uuid=job, worker=worker, state=State.RUNNING).update(**changes):
        raise LeaseLost


@transaction.atomic
def finish(*, job: UUID, worker: str, words: str = "", at: datetime) -> bool:
    """Say that a job is done, and whether the worker still had it."""
    rows = Job.objects.filter(uuid=job, worker=worker, state=State.RUNNING)
    changes: dict[str, object] = {"words": words[:_WORDS]} if words else {}
    return bool(rows.update(state=State.DONE, lease_until=None, worker="", finished_at=at, problem="", **changes))


@transaction.atomic
def fail(*, job: UUID, worker: str, problem: str, final: bool = False, at: datetime) -> bool:
    """Say that an attempt failed, and return whether it is tried again: later each time, five times in all.

    Args:
        job: which.
        worker: who had it.
        problem: what went wrong, for whoever runs the site.
        final: no other attempt would come out differently.
        at: when.
    """
    row = Job.objects.select_for_update().filter(uuid=job, worker=worker, state=State.RUNNING).first()
    if row is None:
        return False
    row.problem, row.worker, row.lease_until = problem[:_PROBLEM], "", None
    again = not final and row.attempts < rules.MOST_ATTEMPTS
    if again:
        row.state = State.WAITING
        row.next_at = at + backoff.wait(row.attempts, first=rules.FIRST_WAIT, most=rules.LONGEST_WAIT)
    else:
        row.state, row.finished_at = State.FAILED, at
    row.save(update_fields=["problem", "worker", "lease_until", "state", "next_at", "finished_at"])
    return again
