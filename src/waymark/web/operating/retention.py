"""What is past its time: looked for first, deleted when an officer for everybody says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext

from waymark.access.types import DutyKind
from waymark.kernel.errors import NotVisible
from waymark.privacy import commands as privacy
from waymark.privacy import queries as privacy_queries
from waymark.privacy.types import RetentionView
from waymark.web.base.access import holds
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.base.stepup import ask_to_confirm, stepped_up

officer = holds(DutyKind.DATA_PROTECTION_OFFICER)


@dataclass(frozen=True, slots=True)
class RetentionPage:
    """What was looked for so far."""

    runs: tuple[RetentionView, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One kind of data that was past its time, and how much of it went."""

    what: str
    keep: str
    rows: int
    oldest: date | None
    deleted: int


@dataclass(frozen=True, slots=True)
class RunPage:
    """One retention run."""

    run: RetentionView
    found: tuple[Found, ...]


@officer
def retention(request: Request) -> HttpResponse:
    """Show the latest retention runs; look for what is past its time."""
    if request.method == "POST":
        run = privacy.look_for_old_data(actor=request.actor, at=request.at)
        return see_other(reverse("operating_retention_run", args=[run.uuid]))
    if not privacy_queries.answers_for_all(request.actor):
        raise NotVisible
    page = RetentionPage(privacy_queries.retention_runs(request.actor, request.at))
    return render(request, "operating/retention.html", page)


@officer
def retention_run(request: Request, uuid: UUID) -> HttpResponse:
    """Show what a retention run found; delete it once asked to."""
    run = privacy_queries.retention_run(uuid, request.actor, request.at)
    if request.method == "POST":
        if not stepped_up(request):
            return ask_to_confirm(request)
        done = privacy.delete_old_data(run=uuid, actor=request.actor, at=request.at)
        rows = sum(done.deleted.values())
        messages.success(
            request, ngettext("%(rows)d entry was deleted.", "%(rows)d entries were deleted.", rows) % {"rows": rows}
        )
        return see_other(reverse("operating_retention_run", args=[uuid]))
    found = tuple(
        Found(line.what, line.keep, line.rows, line.oldest, run.deleted.get(line.key, 0)) for line in run.found
    )
    return render(request, "operating/retention_run.html", RunPage(run, found))
