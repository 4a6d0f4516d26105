"""Who my assessment goes to, and asking for another look at what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import AssessmentView
from waymark.frameworks.types import RoleLevelRef
from waymark.kernel.errors import NotVisible, Refusal
from waymark.web.base.access import signed_in
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.me.common import closed, me, see_other
from waymark.web.me.forms import Question

NOBODY = "nobody"
"""What the form sends for a self-assessment: an empty value would be no answer."""


class ReceiverForm(Question):
    """Who is to say the levels."""

    goes_to = forms.ChoiceField(
        label=lazy("Who should look at it?"), error_messages={"required": lazy("Select who should look at it")}
    )


class AppealForm(forms.Form):
    """Why another assessor should look again."""

    reason = forms.CharField(
        label=lazy("What should the other assessor look at?"),
        max_length=4000,
        widget=forms.Textarea,
        error_messages={
            "required": lazy("Say what the other assessor should look at"),
            "max_length": lazy("Your reason must be 4,000 characters or fewer"),
        },
    )


@dataclass(frozen=True, slots=True)
class ReceiverPage:
    """Choose who it goes to."""

    view: AssessmentView
    role: RoleLevelRef
    form: ReceiverForm
    hints: dict[str, str]


@dataclass(frozen=True, slots=True)
class AppealPage:
    """Ask for another look."""

    view: AssessmentView
    role: RoleLevelRef
    form: AppealForm


def receiver_words(view: AssessmentView, manager_name: str) -> str:
    """Return who an assessment goes to, in words."""
    if view.goes_to == "manager":
        return _("%(name)s, your manager") % {"name": manager_name} if manager_name else _("Your manager")
    if view.goes_to == "assessor":
        return _("An assessor of the profession")
    return _("Nobody: it stays with you")


@signed_in
def receiver(request: Request, uuid: UUID) -> HttpResponse:
    """Ask who the assessment goes to, and keep it."""
    view = assessments.own_assessment(uuid, request.actor, request.at)
    if not view.with_person:
        return closed(request, view)
    data = request.POST if request.method == "POST" else None
    form = ReceiverForm(data, initial={"goes_to": view.goes_to or NOBODY})
    name = me(request).manager_name
    form.offer(
        "goes_to",
        [
            ("manager", _("%(name)s, your manager") % {"name": name} if name else _("Your manager")),
            ("assessor", _("Not my manager: an assessor of the profession")),
            (NOBODY, _("Nobody: it stays with me")),
        ],
    )
    page = ReceiverPage(
        view=view,
        role=assessments.asked_by(view).ref,
        form=form,
        hints={
            "manager": _("They say the level of each skill, and you talk about it."),
            "assessor": _("Somebody who does not manage you judges it by the standard, and signs it off."),
            NOBODY: _("A self-assessment: your levels are on your record, and nobody else sees them until you share."),
        },
    )
    if request.method != "POST":
        return render(request, "me/assessment_receiver.html", page)
    if form.is_valid():
        chosen = form.cleaned_data["goes_to"]
        try:
            record.choose_receiver(
                assessment=uuid, goes_to="" if chosen == NOBODY else chosen, actor=request.actor, at=request.at
            )
        except NotVisible:
            raise
        except Refusal as refusal:
            form.add_error("goes_to", str(refusal))
        else:
            return see_other(reverse("assessment", args=[uuid]))
    return render(request, "me/assessment_receiver.html", page, status=422)


@signed_in
def appeal(request: Request, uuid: UUID) -> HttpResponse:
    """Ask another assessor to look again at what was decided."""
    view, outcome = assessments.own_with_outcome(uuid, request.actor, request.at)
    if view.state not in {"signed_off", "declined"} or (request.method != "POST" and outcome.look is not None):
        return see_other(reverse("assessment", args=[uuid]))  # that page says why
    form = AppealForm(request.POST if request.method == "POST" else None)
    page = AppealPage(view, assessments.asked_by(view).ref, form)
    if request.method != "POST":
        return render(request, "me/assessment_appeal.html", page)
    if form.is_valid():
        try:
            made = record.appeal(
                assessment=uuid, reason=form.cleaned_data["reason"], actor=request.actor, at=request.at
            )
        except NotVisible:
            raise
        except Refusal as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("Another assessor will look at it. What was decided counts until then."))
            return see_other(reverse("assessment", args=[made.uuid]))
    return render(request, "me/assessment_appeal.html", page, status=422)
