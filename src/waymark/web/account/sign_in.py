"""Signing in and out. allauth's flow decides what comes after what; pages, limits and words are ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.stages import LoginStage, LoginStageController
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, logout
from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from waymark.access import commands as access
from waymark.access import queries as access_queries
from waymark.access.types import Factors, Try
from waymark.kernel.errors import Refusal
from waymark.kernel.policy import Actor
from waymark.web.account import ceremonies
from waymark.web.account.forms import CodeForm, SignInForm, refuse
from waymark.web.account.proving import with_code, with_passkey
from waymark.web.base.access import public
from waymark.web.base.going import place_of, safe_next, see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request


class SignInRefused(Refusal):
    """Address and password do not belong together, or there is no such account, or it is closed: all look the same."""

    def __init__(self) -> None:
        super().__init__(_("The email address or the password is not right. Check both and try again."))


@dataclass(frozen=True, slots=True)
class SignInPage:
    """Sign in with a password or a passkey."""

    form: SignInForm
    next: str
    forgotten_url: str
    demo_url: str
    """Where ready-made people are; empty outside the demo."""
    department_url: str
    """Where one signs in with one's department; empty where none has a sign-in of its own."""


@dataclass(frozen=True, slots=True)
class CodePage:
    """The second factor, after the password."""

    form: CodeForm
    name: str
    factors: Factors


@public
def sign_in(request: Request) -> HttpResponse:
    """Ask for address and password, or a passkey."""
    then = safe_next(request, reverse("home"))
    if request.user.is_authenticated:
        return see_other(then)
    form = SignInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            account = _checked(request, form.cleaned_data["email"], form.cleaned_data["password"])
        except Refusal as refusal:
            refuse(form, None, refusal)
        else:
            record_authentication(request, account, method="password")
            return _went_on(request, perform_login(request, Login(user=account, redirect_url=then)), "password")
    page = SignInPage(
        form=form,
        next=safe_next(request),
        forgotten_url=reverse("account_reset_password"),
        demo_url=f"{reverse('demo')}?{urlencode({'next': then})}" if settings.DEMO else "",
        department_url=_department_url(request),
    )
    return render(request, "account/sign_in.html", page, status=422 if request.method == "POST" else 200)


@public
def code(request: Request) -> HttpResponse:
    """Ask whoever knew the password for a code, or a passkey."""
    stage = _waiting(request)
    if stage is None:
        return see_other(reverse("account_login"))
    account: Any = stage.login.user
    actor = Actor(account_id=account.pk)
    form = CodeForm(request.POST if "code" in request.POST else None)
    if request.method == "POST":
        try:
            if "credential" in request.POST:
                how = with_passkey(request, account, actor)
            elif form.is_valid():
                how = with_code(request, form.cleaned_data["code"], actor)
            else:
                how = ""
        except Refusal as refusal:
            refuse(form, "code" if "code" in request.POST else None, refusal)
            how = ""
        if how:
            first = get_authentication_records(request, account)[-1:] or [{"method": "password"}]
            return _went_on(request, stage.exit(), f"{first[0]['method']} and {how}")
    page = CodePage(form, account.name, access_queries.factors(actor, request.at))
    return render(request, "account/code.html", page, status=422 if request.method == "POST" else 200)


@public
def passkey(request: Request) -> HttpResponse:
    """Sign in with a passkey alone."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    back = f"{reverse('account_login')}?{urlencode({'next': safe_next(request)})}"
    try:
        found = ceremonies.passkey_used(request)
    except Refusal as refusal:
        access.note_failed_sign_in(how="passkey", locked=False, at=request.at)
        messages.error(request, str(refusal))
        return see_other(back)
    account = found.user
    if not account.is_active:
        access.note_failed_sign_in(account_id=account.pk, how="passkey", locked=False, at=request.at)
        messages.error(request, str(ceremonies.PasskeyRefused()))
        return see_other(back)
    access.use_passkey(passkey_id=found.pk, actor=Actor(account_id=account.pk), at=request.at)
    record_authentication(request, account, method="mfa", id=found.pk, type=found.type, passwordless=True)
    then = safe_next(request, reverse("home"))
    return _went_on(request, perform_login(request, Login(user=account, redirect_url=then)), "passkey")


@public
def passkey_options(request: Request) -> HttpResponse:
    """Say what a browser needs to find a passkey, to sign in or to finish signing in."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    stage = _waiting(request)
    return JsonResponse(ceremonies.ask_to_sign_in(request, stage.login.user if stage else None))


@public
def sign_out(request: Request) -> HttpResponse:
    """End the session."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    logout(request)
    return see_other(reverse("home"))


def _department_url(request: Request) -> str:
    then = safe_next(request)
    where = reverse("sign_on") + (f"?{urlencode({'next': then})}" if then else "")
    return where if access_queries.providers_to_choose(request.at) else ""


def _checked(request: Request, email: str, password: str) -> Any:
    """Return the account of an address and its password.

    Raises:
        LockedOut: it was tried too often.
        SignInRefused: they do not belong together.
    """
    where = place_of(request)
    last = access.count_try(what=Try.PASSWORD, whose=email, where=where, at=request.at)
    account = authenticate(request, email=email.lower(), password=password)
    if account is None:
        access.note_failed_sign_in(email=email, how="password", locked=last, at=request.at)
        raise SignInRefused
    access.forget_try(what=Try.PASSWORD, whose=email, where=where)
    return account


def _waiting(request: Request) -> LoginStage | None:
    """Return the sign-in of this browser that waits for a second factor; None when none does, or for too long."""
    if request.user.is_authenticated:
        return None
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    return stage if stage is not None and stage.login.user is not None and stage.login.user.is_active else None


def _went_on(request: Request, response: HttpResponse, how: str) -> HttpResponse:
    """Write down that somebody signed in, if nothing more is asked of them, and send the browser on."""
    if request.user.is_authenticated:
        access.note_sign_in(account_id=request.user.pk, how=how, at=request.at)
    return see_other(response.headers["Location"])
