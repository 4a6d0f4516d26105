"""Pages for when something is not there, not allowed or broken."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext as _

from waymark.access.types import Lapse
from waymark.kernel.errors import Refusal
from waymark.kernel.text import spoken
from waymark.web.base import looking
from waymark.web.base.page import render

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Problem:
    """What happened and what to do, in words."""

    title: str
    words: tuple[str, ...] = ()
    search: bool = False
    link: tuple[str, str] | None = None
    """Where to go on, as text and address."""


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the page is not there, and offer search."""
    problem = Problem(
        _("Page not found"),
        (
            _("If you typed the web address, check it is correct. If you pasted it, check you copied all of it."),
            _("Roles and skills never change their address. You can search for what you were looking for:"),
        ),
        search=True,
    )
    return render(request, "errors/problem.html", problem, status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that this is not allowed."""
    problem = Problem(_("You cannot do that"), (_("You do not have access to this page or this action."),))
    return render(request, "errors/problem.html", problem, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the request made no sense."""
    problem = Problem(_("We did not understand that"), (_("Go back and try again, or start from the home page."),))
    return render(request, "errors/problem.html", problem, status=400)


def busy(request: HttpRequest) -> HttpResponse:
    """Say that somebody else is writing, and that nothing was saved."""
    problem = Problem(
        _("The site is busy"),
        (
            _("Something large is being saved, and what you sent was not."),
            _("Wait a minute, go back with your browser, where your text still stands, and send it again."),
        ),
    )
    response = render(request, "errors/problem.html", problem, status=503)
    response.headers["Retry-After"] = "60"
    return response


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Say no, with the refusal's own sentence."""
    return render(request, "errors/problem.html", Problem(_("There is a problem"), (str(refusal),)), status=409)


def nobody(request: HttpRequest) -> HttpResponse:
    """Say that an account is not linked to a person."""
    problem = Problem(
        _("Your account is not linked to a person"),
        (
            _("Your own pages come from the people records, and none of them names your account."),
            _("Ask whoever runs this site to link your account. You can explore roles and skills meanwhile."),
        ),
    )
    return render(request, "errors/problem.html", problem, status=403)


def lapsed(request: HttpRequest, lapse: Lapse) -> HttpResponse:
    """Say that a duty which opened this page does not count any more, and that nothing was done."""
    duty = spoken(str(lapse.kind.name))
    if lapse.ended_at is None:
        title = _("Your session as an administrator has ended")
        words: tuple[str, ...] = (_("Nothing was changed. Open a new session, then send the form again."),)
    else:
        title = _("Your duty has ended")
        day = date_format(timezone.localtime(lapse.ended_at), "j F Y, H:i")
        words = (
            _("This page is for a duty that you held until %(day)s: %(duty)s.") % {"day": day, "duty": duty},
            _("Nothing was changed. Ask whoever gives such duties if you should still have it."),
        )
    link = (
        (_("Open a session"), reverse("admin_session"))
        if lapse.ended_at is None
        else (_("Your duties"), reverse("operating"))
    )
    return render(request, "errors/problem.html", Problem(title, words, link=link), status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form went stale, and note it: it may have been forged."""
    looking.note_forged(request)
    problem = Problem(
        _("This form is out of date"),
        (_("Nothing was changed. Go back, reload the page and send the form again."),),
    )
    return render(request, "errors/problem.html", problem, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours. Depends on nothing that may be broken: no template, no database, no session."""
    title, name = _("Sorry, there is a problem with this service"), settings.SITE_NAME
    words = _("What you had saved is safe. Try again later.")
    return HttpResponse(
        '<!DOCTYPE html><html lang="en" class="govuk-template"><head><meta charset="utf-8">'
        f"<title>{escape(title)} - {escape(name)}</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="stylesheet" href="{escape(settings.STATIC_URL)}build/site.css"></head>'
        '<body class="govuk-template__body"><div class="govuk-width-container"><main class="govuk-main-wrapper">'
        f'<h1 class="govuk-heading-l">{escape(title)}</h1><p class="govuk-body">{escape(words)}</p>'
        f'<p class="govuk-body"><a class="govuk-link" href="/">{escape(_("Go to the home page"))}</a></p>'
        "</main></div></body></html>",
        status=500,
    )
