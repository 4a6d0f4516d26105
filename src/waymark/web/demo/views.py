"""One-click sign-in as a ready-made person, in demo mode only."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.contrib.auth.backends import ModelBackend
from django.http import HttpResponse, HttpResponseNotAllowed
from django.urls import reverse

from waymark.access import commands as access_commands
from waymark.access import queries as access
from waymark.demo import queries as demo_queries
from waymark.demo.types import DemoPerson
from waymark.kernel.errors import NotVisible
from waymark.web.base.access import demo_only
from waymark.web.base.going import safe_next, see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request

BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True, slots=True)
class DemoPage:
    """Whom one can sign in as, and where that leads (empty: to their own front page)."""

    people: tuple[DemoPerson, ...]
    then: str


@demo_only
def demo(request: Request) -> HttpResponse:
    """List the ready-made people."""
    return render(request, "demo/people.html", DemoPage(demo_queries.demo_people(), safe_next(request)))


@demo_only
def sign_in(request: Request, key: str) -> HttpResponse:
    """Sign in as a ready-made person and go where they were going."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    account = ModelBackend().get_user(access.demo_account(key).id)
    if account is None:
        raise NotVisible
    login(request, account, backend=BACKEND)
    # Whoever has just signed in need not confirm that it is them before something strong, here as with a password.
    record_authentication(request, account, method="demo")
    access_commands.note_sign_in(account_id=account.pk, how="demo", at=request.at)
    return see_other(safe_next(request, reverse("home")))
