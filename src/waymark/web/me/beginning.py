"""How my assessment begins: what is left out because it holds; and what becomes of it when things change."""

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
from waymark.assessments.types import AssessmentView, Remainder, StillValid
from waymark.careers import queries as careers
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RequirementView, RoleLevelRef, RoleLevelView
from waymark.kernel.errors import NotVisible, Refusal
from waymark.web.base.access import signed_in
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.me import words
from waymark.web.me.common import closed, me, see_other, slug_of


class TakeOverForm(forms.Form):
    """Which skills are left out because they were assessed and that still holds."""

    keep = forms.MultipleChoiceField(
        label=lazy("What you need not be assessed on again"),
        help_text=lazy("These levels are signed off and hold. Untick one to be assessed on it all the same."),
        required=False,
        error_messages={"invalid_choice": lazy("Choose from the list")},
    )


@dataclass(frozen=True, slots=True)
class NewPage:
    """Start an assessment: the whole of a role level, or some skills of it."""

    role: RoleLevelRef | None
    """None: neither my role nor my target asks for the skill."""
    version: str
    skills: tuple[RequirementView, ...]
    """What it asks about, where it is not the whole."""
    not_asked: tuple[str, ...]
    """Names of skills that were to be in it and that the role does not ask for."""
    form: TakeOverForm
    hints: dict[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """What changed since an assessment began."""

    role: RoleLevelRef | None
    """My role now, where it was held against my role and that is another now."""
    version: str
    """The label of the version that holds now, where that is another; else empty."""

    def __bool__(self) -> bool:
        """Say whether anything changed."""
        return self.role is not None or bool(self.version)


@dataclass(frozen=True, slots=True)
class RolePage:
    """Confirm role and version, or move to others."""

    view: AssessmentView
    role: RoleLevelView
    version: str
    change: Change


def change_since(request: Request, view: AssessmentView) -> Change:
    """Return what changed of my role or the framework since an assessment began, or since I last said to go on."""
    mine, ids = me(request).role_level_id, {view.role_level_id}
    moved = mine is not None and view.own_role_level_id == view.role_level_id != mine
    if moved and mine is not None:
        ids.add(mine)
    refs = frameworks.role_level_refs(ids, request.at)
    now = refs.get(view.role_level_id)
    newer = now is not None and now.version_id not in {view.version_id, view.seen_version_id}
    return Change(
        refs.get(mine) if moved and mine is not None else None, now.version_label if newer and now is not None else ""
    )


def valid_in_words(one: StillValid) -> str:
    """Return who signed a level off, when, and until when it holds."""
    by = ", ".join(part for part in (one.by_name, one.issuer) if part) or _("an assessor")
    said = _("%(level)s. Signed off by %(by)s on %(day)s.") % {
        "level": one.level_name, "by": by, "day": words.day(one.signed_on),
    }  # fmt: skip
    until = (
        _("It holds until %(day)s.") % {"day": words.day(one.valid_until)} if one.valid_until else _("It has no end.")
    )
    accepted = _("Your department accepted it.") if one.accepted else ""
    return " ".join(part for part in (said, until, accepted) if part)


@signed_in
def new(request: Request) -> HttpResponse:
    """Show what an assessment would ask and what it leaves out, and start it."""
    data = request.POST if request.method == "POST" else request.GET
    slugs = tuple(slug.replace("\x00", "") for slug in data.getlist("skill"))
    return _start(request, slug_of(data, "role_level"), slugs)


@signed_in
def again(request: Request) -> HttpResponse:
    """Start an assessment of exactly what my department asks for again."""
    found = assessments.remainder(request.actor, request.at)
    if found is None:
        messages.info(request, _("Your department asks for nothing again."))
        return see_other(reverse("me_assessments"))
    return _start(request, "", found.slugs, found)


def _start(request: Request, slug: str, slugs: tuple[str, ...], found: Remainder | None = None) -> HttpResponse:
    role = _role(request, slug, slugs)
    asked = role.requirements if role else ()
    wanted = tuple(one for one in asked if one.skill_slug in slugs)
    known = {one.skill_slug for one in wanted}
    missing = tuple(
        name for slug, name in zip(found.slugs, found.names, strict=True) if slug not in known
    ) if found else ()  # fmt: skip
    if slugs and not wanted:
        role = None
    holds = {} if slugs or role is None else assessments.still_valid(
        [one.skill_id for one in asked], request.actor, request.at
    )  # fmt: skip
    form = TakeOverForm(request.POST if request.method == "POST" else None, initial={"keep": [str(pk) for pk in holds]})
    field = form.fields["keep"]
    assert isinstance(field, forms.MultipleChoiceField)
    field.choices = [(str(one.skill_id), one.skill_name) for one in holds.values()]
    page = NewPage(
        role=role.ref if role else None,
        version=words.version(role.ref.framework_title, role.ref.version_label) if role else "",
        skills=wanted,
        not_asked=missing,
        form=form,
        hints={str(one.skill_id): valid_in_words(one) for one in holds.values()},
    )
    if request.method != "POST" or role is None:
        return render(request, "me/assessment_new.html", page)
    if not form.is_valid():
        return render(request, "me/assessment_new.html", page, status=422)
    try:
        started = record.start(
            role_level_id=role.ref.id, kind="single" if slugs else "full",
            skills=[one.skill_id for one in wanted] if slugs else None,
            taken_over=[int(pk) for pk in form.cleaned_data["keep"]], actor=request.actor, at=request.at,
        )  # fmt: skip
    except NotVisible:
        raise
    except Refusal as refusal:
        form.add_error("keep", str(refusal))
        return render(request, "me/assessment_new.html", page, status=422)
    return see_other(reverse("assessment", args=[started.uuid]))


def _role(request: Request, slug: str, slugs: tuple[str, ...]) -> RoleLevelView | None:
    """Return the role level that is named, else mine or my target: the first that asks for any of the skills."""
    if slug:
        return frameworks.role_level_by_id(frameworks.role_level_ref(slug, request.at).id, request.at)
    target = careers.target(me(request).id, request.actor, request.at)
    for pk in (me(request).role_level_id, target.role_level_id if target else None):
        if pk is None:
            continue
        try:
            found = frameworks.role_level_by_id(pk, request.at)
        except NotVisible:  # a role that no version has any more
            continue
        if not slugs or any(one.skill_slug in slugs for one in found.requirements):
            return found
    return None


@signed_in
def role(request: Request, uuid: UUID) -> HttpResponse:
    """Ask whether role and version are the right ones, with what changed; go on as begun, or move the answers."""
    view = assessments.own_assessment(uuid, request.actor, request.at)
    if not view.with_person:
        return closed(request, view)
    change = change_since(request, view)
    asked = assessments.asked_by(view)
    if request.method != "POST":
        version = words.version(asked.ref.framework_title, asked.ref.version_label)
        return render(request, "me/assessment_role.html", RolePage(view, asked, version, change))
    then = request.POST.get("then", "")
    try:
        if then in {"role", "version"}:
            to = change.role.id if then == "role" and change.role else view.role_level_id
            moved = record.move_answers(assessment=uuid, role_level_id=to, actor=request.actor, at=request.at)
            told = [
                ngettext("%(num)d answer is kept.", "%(num)d answers are kept.", moved.kept) % {"num": moved.kept},
                _("Asked again, because it is on another scale now: %(names)s.") % {"names": ", ".join(moved.again)}
                if moved.again
                else "",
                _("No longer asked for: %(names)s.") % {"names": ", ".join(moved.gone)} if moved.gone else "",
            ]
            messages.success(request, " ".join(part for part in told if part))
        else:
            record.confirm_role(assessment=uuid, actor=request.actor, at=request.at)
    except NotVisible:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return see_other(reverse("assessment", args=[uuid]))


@signed_in
def answer_anyway(request: Request, uuid: UUID, slug: str) -> HttpResponse:
    """Ask me about a skill that was left out, after all."""
    if request.method != "POST":
        raise NotVisible
    view = assessments.own_assessment(uuid, request.actor, request.at)
    asked = next((one for one in assessments.asked_by(view).requirements if one.skill_slug == slug), None)
    if asked is None:
        raise NotVisible
    try:
        record.answer_anyway(assessment=uuid, skill_id=asked.skill_id, actor=request.actor, at=request.at)
    except NotVisible:
        raise
    except Refusal as refusal:
        messages.info(request, str(refusal))
        return see_other(reverse("assessment", args=[uuid]))
    return see_other(reverse("assessment_skill", args=[uuid, slug]))
