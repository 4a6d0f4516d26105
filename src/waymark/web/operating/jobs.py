"""What the site does by itself: jobs, e-mail and events, for whoever runs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.access.types import DutyKind
from waymark.audit import queries as audit
from waymark.audit.types import OutboxState
from waymark.kernel.errors import NotVisible, Refusal
from waymark.notifications import commands as notifications
from waymark.notifications import queries as notification_queries
from waymark.notifications.types import MailState
from waymark.web.base import errors
from waymark.web.base.access import holds, with_account
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request
from waymark.work import commands as work
from waymark.work import queries
from waymark.work.types import JobPage, JobView


@dataclass(frozen=True, slots=True)
class Line:
    """One job in the list."""

    view: JobView
    name: str
    state: str


@dataclass(frozen=True, slots=True)
class WorkPage:
    """What the site does by itself, and how it fares."""

    jobs: tuple[Line, ...]
    of: JobPage
    states: tuple[tuple[str, str], ...]
    """State, and its words with how many there are."""
    state: str
    pagination: Pagination
    mail: MailState
    mail_by: str
    """What delivers e-mail, in words; empty: nothing is set up."""
    mail_states: dict[str, str]
    outbox: OutboxState


@dataclass(frozen=True, slots=True)
class OneJobPage:
    """How far one job is."""

    line: Line
    percent: int | None
    """None while nobody knows how much there is to do."""
    may_steer: bool


@holds(DutyKind.ADMINISTRATOR)
def listing(request: Request) -> HttpResponse:
    """Show jobs, e-mail and events. To whoever does not run the site there is no such page."""
    state = request.GET.get("state", "")
    found = queries.jobs(request.actor, request.at, state=state, page=page_number(request.GET))
    words = _states()
    page = WorkPage(
        jobs=tuple(_line(view) for view in found.jobs),
        of=found,
        states=tuple((one, f"{words[one]} ({count})") for one, count in found.counts.items()),
        state=state if state in found.counts else "",
        pagination=paginate(found.page, found.pages, request.GET),
        mail=notification_queries.mail(request.actor, request.at),
        mail_by=mail_by(),
        mail_states=_mail_states(),
        outbox=audit.outbox(request.actor, request.at),
    )
    return render(request, "operating/jobs.html", page)


@with_account
def job(request: Request, uuid: UUID) -> HttpResponse:
    """Show how far one job is, also to whoever asked for it; try it again or cancel it."""
    view = queries.job(uuid, actor=request.actor, at=request.at)
    if request.method == "POST":
        if not queries.may_steer(request.actor):
            raise NotVisible
        steps: dict[str, tuple[Callable[..., None], str]] = {
            "again": (work.try_again, _("The job waits for a worker again.")),
            "cancel": (work.cancel, _("The job is cancelled.")),
        }
        if request.POST.get("action") not in steps:
            return errors.bad_request(request)
        step, words = steps[request.POST["action"]]
        step(job=uuid, actor=request.actor, at=request.at)
        messages.success(request, words)
        return see_other(reverse("operating_job", args=[uuid]))
    percent = min(100 * view.done // view.total, 100) if view.total else None
    return render(
        request,
        "operating/job.html",
        OneJobPage(_line(view), percent, queries.may_steer(request.actor)),
    )


@holds(DutyKind.ADMINISTRATOR)
def send_again(request: Request, uuid: UUID) -> HttpResponse:
    """Let one e-mail wait to be sent once more."""
    if request.method == "POST":
        try:
            notifications.send_again(reference=uuid, actor=request.actor, at=request.at)
        except NotVisible:
            raise
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The email waits to be sent again."))
    return see_other(reverse("operating_jobs") + "#mail")


def _line(view: JobView) -> Line:
    names = {
        "assessments.sweep": _("Deleting files that belong to no evidence"),
        "access.remind": _("Reminding of duties that end"),
        "assessments.levels": _("Taking in a spreadsheet of levels"),
        "assessments.ending": _("Telling people that their levels end"),
        "assessments.tend": _("Reminding of assessments that are late"),
        "assessments.tidy": _("Deleting old spreadsheets of levels"),
        "people.feed": _("Taking in a file of people"),
        "reporting.comparability": _("Working out how comparably assessors judge"),
        "reporting.snapshot": _("Counting posts for figures"),
        "people.leavers": _("Ending the access of people who left"),
        "people.tell": _("Telling people which role their post is"),
        "people.titles": _("Working out which roles posts are"),
        "people.tokens": _("Telling of HR systems’ tokens that end"),
        "people.tidy": _("Deleting old files of people"),
        "people.reorganise": _("Making planned changes of organisations"),
        "privacy.look": _("Looking for data past its time"),
        "work.tidy": _("Tidying up"),
    }
    return Line(view, names.get(view.kind, view.kind), _states()[view.state])


def _states() -> dict[str, str]:
    return {
        "waiting": _("Waiting"),
        "running": _("Running"),
        "done": _("Done"),
        "failed": _("Failed"),
        "cancelled": _("Cancelled"),
    }


def _mail_states() -> dict[str, str]:
    return {
        "waiting": _("Tried, waiting to be tried again"),
        "refused": _("Refused"),
        "unknown": _("Not known whether it was sent"),
    }


def mail_by() -> str:
    """Return what delivers email, in words; empty while nothing is set up."""
    if settings.NOTIFY_API_KEY and settings.NOTIFY_TEMPLATE_ID:
        return _("GOV.UK Notify")
    return _("the mail server %(host)s") % {"host": settings.EMAIL_HOST} if settings.EMAIL_HOST else ""
