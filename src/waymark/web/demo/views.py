"""One-click sign-in as a ready-made person, in demo mode only; and signing out, in every mode."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth import login, logout
from django.contrib.auth.backends import ModelBackend
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from waymark.access import queries as access
from waymark.demo import queries as demo_queries
from waymark.demo.types import DemoPerson
from waymark.kernel.errors import NotVisible
from waymark.web.base.access import demo_only, public
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
    return render(request, "demo/people.html", DemoPage(demo_queries.demo_people(), _then(request, request.GET)))


@demo_only
def sign_in(request: Request, key: str) -> HttpResponse:
    """Sign in as a ready-made person and go where they were going."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    account = ModelBackend().get_user(access.demo_account(key).id)
    if account is None:
        raise NotVisible
    login(request, account, backend=BACKEND)
    return HttpResponseRedirect(_then(request, request.POST) or reverse("home"), status=303)


@public
def sign_out(request: Request) -> HttpResponse:
    """End the session."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    logout(request)
    return HttpResponseRedirect(reverse("home"), status=303)


def _then(request: Request, given: QueryDict) -> str:
    """Return where to go after signing in, if that is on this site."""
    wanted = str(given.get("next", ""))
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else ""
