"""The address that departments' HR systems write people to: SCIM 2.0. No browser and no session comes here."""

from __future__ import annotations

import json

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from waymark.web.base.access import impersonal
from waymark.web.base.going import place_of
from waymark.web.base.looking import looked_at
from waymark.web.base.request import Request


@csrf_exempt
@impersonal
def service(request: Request, rest: str = "") -> HttpResponse:
    """Answer a system that shows the token of a feed; to everyone else, what the service can do, and nothing more."""
    # What speaks SCIM takes about as long to load as the rest of the site: only a site that is asked waits, once.
    from waymark.adapters.scim import Asked, answer

    try:
        body: bytes | None = request.body
    except RequestDataTooBig:
        body = None
    said = answer(
        Asked(
            method=request.method or "", base_url=request.build_absolute_uri(reverse("scim")), path=f"/{rest}",
            query=request.GET.dict(), headers=request.headers, body=body, where=place_of(request), at=request.at,
        )
    )  # fmt: skip
    looked_at(request, said.looked_at, ground=str(_("a token of the feed lets their system in")), token=said.token)
    response = HttpResponse(
        json.dumps(said.body) if said.body is not None else b"", status=said.status,
        content_type=said.headers.get("Content-Type", "application/scim+json"),
    )  # fmt: skip
    for name, value in said.headers.items():
        response.headers[name] = value
    return response
