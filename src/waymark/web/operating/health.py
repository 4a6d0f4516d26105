"""Whether the site is well: what needs somebody, on one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.access import queries as access
from waymark.access.types import DutyKind
from waymark.audit import queries as audit
from waymark.notifications import queries as notifications
from waymark.people import queries as people
from waymark.people.types import FeedCard, RunCard
from waymark.web.base.access import holds
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.operating.jobs import mail_by
from waymark.work import queries as work

SOON = timedelta(minutes=10)
"""A worker takes up what is due within seconds: what waits longer has none."""
CERTIFICATE_DAYS = 30
"""So many days before a certificate ends somebody is told of it here."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that can be well or not."""

    name: str
    well: bool
    words: str
    url: str
    """Where something is done about it."""


@dataclass(frozen=True, slots=True)
class HealthPage:
    """What was looked at, what needs somebody first."""

    checks: tuple[Check, ...]
    troubled: int


@holds(DutyKind.ADMINISTRATOR)
def health(request: Request) -> HttpResponse:
    """Show what is well and what needs somebody. Eleven queries and those of any page."""
    found = (*_work(request), _email(request), _events(request), *_feeds(request), *_certificates(request))
    checks = tuple(sorted(found, key=lambda check: check.well))
    return render(request, "operating/health.html", HealthPage(checks, sum(not check.well for check in checks)))


def _work(request: Request) -> tuple[Check, Check]:
    url = reverse("operating_jobs")
    since = work.due_since(request.actor, request.at)
    late = since is not None and since < request.at - SOON
    worker = Check(
        _("Worker"),
        not late,
        _("Nothing is taken up since %(day)s. See that a worker runs: the guide for operators says how.")
        % {"day": _moment(since)}
        if late and since
        else _("What is due is taken up."),
        url,
    )
    failed = work.jobs(request.actor, request.at).counts["failed"]
    words = ngettext(
        "%(num)d job failed. Try it again, or see why.", "%(num)d jobs failed. Try them again, or see why.", failed
    )
    return worker, Check(
        _("Jobs"),
        not failed,
        words % {"num": failed} if failed else _("None has failed."),
        f"{url}?state=failed" if failed else url,
    )


def _email(request: Request) -> Check:
    mail, url = notifications.mail(request.actor, request.at), reverse("operating_jobs") + "#mail"
    late = mail.oldest_at is not None and mail.oldest_at < request.at - SOON
    if not mail_by():
        return Check(_("Email"), False, _("It is not set up, so nobody is told anything by email."), url)
    if mail.troubled:
        number = len(mail.troubled)
        words = ngettext("%(num)d email has a problem.", "%(num)d emails have a problem.", number)
        return Check(_("Email"), False, words % {"num": number}, url)
    if late and mail.oldest_at:
        return Check(_("Email"), False, _("None has left since %(day)s.") % {"day": _moment(mail.oldest_at)}, url)
    return Check(_("Email"), True, _("What is due has left."), url)


def _events(request: Request) -> Check:
    outbox, url = audit.outbox(request.actor, request.at), reverse("operating_jobs") + "#events"
    if outbox.stuck:
        number = len(outbox.stuck)
        words = ngettext(
            "%(num)d event could not be told to the rest of the site.",
            "%(num)d events could not be told to the rest of the site.",
            number,
        )
        return Check(_("Events"), False, words % {"num": number}, url)
    if outbox.oldest_at is not None and outbox.oldest_at < request.at - SOON:
        return Check(_("Events"), False, _("One waits since %(day)s.") % {"day": _moment(outbox.oldest_at)}, url)
    return Check(_("Events"), True, _("Every event has been told."), url)


def _feeds(request: Request) -> tuple[Check, ...]:
    latest = people.latest_runs(request.actor, request.at)
    return tuple(_feed(card, latest.get(card.uuid)) for card in people.feeds(request.actor, request.at))


def _feed(card: FeedCard, run: RunCard | None) -> Check:
    name = _("People feed of %(department)s") % {"department": card.organisation_name}
    url = reverse("operating_feed", args=[card.uuid])
    if run is None:
        return Check(name, bool(card.people), _("No file has come yet."), url)
    file = reverse("operating_feed_file", args=[run.uuid])
    day = {"day": date_format(timezone.localtime(run.applied_at or run.at), "j F Y")}
    return {
        "brought": Check(name, True, _("A file is being read."), file),
        "shown": Check(name, False, _("The file of %(day)s waits to be looked at and applied.") % day, file),
        "refused": Check(name, False, _("The file of %(day)s was refused.") % day, file),
        "discarded": Check(name, True, _("The last file was discarded on %(day)s.") % day, url),
        "applied": Check(name, True, _("Last applied on %(day)s.") % day, url),
    }[run.state]


def _certificates(request: Request) -> tuple[Check, ...]:
    before = request.at + timedelta(days=CERTIFICATE_DAYS)
    return tuple(
        Check(
            _("Sign-on of %(department)s") % {"department": card.organisation_name},
            False,
            (
                _("Its last certificate ended on %(day)s: nobody can sign on by it.")
                if until <= request.at
                else _("Its last certificate ends on %(day)s. Ask the department for the next one.")
            )
            % {"day": date_format(timezone.localtime(until), "j F Y")},
            reverse("operating_provider", args=[card.uuid]),
        )
        for card, until in access.certificates_ending(request.actor, before, request.at)
    )


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")
