"""How long a session lasts, and what is noted about it.

It ends twelve hours after sign-in whatever is done with it, and after an hour in which nothing is. What the door notes
(``access.types.SESSION_FACTS``) the session's engine also writes beside the session, so that its holder can find it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse

from waymark.access import queries as access
from waymark.access.types import SESSION_FACTS
from waymark.kernel import clock

NOTED_EVERY = timedelta(minutes=5)
"""A session's last request is written down no more often than this: reading pages must not mean writing."""


class SessionMiddleware:
    """Sign out whoever was signed in too long, or was away too long. No query that the page would not make anyway."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Look at the session, once it is known that a page of ours will answer which asks who is asking."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or getattr(view, "impersonal", False):
            return
        if SESSION_KEY not in request.session:
            return
        at = clock.now()
        facts = request.session.get(SESSION_FACTS)
        if not facts or _is_over(facts, at):
            logout(request)
        elif at - datetime.fromisoformat(facts["seen_at"]) >= NOTED_EVERY:
            request.session[SESSION_FACTS] = facts | {"seen_at": at.isoformat()}


def note_start(request: HttpRequest, **kwargs: Any) -> None:
    """Note when and where a session begins. Called whenever somebody signs in (``user_logged_in``)."""
    at = clock.now().isoformat()
    request.session[SESSION_FACTS] = {
        "started_at": at,
        "seen_at": at,
        "user_agent": request.META.get("HTTP_USER_AGENT", "").replace("\0", "")[:300],
    }


def current(request: HttpRequest) -> UUID:
    """Return what the session of a signed-in request is called where others may read it."""
    return access.session_called(request.session.session_key or "")


def _is_over(facts: dict[str, str], at: datetime) -> bool:
    started, seen = (datetime.fromisoformat(facts[name]) for name in ("started_at", "seen_at"))
    return at - started >= timedelta(seconds=settings.SESSION_COOKIE_AGE) or at - seen >= timedelta(
        seconds=settings.SESSION_IDLE_SECONDS
    )
