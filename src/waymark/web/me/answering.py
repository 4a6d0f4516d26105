"""One skill of my assessment: every level in words, then the answers."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import AnswerView, AssessmentView
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Descriptor, RequirementView, RoleLevelRef, SkillPage
from waymark.kernel.errors import NotVisible, Stale
from waymark.web.base.access import signed_in
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.me import words
from waymark.web.me.common import closed, me, see_other, why_closed
from waymark.web.me.forms import LevelForm, YesNoForm


@dataclass(frozen=True, slots=True)
class SkillQuestion:
    """One skill of the full self-assessment: every level in words, then the answers."""

    role: RoleLevelRef
    asked: RequirementView
    skill: SkillPage
    levels: tuple[Descriptor, ...]
    number: int
    of: int
    form: LevelForm | YesNoForm
    hints: dict[str, str]
    before: str
    """What is on record from earlier, in words; empty when nothing is."""
    before_on: object
    back_url: str
    to_check: bool
    """Whether the person came from the check of the answers, and goes back to it."""
    stale: str


@signed_in
def skill(request: Request, uuid: UUID, slug: str) -> HttpResponse:
    """Ask for the level in one skill, with every level described, and save it."""
    view = assessments.own_assessment(uuid, request.actor, request.at)
    if not view.with_person and request.method != "POST":
        return closed(request, view)
    if request.method != "POST":
        return render(request, "me/assessment_skill.html", _question(request, view, slug))
    if not view.with_person:  # what they typed stays on the page, to be taken elsewhere
        page = _question(request, view, slug, why_closed(view))
        return render(request, "me/assessment_skill.html", page, status=409)
    page = _question(request, view, slug)
    then = request.POST.get("then", "next")
    if then == "list" and "answer" not in request.POST and not request.POST.get("note", "").strip():
        return see_other(reverse("assessment", args=[uuid]))
    if not page.form.is_valid():
        return render(request, "me/assessment_skill.html", page, status=422)
    answer = page.form.cleaned_data["answer"]
    with_level = page.asked.level is not None
    try:
        record.save_answer(
            assessment=uuid,
            skill_id=page.skill.id,
            level=int(answer) if with_level else None,
            has_skill=None if with_level else answer == "yes",
            note=page.form.cleaned_data["note"],
            seen_revision=page.form.cleaned_data["revision"],
            actor=request.actor,
            at=request.at,
        )
    except Stale as stale:
        fresh = assessments.own_assessment(uuid, request.actor, request.at)
        page = _question(request, fresh, slug, str(stale))
        return render(request, "me/assessment_skill.html", page, status=409)
    if page.to_check:
        return see_other(reverse("assessment_check", args=[uuid]))
    if then == "list":
        messages.success(request, _("%(skill)s is saved.") % {"skill": page.skill.name})
        return see_other(reverse("assessment", args=[uuid]))
    return see_other(_next_skill_url(request, view, page))


def _next_skill_url(request: Request, view: AssessmentView, page: SkillQuestion) -> str:
    """Return the next skill without an answer, going round once; the check of the answers when there is none."""
    answered = {answer.skill_id for answer in view.answers} | {page.skill.id}
    place = view.skills.index(page.skill.id) + 1
    following = [pk for pk in (*view.skills[place:], *view.skills[:place]) if pk not in answered]
    if not following:
        return reverse("assessment_check", args=[view.uuid])
    rows = frameworks.skill_rows(following[:1], request.at)
    return reverse("assessment_skill", args=[view.uuid, rows[following[0]].slug])


def _question(request: Request, view: AssessmentView, slug: str, stale: str = "") -> SkillQuestion:
    role = assessments.asked_by(view)
    asked = next((one for one in role.requirements if one.skill_slug == slug and one.skill_id in view.skills), None)
    if asked is None:
        raise NotVisible
    page = frameworks.skill_pages([asked.skill_id], view.version_of(asked.skill_id))[asked.skill_id]
    held = assessments.levels_held(me(request).id, request.actor, request.at).get(asked.skill_id)
    answer = next((one for one in view.answers if one.skill_id == asked.skill_id), None)
    to_check = (request.POST.get("from") or request.GET.get("from")) == "check"
    return SkillQuestion(
        role=role.ref,
        asked=asked,
        skill=page,
        levels=words.descriptors(page),
        number=view.skills.index(asked.skill_id) + 1,
        of=len(view.skills),
        form=_form(request, asked, page, answer, stale=bool(stale)),
        hints=_hints(page),
        before=words.answer(asked, held) if held and (held.level is None) == (asked.level is None) else "",
        before_on=held.made_at if held else None,
        back_url=reverse("assessment_check" if to_check else "assessment", args=[view.uuid]),
        to_check=to_check,
        stale=stale,
    )


def _form(
    request: Request, asked: RequirementView, page: SkillPage, answer: AnswerView | None, *, stale: bool
) -> LevelForm | YesNoForm:
    revision = answer.revision if answer else 0
    data = None
    if request.method == "POST":
        data = request.POST.copy()
        if stale:
            data["revision"] = str(revision)
    said = "" if answer is None else {True: "yes", False: "no", None: answer.level}[answer.has_skill]
    initial = {"answer": said, "note": answer.note if answer else "", "revision": revision}
    if asked.level is None:
        return YesNoForm(data, initial=initial)
    levels = [(str(rank), words.level_name(page.scale, rank)) for rank in range(page.scale.top + 1)]
    return LevelForm(data, initial=initial, levels=levels)


def _hints(page: SkillPage) -> dict[str, str]:
    """Mark the levels that the framework names and leaves undefined: they may be chosen all the same."""
    return {
        str(one.rank): _("Not defined by the framework. You can choose it all the same.")
        for one in words.descriptors(page)
        if not one.defined
    }
