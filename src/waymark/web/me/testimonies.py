"""Asking a colleague to write what they saw, and writing it when one is asked."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import EvidenceKind, EvidenceView, TestimonyView
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.text import sort_key
from waymark.people import queries as people
from waymark.web.base.access import signed_in
from waymark.web.base.going import see_other
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.me import colleagues
from waymark.web.me.colleagues import ColleagueSearch
from waymark.web.me.common import me
from waymark.web.me.evidence_forms import TestimonyForm, WitnessForm


@dataclass(frozen=True, slots=True)
class AskPage:
    """Whom to ask to write what they saw."""

    view: EvidenceView
    search: ColleagueSearch
    form: WitnessForm


@dataclass(frozen=True, slots=True)
class TestimonyPage:
    """What I am asked to write."""

    __test__ = False

    testimony: TestimonyView
    name: str
    skills: tuple[str, ...]
    form: TestimonyForm
    problem: str


@signed_in
def ask(request: Request, uuid: UUID) -> HttpResponse:
    """Choose a colleague and ask them to write what they saw."""
    view = assessments.own_evidence(uuid, request.actor, request.at)
    if view.kind != EvidenceKind.TESTIMONY or view.removed_at is not None:
        raise NotVisible
    found = colleagues.search(request, with_account=True, leave_out=[me(request).id])
    form = WitnessForm(request.POST if request.method == "POST" else None, whom=found.choices)
    page = AskPage(view, found, form)
    if request.method != "POST":
        return render(request, "me/evidence_ask.html", page)
    chosen = found.chosen(form.cleaned_data["whom"]) if form.is_valid() else None
    if chosen is None or chosen.account_id is None:
        return render(request, "me/evidence_ask.html", page, status=422)
    try:
        record.ask_testimony(
            uuid=uuid, account_id=chosen.account_id, message=form.cleaned_data["message"], actor=request.actor,
            at=request.at,
        )  # fmt: skip
    except NotVisible:
        raise
    except Refusal as no:
        form.add_error(None, str(no))
        return render(request, "me/evidence_ask.html", page, status=422)
    messages.success(request, _("%(name)s is asked. You are told when they answer.") % {"name": chosen.name})
    return see_other(reverse("me_evidence_item", args=[uuid]))


@signed_in
def end(request: Request, uuid: UUID) -> HttpResponse:
    """Take back what I asked of somebody."""
    if request.method != "POST":
        raise NotVisible
    view = record.end_testimony(witness=uuid, actor=request.actor, at=request.at)
    messages.success(request, _("They are not asked any more."))
    return see_other(reverse("me_evidence_item", args=[view.uuid]))


@signed_in
def testimony(request: Request, uuid: UUID) -> HttpResponse:
    """Write what I saw, as I was asked to, or decline."""
    asked = assessments.testimony(uuid, request.actor, request.at)
    name = people.names([asked.person_id]).get(asked.person_id, "")
    looked_at(request, [asked.person_id], ground=_("they were asked to write it"))
    form = TestimonyForm(request.POST if request.method == "POST" else None)
    problem = ""
    if request.method == "POST":
        try:
            if request.POST.get("then") == "decline":
                record.decline_testimony(witness=uuid, actor=request.actor, at=request.at)
                messages.success(request, _("You declined. %(name)s is told, without a reason.") % {"name": name})
                return see_other(reverse("me_evidence"))
            if form.is_valid():
                record.write_testimony(
                    witness=uuid, words=form.cleaned_data["words"], actor=request.actor, at=request.at
                )
                messages.success(request, _("Sent. It is part of the evidence of %(name)s now.") % {"name": name})
                return see_other(reverse("me_testimony", args=[uuid]))
        except NotVisible:
            raise
        except Refusal as no:
            problem = str(no)
    rows = frameworks.skill_rows(asked.skills, request.at) if asked.skills else {}
    skills = tuple(sorted((row.name for row in rows.values()), key=sort_key))
    page = TestimonyPage(asked, name, skills, form, problem)
    return render(request, "me/testimony.html", page, status=422 if request.method == "POST" else 200)
