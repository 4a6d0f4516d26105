"""Before a strong act, whoever is signed in shows once more that it is them.

A page that does something strong says so, below who may open it::

    @signed_in
    @step_up()
    def grant(request): ...

Someone who signed in, or confirmed, in the last fifteen minutes notices nothing. Everyone else is asked, and then gets
where they were going. A form they had sent is kept in their session meanwhile, and offered to be sent again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from waymark.web.base.request import Request

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponse]

MINUTES = 15
_KEPT = "waymark.kept_form"
_MOST_BYTES = 100_000
"""A longer form is not kept: its page is shown again, empty."""


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form somebody had sent when they were asked to confirm that it is them."""

    path: str
    fields: tuple[tuple[str, str], ...]


def stepped_up(request: Request, within: int = MINUTES) -> bool:
    """Say whether whoever is signed in has shown in the last ``within`` minutes that it is them."""
    user: Any = request.user
    if not user.is_authenticated:
        return False
    records: list[dict[str, Any]] = get_authentication_records(request, user)
    return bool(records) and request.at.timestamp() - records[-1]["at"] < within * 60


def step_up(within: int = MINUTES) -> Callable[[View[P]], View[P]]:
    """Ask whoever opens a page to confirm that it is them, unless they did so in the last ``within`` minutes."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def confirmed(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            return view(request, *args, **kwargs) if stepped_up(request, within) else ask_to_confirm(request)

        return confirmed

    return decorate


def ask_to_confirm(request: Request) -> HttpResponse:
    """Send the browser to confirm who it is, and keep the form it had sent."""
    if request.method == "POST":
        fields = [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            # Nobody's password is kept, however briefly.
            if name != "csrfmiddlewaretoken" and "password" not in name
        ]
        if sum(len(name) + len(value) for name, value in fields) <= _MOST_BYTES:
            request.session[_KEPT] = {"path": request.get_full_path(), "fields": fields}
    where = f"{reverse('account_reauthenticate')}?{urlencode({'next': request.get_full_path()})}"
    response = HttpResponseRedirect(where)
    response.status_code = 303
    return response


def kept_form(request: HttpRequest, path: str) -> KeptForm | None:
    """Return the form that was kept when somebody was asked to confirm on their way to ``path``."""
    kept = request.session.get(_KEPT)
    if not isinstance(kept, dict) or kept.get("path") != path:
        return None
    return KeptForm(path, tuple((str(name), str(value)) for name, value in kept["fields"]))


def forget_kept_form(request: HttpRequest) -> None:
    """Let go of the form that was kept."""
    request.session.pop(_KEPT, None)
