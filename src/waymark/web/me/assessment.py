"""The full self-assessment: a task list, one skill per page, a check of the answers, and the way back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import AnswerView, AssessmentView, Held, StepView
from waymark.careers import queries as careers
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Descriptor, RequirementView, RoleLevelRef, RoleLevelView, SkillPage
from waymark.kernel.errors import NotVisible, Refusal, Stale
from waymark.web.base import moves
from waymark.web.base.access import signed_in
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.me import words
from waymark.web.me.common import RoleSearch, me, search_roles, see_other, slug_of
from waymark.web.me.forms import LevelForm, WithdrawForm, YesNoForm
from waymark.web.me.sending import receiver_words
from waymark.web.me.sharing import whom

LONG = 8
"""Skills from which on the check of the answers can be submitted from its top too."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An assessment in the list."""

    view: AssessmentView
    title: str
    url: str
    state: str
    """What its state is called."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """My assessments, and what a new one can be against."""

    open: tuple[Listed, ...]
    submitted: tuple[Listed, ...]
    withdrawn: tuple[Listed, ...]
    chosen: RoleLevelRef | None
    """The role level the address names."""
    role: RoleLevelRef | None
    target: RoleLevelRef | None
    search: RoleSearch


@dataclass(frozen=True, slots=True)
class Row:
    """One skill of an assessment."""

    asked: RequirementView
    answer: AnswerView | None
    words: str
    """What was answered; empty when nothing was."""
    hint: str
    """What is asked for, and the choose-n group it stands in."""
    url: str


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    """One assessment, whatever its state, with its skills in the order of its pages."""

    view: AssessmentView
    role: RoleLevelRef
    version: str
    rows: tuple[Row, ...]
    left: tuple[Row, ...]
    answered: tuple[Row, ...]
    next_url: str
    """The first skill without an answer; empty when there is none."""
    many: bool
    """Whether the list is so long that the way on stands at its top as well."""
    problem: str = ""
    shared: tuple[str, ...] = ()
    """With whom it is shared, in words."""
    receiver: str = ""
    """Who it goes to, in words."""
    state: str = ""
    """What its state is called."""
    declaration: str = ""
    """What is to be declared before it goes to somebody; empty when it goes to nobody."""
    weak: tuple[tuple[str, str, str], ...] = ()
    """What may bring it back: the skill, its address, and the sentence."""
    decided: tuple[tuple[str, str, str, str], ...] = ()
    """What was decided: the skill, the level in words, by whom, and why."""
    changed: tuple[str, ...] = ()
    """Names of the skills of which something else was said since it was signed off."""
    steps: tuple[tuple[str, StepView], ...] = ()
    """What happened so far; empty while nobody else is concerned."""
    has_talk: bool = False
    """Whether it has a conversation sheet."""
    newer: str = ""
    """The label of a newer version of the framework than the one it is held against; empty when there is none."""


@dataclass(frozen=True, slots=True)
class SkillQuestion:
    """One skill of the full self-assessment: every level in words, then the answers."""

    view: AssessmentView
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


@dataclass(frozen=True, slots=True)
class WithdrawPage:
    """Are you sure."""

    view: AssessmentView
    role: RoleLevelRef
    form: WithdrawForm


@signed_in
def listing(request: Request) -> HttpResponse:
    """List my assessments; start one."""
    if request.method == "POST":
        ref = frameworks.role_level_ref(slug_of(request.POST, "role_level"), request.at)
        started = record.start(role_level_id=ref.id, kind="full", actor=request.actor, at=request.at)
        return see_other(reverse("assessment", args=[started.uuid]))
    person, actor, at = me(request), request.actor, request.at
    slug = slug_of(request.GET, "role_level")
    chosen = frameworks.role_level_ref(slug, at) if slug else None
    target = careers.target(person.id, actor, at)
    open_now = assessments.open_assessments(person.id, actor, at)
    recent = assessments.recent_assessments(person.id, actor, at)
    ids = {one.role_level_id for one in (*open_now, *recent)}
    ids |= {pk for pk in (person.role_level_id, target.role_level_id if target else None) if pk is not None}
    refs = frameworks.role_level_refs(ids, at)
    page = ListPage(
        open=_listed(open_now, refs),
        submitted=_listed((one for one in recent if one.state != "withdrawn"), refs),
        withdrawn=_listed((one for one in recent if one.state == "withdrawn"), refs),
        chosen=chosen,
        role=refs.get(person.role_level_id) if person.role_level_id is not None else None,
        target=refs.get(target.role_level_id) if target else None,
        search=search_roles(request.GET.get("q", ""), at),
    )
    return render(request, "me/assessments.html", page, seen_by=[assessments.who_sees_assessments()])


def _listed(views: Iterable[AssessmentView], refs: Mapping[int, RoleLevelRef]) -> tuple[Listed, ...]:
    return tuple(
        Listed(
            view=one,
            title=refs[one.role_level_id].title,
            url=reverse("check_resume" if one.kind == "quick" else "assessment", args=[one.uuid]),
            state=moves.state_words(one.state),
        )
        for one in views
        if one.role_level_id in refs
    )


@signed_in
def assessment(request: Request, uuid: UUID) -> HttpResponse:
    """Show the task list of an open assessment, or the answers of one that is submitted or withdrawn."""
    view = assessments.own_assessment(uuid, request.actor, request.at)
    shares = assessments.my_shares(request.actor, request.at) if view.submitted_at and not view.withdrawn_at else ()
    template = "me/assessment.html" if view.with_person else "me/assessment_closed.html"
    shared = tuple(whom(one, me(request).manager_name) for one in shares if one.assessment == uuid)
    page = replace(_page(request, view), shared=shared)
    if view.with_person:
        page = replace(page, newer=_newer(request, view, page.role))
    if view.goes_to and view.submitted_at:
        outcome = assessments.own_outcome(uuid, request.actor, request.at)
        page = replace(
            page,
            decided=tuple(
                (row.asked.skill_name, _answer_words(row.asked, said.answer), said.name, said.answer.note)
                for row in page.rows
                if (said := outcome.decided.get(row.asked.skill_id)) is not None
            ),
            changed=tuple(row.asked.skill_name for row in page.rows if row.asked.skill_id in outcome.changed),
            steps=moves.in_words(outcome.steps),
            has_talk=view.goes_to == "manager" and assessments.has_talk(uuid, request.actor, request.at),
        )
    return render(request, template, page, seen_by=[assessments.who_sees_assessments()])


@signed_in
def check(request: Request, uuid: UUID) -> HttpResponse:
    """Show every answer with a way to change it, and submit."""
    view = assessments.own_assessment(uuid, request.actor, request.at)
    if not view.with_person:
        return see_other(reverse("assessment", args=[uuid]))
    if request.method != "POST":
        page = _page(request, view)
        if view.goes_to == "assessor":
            page = replace(page, weak=_weak(view, page.rows))
        return render(request, "me/assessment_check.html", page)
    try:
        declared = bool(request.POST.get("declared"))
        record.submit(assessment=uuid, declared=declared, actor=request.actor, at=request.at)
    except NotVisible:
        raise
    except Refusal as refusal:
        return render(request, "me/assessment_check.html", _page(request, view, str(refusal)), status=422)
    told = (
        _("Submitted. Whoever it goes to is told, and you are told what they decide.")
        if view.goes_to
        else _("Submitted. Your levels are on your record. Nobody else can see them until you share them.")
    )
    messages.success(request, told)
    return see_other(reverse("assessment", args=[uuid]))


@signed_in
def withdraw(request: Request, uuid: UUID) -> HttpResponse:
    """Ask whether to take an assessment back, and do it."""
    view = assessments.own_assessment(uuid, request.actor, request.at)
    if view.state in {"withdrawn", "signed_off", "declined", "lapsed"}:
        return see_other(reverse("assessment", args=[uuid]))
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    page = WithdrawPage(view=view, role=_role_of(view, request).ref, form=form)
    if request.method != "POST":
        return render(request, "me/assessment_withdraw.html", page)
    if not form.is_valid():
        return render(request, "me/assessment_withdraw.html", page, status=422)
    record.withdraw(assessment=uuid, reason=form.cleaned_data["reason"], actor=request.actor, at=request.at)
    messages.success(request, _("Withdrawn. What was on your record before counts again."))
    return see_other(reverse("me_assessments"))


@signed_in
def skill(request: Request, uuid: UUID, slug: str) -> HttpResponse:
    """Ask for the level in one skill, with every level described, and save it."""
    view = assessments.own_assessment(uuid, request.actor, request.at)
    if not view.with_person:
        return see_other(reverse("assessment", args=[uuid]))
    if request.method != "POST":
        return render(request, "me/assessment_skill.html", _question(request, view, slug))
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


def _role_of(view: AssessmentView, request: Request) -> RoleLevelView:
    """Return the role level as the assessment's version has it."""
    return assessments.asked_by(view)


def _page(request: Request, view: AssessmentView, problem: str = "") -> AssessmentPage:
    role = _role_of(view, request)
    asked = {one.skill_id: one for one in role.requirements}
    answers = {one.skill_id: one for one in view.answers}
    rows = tuple(_row(view, asked[pk], answers.get(pk)) for pk in view.skills)
    left = tuple(row for row in rows if row.answer is None)
    return AssessmentPage(
        view=view,
        role=role.ref,
        version=words.version(role.ref.framework_title, role.ref.version_label),
        rows=rows,
        left=left,
        answered=tuple(row for row in rows if row.answer is not None),
        next_url=left[0].url if left else "",
        many=len(rows) > LONG,
        problem=problem,
        receiver=receiver_words(view, me(request).manager_name),
        state=moves.state_words(view.state),
        declaration=assessments.declaration_of_person() if view.goes_to else "",
    )


def _newer(request: Request, view: AssessmentView, ref: RoleLevelRef) -> str:
    """Return the label of the version that holds now, when it is another than the assessment's."""
    now = frameworks.role_level_refs([view.role_level_id], request.at).get(view.role_level_id)
    return now.version_label if now is not None and now.version_id != ref.version_id else ""


def _weak(view: AssessmentView, rows: tuple[Row, ...]) -> tuple[tuple[str, str, str], ...]:
    """Return what may bring an assessment back, before it is sent."""
    by_skill = {row.asked.skill_id: row for row in rows}
    found = assessments.weaknesses(view.answers, assessments.terms_of_version(view.version_id))
    return tuple(
        (by_skill[one.skill_id].asked.skill_name, by_skill[one.skill_id].url, str(assessments.PHRASES[one.key]))
        for one in found
        if one.skill_id in by_skill
    )


def _row(view: AssessmentView, asked: RequirementView, answer: AnswerView | None) -> Row:
    return Row(
        asked=asked,
        answer=answer,
        words=_answer_words(asked, answer) if answer else "",
        hint=_asked_words(asked),
        url=reverse("assessment_skill", args=[view.uuid, asked.skill_slug]),
    )


def _asked_words(asked: RequirementView) -> str:
    level = _("Asked for: %(level)s") % {"level": asked.level_name} if asked.level is not None else ""
    if asked.choice is None:
        return level
    group = _("One of “%(name)s”: at least %(n)d of them") % {"name": asked.choice.name, "n": asked.choice.choose}
    return f"{group}. {level}" if level else group


def _answer_words(asked: RequirementView, answer: AnswerView | Held) -> str:
    if answer.level is None:
        return _("Yes") if answer.has_skill else _("No")
    return words.asked_level_name(asked, answer.level)


def _question(request: Request, view: AssessmentView, slug: str, stale: str = "") -> SkillQuestion:
    role = _role_of(view, request)
    asked = next((one for one in role.requirements if one.skill_slug == slug and one.skill_id in view.skills), None)
    if asked is None:
        raise NotVisible
    page = frameworks.skill_pages([asked.skill_id], view.version_of(asked.skill_id))[asked.skill_id]
    held = assessments.levels_held(me(request).id, request.actor, request.at).get(asked.skill_id)
    answer = next((one for one in view.answers if one.skill_id == asked.skill_id), None)
    to_check = (request.POST.get("from") or request.GET.get("from")) == "check"
    return SkillQuestion(
        view=view,
        role=role.ref,
        asked=asked,
        skill=page,
        levels=words.descriptors(page),
        number=view.skills.index(asked.skill_id) + 1,
        of=len(view.skills),
        form=_form(request, asked, page, answer, stale=bool(stale)),
        hints=_hints(page),
        before=_answer_words(asked, held) if held and (held.level is None) == (asked.level is None) else "",
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
