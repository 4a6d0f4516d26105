"""One case: what each level looks like, what the person put, and the decision, skill by skill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import AnswerView, Case, Decided, StepView, Word
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RequirementView, RoleLevelRef
from waymark.kernel.errors import NotVisible, Refusal, Stale
from waymark.kernel.policy import Purpose
from waymark.web.base import moves
from waymark.web.base.access import purpose, with_account
from waymark.web.base.behind import Behind, behind
from waymark.web.base.deciding import DecisionForm
from waymark.web.base.going import see_other
from waymark.web.base.levels import LevelText, choices_of, in_words, texts_of, value_of
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.request import Request


@dataclass(frozen=True, slots=True)
class Row:
    """One skill of the case."""

    asked: RequirementView
    levels: tuple[LevelText, ...]
    theirs: str
    """What the person put, in words; empty when nothing, or when it is kept back."""
    note: str
    decided: str
    """What was decided before, in words, by whom; empty when nothing was."""
    why: str
    weak: tuple[str, ...]
    evidence: tuple[Behind, ...]
    level: BoundField
    reason: BoundField


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case to decide about."""

    case: Case
    role: RoleLevelRef
    rows: tuple[Row, ...]
    left: tuple[str, ...]
    """Names of the skills the person left open."""
    taken_over: tuple[str, ...]
    """Names of the skills that are left out because they were signed off and held when it began."""
    form: DecisionForm
    problem: str
    problem_url: str
    declaration: str
    steps: tuple[tuple[str, StepView], ...]
    """Each step, with what happened in words."""


@with_account
@purpose(Purpose.ASSESSMENT)
def case(request: Request, uuid: UUID) -> HttpResponse:
    """Show a case that waits for me, keep my drafts, and decide."""
    if request.method != "POST":
        return render(request, "assess/case.html", page_of(request, _found(request, uuid)))
    found = assessments.case_after_all(uuid, request.actor, request.at)
    page = page_of(request, found)
    then = request.POST.get("then", "save")
    if not page.form.is_valid():
        return render(request, "assess/case.html", page, status=422)
    words = _words(page)
    try:
        if then == "save":
            record.save_drafts(assessment=uuid, words=words, actor=request.actor, at=request.at)
            messages.success(request, _("Kept. Nothing is decided yet."))
            return see_other(reverse("assess_case", args=[uuid]))
        said = [word for word in words if word.level is not None or word.has_skill is not None]
        if then == "sign_off":
            declaration = page.declaration if request.POST.get("declared") else ""
            after = record.sign_off(
                assessment=uuid, words=said, declaration=declaration, actor=request.actor, at=request.at
            )
        else:
            after = record.confirm(assessment=uuid, words=said, actor=request.actor, at=request.at)
        messages.success(request, _done(then, after.state))
    except NotVisible:
        raise
    except Refusal as refusal:
        fresh = assessments.case_after_all(uuid, request.actor, request.at)
        status = 409 if isinstance(refusal, Stale | record.InOtherHands | record.TheyWithdrew) else 422
        return render(request, "assess/case.html", page_of(request, fresh, refusal), status=status)
    return see_other(reverse("team") if found.as_manager else reverse("assess"))


def _found(request: Request, uuid: UUID) -> Case:
    """Return the case; of one that its person withdrew, that they did."""
    try:
        return assessments.case(uuid, request.actor, request.at)
    except NotVisible:
        return assessments.withdrawn_case(uuid, request.actor, request.at)


@with_account
@purpose(Purpose.ASSESSMENT)
def keep(request: Request, uuid: UUID) -> HttpResponse:
    """Keep what was typed so far. A script sends it; no page."""
    if request.method != "POST":
        raise NotVisible
    page = page_of(request, assessments.case_after_all(uuid, request.actor, request.at))
    if not page.form.is_valid():
        return HttpResponse(_("Not kept yet"), status=422, content_type="text/plain; charset=utf-8")
    try:
        record.save_drafts(assessment=uuid, words=_words(page), actor=request.actor, at=request.at)
    except NotVisible:
        raise
    except Refusal as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    return HttpResponse(_("Kept as your draft"), content_type="text/plain; charset=utf-8")


def _done(then: str, state: str) -> str:
    """Return what came of a decision: a rule may have chosen it for moderation."""
    if state == "in_moderation":
        return _("The levels are confirmed. A panel looks at them before they are signed off. They are told.")
    if then == "sign_off" and state != "signed_off":
        return _("The levels are confirmed. They were chosen for moderation, and wait for a panel. They are told.")
    return _("Signed off. They are told.") if then == "sign_off" else _("The levels are confirmed. They are told.")


def _words(page: CasePage) -> list[Word]:
    """Return what the form says, of every skill of which it says anything or said something before."""
    found = []
    for row in page.rows:
        skill_id = row.asked.skill_id
        level = page.form.cleaned_data[f"level_{skill_id}"]
        reason = page.form.cleaned_data[f"reason_{skill_id}"]
        if not level and not reason and skill_id not in page.case.drafts:
            continue
        if row.asked.level is None:
            found.append(Word(skill_id, has_skill={"yes": True, "no": False}.get(level), reason=reason))
        else:
            found.append(Word(skill_id, level=int(level) if level else None, reason=reason))
    return found


def page_of(request: Request, found: Case, refusal: Refusal | None = None) -> CasePage:
    """Return the page of a case, with what came in by a form, if one did."""
    looked_at(
        request,
        [found.person_id],
        ground=_("they manage its person now, who sent it to their manager")
        if found.as_manager
        else _("they are an assessor of its profession, and it waits for one"),
    )
    role = assessments.asked_by(found.view)
    asked = {line.skill_id: line for line in role.requirements}
    answers = {one.skill_id: one for one in found.view.answers}
    shown = [pk for pk in found.view.skills if pk in asked and (pk in answers or pk in found.drafts)]
    if found.withheld:  # what they typed is shown all the same, and it is not told which skills were answered
        shown = [pk for pk in found.view.skills if pk in asked] if request.method == "POST" else []
    texts = frameworks.level_texts((pk, found.view.version_of(pk)) for pk in shown) if shown else {}
    form = DecisionForm(
        request.POST if request.method == "POST" else None,
        initial=_initial(found, asked, shown),
        asked=[(pk, asked[pk].skill_name, choices_of(asked[pk])) for pk in shown],
    )
    wrong = next(iter(getattr(refusal, "skill_ids", ())), None)
    return CasePage(
        case=found,
        role=role.ref,
        rows=tuple(
            _row(found, asked[pk], answers.get(pk), texts.get((pk, found.view.version_of(pk)), {}), form)
            for pk in shown
        ),
        left=()
        if found.withheld
        else tuple(asked[pk].skill_name for pk in found.view.skills if pk in asked and pk not in answers),
        taken_over=() if found.withheld else tuple(asked[pk].skill_name for pk in found.view.taken_over if pk in asked),
        form=form,
        problem=str(refusal) if refusal else "",
        problem_url=f"#id_level_{wrong}" if wrong else "#decide",
        declaration=assessments.declaration_of_assessor(),
        steps=moves.in_words(found.steps),
    )


def _initial(found: Case, asked: Mapping[int, RequirementView], shown: list[int]) -> dict[str, str]:
    """Return my drafts; where I put nothing yet, what was confirmed before."""
    initial = {}
    for pk in shown:
        mine = found.drafts.get(pk)
        before = found.decided.get(pk)
        said = mine or (before.answer if before else None)
        if said is not None:
            initial[f"level_{pk}"] = value_of(said)
            initial[f"reason_{pk}"] = said.note
    return initial


def said_by(decided: Decided) -> str:
    """Return who decided, in words."""
    return _("the panel") if decided.source == "panel" else decided.name or _("somebody")


def _row(
    found: Case,
    asked: RequirementView,
    answer: AnswerView | None,
    texts: Mapping[int, str],
    form: DecisionForm,
) -> Row:
    before = found.decided.get(asked.skill_id)
    phrases = assessments.PHRASES
    return Row(
        asked=asked,
        levels=texts_of(asked, texts),
        theirs=in_words(asked, answer) if answer and not found.hidden else "",
        note=answer.note if answer and not found.hidden else "",
        decided=_("%(level)s, said by %(name)s") % {"level": in_words(asked, before.answer), "name": said_by(before)}
        if before
        else "",
        why=before.answer.note if before else "",
        weak=tuple(str(phrases[one.key]) for one in found.weaknesses if one.skill_id == asked.skill_id)
        if not found.hidden
        else (),
        evidence=behind(found.evidence, asked.skill_id),
        level=form[f"level_{asked.skill_id}"],
        reason=form[f"reason_{asked.skill_id}"],
    )
