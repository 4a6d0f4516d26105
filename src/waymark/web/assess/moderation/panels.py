"""Panels: which there are, a new one, who is in one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.access.types import DutyKind
from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import PanelView
from waymark.kernel.errors import NotVisible, Refusal
from waymark.organisation import queries as organisation
from waymark.web.assess.moderation.forms import MembersForm, PanelForm
from waymark.web.base.access import holds
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request

COMPOSERS = (DutyKind.MODERATOR, DutyKind.HEAD_OF_PROFESSION, DutyKind.DEPARTMENT_HEAD_OF_PROFESSION)
"""Duties that compose panels."""
EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Line:
    """One panel of the list."""

    panel: PanelView
    profession: str
    place: str
    members: str
    url: str


@dataclass(frozen=True, slots=True)
class PanelsPage:
    """The panels."""

    lines: tuple[Line, ...]
    new: tuple[tuple[str, str], ...]
    """Where one can be made: the profession, and the address."""


@dataclass(frozen=True, slots=True)
class NewPage:
    """A new panel."""

    profession: str
    places: tuple[tuple[str, str, bool], ...]
    """For whom it can be: value, name, and whether that is chosen."""
    place: str
    place_name: str
    form: PanelForm
    any: bool
    """Whether there is anybody to choose."""


@dataclass(frozen=True, slots=True)
class PanelPage:
    """One panel."""

    panel: PanelView
    profession: str
    place: str
    form: MembersForm
    problem: str


@holds(*COMPOSERS)
def listing(request: Request) -> HttpResponse:
    """List the panels of my professions."""
    found = assessments.panels(request.actor, request.at)
    names = {one.id: one.name for one in organisation.professions()}
    places = {one.id: one.name for one in organisation.places("department")}
    lines = tuple(
        Line(
            panel=one,
            profession=names.get(one.profession_id, ""),
            place=places.get(one.organisation_id or 0, "") or _("Everybody"),
            members=", ".join(member.name for member in one.members),
            url=reverse("panel", args=[one.uuid]),
        )
        for one in found
    )
    new = tuple(
        (name, reverse("panel_new", args=[slug]))
        for pk, slug, name in assessments.panel_professions(request.actor)
        if assessments.panel_places(pk, request.actor)
    )
    return render(request, "assess/moderation/panels.html", PanelsPage(lines, new))


@holds(*COMPOSERS)
def new(request: Request, slug: str) -> HttpResponse:
    """Make a panel of a profession."""
    profession = organisation.profession(slug)
    places = assessments.panel_places(profession.id, request.actor)
    if not places:
        raise NotVisible
    said = request.POST.get("place", request.GET.get("place", ""))
    place_id, place = next((one for one in places if _value(one[0]) == said), places[0])
    could = assessments.could_moderate(profession.id, place_id, request.at)
    form = PanelForm(
        request.POST if request.method == "POST" else None,
        members=[(str(one.account_id), f"{one.name} ({one.email})") for one in could],
    )
    choices = tuple((_value(pk), name or _("Everybody"), pk == place_id) for pk, name in places)
    page = NewPage(profession.name, choices, _value(place_id), place or _("Everybody"), form, bool(could))
    if request.method != "POST":
        return render(request, "assess/moderation/panel_new.html", page)
    if form.is_valid():
        try:
            record.make_panel(
                profession_id=profession.id,
                organisation_id=place_id,
                name=form.cleaned_data["name"],
                members=[int(one) for one in form.cleaned_data["members"]],
                actor=request.actor,
                at=request.at,
            )
        except NotVisible:
            raise
        except Refusal as refusal:
            form.add_error("members", str(refusal))
        else:
            messages.success(request, _("The panel is made. What is chosen from now on can go to it."))
            return see_other(reverse("panels"))
    return render(request, "assess/moderation/panel_new.html", page, status=422)


def _value(place_id: int | None) -> str:
    return EVERYBODY if place_id is None else str(place_id)


@holds(*COMPOSERS)
def panel(request: Request, uuid: UUID) -> HttpResponse:
    """Show one panel, and say who is in it."""
    return _panel(request, uuid)


@holds(*COMPOSERS)
def close(request: Request, uuid: UUID) -> HttpResponse:
    """Close a panel."""
    if request.method != "POST":
        raise NotVisible
    try:
        record.close_panel(panel=uuid, actor=request.actor, at=request.at)
    except NotVisible:
        raise
    except Refusal as refusal:
        return _panel(request, uuid, str(refusal))
    messages.success(request, _("The panel is closed."))
    return see_other(reverse("panels"))


def _panel(request: Request, uuid: UUID, problem: str = "") -> HttpResponse:
    found = assessments.panel(uuid, request.actor, request.at)
    could = {one.account_id: one for one in found.members}
    for one in assessments.could_moderate(found.profession_id, found.organisation_id, request.at):
        could.setdefault(one.account_id, one)
    changing = request.method == "POST" and not problem
    form = MembersForm(
        request.POST if changing else None,
        members=[(str(pk), f"{one.name} ({one.email})") for pk, one in could.items()],
        initial={"members": [str(one.account_id) for one in found.members]},
    )
    place = organisation.organisation_by_id(found.organisation_id).name if found.organisation_id else _("Everybody")
    page = PanelPage(found, organisation.profession_by_id(found.profession_id).name, place, form, problem)
    if not changing:
        return render(request, "assess/moderation/panel.html", page, status=422 if problem else 200)
    if form.is_valid():
        try:
            record.change_panel(
                panel=uuid, members=[int(one) for one in form.cleaned_data["members"]], actor=request.actor,
                at=request.at,
            )  # fmt: skip
        except NotVisible:
            raise
        except Refusal as refusal:
            form.add_error("members", str(refusal))
        else:
            messages.success(request, _("The members are changed."))
            return see_other(reverse("panel", args=[uuid]))
    return render(request, "assess/moderation/panel.html", page, status=422)
