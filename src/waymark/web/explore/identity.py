"""The resolvable address of every enduring thing: /id/<uuid> leads to its page."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect

from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible
from waymark.web.base.access import public
from waymark.web.base.request import Request


@public
def identity(request: Request, uuid: UUID) -> HttpResponse:
    """Lead from a UUID to the page of what it names."""
    path = frameworks.resolve(uuid)
    if path is None:
        raise NotVisible
    return HttpResponseRedirect(path)
