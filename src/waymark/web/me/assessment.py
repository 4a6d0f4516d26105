"""The full self-assessment: a task list, one skill per page, a check of the answers, and the way back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import AnswerView, AssessmentView, EarlierLook, NoOtherLook, Remainder, StepView
from waymark.careers import queries as careers
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RequirementView, RoleLevelRef
from waymark.kernel.errors import NotVisible, Refusal
from waymark.web.base import moves
from waymark.web.base.access import signed_in
from waymark.web.base.behind import Behind, behind
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.me import words
from waymark.web.me.beginning import Change, change_since, valid_in_words
from waymark.web.me.common import RoleSearch, closed, me, search_roles, see_other, slug_of
from waymark.web.me.forms import WithdrawForm
from waymark.web.me.sending import receiver_words
from waymark.web.me.sharing import whom
from waymark.web.me.tasks import Tasks, task_list

EVIDENCE_MISSING = "evidence-missing"
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
    kind: str
    """What its kind is called."""


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
    remainder: Remainder | None
    """What my department asks for again of the levels I came with; None: nothing."""


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
    evidence_url: str
    chosen: tuple[str, ...] = ()
    """Titles of the evidence that was chosen for it, while its person works at it."""
    sent: tuple[Behind, ...] = ()
    """The evidence that was sent for it, as it was then."""

    @property
    def plain(self) -> bool:
        """Whether it is no choice among others."""
        return self.asked.choice is None


@dataclass(frozen=True, slots=True)
class TakenOver:
    """A skill that is left out, with what holds instead."""

    asked: RequirementView
    words: str
    """What was signed off, by whom, when and until when; empty when that holds no longer."""
    url: str
    """Where it is answered anyway."""


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
    kind: str
    """What it is called: a quick check, an assessment of one skill or of all."""
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
    tasks: Tasks | None = None
    """What there is to do before it can be sent; None once it is."""
    change: Change | None = None
    """What changed since it began; None where that makes no difference any more."""
    taken_over: tuple[TakenOver, ...] = ()
    """Skills that are left out because they were assessed and that still holds."""
    has_talk: bool = False
    """Whether it has a conversation sheet."""
    may_appeal: bool = False
    """Whether another look can be asked for."""
    look: tuple[str, str] | None = None
    """Why another look cannot be asked for, in words, and where the one is that was; None where nobody asks for one."""


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
        asked = frameworks.role_level_by_id(ref.id, request.at).requirements
        if assessments.still_valid([one.skill_id for one in asked], request.actor, request.at):
            return see_other(f"{reverse('assessment_new')}?{urlencode({'role_level': ref.slug})}")
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
        remainder=assessments.remainder(actor, at),
    )
    return render(request, "me/assessments.html", page, seen_by=[assessments.who_sees_assessments()])


def _listed(views: Iterable[AssessmentView], refs: Mapping[int, RoleLevelRef]) -> tuple[Listed, ...]:
    return tuple(
        Listed(
            view=one,
            title=refs[one.role_level_id].title,
            url=reverse("check_resume" if one.kind == "quick" else "assessment", args=[one.uuid]),
            state=moves.state_words(one.state),
            kind=kind_words(one.kind),
        )
        for one in views
        if one.role_level_id in refs
    )


@signed_in
def assessment(request: Request, uuid: UUID) -> HttpResponse:
    """Show the task list of an open assessment, or the answers of one that is submitted or withdrawn."""
    view, outcome = assessments.own_with_outcome(uuid, request.actor, request.at)
    shares = assessments.my_shares(request.actor, request.at) if view.submitted_at and not view.withdrawn_at else ()
    template = "me/assessment.html" if view.with_person else "me/assessment_closed.html"
    shared = tuple(whom(one, me(request).manager_name) for one in shares if one.assessment == uuid)
    page = replace(_page(request, view), shared=shared)
    if view.state in {"in_progress", "returned", "submitted", "confirmed", "in_moderation"} and view.kind != "quick":
        page = replace(page, change=change_since(request, view))
    if view.goes_to and view.submitted_at:
        page = replace(
            page,
            decided=tuple(
                (
                    row.asked.skill_name,
                    words.answer(row.asked, said.answer),
                    _("a panel") if said.source == "panel" else said.name,
                    said.answer.note,
                )
                for row in page.rows
                if (said := outcome.decided.get(row.asked.skill_id)) is not None
            ),
            changed=tuple(row.asked.skill_name for row in page.rows if row.asked.skill_id in outcome.changed),
            steps=moves.in_words(outcome.steps),
            has_talk=view.goes_to == "manager" and assessments.has_talk(uuid, request.actor, request.at),
            may_appeal=view.state in {"signed_off", "declined"} and outcome.look is None,
            look=_look(outcome.look),
        )
    return render(request, template, page, seen_by=[assessments.who_sees_assessments()])


def _look(found: EarlierLook | None) -> tuple[str, str] | None:
    """Return why another look cannot be asked for, in words, and where the one is that was asked for."""
    if found is None:
        return None
    words = {
        NoOtherLook.OPEN: _("You have asked for another look. What was decided here counts until that is decided."),
        NoOtherLook.DECIDED: _(
            "You asked for another look, and it was decided. If you do not agree with that decision, ask for another "
            "look there."
        ),
        NoOtherLook.GIVEN_UP: _(
            "You asked for another look and withdrew it after the other assessor had said their levels, so this "
            "decision is final."
        ),
    }
    return words[found.why], reverse("assessment", args=[found.uuid])


@signed_in
def check(request: Request, uuid: UUID) -> HttpResponse:
    """Show every answer with a way to change it, and submit."""
    view = assessments.own_assessment(uuid, request.actor, request.at)
    if not view.with_person:
        return closed(request, view)
    if request.method != "POST":
        page = _page(request, view)
        if view.goes_to:
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
        return closed(request, view)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    page = WithdrawPage(view=view, role=assessments.asked_by(view).ref, form=form)
    if request.method != "POST":
        return render(request, "me/assessment_withdraw.html", page)
    if not form.is_valid():
        return render(request, "me/assessment_withdraw.html", page, status=422)
    record.withdraw(assessment=uuid, reason=form.cleaned_data["reason"], actor=request.actor, at=request.at)
    messages.success(request, _("Withdrawn. What was on your record before counts again."))
    return see_other(reverse("me_assessments"))


def _page(request: Request, view: AssessmentView, problem: str = "") -> AssessmentPage:
    role = assessments.asked_by(view)
    asked = {one.skill_id: one for one in role.requirements}
    answers = {one.skill_id: one for one in view.answers}
    chosen = assessments.evidence_chosen(view, request.actor, request.at) if view.with_person else {}
    sent = {} if view.with_person else assessments.evidence_sent(view.uuid, request.actor, request.at)
    rows = tuple(
        _row(
            view,
            asked[pk],
            answers.get(pk),
            tuple(title for _uuid, title in chosen.get(pk, ())),
            behind(sent, pk),
        )
        for pk in view.skills
    )
    left = tuple(row for row in rows if row.answer is None)
    holds = (
        assessments.left_out([asked[pk] for pk in view.taken_over if pk in asked], request.actor, request.at)
        if view.taken_over
        else {}
    )
    receiver = receiver_words(view, me(request).manager_name)
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
        receiver=receiver,
        tasks=task_list(view, role, rows, receiver) if view.with_person and not problem else None,
        state=moves.state_words(view.state),
        declaration=assessments.declaration_of_person() if view.goes_to else "",
        kind=kind_words(view.kind),
        taken_over=tuple(
            TakenOver(
                asked[pk],
                valid_in_words(holds[pk]) if pk in holds else "",
                reverse("assessment_answer_anyway", args=[view.uuid, asked[pk].skill_slug]),
            )
            for pk in view.taken_over
            if pk in asked
        ),
    )


def kind_words(kind: str) -> str:
    """Return what a kind of assessment is called."""
    return {
        "quick": _("Quick check"),
        "single": _("Assessment of single skills"),
    }.get(kind, _("Full self-assessment"))


def _weak(view: AssessmentView, rows: tuple[Row, ...]) -> tuple[tuple[str, str, str], ...]:
    """Return what may bring an assessment back, before it is sent."""
    by_skill = {row.asked.skill_id: row for row in rows}
    behind = {row.asked.skill_id: len(row.chosen) for row in rows}
    found = assessments.weaknesses(view.answers, assessments.terms_of_version(view.version_id), behind)
    return tuple(
        (
            by_skill[one.skill_id].asked.skill_name,
            by_skill[one.skill_id].evidence_url if one.key == EVIDENCE_MISSING else by_skill[one.skill_id].url,
            str(assessments.PHRASES[one.key]),
        )
        for one in found
        if one.skill_id in by_skill
    )


def _row(
    view: AssessmentView,
    asked: RequirementView,
    answer: AnswerView | None,
    chosen: tuple[str, ...],
    sent: tuple[Behind, ...],
) -> Row:
    return Row(
        asked=asked,
        answer=answer,
        words=words.answer(asked, answer) if answer else "",
        hint=_asked_words(asked),
        url=reverse("assessment_skill", args=[view.uuid, asked.skill_slug]),
        evidence_url=reverse("assessment_evidence_skill", args=[view.uuid, asked.skill_slug]),
        chosen=chosen,
        sent=sent,
    )


def _asked_words(asked: RequirementView) -> str:
    level = _("Asked for: %(level)s") % {"level": asked.level_name} if asked.level is not None else ""
    if asked.choice is None:
        return level
    group = _("One of “%(name)s”: at least %(n)d of them") % {"name": asked.choice.name, "n": asked.choice.choose}
    return f"{group}. {level}" if level else group
