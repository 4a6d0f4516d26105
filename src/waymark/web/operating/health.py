"""Whether the site is well: what needs somebody, on one page."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.access import queries as access
from waymark.access.types import DutyKind
from waymark.assessments import queries as assessments
from waymark.audit import queries as audit
from waymark.jobs.kinds import REGULAR
from waymark.notifications import queries as notifications
from waymark.organisation import queries as organisation
from waymark.people import queries as people
from waymark.people.types import FeedCard, RunCard
from waymark.web.base.access import holds
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.operating.jobs import mail_by
from waymark.work import queries as work

GIGABYTE = 1024**3
LEAST_FREE = 0.1
"""A smaller share of the disk that is free is too little."""
BACKUP_DAYS = 2
"""A backup is made every night: one that is older was missed."""
STOPPED_DAYS = 14
"""So long a change of organisations that could not be made is told of."""
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
    """Show what is well and what needs somebody. At most nineteen queries and those of any page."""
    found = (
        *_work(request), _email(request), _events(request), *_feeds(request), *_certificates(request),
        _changes(request), _record(request), _disk(), _backup(request), _scanner(),
    )  # fmt: skip
    checks = tuple(sorted(found, key=lambda check: check.well))
    return render(request, "operating/health.html", HealthPage(checks, sum(not check.well for check in checks)))


def _work(request: Request) -> tuple[Check, Check]:
    url = reverse("operating_jobs")
    failed = work.jobs(request.actor, request.at).counts["failed"]
    words = ngettext(
        "%(num)d job failed. Try it again, or see why.", "%(num)d jobs failed. Try them again, or see why.", failed
    )
    return Check(_("Worker"), *_worker(request), url), Check(
        _("Jobs"),
        not failed,
        words % {"num": failed} if failed else _("None has failed."),
        f"{url}?state=failed" if failed else url,
    )


def _worker(request: Request) -> tuple[bool, str]:
    """Say whether a worker takes up what is due: a dead one asks for no regular work, a stuck one begins nothing."""
    if work.overdue(REGULAR, request.actor, request.at - SOON):
        return False, _("Nobody asks for regular work. See that a worker runs: the guide for operators says how.")
    pulse = work.pulse(request.actor, request.at)
    if pulse.due_since is None or pulse.due_since >= request.at - SOON:
        return True, _("What is due is taken up.")
    day = {"day": _moment(pulse.due_since)}
    if pulse.busy:
        return True, _("Work waits since %(day)s behind a longer job. Start more workers if that is often so.") % day
    return False, _(
        "Nothing is taken up since %(day)s. See that a worker runs: the guide for operators says how."
    ) % day


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
    cards, latest = people.feeds(request.actor, request.at), people.latest_runs(request.actor, request.at)
    heard = people.last_heard(request.actor, request.at)
    bodies = organisation.bodies([card.organisation_id for card in cards])
    jobs = work.states(run.job for run in latest.values() if run.job is not None)
    found = []
    for card in cards:
        name = _("People feed of %(department)s") % {"department": card.organisation_name}
        if bodies[card.organisation_id].is_open:
            found.append(_feed(name, card, latest.get(card.uuid), heard.get(card.uuid), jobs, request.at))
    return tuple(found)


def _feed(
    name: str, card: FeedCard, run: RunCard | None, heard_at: datetime | None, jobs: dict[UUID, str], at: datetime
) -> Check:
    """Say how a feed is: first what becomes of its latest file, then whether it still says something."""
    if run is not None and run.state not in {"applied", "discarded"}:
        return Check(name, *_file(run, jobs, at), reverse("operating_feed_file", args=[run.uuid]))
    url = reverse("operating_feed", args=[card.uuid])
    if heard_at is None:
        return Check(name, False, _("It has said nothing yet."), url)
    day = {"day": _day(heard_at)}
    if people.went_quiet(heard_at, at):
        words = _(
            "It has said nothing since %(day)s. Ask the department why, and whether everybody there is still right."
        )
        return Check(name, False, words % day, url)
    return Check(name, True, _("It said something last on %(day)s.") % day, url)


def _file(run: RunCard, jobs: dict[UUID, str], at: datetime) -> tuple[bool, str]:
    """Say how a file is that is neither applied nor discarded."""
    day = {"day": _day(run.at)}
    if run.state == "refused":
        return False, _("The file of %(day)s was refused.") % day
    going = jobs.get(run.job, "") in {"waiting", "running"} if run.job is not None else run.changed_at > at - SOON
    if run.doing and not going:
        return False, _(
            "The work on the file of %(day)s ended without a word. Begin it again, or discard the file."
        ) % day
    if run.doing:
        return True, _("A file is being read.")
    if run.state == "shown":
        return False, _("The file of %(day)s waits to be looked at and applied.") % day
    return False, _("The file of %(day)s waits to be checked.") % day


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
            % {"day": _day(until)},
            reverse("operating_provider", args=[card.uuid]),
        )
        for card, until in access.certificates_ending(request.actor, before, request.at)
    )


def _changes(request: Request) -> Check:
    day = timezone.localdate(request.at - timedelta(hours=1))
    late, stopped = organisation.changes_in_trouble(request.actor, day, request.at - timedelta(days=STOPPED_DAYS))
    name, url = _("Changes of organisations"), reverse("reference_changes")
    if late:
        words = ngettext("The day of %(num)d has passed.", "The day of %(num)d has passed.", late) % {"num": late}
        return Check(name, False, words + " " + _("The worker makes them at night: see that one runs."), url)
    if stopped:
        words = ngettext(
            "%(num)d could not be made on its day. See why.",
            "%(num)d could not be made on their day. See why.",
            stopped,
        )
        return Check(name, False, words % {"num": stopped}, f"{url}?state=settled")
    return Check(name, True, _("None is late."), url)


def _record(request: Request) -> Check:
    since = audit.unsealed_since(request.actor)
    late = since is not None and since < request.at - SOON
    words = (
        _("What was done since %(day)s is not sealed. See that a worker runs.") % {"day": _moment(since)}
        if late and since
        else ""
    )
    return Check(_("Record"), not late, words or _("What was done is sealed."), reverse("operating_jobs"))


def _disk() -> Check:
    disk = shutil.disk_usage(settings.DATA_DIR)
    words = _("%(free)s of %(all)s GB are free where this site keeps its files.") % {
        "free": f"{disk.free / GIGABYTE:,.0f}",
        "all": f"{disk.total / GIGABYTE:,.0f}",
    }
    return Check(_("Disk"), disk.free >= LEAST_FREE * disk.total, words, reverse("operating_health"))


def _backup(request: Request) -> Check:
    made, url = work.last_backup(request.actor), reverse("operating_health")
    if made is None:
        words = _("None is known. Make one with “waymark backup”, or say so with “waymark backup --made”.")
        return Check(_("Backup"), False, words, url)
    words = _("The last one was made on %(day)s.") % {"day": _moment(made)}
    return Check(_("Backup"), made >= request.at - timedelta(days=BACKUP_DAYS), words, url)


def _scanner() -> Check:
    # Not set up is a choice of the operator's, so that the page says it and asks nobody to act.
    words = (
        _("Files of evidence are scanned before they are kept.")
        if assessments.scanner_is_set_up()
        else _("None is set up: files of evidence are kept unscanned. The guide for operators says how to set one up.")
    )
    return Check(_("Scanner of files"), True, words, reverse("operating_health"))


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y")


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")
