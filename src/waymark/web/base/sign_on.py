"""Going to a department's provider and coming back: what the browser's session remembers meanwhile."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from waymark.access.types import ProviderCard, ProviderKind
from waymark.adapters import sign_on
from waymark.adapters.sign_on import Sent
from waymark.web.base.request import Request

MINUTES = 10
"""For so long somebody may take at their provider."""
_WAITING = "waymark.sign_on"
TRIED = "waymark.sign_on_tried"
"""Where the session keeps what a provider said of whoever tried it, until their next try."""
_MOST = 5
"""So many may be on their way at once in one browser: tabs."""


class Errand(StrEnum):
    """What somebody was sent to their provider for."""

    SIGN_IN = "sign in"
    CONFIRM = "confirm"
    TRY = "try"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody is at their provider."""

    provider_id: int
    errand: Errand
    next: str
    account_id: int | None
    """Who was signed in when they were sent."""
    asked_at: datetime
    sent: Sent


def here(provider: ProviderCard) -> str:
    """Return the address that the provider's answers come to: it is told this one."""
    name = "sign_on_back" if provider.kind is ProviderKind.OIDC else "sign_on_answer"
    return settings.PUBLIC_BASE_URL + reverse(name, args=[provider.slug])


def metadata_address(provider: ProviderCard) -> str:
    """Return the address of what a SAML provider has to know about us, which is also what it calls us."""
    return settings.PUBLIC_BASE_URL + reverse("sign_on_metadata", args=[provider.slug])


def send(request: Request, provider: ProviderCard, errand: Errand, then: str) -> HttpResponse:
    """Send the browser to a provider.

    Raises:
        SignOnRefused: the provider cannot be asked.
    """
    sent = sign_on.begin(
        provider, here=here(provider), metadata=metadata_address(provider), again=errand is Errand.CONFIRM
    )  # fmt: skip
    waiting = {state: kept for state, kept in _kept(request).items() if not _is_over(kept, request.at)}
    for state in list(waiting)[: max(len(waiting) - _MOST + 1, 0)]:
        del waiting[state]
    waiting[sent.state] = {
        "provider_id": provider.id, "errand": errand.value, "next": then, "account_id": request.actor.account_id,
        "asked_at": request.at.isoformat(), "sent": asdict(sent) | {"url": ""},
    }  # fmt: skip
    request.session[_WAITING] = waiting
    response = HttpResponseRedirect(sent.url)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def take(request: Request, provider: ProviderCard, state: str) -> Waiting | None:
    """Return what waits in this browser for an answer, once; None: nothing does, any more."""
    waiting = _kept(request)
    kept = waiting.pop(state, None)
    if kept is None:
        return None
    request.session[_WAITING] = waiting
    if _is_over(kept, request.at) or kept["provider_id"] != provider.id:
        return None
    return Waiting(
        provider.id, Errand(kept["errand"]), kept["next"], kept["account_id"],
        datetime.fromisoformat(kept["asked_at"]), Sent(**kept["sent"]),
    )  # fmt: skip


def _kept(request: Request) -> dict[str, Any]:
    kept = request.session.get(_WAITING)
    return dict(kept) if isinstance(kept, dict) else {}


def _is_over(kept: dict[str, Any], at: datetime) -> bool:
    return at - datetime.fromisoformat(kept["asked_at"]) >= timedelta(minutes=MINUTES)
