"""How far the work is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Case, Count, Min, Q, When
from django.db.models.functions import Coalesce

from waymark.kernel.policy import Actor, fetch
from waymark.work import policies, rules
from waymark.work.models import Job, Schedule, State
from waymark.work.types import JobPage, JobView, Pulse, Regular

PER_PAGE = 25
_VIEW = (
    "uuid", "kind", "state", "done", "total", "words", "attempts", "next_at", "problem", "asked_at", "started_at",
    "finished_at",
)  # fmt: skip


def job(uuid: UUID, *, actor: Actor, at: datetime) -> JobView:
    """Return one job: whoever asked for it sees it, and whoever runs the site.

    Raises:
        NotVisible: there is none, or it is somebody else's.
    """
    row = fetch(policies.SEE_JOB, Job.objects.all(), actor, at, uuid=uuid)
    return JobView(*(getattr(row, name) for name in _VIEW))


def shown_beside(uuid: UUID) -> JobView | None:
    """Return a job for a page about what it works on; None when it was forgotten. One query.

    Whoever may read that page may see how far it is: that is for the room that asked for the job to decide.
    """
    row = Job.objects.filter(uuid=uuid).values_list(*_VIEW).first()
    return JobView(*row) if row else None


def may_steer(actor: Actor) -> bool:
    """Say whether the actor runs the site, and so sees every job. No query."""
    return policies.runs_the_site(actor)


def jobs(actor: Actor, at: datetime, *, state: str = "", page: int = 1) -> JobPage:
    """Return one page of the jobs that the actor may see, newest first. Two queries.

    Args:
        actor: who asks.
        at: when.
        state: only those; empty: all.
        page: counted from 1; a page past the last is the last.
    """
    rows = Job.objects.filter(pk__in=policies.SEE_JOB.visible(actor, at))
    counts = dict(rows.values_list("state").annotate(Count("pk")).order_by())
    known = state in State.values
    of = counts.get(state, 0) if known else sum(counts.values())
    pages = max(-(-of // PER_PAGE), 1)
    page = min(max(page, 1), pages)
    found = (rows.filter(state=state) if known else rows).order_by("-asked_at", "-pk").values_list(*_VIEW)
    start = (page - 1) * PER_PAGE
    return JobPage(
        tuple(JobView(*row) for row in found[start : start + PER_PAGE]),
        page,
        pages,
        {one: counts.get(one, 0) for one in State.values},
    )


def pulse(actor: Actor, at: datetime) -> Pulse:
    """Return how long work has waited to be taken up, of the jobs that the actor may see. One query.

    A worker looks every second: a job that is due for long, or whose lease ran out long ago, says that none runs, or
    that what does the jobs in it is stuck. Handing a job out again does not make it due anew.
    """
    waits = Q(state=State.WAITING) & (Q(next_at__lte=at) | Q(due_at__isnull=False))
    left = Q(state=State.RUNNING, lease_until__lte=at)
    since = Case(When(left, then="lease_until"), default=Coalesce("due_at", "next_at"))
    found = Job.objects.filter(pk__in=policies.SEE_JOB.visible(actor, at)).aggregate(
        since=Min(since, filter=waits | left), busy=Count("pk", filter=Q(state=State.RUNNING, lease_until__gt=at))
    )
    return Pulse(found["since"], found["busy"] > 0)


def overdue(regular: Iterable[Regular], actor: Actor, before: datetime) -> tuple[str, ...]:
    """Return the kinds of regular work that were due by ``before`` and were not asked for; nothing for who may not ask.

    A living worker asks within seconds, also for what was never asked for. One query.
    """
    if not policies.runs_the_site(actor):
        return ()
    zone, last = ZoneInfo(settings.TIME_ZONE), dict(Schedule.objects.values_list("kind", "last_at"))
    return tuple(one.kind for one in regular if rules.is_due(one, last.get(one.kind), before, zone))


def last_backup(actor: Actor) -> datetime | None:
    """Return when a backup was last said to be made; None when never, or for who may not ask. One query."""
    if not policies.runs_the_site(actor):
        return None
    return Schedule.objects.filter(kind=rules.BACKUP).values_list("last_at", flat=True).first()


def states(uuids: Iterable[UUID]) -> dict[UUID, str]:
    """Return how far jobs are, for a page about what they work on; one that was forgotten is absent. One query."""
    return dict(Job.objects.filter(uuid__in=list(uuids)).values_list("uuid", "state"))
