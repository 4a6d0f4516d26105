"""Confirming that it is oneself, before something strong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django import forms
from django.conf import settings
from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode

from waymark.access import queries as access_queries
from waymark.access.types import Factors
from waymark.kernel.errors import Refusal
from waymark.web.account import ceremonies
from waymark.web.account.forms import CodeForm, PasswordForm, refuse
from waymark.web.account.proving import with_code, with_passkey, with_password
from waymark.web.account.sign_on import signed_on_by
from waymark.web.base.access import with_account
from waymark.web.base.going import safe_next, see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.base.stepup import KeptForm, forget_kept_form, kept_form


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """Ways to confirm that it is you: those of the account. With a second factor the password alone is not enough."""

    form: forms.Form
    factors: Factors
    one_click: bool
    """An account of the demo: it has no password, and nothing to protect."""
    next: str
    kept: bool
    """Whether a form waits to be sent."""
    provider: str
    """The department's sign-in that they signed on by, which asks them instead of for a password; empty: none."""
    provider_url: str


@dataclass(frozen=True, slots=True)
class ContinuePage:
    """Send the form that waited."""

    kept: KeptForm


@with_account
def confirm(request: Request) -> HttpResponse:
    """Ask for whatever the account has: a code or a passkey, else the password."""
    account: Any = request.user
    factors = access_queries.factors(request.actor, request.at)
    one_click = settings.DEMO and account.demo_key is not None
    then = safe_next(request, reverse("account"))
    provider = None if factors.second else signed_on_by(request)
    form: forms.Form = (CodeForm if factors.second else PasswordForm)(
        request.POST if {"code", "password"} & set(request.POST) else None
    )
    if request.method == "POST":
        how = ""
        try:
            if "credential" in request.POST and factors.passkeys:
                how = with_passkey(request, account, request.actor)
            elif "demo" in request.POST and one_click:
                how = "demo"
            elif isinstance(form, CodeForm) and form.is_valid():
                how = with_code(request, form.cleaned_data["code"], request.actor)
            elif isinstance(form, PasswordForm) and provider is None and form.is_valid():
                how = with_password(request, account, form.cleaned_data["password"])
        except Refusal as refusal:
            refuse(form, None if "credential" in request.POST else next(iter(form.fields)), refusal)
        if how:
            record_authentication(request, account, method=how, reauthenticated=True)
            if kept_form(request, then):
                return see_other(f"{reverse('account_continue')}?{urlencode({'next': then})}")
            return see_other(then)
    page = ConfirmPage(
        form, factors, one_click, then, kept_form(request, then) is not None, provider.name if provider else "",
        f"{reverse('sign_on_confirm')}?{urlencode({'next': then})}",
    )  # fmt: skip
    return render(request, "account/confirm.html", page, status=422 if request.method == "POST" else 200)


@with_account
def confirm_options(request: Request) -> HttpResponse:
    """Say what a browser needs to find a passkey of whoever is signed in."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    return JsonResponse(ceremonies.ask_to_sign_in(request, request.user))


@with_account
def carry_on(request: Request) -> HttpResponse:
    """Offer to send the form that was kept. It goes where it was going, as a form of its own."""
    then = safe_next(request, reverse("account"))
    kept = kept_form(request, then)
    forget_kept_form(request)
    return render(request, "account/continue.html", ContinuePage(kept)) if kept else see_other(then)
