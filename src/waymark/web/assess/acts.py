"""What can be done to a case beside deciding: send it back, decline it, pass it on, give it to somebody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.access import queries as access
from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import Case
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.policy import Purpose
from waymark.web.assess.forms import ActForm, DelegateForm
from waymark.web.base.access import purpose, with_account
from waymark.web.base.going import see_other
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.request import Request


@dataclass(frozen=True, slots=True)
class ActPage:
    """One thing to do to a case."""

    case: Case
    form: Form
    title: str
    about: str
    button: str
    warning: bool


@with_account
@purpose(Purpose.ASSESSMENT)
def send_back(request: Request, uuid: UUID) -> HttpResponse:
    """Send a submission back to its person, with what is missing."""

    def do(form: Form) -> None:
        record.send_back(assessment=uuid, actor=request.actor, at=request.at, **form.cleaned_data)

    return _act(
        request,
        uuid,
        do,
        title=_("Send it back"),
        about=_("They see what you choose and write here, go on from what they submitted, and it comes back to you."),
        button=_("Send it back"),
        done=_("Sent back. They are told."),
        phrases=assessments.PHRASES,
    )


@with_account
@purpose(Purpose.ASSESSMENT)
def decline(request: Request, uuid: UUID) -> HttpResponse:
    """Say that the levels are not accepted."""

    def do(form: Form) -> None:
        record.decline(assessment=uuid, actor=request.actor, at=request.at, **form.cleaned_data)

    return _act(
        request,
        uuid,
        do,
        title=_("Decline it"),
        about=_("This ends the assessment. What they said of themselves stays on record as their own word. They can "
                "ask for another look by another assessor."),
        button=_("Decline this assessment"),
        done=_("Declined. They are told."),
        phrases=assessments.PHRASES,
        warning=True,
        by_assessors=True,
    )  # fmt: skip


@with_account
@purpose(Purpose.ASSESSMENT)
def pass_on(request: Request, uuid: UUID) -> HttpResponse:
    """Say that I should not assess this."""

    def do(form: Form) -> None:
        record.pass_on(assessment=uuid, actor=request.actor, at=request.at, **form.cleaned_data)

    return _act(
        request,
        uuid,
        do,
        title=_("I should not assess this"),
        about=_("It goes to the other assessors of the profession, and does not come back to you. Say why: you work "
                "closely together, or you have something to gain, for example. They can read it."),
        button=_("Pass it on"),
        done=_("Passed on to the other assessors."),
    )  # fmt: skip


@with_account
@purpose(Purpose.ASSESSMENT)
def delegate(request: Request, uuid: UUID) -> HttpResponse:
    """Give a case to another assessor."""

    def do(form: Form) -> None:
        account = access.account_id_of(form.cleaned_data["email"])
        record.delegate(
            assessment=uuid, to_account_id=account or 0, reason=form.cleaned_data["reason"], actor=request.actor,
            at=request.at,
        )  # fmt: skip

    return _act(
        request,
        uuid,
        do,
        title=_("Give it to another assessor"),
        about=_("Name an assessor of the profession. They are told, and it leaves your desk."),
        button=_("Give it to them"),
        done=_("Given to the other assessor."),
        to_somebody=True,
        by_assessors=True,
    )


def _act(
    request: Request,
    uuid: UUID,
    do: Callable[[Form], None],
    *,
    title: str,
    about: str,
    button: str,
    done: str,
    phrases: Mapping[str, Any] | None = None,
    warning: bool = False,
    to_somebody: bool = False,
    by_assessors: bool = False,
) -> HttpResponse:
    look = assessments.case_after_all if request.method == "POST" else assessments.case
    found = look(uuid, request.actor, request.at)
    if by_assessors and found.as_manager:
        raise NotVisible
    looked_at(request, [found.person_id], ground=_("it is in their hands as an assessor, or was"))
    data = request.POST if request.method == "POST" else None
    weak = list(dict.fromkeys(one.key for one in found.weaknesses))
    form: Form = DelegateForm(data) if to_somebody else ActForm(data, phrases=phrases or {}, initial={"words": weak})
    page = ActPage(found, form, title, about, button, warning)
    if request.method != "POST":
        return render(request, "assess/act.html", page)
    if form.is_valid():
        try:
            do(form)
        except NotVisible:
            raise
        except Refusal as refusal:
            form.add_error("email" if to_somebody else "reason", str(refusal))
        else:
            messages.success(request, done)
            return see_other(reverse("team") if found.as_manager else reverse("assess"))
    return render(request, "assess/act.html", page, status=422)
