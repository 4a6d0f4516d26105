"""The account: how one signs in, and where one is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.access import commands as access
from waymark.access import queries as access_queries
from waymark.access.types import Factors, SessionCard, Try
from waymark.kernel.errors import NotVisible, Refusal
from waymark.people.types import PersonCard
from waymark.web.account import mails
from waymark.web.account.forms import EmailForm, refuse
from waymark.web.base import sessions as noted
from waymark.web.base.access import with_account
from waymark.web.base.errors import Problem
from waymark.web.base.going import place_of, see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.base.stepup import step_up

ADDRESS_SALT = "waymark.account.address"


@dataclass(frozen=True, slots=True)
class AccountPage:
    """The account at a glance."""

    name: str
    email: str
    person: PersonCard | None
    factors: Factors
    sessions: int


@dataclass(frozen=True, slots=True)
class SessionsPage:
    """Where one is signed in; the session that asks first."""

    this: SessionCard | None
    others: tuple[SessionCard, ...]
    hours: int
    idle_minutes: int


@dataclass(frozen=True, slots=True)
class EmailPage:
    """Ask for another address."""

    form: EmailForm
    email: str
    mail: bool


@dataclass(frozen=True, slots=True)
class AddressPage:
    """Make a confirmed address the one to sign in with."""

    before: str
    email: str
    problem: str


@with_account
def account(request: Request) -> HttpResponse:
    """Show how one signs in."""
    holder: Any = request.user
    page = AccountPage(
        name=holder.name,
        email=holder.email,
        person=request.person,
        factors=access_queries.factors(request.actor, request.at),
        sessions=len(access_queries.sessions(request.actor, request.at)),
    )
    return render(request, "account/account.html", page)


@with_account
def sessions(request: Request) -> HttpResponse:
    """List where one is signed in."""
    here = noted.current(request)
    found = access_queries.sessions(request.actor, request.at)
    page = SessionsPage(
        this=next((session for session in found if session.uuid == here), None),
        others=tuple(session for session in found if session.uuid != here),
        hours=settings.SESSION_COOKIE_AGE // 3600,
        idle_minutes=settings.SESSION_IDLE_SECONDS // 60,
    )
    return render(request, "account/sessions.html", page)


@with_account
def end_session(request: Request, session: UUID) -> HttpResponse:
    """Sign out one other browser."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    access.end_session(session=session, actor=request.actor, at=request.at)
    messages.success(request, _("That browser is signed out."))
    return see_other(reverse("account_sessions"))


@with_account
def end_other_sessions(request: Request) -> HttpResponse:
    """Sign out every other browser."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    ended = access.end_other_sessions(keep=noted.current(request), actor=request.actor, at=request.at)
    words = ngettext("%(num)s other browser is signed out.", "%(num)s other browsers are signed out.", ended)
    messages.success(request, words % {"num": ended})
    return see_other(reverse("account_sessions"))


@with_account
@step_up()
def email(request: Request) -> HttpResponse:
    """Send a link to another address. Nothing changes until it is opened."""
    holder: Any = request.user
    form = EmailForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and mails.can_send() and form.is_valid():
        wanted = form.cleaned_data["email"].lower()
        if wanted == holder.email:
            refuse(form, "email", _("You sign in with that address already. Enter another one"))
        else:
            try:
                access.count_try(what=Try.RESET, whose=wanted, where=place_of(request), at=request.at)
            except access.LockedOut as refusal:
                refuse(form, "email", refusal)
            else:
                _send_address_link(holder, wanted)
                words = _("We have sent a link to %(email)s. Open it on this device to finish.") % {"email": wanted}
                messages.success(request, words)
                return see_other(reverse("account"))
    page = EmailPage(form, holder.email, mails.can_send())
    return render(request, "account/email.html", page, status=422 if request.method == "POST" else 200)


@with_account
def confirm_email(request: Request, sealed: str) -> HttpResponse:
    """Make the address of a link the one to sign in with."""
    holder: Any = request.user
    try:
        told: dict[str, Any] = signing.loads(sealed, salt=ADDRESS_SALT, max_age=settings.PASSWORD_RESET_TIMEOUT)
    except signing.BadSignature:
        return _link_over(request)
    if told["account"] != holder.pk or told["before"] != holder.email:
        return _link_over(request)
    problem = ""
    if request.method == "POST":
        try:
            access.change_email(
                account_id=holder.pk, before=told["before"], email=told["email"], actor=request.actor, at=request.at
            )
        except NotVisible:
            return _link_over(request)
        except Refusal as refusal:
            problem = str(refusal)
        else:
            mails.send(access_queries.address_changed_mail(told["before"], holder.name))
            words = _("From now on you sign in with %(email)s.") % {"email": told["email"]}
            messages.success(request, words)
            return see_other(reverse("account"))
    page = AddressPage(told["before"], told["email"], problem)
    return render(request, "account/email_confirm.html", page, status=422 if problem else 200)


def _send_address_link(holder: Any, wanted: str) -> None:
    """Send a link to an address. Whether somebody else has it is told when the link is opened: to its holder alone."""
    sealed = {"account": holder.pk, "before": holder.email, "email": wanted}
    path = reverse("account_confirm_email", args=[signing.dumps(sealed, salt=ADDRESS_SALT, compress=True)])
    mails.send(access_queries.address_mail(wanted, holder.name, settings.PUBLIC_BASE_URL + path))


def _link_over(request: Request) -> HttpResponse:
    problem = Problem(
        _("This link no longer works"),
        (
            _("It was used already, it is too old, or it belongs to another account than the one you use now."),
            _("You can ask for another one on the page of your account."),
        ),
    )
    return render(request, "errors/problem.html", problem, status=404)
