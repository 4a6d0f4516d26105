"""What is on record about me, and saying that some of it is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RoleLevelRef
from waymark.kernel.errors import Refusal
from waymark.organisation import queries as organisation
from waymark.people import commands, queries
from waymark.people.types import Colleague, CorrectionView, PersonCard
from waymark.web.base.access import signed_in
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.me.colleagues import ColleagueSearch, search
from waymark.web.me.common import RoleSearch, me, search_roles
from waymark.web.me.forms import WrongForm

KINDS = ("manager", "post", "role", "profession", "name")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is on record about me."""

    about: str
    name: str
    value: str
    change_url: str
    """Where I can change it myself; empty when I cannot."""
    wrong_url: str
    """Empty while a correction of it waits."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something I said is wrong."""

    view: CorrectionView
    what: str
    wanted: str
    state: str


@dataclass(frozen=True, slots=True)
class RecordPage:
    """What is on record, and what I said about it."""

    facts: tuple[Fact, ...]
    waiting: tuple[Said, ...]
    settled: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class WrongPage:
    """One thing that is wrong: what it should be."""

    about: str
    title: str
    value: str
    """What is on record; empty for nothing."""
    change_url: str
    change_text: str
    search: ColleagueSearch | None
    """For a manager only."""
    roles: RoleSearch | None
    """For a role only."""
    hints: dict[str, str]
    """What framework each of those roles is of."""
    form: WrongForm


@dataclass(frozen=True, slots=True)
class CheckPage:
    """Everything that is about to be sent."""

    about: str
    title: str
    value: str
    manager: Colleague | None
    role: RoleLevelRef | None
    form: WrongForm
    query: str


def names(about: str) -> str:
    """Return what a kind of fact is called."""
    return {
        "manager": _("Manager"),
        "post": _("Post"),
        "role": _("Role"),
        "profession": _("Profession"),
        "name": _("Name"),
    }[about]


def states(state: str) -> str:
    """Return what became of a correction."""
    return {
        "open": _("Waits for an answer"),
        "accepted": _("Accepted"),
        "declined": _("Declined"),
        "withdrawn": _("You took it back"),
    }[state]


@signed_in
def record(request: Request) -> HttpResponse:
    """Show what is on record about me, each with a way to say that it is wrong."""
    person = me(request)
    said = tuple(
        Said(one, names(one.about), _wanted(one), states(one.state))
        for one in queries.my_corrections(request.actor, request.at)
    )
    waiting = {one.view.about for one in said if one.view.state == "open"}
    page = RecordPage(
        facts=tuple(
            Fact(
                about,
                names(about),
                _on_record(about, person, request),
                _change_url(about),
                "" if about in waiting else reverse("me_wrong_about", args=[about]),
            )
            for about in KINDS
        ),
        waiting=tuple(one for one in said if one.view.state == "open"),
        settled=tuple(one for one in said if one.view.state != "open"),
    )
    return render(request, "me/wrong.html", page, seen_by=[queries.who_sees_people(), queries.who_sees_corrections()])


@signed_in
def wrong(request: Request, about: str) -> HttpResponse:
    """Ask what something should be, show what is about to be sent, and send it."""
    if about not in KINDS:
        raise Http404
    person = me(request)
    found = search(request, leave_out=(person.manager_id,)) if about == "manager" else None
    roles = _roles(request, person) if about == "role" else None
    offered = {ref.slug: ref for ref in roles.levels if ref.id != person.role_level_id} if roles else {}
    step = request.POST.get("step", "")
    form = WrongForm(
        request.POST if request.method == "POST" else None, about=about, found=found.choices if found else (),
        roles=[(slug, ref.title) for slug, ref in offered.items()],
    )  # fmt: skip
    value = _on_record(about, person, request)
    page = WrongPage(
        about=about,
        title=_titles(about),
        value=value,
        change_url=_change_url(about),
        change_text=_change_text(about),
        search=found,
        roles=roles,
        hints={slug: ref.framework_title for slug, ref in offered.items()},
        form=form,
    )
    if request.method != "POST" or step == "change":
        return render(request, "me/wrong_about.html", page)
    if not form.is_valid():
        return render(request, "me/wrong_about.html", page, status=422)
    manager = found.chosen(form.cleaned_data["manager"]) if found else None
    role = offered.get(form.cleaned_data["role"])
    if step != "send":
        query = found.query if found else roles.query if roles else ""
        check = CheckPage(about, _titles(about), value, manager, role, form, query)
        return render(request, "me/wrong_check.html", check)
    try:
        commands.ask_correction(
            about=about,
            text=form.cleaned_data["text"],
            proposed_manager_id=manager.person_id if manager else None,
            proposed_role_level_id=role.id if role else None,
            actor=request.actor,
            at=request.at,
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return render(request, "me/wrong_about.html", page, status=422)
    messages.success(request, _("Sent. You will be told here what comes of it."))
    return see_other(reverse("me_wrong"))


@signed_in
def take_back(request: Request, uuid: UUID) -> HttpResponse:
    """Take back something I said is wrong."""
    if request.method == "POST":
        commands.withdraw_correction(uuid=uuid, actor=request.actor, at=request.at)
        messages.success(request, _("Taken back. Nothing on record has changed."))
    return see_other(reverse("me_wrong"))


def _roles(request: Request, person: PersonCard) -> RoleSearch:
    asked = request.POST.get("q", request.GET.get("q", "")).strip()
    return search_roles(asked or person.post_title, request.at, jobs_only=True)


def _wanted(view: CorrectionView) -> str:
    return view.proposed_manager_name or (view.proposed_role.title if view.proposed_role else view.text)


def _on_record(about: str, person: PersonCard, request: Request) -> str:
    match about:
        case "manager":
            return person.manager_name
        case "post":
            return ", ".join(filter(None, (person.post_title, person.grade_name, person.organisation_name)))
        case "role":
            if person.role_level_id is None:
                return ""
            ref = frameworks.role_level_refs([person.role_level_id], request.at).get(person.role_level_id)
            return ref.title if ref else ""
        case "profession":
            if person.main_profession_name or person.post_profession_id is None:
                return person.main_profession_name
            return organisation.profession_by_id(person.post_profession_id).name
    return person.name


def _titles(about: str) -> str:
    return {
        "manager": _("Your manager is wrong"),
        "post": _("Your post is wrong"),
        "role": _("Your role is wrong"),
        "profession": _("Your profession is wrong"),
        "name": _("Your name is wrong"),
    }[about]


def _change_url(about: str) -> str:
    here = reverse("me_wrong")
    return {
        "role": f"{reverse('me_role')}?next={here}",
        "profession": f"{reverse('me_profession')}?next={here}",
    }.get(about, "")


def _change_text(about: str) -> str:
    return {
        "role": _(
            "You can say what your role is yourself, and it counts at once. Use this page when your "
            "organisation’s own records should change as well."
        ),
        "profession": _(
            "You can choose your main profession yourself, and it counts at once. Use this page when your "
            "organisation’s own records should change as well."
        ),
    }.get(about, "")
