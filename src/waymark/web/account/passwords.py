"""A forgotten password, a first one, another one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.access import commands as access
from waymark.access import queries as access_queries
from waymark.access.types import Try
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.policy import Actor
from waymark.web.account import mails
from waymark.web.account.forms import ChangePasswordForm, ForgottenForm, NewPasswordForm, refuse
from waymark.web.account.proving import PasswordWrong, with_password
from waymark.web.base.access import public, with_account
from waymark.web.base.errors import Problem
from waymark.web.base.going import place_of, see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.base.stepup import ask_to_confirm, stepped_up


@dataclass(frozen=True, slots=True)
class ForgottenPage:
    """Ask for a link that sets a password."""

    form: ForgottenForm
    mail: bool
    """Whether mail can leave this site."""


@dataclass(frozen=True, slots=True)
class SentPage:
    """The link is on its way, if there is such an account."""

    days: int


@dataclass(frozen=True, slots=True)
class PasswordPage:
    """Set a password, or another one."""

    form: forms.Form
    email: str
    """Hidden in the form, so that whatever keeps passwords knows whose it is."""


@public
def forgotten(request: Request) -> HttpResponse:
    """Send a link to an address, if an account has it. The answer is the same if none has."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and mails.can_send() and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            access.count_try(what=Try.RESET, whose=email, where=place_of(request), at=request.at)
        except access.LockedOut as refusal:
            refuse(form, "email", refusal)
        else:
            if link := access_queries.password_link(email):
                path = reverse("account_reset_password_from_key", args=[link.uid, link.token])
                mails.send(access_queries.password_mail(link, settings.PUBLIC_BASE_URL + path))
            return see_other(reverse("account_reset_password_done"))
    page = ForgottenPage(form, mails.can_send())
    return render(request, "account/forgotten.html", page, status=422 if request.method == "POST" else 200)


@public
def sent(request: Request) -> HttpResponse:
    """Say that a link was sent, if there is such an account."""
    return render(request, "account/forgotten_sent.html", SentPage(settings.PASSWORD_RESET_TIMEOUT // 86_400))


@public
def set_by_link(request: Request, uid: str, token: str) -> HttpResponse:
    """Set a password with the link that was sent or handed over. Signing in comes after it, with every factor."""
    try:
        holder = access_queries.holder_of_link(uid, token)
    except NotVisible:
        problem = Problem(
            _("This link no longer works"),
            (
                _("It was used already, or it is too old, or only part of it was copied."),
                _("Go to the sign-in page and select “Forgotten your password?” to get another one."),
            ),
        )
        return _for_nobody_else(render(request, "errors/problem.html", problem, status=404))
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            access.set_password(
                account_id=holder.account_id, password=form.cleaned_data["new_password"],
                actor=Actor(account_id=holder.account_id), at=request.at,
            )  # fmt: skip
        except access.PasswordRefused as refusal:
            refuse(form, "new_password", refusal)
        else:
            messages.success(request, _("Your password is set. Sign in with it."))
            return see_other(reverse("account_login"))
    page = PasswordPage(form, holder.email)
    return _for_nobody_else(
        render(request, "account/set_password.html", page, status=422 if request.method == "POST" else 200)
    )


@with_account
def change(request: Request) -> HttpResponse:
    """Change the password; whoever has none yet sets one. Every other session ends."""
    account: Any = request.user
    has_one = account.has_usable_password()
    if not has_one and not stepped_up(request):
        return ask_to_confirm(request)
    form = (ChangePasswordForm if has_one else NewPasswordForm)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            if has_one:
                with_password(request, account, form.cleaned_data["password"])
            access.set_password(
                account_id=account.pk, password=form.cleaned_data["new_password"],
                keep=request.session.session_key, actor=request.actor, at=request.at,
            )  # fmt: skip
        except (PasswordWrong, access.LockedOut) as refusal:
            refuse(form, "password", refusal)
        except Refusal as refusal:
            refuse(form, "new_password", refusal)
        else:
            account.refresh_from_db()
            update_session_auth_hash(request, account)
            messages.success(request, _("Your password is changed. You were signed out everywhere else."))
            return see_other(reverse("account"))
    page = PasswordPage(form, account.email)
    return render(request, "account/password.html", page, status=422 if request.method == "POST" else 200)


def _for_nobody_else(response: HttpResponse) -> HttpResponse:
    """See that a page whose address is a secret is kept nowhere. To other sites no page of ours tells its address."""
    response.headers["Cache-Control"] = "private, no-store"
    return response
