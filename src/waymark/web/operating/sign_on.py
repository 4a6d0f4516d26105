"""How the departments' people sign on: their identity providers, kept by administrators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.access import commands
from waymark.access import queries as access
from waymark.access.types import CertificateFact, DutyKind, MatchedBy, ProviderCard, ProviderKind
from waymark.kernel.errors import NotVisible
from waymark.organisation import queries as organisation
from waymark.people import queries as people
from waymark.web.base.access import holds
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.base.sign_on import TRIED, Errand, here, metadata_address, send
from waymark.web.base.stepup import step_up
from waymark.web.operating.common import see_other
from waymark.web.operating.sign_on_forms import Anew, AnewForm, ProviderForm, initial_of


@dataclass(frozen=True, slots=True)
class Listed:
    """One provider of the list."""

    card: ProviderCard
    speaks: str
    url: str


@dataclass(frozen=True, slots=True)
class ProvidersPage:
    """Every provider."""

    listed: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class ProviderPage:
    """One provider, and what it has to be told."""

    card: ProviderCard
    speaks: str
    matched_by: str
    certificates: tuple[CertificateFact, ...]
    here: str
    """The address its answers come to."""
    metadata: str
    """The address of what a SAML provider has to know about us; empty for OpenID."""


@dataclass(frozen=True, slots=True)
class EditPage:
    """Add a provider, or change one."""

    form: ProviderForm
    title: str
    back: str
    order: tuple[str, ...]
    lines: frozenset[str]
    """The fields with several lines."""
    hidden: bool
    """Whether the secret is typed unseen."""
    seen: str
    """What the settings were when the form was opened, so that nobody else's change is written over unseen."""


@dataclass(frozen=True, slots=True)
class TriedPage:
    """What a provider said of whoever tried it."""

    card: ProviderCard
    found: str
    """Whom it means; empty: nobody, or more than one."""
    several: bool
    said: bool
    """Whether it said what people are matched by."""
    unverified: bool
    """Whether an address would count only if it had said that it was verified."""
    time: bool
    """Whether it said when they signed in there, without which nothing strong can be confirmed."""
    context: str


@dataclass(frozen=True, slots=True)
class AnewPage:
    """Have somebody matched anew."""

    card: ProviderCard
    form: AnewForm
    hints: dict[str, str]
    """What each answer comes to."""


@holds(DutyKind.ADMINISTRATOR)
def listing(request: Request) -> HttpResponse:
    """List the departments' providers."""
    found = access.providers(request.actor, request.at)
    page = ProvidersPage(
        tuple(Listed(card, _speaks(card.kind), reverse("operating_provider", args=[card.uuid])) for card in found)
    )
    return render(request, "operating/sign_on.html", page)


@holds(DutyKind.ADMINISTRATOR)
@step_up()
def add(request: Request, kind: str) -> HttpResponse:
    """Add a provider. It is turned off at first."""
    if kind not in set(ProviderKind):
        raise NotVisible
    speaks = ProviderKind(kind)
    places = [(place.slug, place.name) for place in organisation.places("department")]
    form = ProviderForm(request.POST if request.method == "POST" else None, kind=speaks, places=places)
    title = _("Add a sign-in that speaks %(protocol)s") % {"protocol": _speaks(speaks)}
    if request.method == "POST" and form.is_valid():
        try:
            uuid = commands.add_provider(
                kind=speaks, organisation_id=organisation.organisation(form.cleaned_data["organisation"]).id,
                details=form.details(), actor=request.actor, at=request.at,
            )  # fmt: skip
        except commands.ProviderUnfit as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Added, and turned off. Try it, then turn it on."))
            return see_other(reverse("operating_provider", args=[uuid]))
    return _edit(request, form, speaks, title, reverse("operating_sign_on"))


@holds(DutyKind.ADMINISTRATOR)
def provider(request: Request, uuid: UUID) -> HttpResponse:
    """Show one provider, and what it has to be told."""
    card = access.provider(uuid, request.actor, request.at)
    page = ProviderPage(
        card=card,
        speaks=_speaks(card.kind),
        matched_by=str(dict(ProviderForm.base_fields["matched_by"].choices)[card.matched_by.value]),  # type: ignore[attr-defined]
        certificates=access.certificate_facts(card.id) if card.kind is ProviderKind.SAML else (),
        here=here(card),
        metadata=metadata_address(card) if card.kind is ProviderKind.SAML else "",
    )
    return render(request, "operating/sign_on_provider.html", page)


@holds(DutyKind.ADMINISTRATOR)
@step_up()
def change(request: Request, uuid: UUID) -> HttpResponse:
    """Change what is said of a provider."""
    card = access.provider(uuid, request.actor, request.at)
    form = ProviderForm(
        request.POST if request.method == "POST" else None, kind=card.kind, places=None, kept=True,
        initial=initial_of(card),
    )  # fmt: skip
    back = reverse("operating_provider", args=[uuid])
    seen = request.POST.get("seen", "") if request.method == "POST" else card.seen
    if request.method == "POST" and form.is_valid():
        try:
            commands.change_provider(
                provider=uuid, details=form.details(), seen=seen, actor=request.actor, at=request.at
            )
        except commands.ProviderUnfit as refusal:
            form.add_error(refusal.field, str(refusal))
        except commands.ProviderChanged as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Changed. Try it before people do."))
            return see_other(back)
    return _edit(request, form, card.kind, _("Change %(name)s") % {"name": card.name}, back, seen)


@holds(DutyKind.ADMINISTRATOR)
@step_up()
def turn(request: Request, uuid: UUID) -> HttpResponse:
    """Turn a provider on or off."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        if request.POST.get("turn") == "on":
            commands.turn_on_provider(provider=uuid, actor=request.actor, at=request.at)
            messages.success(request, _("Turned on. It is offered on the sign-in page."))
        else:
            ending = bool(request.POST.get("end_sessions"))
            commands.turn_off_provider(provider=uuid, end_sessions=ending, actor=request.actor, at=request.at)
            messages.success(
                request,
                _("Turned off. Nobody signs in by it, and whoever had is signed out.") if ending
                else _("Turned off. Nobody signs in by it; whoever is signed in stays so."),
            )  # fmt: skip
    except (commands.OneIsOn, commands.BodyClosed) as refusal:
        messages.error(request, str(refusal))
    return see_other(reverse("operating_provider", args=[uuid]))


@holds(DutyKind.ADMINISTRATOR)
def try_it(request: Request, uuid: UUID) -> HttpResponse:
    """Go to a provider to see what it says of oneself. Nobody is signed in or matched by it."""
    card = access.provider(uuid, request.actor, request.at)
    try:
        return send(request, card, Errand.TRY, reverse("operating_provider_tried", args=[uuid]))
    except commands.SignOnRefused as refusal:
        messages.error(request, str(refusal))
        return see_other(reverse("operating_provider", args=[uuid]))


@holds(DutyKind.ADMINISTRATOR)
def tried(request: Request, uuid: UUID) -> HttpResponse:
    """Show what a provider said of whoever tried it."""
    card = access.provider(uuid, request.actor, request.at)
    told: dict[str, Any] = request.session.get(TRIED) or {}
    if told.get("provider") != str(uuid):
        return see_other(reverse("operating_provider", args=[uuid]))
    found = ""
    if len(told["people"]) == 1:
        person = people.card(told["people"][0], request.at)
        looked_at(request, [person.id], ground=_("they try how a department’s people sign on"))
        found = person.name
    unverified = card.kind is ProviderKind.OIDC and card.matched_by is MatchedBy.EMAIL and not card.vouches
    page = TriedPage(card, found, len(told["people"]) > 1, told["said"], unverified, told["time"], told["context"])
    return render(request, "operating/sign_on_tried.html", page)


@holds(DutyKind.ADMINISTRATOR)
@step_up()
def anew(request: Request, uuid: UUID) -> HttpResponse:
    """Forget whom somebody, or everyone, at a provider was matched to: at their next sign-on they are matched anew."""
    card = access.provider(uuid, request.actor, request.at)
    form = AnewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        try:
            if why == Anew.EVERYONE:
                commands.unbind_everyone(provider=uuid, actor=request.actor, at=request.at)
            else:
                commands.unbind_identity(
                    provider=uuid, email=form.cleaned_data["email"], same=why == Anew.SAME, actor=request.actor,
                    at=request.at,
                )  # fmt: skip
        except commands.NothingBound as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("Done. They are matched anew when they next sign in."))
            return see_other(reverse("operating_provider", args=[uuid]))
    hints = {
        Anew.ANOTHER.value: _("The one they used until now is refused from now on."),
        Anew.SAME.value: _("The same account there may be matched again, to whoever it means now."),
        Anew.EVERYONE.value: _("For example, because this site is registered there anew."),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "operating/sign_on_anew.html", AnewPage(card, form, hints), status=status)


def _edit(
    request: Request, form: ProviderForm, kind: ProviderKind, title: str, back: str, seen: str = ""
) -> HttpResponse:
    hidden = kind is ProviderKind.OIDC
    several = {"domains", "other_hosts"} | (set() if hidden else {"secret"})
    chosen = (forms.ChoiceField, forms.MultipleChoiceField)
    order = tuple(name for name, field in form.fields.items() if not isinstance(field, chosen))
    page = EditPage(form, title, back, order, frozenset(several), hidden, seen)
    return render(request, "operating/sign_on_edit.html", page, status=422 if request.method == "POST" else 200)


def _speaks(kind: ProviderKind) -> str:
    return "OpenID Connect" if kind is ProviderKind.OIDC else "SAML"
