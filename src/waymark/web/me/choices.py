"""What is mine to say about myself: my role, my main profession, and where I want to get to."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from waymark.careers import commands as careers
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RoleLevelRef
from waymark.organisation import queries as organisation
from waymark.people import commands as people
from waymark.people.types import PersonCard
from waymark.web.base.access import signed_in
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.me import undo
from waymark.web.me.common import RoleSearch, me, safe_next, search_roles, see_other
from waymark.web.me.forms import NOT_SURE, ProfessionForm, RoleForm, TargetForm


@dataclass(frozen=True, slots=True)
class RolePage:
    """Choose which role level is mine."""

    person: PersonCard
    now: RoleLevelRef | None
    search: RoleSearch
    searched: bool
    """Whether the words come from the person; else they are the title of their post."""
    form: RoleForm
    hints: dict[str, str]
    next: str
    back_url: str


@dataclass(frozen=True, slots=True)
class ProfessionPage:
    """Choose my main profession."""

    person: PersonCard
    form: ProfessionForm
    next: str
    back_url: str


@signed_in
def role(request: Request) -> HttpResponse:
    """Choose my role level out of a search, or say that I am not sure."""
    person = me(request)
    page = _role_page(request, person)
    if request.method != "POST":
        return render(request, "me/role.html", page)
    if not page.form.is_valid():
        return render(request, "me/role.html", page, status=422)
    slug = page.form.cleaned_data["role"]
    chosen = None if slug == NOT_SURE else frameworks.role_level_ref(slug, request.at)
    people.claim_role(
        person_id=person.id, role_level_id=chosen.id if chosen else None, actor=request.actor, at=request.at
    )
    messages.success(
        request,
        _("Your role is now %(role)s.") % {"role": chosen.title}
        if chosen
        else _("We have noted that you are not sure of your role."),
    )
    return see_other(page.next)


def _role_page(request: Request, person: PersonCard) -> RolePage:
    at = request.at
    asked = request.POST.get("q", request.GET.get("q", "")).strip()
    found = search_roles(asked or person.post_title, at, jobs_only=True)
    now = None
    if person.role_level_id is not None:
        now = frameworks.role_level_refs([person.role_level_id], at).get(person.role_level_id)
    refs = {ref.slug: ref for ref in (*([now] if now else []), *found.levels)}
    choices = [(slug, ref.title) for slug, ref in refs.items()]
    form = RoleForm(
        request.POST if request.method == "POST" else None,
        roles=[*choices, (NOT_SURE, _("I am not sure, or my role is not here"))],
        initial={"role": now.slug if now else NOT_SURE if person.claimed else ""},
    )
    going_to = safe_next(request, reverse("home"))
    return RolePage(
        person=person,
        now=now,
        search=found,
        searched=bool(asked),
        form=form,
        hints={slug: _context(ref) for slug, ref in refs.items()},
        next=going_to,
        back_url=going_to,
    )


def _context(ref: RoleLevelRef) -> str:
    parts = dict.fromkeys(filter(None, (ref.role_name, ref.family_name, ref.framework_title)))
    return ", ".join(part for part in parts if part != ref.title)


@signed_in
def profession(request: Request) -> HttpResponse:
    """Choose my main profession."""
    person = me(request)
    day, own = timezone.localdate(request.at), person.main_profession_slug
    holding = {one.id for one in organisation.professions(day)}
    all_of_them = [one for one in organisation.professions() if one.id in holding or one.slug == own]
    going_to = safe_next(request, reverse("home"))
    form = ProfessionForm(
        request.POST if request.method == "POST" else None,
        professions=[("", _("Choose a profession")), *((one.slug, one.name) for one in all_of_them)],
        initial={"profession": person.main_profession_slug},
    )
    page = ProfessionPage(person=person, form=form, next=going_to, back_url=going_to)
    if request.method != "POST":
        return render(request, "me/profession.html", page)
    if not form.is_valid():
        return render(request, "me/profession.html", page, status=422)
    chosen = next(one for one in all_of_them if one.slug == form.cleaned_data["profession"])
    people.set_main_profession(person_id=person.id, profession_id=chosen.id, actor=request.actor, at=request.at)
    messages.success(request, _("Your main profession is now %(profession)s.") % {"profession": chosen.name})
    return see_other(going_to)


@signed_in
def target(request: Request) -> HttpResponse:
    """Save a role level as my target, or let the saved one go. Either can be undone from the banner."""
    if request.method != "POST":
        return see_other(reverse("me_gap"))
    form = TargetForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return see_other(reverse("me_gap"))
    ref = frameworks.role_level_ref(form.cleaned_data["role_level"], request.at)
    going_to = safe_next(request, f"{reverse('me_gap')}?{urlencode({'target': ref.slug})}")
    if form.cleaned_data["action"] != "drop":
        careers.save_target(role_level_id=ref.id, actor=request.actor, at=request.at)
        undo.offer(
            request, _("%(role)s is now your target role.") % {"role": ref.title}, action="drop", role_level=ref.slug
        )
    else:
        careers.drop_target(actor=request.actor, at=request.at)
        undo.offer(
            request,
            _("%(role)s is no longer your target role.") % {"role": ref.title},
            action="save",
            role_level=ref.slug,
        )
    return see_other(going_to)
