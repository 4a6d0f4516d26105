"""Accessibility, cookies, privacy, help and feedback, and the brand's colours."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.privacy import queries
from waymark.privacy.types import Notice
from waymark.web.base.access import impersonal, public
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.design.brand import brand_css as colours

logger = logging.getLogger(__name__)

BRAND_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Words:
    """What the pages about the site need to know of it."""

    organisation: str
    contact: str
    session_cookie: str
    csrf_cookie: str
    session_hours: int


@dataclass(frozen=True, slots=True)
class PrivacyPage:
    """What is held in general, and the notices of each purpose."""

    words: Words
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class NoticePage:
    """The notice of one purpose."""

    words: Words
    notice: Notice


@dataclass(frozen=True, slots=True)
class FeedbackPage:
    """The feedback form, or where to write when it cannot be sent from here."""

    form: FeedbackForm
    can_send: bool
    sent: bool
    contact: str


class FeedbackForm(forms.Form):
    """What someone thinks of the service. Nothing is stored: it becomes one e-mail."""

    about = forms.CharField(
        label=gettext_lazy("What were you trying to do?"),
        max_length=200,
        error_messages={
            "required": gettext_lazy("Enter what you were trying to do"),
            "max_length": gettext_lazy("What you were trying to do must be 200 characters or fewer"),
        },
    )
    comments = forms.CharField(
        label=gettext_lazy("How could we make this service better?"),
        help_text=gettext_lazy("Do not include personal details, such as your staff number."),
        max_length=4000,
        error_messages={
            "required": gettext_lazy("Enter how we could make this service better"),
            "max_length": gettext_lazy("How we could make this service better must be 4,000 characters or fewer"),
        },
    )
    reply_to = forms.EmailField(
        label=gettext_lazy("Your email address, if you would like a reply (optional)"),
        required=False,
        error_messages={"invalid": gettext_lazy("Enter an email address in the correct format, like name@example.com")},
    )
    website = forms.CharField(required=False)
    """A trap for programs that fill in everything: people do not see it."""


@public
def accessibility(request: Request) -> HttpResponse:
    """Show the accessibility statement."""
    return render(request, "site/accessibility.html", _words())


@public
def cookies(request: Request) -> HttpResponse:
    """Show which cookies are set, and why."""
    return render(request, "site/cookies.html", _words())


@public
def privacy(request: Request) -> HttpResponse:
    """Show the privacy notice, and the way to that of each purpose."""
    return render(request, "site/privacy.html", PrivacyPage(_words(), queries.notices()))


@public
def privacy_notice(request: Request, slug: str) -> HttpResponse:
    """Show the notice of one purpose: what is held, why and for how long, from the declarations beside the tables."""
    return render(request, "site/privacy_notice.html", NoticePage(_words(), queries.notice(slug)))


@public
def help_page(request: Request) -> HttpResponse:
    """Show how to use the site and where to ask."""
    return render(request, "site/help.html", _words())


@public
def feedback(request: Request) -> HttpResponse:
    """Take feedback and send it on by e-mail; say where to write when that is not set up."""
    can_send = bool(settings.FEEDBACK_EMAIL) and _mail_is_set_up()
    status = 200
    form = FeedbackForm()
    if request.method == "POST" and can_send:
        form = FeedbackForm(request.POST)
        if form.is_valid():
            if form.cleaned_data["website"] or _send(form):
                return HttpResponseRedirect(f"{reverse('feedback')}?sent=yes", status=303)
            form.add_error(None, _("Your feedback could not be sent. Try again in a few minutes."))
        status = 422
    page = FeedbackPage(form, can_send, request.GET.get("sent") == "yes", settings.FEEDBACK_EMAIL)
    return render(request, "site/feedback.html", page, status=status)


@impersonal
def brand_css(request: Request) -> HttpResponse:
    """Give the brand's colours as a style sheet."""
    response = HttpResponse(colours(settings.BRAND_COLOUR), content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={BRAND_SECONDS}"
    return response


def _mail_is_set_up() -> bool:
    return bool(settings.EMAIL_HOST) or not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")


def _send(form: FeedbackForm) -> bool:
    message = EmailMessage(
        subject=_("Feedback on %(site)s") % {"site": settings.SITE_NAME},
        body=f"{form.cleaned_data['about']}\n\n{form.cleaned_data['comments']}\n",
        to=[settings.FEEDBACK_EMAIL],
        reply_to=[form.cleaned_data["reply_to"]] if form.cleaned_data["reply_to"] else None,
    )
    try:
        return message.send() == 1
    except OSError:
        logger.exception("feedback could not be sent")
        return False


def _words() -> Words:
    return Words(
        organisation=settings.ORGANISATION_NAME,
        contact=settings.FEEDBACK_EMAIL,
        session_cookie=settings.SESSION_COOKIE_NAME,
        csrf_cookie=settings.CSRF_COOKIE_NAME,
        session_hours=settings.SESSION_COOKIE_AGE // 3600,
    )
