"""The first check: is this you, five questions, and what is between you and your role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import AnswerView, AssessmentView
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Descriptor, RequirementView, RoleLevelRef, SkillPage, VersionCard
from waymark.gaps import queries as gaps
from waymark.gaps.types import RoleGapView, SkillLine
from waymark.kernel.errors import NotVisible, Stale
from waymark.people import commands as people_commands
from waymark.people import queries as people
from waymark.people.types import PersonCard, SimilarPosts
from waymark.web.base.access import signed_in
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.me import words
from waymark.web.me.career import Step
from waymark.web.me.common import behaviours_of, me, search_roles, see_other
from waymark.web.me.forms import (
    NOT_SURE,
    QUICK_ANSWERS,
    QuickAnswerForm,
    QuickYesNoForm,
    StartForm,
)

SUGGESTED_ROLES = 6


@dataclass(frozen=True, slots=True)
class StartPage:
    """Is this you: what the feed says, the likely role, the profession, and who will see what is entered."""

    person: PersonCard
    role: RoleLevelRef | None
    where_role_comes_from: str
    frameworks: tuple[VersionCard, ...]
    """What the person's profession has published; empty when nothing."""
    form: StartForm | None
    """Asks for the role when it is not known; None when it is."""
    form_hints: dict[str, str]
    behaviours: RoleLevelRef | None
    """What everyone at the person's grade is asked for, whatever their profession."""
    open_check: AssessmentView | None


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One skill of the check: what the levels around the asked one look like, then the answers."""

    role: RoleLevelRef
    requirement: RequirementView
    skill: SkillPage
    number: int
    of: int
    around: tuple[Descriptor, ...]
    asked_rank: int | None
    form: QuickAnswerForm | QuickYesNoForm
    hints: dict[str, str]
    back_url: str
    stale: str
    """What happened elsewhere while this page was open; empty when nothing."""


@dataclass(frozen=True, slots=True)
class ResultPage:
    """The gap in words, the picture, and three things to do next."""

    gap: RoleGapView
    groups: tuple[words.LineGroup, ...]
    drawn: tuple[SkillLine, ...]
    """The skills of the check, for the picture; the table has all of the role's."""
    actions: tuple[Step, ...]
    share_url: str


@signed_in
def start(request: Request) -> HttpResponse:
    """Ask "Is this you?" and start the check."""
    if request.method == "POST":
        return _start(request)
    return render(request, "me/check_start.html", _start_page(request))


def _start(request: Request) -> HttpResponse:
    person = me(request)
    wanted = person.role_level_id
    if wanted is None or request.POST.get("role"):
        page = _start_page(request)
        form = page.form or StartForm(request.POST, roles=_known(page.behaviours))
        if not form.is_valid():
            return render(request, "me/check_start.html", page, status=422)
        slug = form.cleaned_data["role"]
        if slug == NOT_SURE:
            return see_other(reverse("me_role"))
        wanted = frameworks.role_level_ref(slug, request.at).id
        if page.behaviours is None or wanted != page.behaviours.id:
            # Two commands, each whole in itself: what my role is stands, also when the check cannot start.
            people_commands.claim_role(person_id=person.id, role_level_id=wanted, actor=request.actor, at=request.at)
    check = record.start(role_level_id=wanted, kind="quick", actor=request.actor, at=request.at)
    return see_other(_question_url(check))


def _known(behaviours: RoleLevelRef | None) -> list[tuple[str, str]]:
    return [(behaviours.slug, behaviours.title)] if behaviours else []


def _start_page(request: Request) -> StartPage:
    person, at = me(request), request.at
    refs = frameworks.role_level_refs([pk for pk in [person.role_level_id] if pk is not None], at)
    role = next(iter(refs.values()), None)
    similar = people.similar_posts(person.id, at)
    published = frameworks.current_for_profession(person.main_profession_id, at) if person.main_profession_id else ()
    behaviours = behaviours_of(person, at)
    form: StartForm | None = None
    hints: dict[str, str] = {}
    if role is None:
        form, hints = _role_question(request, _likely_roles(person, published, at), behaviours)
    open_check = next(
        (
            one
            for one in assessments.open_assessments(person.id, request.actor, at)
            if one.kind == "quick" and role and one.role_level_id == role.id
        ),
        None,
    )
    return StartPage(
        person=person,
        role=role,
        where_role_comes_from=_where_from(person, role, similar),
        frameworks=published,
        form=form,
        form_hints=hints,
        behaviours=behaviours,
        open_check=open_check,
    )


def _likely_roles(person: PersonCard, published: Sequence[VersionCard], at: datetime) -> list[RoleLevelRef]:
    """Return roles that sound like the person's post, of their own profession when it is known."""
    if person.main_profession_id is not None and not published:
        return []
    found = search_roles(person.post_title, at, jobs_only=True).levels
    own = {version.framework_slug for version in published}
    return [ref for ref in found if not own or ref.framework_slug in own][:SUGGESTED_ROLES]


def _role_question(
    request: Request, refs: Sequence[RoleLevelRef], behaviours: RoleLevelRef | None
) -> tuple[StartForm, dict[str, str]]:
    """Ask which role is closest, when nobody has said."""
    choices = [(ref.slug, ref.title) for ref in refs]
    hints = {ref.slug: ", ".join(filter(None, (ref.role_name, ref.framework_title))) for ref in refs}
    if behaviours and behaviours.slug not in hints:
        none_of_these = _("None of these: check the behaviours of my grade")
        choices.append((behaviours.slug, none_of_these if refs else _("I will check the behaviours of my grade")))
        hints[behaviours.slug] = behaviours.title
    choices.append((NOT_SURE, _("Another role: let me search")))
    data = request.POST if request.method == "POST" else None
    form = StartForm(data, roles=choices)
    if not refs:
        form.fields["role"].label = _("What do you want to check yourself against?")
    return form, hints


def _where_from(person: PersonCard, role: RoleLevelRef | None, similar: SimilarPosts | None) -> str:
    if role is None:
        return ""
    if person.claimed:
        return _("You said that this is your role.")
    if similar and similar.role_level_id == role.id:
        return ngettext(
            "Your organisation mapped %(count)d similar post to it.",
            "Your organisation mapped %(count)d similar posts to it.",
            similar.mapped,
        ) % {"count": similar.mapped}
    return _("Your organisation mapped your post to it.")


@signed_in
def resume(request: Request, uuid: UUID) -> HttpResponse:
    """Go to the first question without an answer, or to the result."""
    return see_other(_question_url(assessments.own_assessment(uuid, request.actor, request.at)))


@signed_in
def question(request: Request, uuid: UUID, number: int) -> HttpResponse:
    """Ask one question, save its answer, and finish after the last."""
    check = assessments.own_assessment(uuid, request.actor, request.at)
    if check.kind != "quick" or not 1 <= number <= len(check.skills):
        raise NotVisible
    if check.state != "in_progress":
        return see_other(_question_url(check))
    if request.method != "POST":
        return render(request, "me/check_question.html", _question_page(request, check, number))
    later = request.POST.get("then") == "later"
    if later and "answer" not in request.POST:
        return see_other(reverse("home"))
    page = _question_page(request, check, number)
    if not page.form.is_valid():
        return render(request, "me/check_question.html", page, status=422)
    try:
        _save(request, check, page)
    except Stale as stale:
        fresh = assessments.own_assessment(uuid, request.actor, request.at)
        page = _question_page(request, fresh, number, stale=str(stale))
        return render(request, "me/check_question.html", page, status=409)
    if later:
        messages.success(request, _("Saved. Carry on with your check when you are ready."))
        return see_other(reverse("home"))
    return see_other(_after(request, uuid, number))


def _save(request: Request, check: AssessmentView, page: QuestionPage) -> None:
    answer = page.form.cleaned_data["answer"]
    with_level = page.requirement.level is not None
    record.save_answer(
        assessment=check.uuid,
        skill_id=page.skill.id,
        quick=answer if with_level else "",
        has_skill=None if with_level else answer == "yes",
        seen_revision=page.form.cleaned_data["revision"],
        actor=request.actor,
        at=request.at,
    )


def _after(request: Request, uuid: UUID, number: int) -> str:
    """Return where to go after question ``number`` is saved; the last answer finishes the check."""
    check = assessments.own_assessment(uuid, request.actor, request.at)
    if check.answered < len(check.skills):
        following = [skill for skill in check.skills[number:] if skill not in _answers(check)]
        return _question_url(check, check.skills.index(following[0]) + 1 if following else 0)
    record.submit(assessment=uuid, actor=request.actor, at=request.at)
    return reverse("check_result", args=[uuid])


def _question_page(request: Request, check: AssessmentView, number: int, stale: str = "") -> QuestionPage:
    skill_id = check.skills[number - 1]
    level = assessments.asked_by(check)
    requirement = next(one for one in level.requirements if one.skill_id == skill_id)
    skill = frameworks.skill_pages([skill_id], check.version_of(skill_id))[skill_id]
    answer = _answers(check).get(skill_id)
    return QuestionPage(
        role=level.ref,
        requirement=requirement,
        skill=skill,
        number=number,
        of=len(check.skills),
        around=_around(requirement, skill),
        asked_rank=requirement.level,
        form=_form(request, requirement, answer, stale=bool(stale)),
        hints=_hints(requirement, skill),
        back_url=reverse("check_question", args=[check.uuid, number - 1]) if number > 1 else reverse("check_start"),
        stale=stale,
    )


def _around(requirement: RequirementView, skill: SkillPage) -> tuple[Descriptor, ...]:
    """Return the levels one below, at and one above the asked one; all of them when no level is asked."""
    levels = words.descriptors(skill)
    asked = requirement.level
    return levels if asked is None else tuple(one for one in levels if abs(one.rank - asked) <= 1)


def _form(
    request: Request, requirement: RequirementView, answer: AnswerView | None, *, stale: bool
) -> QuickAnswerForm | QuickYesNoForm:
    kind = QuickYesNoForm if requirement.level is None else QuickAnswerForm
    revision = answer.revision if answer else None
    if request.method == "POST":
        data = request.POST.copy()
        if stale:
            data["revision"] = str(revision or "")
        return kind(data)
    said = "" if answer is None else answer.quick or {True: "yes", False: "no", None: ""}[answer.has_skill]
    return kind(initial={"answer": said, "revision": revision})


def _hints(requirement: RequirementView, skill: SkillPage) -> dict[str, str]:
    """Say, beside each answer, which level it records: no number without its arithmetic."""
    if requirement.level is None:
        return {}
    names = {
        option.answer.value: words.level_name(skill.scale, option.level)
        for option in assessments.quick_options(asked=requirement.level, top=requirement.top)
    }
    return {code: _("We record: %(level)s") % {"level": names[code]} for code, _label in QUICK_ANSWERS}


def _answers(check: AssessmentView) -> dict[int, AnswerView]:
    return {answer.skill_id: answer for answer in check.answers}


def _question_url(check: AssessmentView, number: int = 0) -> str:
    """Return the address of a question, the first one without an answer when none is named, or of what came of it."""
    if check.state == "submitted":
        return reverse("check_result", args=[check.uuid])
    if check.state != "in_progress" or check.kind != "quick":
        return reverse("assessment", args=[check.uuid])
    if not number:
        answered = _answers(check)
        number = next((n for n, skill in enumerate(check.skills, 1) if skill not in answered), len(check.skills))
    return reverse("check_question", args=[check.uuid, number])


@signed_in
def result(request: Request, uuid: UUID) -> HttpResponse:
    """Show what is between me and the role, and three things to do next."""
    check = assessments.own_assessment(uuid, request.actor, request.at)
    if check.state != "submitted" or check.kind != "quick":
        return see_other(_question_url(check))
    gap = gaps.gap(me(request).id, check.role_level_id, request.actor, request.at, path=me(request).organisation_path)
    page = ResultPage(
        gap=gap,
        groups=words.line_groups(gap.skills),
        drawn=tuple(line for line in gap.skills if line.skill_id in check.skills),
        actions=_actions(gap),
        share_url=reverse("assessment_share", args=[uuid]),
    )
    return render(request, "me/check_result.html", page, seen_by=[assessments.who_sees_levels()])


def _actions(gap: RoleGapView) -> tuple[Step, ...]:
    ref = gap.role_level
    left = gap.asked - gap.assessed
    short = next((line for line in gap.skills if line.status == "short"), None)
    full = f"{reverse('me_assessments')}?{urlencode({'role_level': ref.slug})}"
    if left:
        first = Step(
            _("Do the full self-assessment"),
            ngettext(
                "%(count)d skill of this role is not assessed yet, so your fit is a range.",
                "%(count)d skills of this role are not assessed yet, so your fit is a range.",
                left,
            )
            % {"count": left},
            full,
        )
    else:
        first = Step(_("Go through every skill again"), _("Add a note on what you base each level on."), full)
    if short:
        second = Step(
            _("Look at %(skill)s") % {"skill": short.skill_name},
            _("Your largest gap. See what each level looks like."),
            reverse("skill", args=[short.skill_slug]),
        )
    else:
        second = Step(
            _("See the whole role"),
            _("You meet what was checked. Look at what the next level asks for."),
            reverse("role", args=[ref.role_slug]),
        )
    third = Step(
        _("Explore roles close to you"),
        _("Roles of every profession, ranked by how many of their levels you hold already."),
        reverse("me_explore"),
    )
    return (first, second, third)
