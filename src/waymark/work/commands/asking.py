"""Asking for work, and what people do about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.kernel.errors import NotAllowed, Refusal
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import OPERATOR, Actor, fetch
from waymark.work import policies, rules
from waymark.work.models import Job, Schedule, State
from waymark.work.types import Regular

KEPT = timedelta(days=90)


class NotOver(Refusal):
    """A job is still going to do something by itself."""

    def __init__(self) -> None:
        super().__init__(_("This job has not ended. Cancel it first, or wait for it."))


class NotOpen(Refusal):
    """A job has ended."""

    def __init__(self) -> None:
        super().__init__(_("This job has ended already, so there is nothing to cancel."))


@transaction.atomic
def start(
    *,
    kind: str,
    key: str,
    arguments: dict[str, Any] | None = None,
    not_before: datetime | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Ask for a piece of work, once under ``key``, and return its identity: the earlier one's when there is one.

    It stands or falls with the transaction of whoever asks. A worker begins it within seconds. Whether the actor may
    have it done is for the command that asks to decide.

    Args:
        kind: which work, as the ``jobs`` door knows it: "privacy.export".
        key: what is asked for: "privacy.export.31.2026-03-02".
        arguments: what the work needs to know; plain values that have a form in JSON.
        not_before: when it may begin; None: at once.
        actor: who asks; they can see how far it is.
        at: when.

    Cost: two queries, and the entry in the record.
    """
    earlier = Job.objects.filter(key=key).values_list("uuid", flat=True).first()
    if earlier is not None:
        return earlier
    job = Job(
        uuid=new_uuid(), kind=kind, key=key, arguments=arguments or {}, next_at=max(at, not_before or at),
        asked_by=actor.account_id,
        asked_at=at,
    )  # fmt: skip
    # Two who ask at the same moment: the later one gets the earlier one's.
    Job.objects.bulk_create([job], ignore_conflicts=True)
    uuid = Job.objects.values_list("uuid", flat=True).get(key=key)
    if uuid == job.uuid:
        audit.record("work.job.asked", actor=actor, at=at, job=str(uuid), kind_of_work=kind)
    return uuid


def start_regular(*, regular: Iterable[Regular], at: datetime) -> tuple[UUID, ...]:
    """Ask for the regular work that is due, and return what was started.

    Each kind is one transaction that moves its own row of the schedule, so that any number of workers may call this.
    Work whose time came while nobody was at work is asked for once, not once for each time it was missed.

    Cost: one query when nothing is due.
    """
    zone = ZoneInfo(settings.TIME_ZONE)
    last = dict(Schedule.objects.values_list("kind", "last_at"))
    started = []
    for one in regular:
        if not rules.is_due(one, last.get(one.kind), at, zone):
            continue
        with transaction.atomic():
            Schedule.objects.bulk_create(
                [Schedule(kind=one.kind, last_at=datetime(1970, 1, 1, tzinfo=at.tzinfo))], ignore_conflicts=True
            )
            row = Schedule.objects.select_for_update().get(kind=one.kind)
            if row.kind in last and row.last_at != last[row.kind]:
                continue  # another worker was faster
            if row.kind not in last and row.last_at.year > 1970:
                continue
            row.last_at = at
            row.save(update_fields=["last_at"])
            started.append(start(kind=one.kind, key=f"{one.kind}.{at.isoformat()}", actor=OPERATOR, at=at))
    return tuple(started)


@transaction.atomic
def note_backup(*, actor: Actor, at: datetime) -> None:
    """Write down that a backup was made, so that whoever runs the site sees when none has been for long.

    Raises:
        NotAllowed: the actor does not operate the site.
    """
    if not actor.operator:
        raise NotAllowed(_("Only whoever operates the site can say that a backup was made."))
    Schedule.objects.update_or_create(kind=rules.BACKUP, defaults={"last_at": at})
    audit.record("work.backup.made", actor=actor, at=at)


@transaction.atomic
def try_again(*, job: UUID, actor: Actor, at: datetime) -> None:
    """Let a job that failed or was cancelled wait for a worker again; it goes on where it was.

    Raises:
        NotVisible: there is no such job, or the actor does not run the site.
        NotOver: it waits or is running, or it is done.
    """
    row = fetch(policies.MAY_STEER, Job.objects.select_for_update(), actor, at, uuid=job)
    if row.state not in {State.FAILED, State.CANCELLED}:
        raise NotOver
    row.state, row.next_at, row.attempts, row.problem, row.finished_at = State.WAITING, at, 0, "", None
    row.due_at = None
    row.save(update_fields=["state", "next_at", "attempts", "problem", "finished_at", "due_at"])
    audit.record("work.job.tried_again", actor=actor, at=at, job=str(job))


@transaction.atomic
def cancel(*, job: UUID, actor: Actor, at: datetime) -> None:
    """End a job. A worker that has it notices at its next step; what it did before stands.

    Raises:
        NotVisible: there is no such job, or the actor does not run the site.
        NotOpen: it has ended.
    """
    row = fetch(policies.MAY_STEER, Job.objects.select_for_update(), actor, at, uuid=job)
    if row.state not in {State.WAITING, State.RUNNING}:
        raise NotOpen
    row.state, row.worker, row.lease_until, row.finished_at = State.CANCELLED, "", None, at
    row.save(update_fields=["state", "worker", "lease_until", "finished_at"])
    audit.record("work.job.cancelled", actor=actor, at=at, job=str(job))


@transaction.atomic
def forget_jobs(*, at: datetime) -> int:
    """Delete jobs that ended more than 90 days ago, and return how many."""
    old = Job.objects.filter(finished_at__lt=at - KEPT)
    count = old.count()
    old.delete()
    return count
