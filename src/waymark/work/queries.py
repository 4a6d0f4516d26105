"""How far the work is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Count

from waymark.kernel.policy import Actor, fetch
from waymark.work import policies
from waymark.work.models import Job, State
from waymark.work.types import JobPage, JobView

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


def due_since(actor: Actor, at: datetime) -> datetime | None:
    """Return since when the job is due that has waited longest, of those the actor may see; None when none is due.

    A worker looks every second: a job that is due for long says that no worker runs. One query.
    """
    waiting = Job.objects.filter(pk__in=policies.SEE_JOB.visible(actor, at), state=State.WAITING, next_at__lte=at)
    return waiting.order_by("next_at", "pk").values_list("next_at", flat=True).first()
