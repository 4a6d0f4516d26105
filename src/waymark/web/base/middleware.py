"""Who is asking, what a refusal looks like, and who may keep a copy of the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.db import DataError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

from waymark.access import queries as access
from waymark.access.types import DutiesHeld
from waymark.audit.types import Why
from waymark.kernel import clock
from waymark.kernel.errors import NotAllowed, NotVisible, Refusal
from waymark.kernel.policy import PUBLIC, Actor
from waymark.people import queries as people
from waymark.web.base import errors, looking
from waymark.web.base.request import Looked, Request

GetResponse = Callable[[HttpRequest], HttpResponse]
PUBLIC_SECONDS = 60
NOTHING_HELD = DutiesHeld()


class ActorMiddleware:
    """Put ``at``, ``actor``, ``person`` and ``held`` on the request, and say who may keep the answer.

    The public costs no query; someone signed in costs four: session, account, person, duties. A view that is the same
    for everyone (``access.impersonal``) costs none.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, incoming: HttpRequest) -> HttpResponse:
        """Answer the request."""
        request = cast(Request, incoming)
        request.at = clock.now()
        request.actor = PUBLIC
        request.person = None
        request.held = NOTHING_HELD
        request.looked = Looked()
        request.refused = None
        response = self.get_response(request)
        # A page that was not shown showed nothing.
        if response.status_code < 400:
            looking.note(request)
        else:
            looking.note_refused(request, response.status_code)
        return _with_cache_control(request, response)

    def process_view(self, incoming: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Find out who is asking, once it is known that a page of ours will answer."""
        request = cast(Request, incoming)
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or getattr(view, "impersonal", False):
            return
        if request.user.is_authenticated:
            request.person = people.person_of_account(request.user.pk, request.at)
            request.held = access.duties_held(request.user.pk, request.at)
            request.actor = Actor(
                account_id=request.user.pk,
                person_id=request.person.id if request.person else None,
                duties=request.held.duties,
            )


def _with_cache_control(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.has_header("Cache-Control"):
        return response
    patch_vary_headers(response, ["Cookie"])
    # A page with a form in it carries a token that is for this browser alone.
    known = settings.SESSION_COOKIE_NAME in request.COOKIES or "CSRF_COOKIE" in request.META
    if known or response.cookies or request.method not in {"GET", "HEAD"} or response.status_code != 200:
        patch_cache_control(response, private=True, no_store=True)
    else:
        patch_cache_control(response, public=True, max_age=PUBLIC_SECONDS)
    return response


class NullMiddleware:
    """Answer 400 where a null character, which no text has, would end a request in an error.

    Pages about drafts look things up by what the request says before a form has looked at it: there it is refused at
    once. Elsewhere forms say it beside the field, and an address that holds one finds nothing; PostgreSQL, which takes
    no such text, says so by an error.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Look through the address and the form."""
        if not request.path.startswith("/authoring"):
            return None
        sent = (text for data in (request.GET, request.POST) for name, texts in data.lists() for text in (name, *texts))
        if "\0" in request.path or any("\0" in text for text in sent):
            return errors.bad_request(request)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say of what the database does not take that it made no sense."""
        return errors.bad_request(request) if isinstance(exception, DataError) and "NUL" in str(exception) else None


class BusyMiddleware:
    """Answer 503, in words, where SQLite has one writer and somebody else has been writing for too long.

    A file of tens of thousands of people is written in one transaction, and the others wait for its end.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say that nothing was saved, and when to try again."""
        locked = isinstance(exception, OperationalError) and "database is locked" in str(exception)
        return errors.busy(request) if locked else None


class RefusalMiddleware:
    """Turn a refusal that no view handled into a page: not there (404), or no, and why (409)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for an expected "no"; leave everything else to be reported."""
        if isinstance(exception, NotAllowed):
            cast(Request, request).refused = Why.NOT_ALLOWED
        if isinstance(exception, NotVisible):
            return errors.not_found(request)
        if isinstance(exception, Refusal):
            return errors.refused(request, exception)
        return None
