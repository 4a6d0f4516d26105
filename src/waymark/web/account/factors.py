"""Second factors: one-time codes of an app, passkeys, recovery codes. All of it asks first that it is oneself."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.access import commands as access
from waymark.access import queries as access_queries
from waymark.access.types import PasskeyCard
from waymark.kernel.errors import Refusal
from waymark.web.account import ceremonies
from waymark.web.account.forms import CodeForm, PasskeyNameForm, refuse
from waymark.web.account.pictures import QrCode, qr_code
from waymark.web.base.access import with_account
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.base.stepup import step_up

_SECRET = "waymark.codes_secret"


@dataclass(frozen=True, slots=True)
class CodesOnPage:
    """Set up an app: a picture for its camera, the same in letters, and a field for the first code."""

    form: CodeForm
    picture: QrCode
    secret: str
    """In groups of four."""


@dataclass(frozen=True, slots=True)
class PasskeyPage:
    """Add a passkey, or rename or remove one."""

    form: forms.Form
    passkey: PasskeyCard | None = None
    last: bool = False
    """Whether a password alone lets one in once it is gone."""


@dataclass(frozen=True, slots=True)
class RecoveryPage:
    """The recovery codes that are left, in groups."""

    codes: tuple[str, ...]
    possible: bool
    """Whether there is anything they could stand in for."""


@dataclass(frozen=True, slots=True)
class NoPage:
    """Nothing but a question."""

    last: bool


@with_account
@step_up()
def codes_on(request: Request) -> HttpResponse:
    """Set up one-time codes. The secret is made for this session and kept once the first code was right."""
    secret = request.session.get(_SECRET)
    if not secret:
        secret = request.session[_SECRET] = generate_totp_secret()
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = access.turn_on_codes(
                secret=secret, code=form.cleaned_data["code"], actor=request.actor, at=request.at
            )
        except Refusal as refusal:
            refuse(form, "code", refusal)
        else:
            del request.session[_SECRET]
            messages.success(request, _("One-time codes are on."))
            return see_other(reverse("mfa_view_recovery_codes" if made else "account"))
    page = CodesOnPage(
        form=form,
        picture=qr_code(get_adapter().build_totp_url(request.user, secret)),
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    )
    return render(request, "account/codes_on.html", page, status=422 if request.method == "POST" else 200)


@with_account
@step_up()
def codes_off(request: Request) -> HttpResponse:
    """Turn one-time codes off, after asking whether that is meant."""
    if request.method == "POST":
        access.turn_off_codes(actor=request.actor, at=request.at)
        messages.success(request, _("One-time codes are off."))
        return see_other(reverse("account"))
    factors = access_queries.factors(request.actor, request.at)
    return render(request, "account/codes_off.html", NoPage(last=not factors.passkeys))


@with_account
@step_up()
def passkey_add(request: Request) -> HttpResponse:
    """Make a passkey on this device."""
    form = PasskeyNameForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = access.add_passkey(
                name=form.cleaned_data["name"], credential=ceremonies.passkey_made(request), actor=request.actor,
                at=request.at,
            )  # fmt: skip
        except Refusal as refusal:
            refuse(form, None, refusal)
        else:
            messages.success(request, _("The passkey is added. You can sign in with it."))
            return see_other(reverse("mfa_view_recovery_codes" if made else "account"))
    page = PasskeyPage(form)
    return render(request, "account/passkey_add.html", page, status=422 if request.method == "POST" else 200)


@with_account
@step_up()
def passkey_add_options(request: Request) -> HttpResponse:
    """Say what a browser needs to make a passkey."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    return JsonResponse(ceremonies.ask_to_make(request))


@with_account
@step_up()
def passkey_rename(request: Request, passkey_id: int) -> HttpResponse:
    """Call a passkey something else."""
    passkey = access_queries.passkey(passkey_id, request.actor, request.at)
    form = PasskeyNameForm(request.POST if request.method == "POST" else None, initial={"name": passkey.name})
    if request.method == "POST" and form.is_valid():
        access.rename_passkey(passkey_id=passkey_id, name=form.cleaned_data["name"], actor=request.actor, at=request.at)
        messages.success(request, _("The passkey has a new name."))
        return see_other(reverse("account"))
    page = PasskeyPage(form, passkey)
    return render(request, "account/passkey_rename.html", page, status=422 if request.method == "POST" else 200)


@with_account
@step_up()
def passkey_remove(request: Request, passkey_id: int) -> HttpResponse:
    """Forget a passkey, after asking whether that is meant."""
    passkey = access_queries.passkey(passkey_id, request.actor, request.at)
    if request.method == "POST":
        access.remove_passkey(passkey_id=passkey_id, actor=request.actor, at=request.at)
        messages.success(request, _("The passkey “%(name)s” is removed.") % {"name": passkey.name})
        return see_other(reverse("account"))
    factors = access_queries.factors(request.actor, request.at)
    page = PasskeyPage(PasskeyNameForm(), passkey, last=not factors.codes and len(factors.passkeys) == 1)
    return render(request, "account/passkey_remove.html", page)


@with_account
@step_up()
def recovery_codes(request: Request) -> HttpResponse:
    """Show the recovery codes that are left, or make new ones."""
    if request.method == "POST":
        access.make_recovery_codes(actor=request.actor, at=request.at)
        messages.success(request, _("These are your new recovery codes. The ones before no longer work."))
        return see_other(reverse("mfa_view_recovery_codes"))
    codes = access_queries.recovery_codes(request.actor, request.at)
    page = RecoveryPage(
        tuple(f"{code[:5]} {code[5:]}" for code in codes), access_queries.factors(request.actor, request.at).second
    )
    return render(request, "account/recovery_codes.html", page)
