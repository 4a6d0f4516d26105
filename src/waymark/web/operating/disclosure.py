"""How small numbers are shown: the disclosure profiles, and which of them is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.access.types import DutyKind
from waymark.kernel.errors import NotVisible, Refusal
from waymark.reporting import commands
from waymark.reporting import queries as reporting
from waymark.reporting.types import InForce, ProfileCard, ProfileView
from waymark.web.base.access import holds
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.base.stepup import ask_to_confirm, stepped_up
from waymark.web.design.text import date
from waymark.web.operating.common import see_other
from waymark.web.operating.forms import reason_field


class ReasonForm(forms.Form):
    """Why a profile is put in force."""

    reason = reason_field(
        gettext_lazy("Why is it put in force?"),
        gettext_lazy("Enter why it is put in force"),
        gettext_lazy("It is kept in the record."),
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """One profile of the list."""

    card: ProfileCard
    url: str
    holds: bool
    follows: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A profile that is or was in force, and when."""

    name: str
    when: InForce


@dataclass(frozen=True, slots=True)
class DisclosurePage:
    """Every profile, and which of them holds."""

    listed: tuple[Listed, ...]
    now: Held | None
    coming: Held | None
    before: tuple[Held, ...]
    counted_at: datetime | None
    """When posts were counted last; None: never."""


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """One profile, what it makes of an example, and the form to put it in force."""

    view: ProfileView
    name: str
    form: ReasonForm
    may_be_put: bool


@holds(DutyKind.ADMINISTRATOR)
def listing(request: Request) -> HttpResponse:
    """Show every profile, and which of them is in force."""
    found = reporting.disclosure_profiles(request.actor, request.at)
    page = DisclosurePage(
        listed=tuple(
            Listed(
                card=card,
                url=reverse("operating_disclosure_profile", args=[card.slug, card.version]),
                holds=found.now is not None and found.now.profile == card,
                follows=found.coming is not None and found.coming.profile == card,
            )
            for card in found.profiles
        ),
        now=_held(found.now),
        coming=_held(found.coming),
        before=tuple(Held(_name(one.profile), one) for one in found.before),
        counted_at=found.counted_at,
    )
    return render(request, "operating/disclosure.html", page)


@holds(DutyKind.ADMINISTRATOR)
def profile(request: Request, slug: str, version: int) -> HttpResponse:
    """Show one profile and what it makes of an example; put it in force."""
    view = reporting.disclosure_profile(slug, version, request.actor, request.at)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if not stepped_up(request):
                return ask_to_confirm(request)
            try:
                from_at = commands.put_in_force(
                    slug=slug, version=version, reason=form.cleaned_data["reason"], actor=request.actor, at=request.at
                )
            except NotVisible:
                raise
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _said(_name(view.profile), from_at, at_once=from_at == request.at))
                return see_other(reverse("operating_disclosure"))
    page = ProfilePage(view, _name(view.profile), form, may_be_put=not view.holds or bool(view.follows))
    return render(request, "operating/disclosure_profile.html", page, status=status)


def _said(name: str, from_at: datetime, *, at_once: bool) -> str:
    if at_once:
        return _("%(name)s is in force.") % {"name": name}
    return _("%(name)s will be in force from %(day)s.") % {"name": name, "day": date(from_at)}


def _held(one: InForce | None) -> Held | None:
    return Held(_name(one.profile), one) if one else None


def _name(card: ProfileCard) -> str:
    return card.name if card.version == 1 else _("%(name)s, version %(number)s") % {
        "name": card.name, "number": card.version,
    }  # fmt: skip
