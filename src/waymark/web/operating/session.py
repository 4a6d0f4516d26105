"""An administrator's session: opened with a reason, ended by itself or from the banner."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.access import commands
from waymark.access import queries as access
from waymark.access.types import AdminSessionView
from waymark.kernel.errors import NotVisible, Refusal
from waymark.web.base.access import with_account
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.base.stepup import ask_to_confirm, stepped_up
from waymark.web.operating.common import safe_next, see_other
from waymark.web.operating.forms import SessionForm


@dataclass(frozen=True, slots=True)
class SessionPage:
    """Open a session, or see the one that is open; and the ones before."""

    form: SessionForm
    is_open: bool
    sessions: tuple[AdminSessionView, ...]
    next: str


@with_account
def session(request: Request) -> HttpResponse:
    """Open a session. To whoever is no administrator there is no such page."""
    if not request.held.administrator:
        raise NotVisible
    form = SessionForm(request.POST if request.method == "POST" else None)
    going_to = safe_next(request, reverse("operating"))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if not stepped_up(request):
                return ask_to_confirm(request)
            try:
                commands.open_admin_session(
                    reason=form.cleaned_data["reason"], minutes=form.cleaned_data["minutes"], actor=request.actor,
                    at=request.at,
                )  # fmt: skip
            except NotVisible:
                raise
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Your session is open. It ends by itself."))
                return see_other(going_to)
    page = SessionPage(
        form=form,
        is_open=request.held.session_until is not None,
        sessions=access.admin_sessions(request.actor, request.at),
        next=going_to,
    )
    return render(request, "operating/session.html", page, status=status)


@with_account
def end_session(request: Request) -> HttpResponse:
    """End the session that is open, before its time."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not request.held.administrator:
        raise NotVisible
    try:
        commands.end_admin_session(actor=request.actor, at=request.at)
    except commands.NoSession as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, _("Your session has ended."))
    return see_other(reverse("operating"))
