"""The evidence behind my assessment: which of it, skill by skill."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import AssessmentView, EvidenceChoice
from waymark.frameworks.types import RequirementView, RoleLevelRef
from waymark.kernel.errors import NotVisible, Refusal
from waymark.web.base.access import signed_in
from waymark.web.base.evidence_kinds import kind_name
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.me import words
from waymark.web.me.common import closed, see_other


class ChoiceForm(forms.Form):
    """Which pieces of evidence stand behind a skill. None is an answer too."""

    evidence = forms.MultipleChoiceField(
        label=lazy("Which of your evidence shows it?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": lazy("Choose from the list")},
    )


@dataclass(frozen=True, slots=True)
class BehindRow:
    """One skill, and what stands behind it."""

    asked: RequirementView
    answer: str
    """What was answered, in words; empty when nothing was."""
    titles: tuple[str, ...]
    wanted: bool
    """Whether the framework asks for evidence at that level."""
    url: str


@dataclass(frozen=True, slots=True)
class StepPage:
    """Every skill that was answered, with its evidence."""

    view: AssessmentView
    role: RoleLevelRef
    rows: tuple[BehindRow, ...]
    unanswered: int
    from_level: str
    """From which level up evidence is asked for, in words; empty: from none."""
    ready: int
    """How many skills have nothing behind them though the person's evidence supports them."""


@dataclass(frozen=True, slots=True)
class ChoosePage:
    """Choose the evidence behind one skill."""

    view: AssessmentView
    role: RoleLevelRef
    asked: RequirementView
    form: ChoiceForm
    hints: dict[str, str]
    add_url: str
    none_chosen: bool
    """Whether what is ticked is what supports the skill, and nothing was chosen yet."""


@signed_in
def step(request: Request, uuid: UUID) -> HttpResponse:
    """Show which evidence stands behind which skill; put behind each what supports it."""
    actor, at = request.actor, request.at
    view = assessments.own_assessment(uuid, actor, at)
    if not view.with_person:
        return closed(request, view)
    if request.method == "POST":
        number = record.choose_supporting_evidence(assessment=uuid, actor=actor, at=at)
        messages.success(
            request,
            ngettext(
                "Evidence stands behind %(num)d more skill.", "Evidence stands behind %(num)d more skills.", number
            )
            % {"num": number},
        )
        return see_other(reverse("assessment_evidence", args=[uuid]))
    role = assessments.asked_by(view)
    asked = {one.skill_id: one for one in role.requirements}
    answers = {one.skill_id: one for one in view.answers}
    chosen = assessments.evidence_chosen(view, actor, at)
    terms = assessments.terms_of_version(view.version_id)
    supported = assessments.evidence_by_skill(actor, at)
    page = StepPage(
        view=view,
        role=role.ref,
        rows=tuple(
            BehindRow(
                asked=asked[pk],
                answer=words.answer(asked[pk], answers[pk]),
                titles=tuple(title for _uuid, title in chosen.get(pk, ())),
                wanted=terms.evidence_from is not None and (answers[pk].level or 0) >= terms.evidence_from,
                url=reverse("assessment_evidence_skill", args=[uuid, asked[pk].skill_slug]),
            )
            for pk in view.skills
            if pk in answers and pk in asked
        ),
        unanswered=len(view.skills) - len(answers),
        from_level=words.from_level(role.requirements, terms.evidence_from),
        ready=sum(pk not in chosen and pk in supported for pk in view.skills),
    )
    return render(request, "me/assessment_evidence.html", page)


@signed_in
def choose(request: Request, uuid: UUID, slug: str) -> HttpResponse:
    """Ask which evidence stands behind one skill, and keep it."""
    actor, at = request.actor, request.at
    view = assessments.own_assessment(uuid, actor, at)
    if not view.with_person:
        return closed(request, view)
    role = assessments.asked_by(view)
    asked = next((one for one in role.requirements if one.skill_slug == slug and one.skill_id in view.skills), None)
    if asked is None:
        raise NotVisible
    offered = assessments.evidence_to_choose(uuid, asked.skill_id, actor, at)
    chosen = [str(one.line.uuid) for one in offered if one.chosen]
    ticked = chosen or [str(one.line.uuid) for one in offered if one.supports]
    form = ChoiceForm(request.POST if request.method == "POST" else None, initial={"evidence": ticked})
    field = form.fields["evidence"]
    assert isinstance(field, forms.MultipleChoiceField)
    field.choices = [(str(one.line.uuid), one.line.title) for one in offered]
    page = ChoosePage(
        view=view,
        role=role.ref,
        asked=asked,
        form=form,
        hints={str(one.line.uuid): _hint(one) for one in offered},
        add_url=f"{reverse('me_evidence_new')}?skill={slug}&for={uuid}",
        none_chosen=bool(ticked) and not chosen,
    )
    if request.method != "POST":
        return render(request, "me/assessment_evidence_skill.html", page)
    if form.is_valid():
        try:
            record.choose_evidence(
                assessment=uuid, skill_id=asked.skill_id, evidence=[UUID(one) for one in form.cleaned_data["evidence"]],
                actor=actor, at=at,
            )  # fmt: skip
        except NotVisible:
            raise
        except Refusal as refusal:
            form.add_error("evidence", str(refusal))
        else:
            return see_other(reverse("assessment_evidence", args=[uuid]))
    return render(request, "me/assessment_evidence_skill.html", page, status=422)


def uuid_in(text: str) -> str:
    """Return what is a uuid, as it is written; empty for anything else."""
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def add_to(request: Request, evidence: UUID) -> str:
    """Put new evidence behind the skill that its person came from, and return where they go back to.

    Empty when they came from no assessment, or it is not theirs to answer any more: the evidence is kept all the same.
    """
    if not (known := uuid_in(request.POST.get("for", ""))):
        return ""
    assessment = UUID(known)
    actor, at, slug = request.actor, request.at, request.POST.get("for_skill", "").replace("\x00", "")
    try:
        view = assessments.own_assessment(assessment, actor, at)
        asked = next((one for one in assessments.asked_by(view).requirements if one.skill_slug == slug), None)
        if asked is None:
            return ""
        offered = assessments.evidence_to_choose(assessment, asked.skill_id, actor, at)
        before = [one.line.uuid for one in offered if one.chosen]
        record.choose_evidence(
            assessment=assessment, skill_id=asked.skill_id, evidence=[*before, evidence], actor=actor, at=at
        )
    except NotVisible:
        return ""
    except Refusal as refusal:
        messages.info(request, str(refusal))
    return reverse("assessment_evidence_skill", args=[assessment, slug])


def _hint(choice: EvidenceChoice) -> str:
    parts = [kind_name(choice.line.kind)]
    if choice.supports:
        parts.append(_("supports this skill"))
    return ", ".join(parts)
