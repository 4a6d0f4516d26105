"""Who may open a page. Every view says so with one of these; a house test finds the one that does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from waymark.access import queries as access
from waymark.access.types import DutyKind
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Purpose
from waymark.web.base import errors
from waymark.web.base.request import Request

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponse]
Route = Callable[Concatenate[HttpRequest, P], HttpResponse]


def public(view: View[P]) -> Route[P]:
    """Let anyone open the page, signed in or not."""

    @wraps(view)
    def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(cast(Request, request), *args, **kwargs)

    return cast(Route[P], _says(opened, "public"))


def impersonal(view: View[P]) -> Route[P]:
    """Let anyone have something that is the same for everyone: nobody is looked up for it."""
    route = public(view)
    route.impersonal = True  # type: ignore[attr-defined]
    return route


def signed_in(view: View[P]) -> Route[P]:
    """Let people who are signed in open the page; send everyone else to sign in, and back here afterwards.

    An account that belongs to nobody in the people records is told so (403): these pages are about a person.
    """

    @wraps(view)
    def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        known = cast(Request, request)
        if not known.user.is_authenticated:
            return _ask_to_sign_in(known)
        if not known.person:
            return errors.nobody(known)
        return view(known, *args, **kwargs)

    return cast(Route[P], _says(opened, "signed_in"))


def with_account(view: View[P]) -> Route[P]:
    """Let everyone who is signed in open the page, also with an account that belongs to nobody in the people records.

    Pages about the account itself, and about duties, are for those too: an auditor from outside, for example.
    """

    @wraps(view)
    def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        known = cast(Request, request)
        return view(known, *args, **kwargs) if known.user.is_authenticated else _ask_to_sign_in(known)

    return cast(Route[P], _says(opened, "with_account"))


def holds(*kinds: DutyKind) -> Callable[[View[P]], Route[P]]:
    """Let accounts open the page that hold a duty of one of these kinds, over whatever it is.

    What a page shows is narrowed further by the policies of what it shows. To everyone else there is no such page.
    Whoever had the duty and has it no longer is told so: an administrator whose session
    is not open, or somebody whose duty ended while a tab stayed open. Nothing is done then.
    """

    def decorate(view: View[P]) -> Route[P]:
        @wraps(view)
        def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            known = cast(Request, request)
            if not known.user.is_authenticated:
                return _ask_to_sign_in(known)
            if not known.actor.holding(*kinds):
                return without_duty(known, kinds)
            return view(known, *args, **kwargs)

        route = _says(opened, "holds")
        route.kinds = kinds
        return cast(Route[P], route)

    return decorate


def purpose(used_for: Purpose) -> Callable[[View[P]], View[P]]:
    """Say what a page uses personal data for, where that is not development. Stands below who may open the page.

    Grounds behind a wall between purposes open nothing to a page of another purpose, and the access log says which
    one it was.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def opened(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            request.actor = replace(request.actor, purpose=used_for)
            return view(request, *args, **kwargs)

        return cast(View[P], opened)

    return decorate


def demo_only(view: View[P]) -> Route[P]:
    """Let the page exist in demo mode only. Elsewhere there is no such address."""

    @wraps(view)
    def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(cast(Request, request), *args, **kwargs)

    return cast(Route[P], _says(opened, "demo_only"))


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    back = request.get_full_path() if request.method == "GET" else "/"
    where = reverse("demo" if settings.DEMO else "account_login")
    return HttpResponseRedirect(f"{where}?{urlencode({'next': back})}")


def without_duty(request: Request, kinds: tuple[DutyKind, ...]) -> HttpResponse:
    """Answer an account that holds no duty of these kinds now. The door notes the refusal, as it does every other.

    Raises:
        NotVisible: it never held one: to it there is no such page.
    """
    assert request.actor.account_id is not None  # who is nobody was asked to sign in
    lapse = access.lapse(request.actor.account_id, kinds, request.at)
    if lapse is not None and lapse.ended_at is None and request.method == "GET":
        # An administrator on the way to their work: they open a session and come back here.
        return HttpResponseRedirect(f"{reverse('admin_session')}?{urlencode({'next': request.get_full_path()})}")
    if lapse is None:
        raise NotVisible
    return errors.lapsed(request, lapse)


def _says(route: Any, who: str) -> Any:
    route.access = who
    return route
