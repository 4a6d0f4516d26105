"""Search over everything that is published."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from waymark.search import queries as rooms
from waymark.search.types import Hit, Hits
from waymark.web.base.access import public
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request
from waymark.web.explore.kinds import kind_name, kinds_name

LONGEST = 200
"""Characters of a query; what comes after is left out."""


@dataclass(frozen=True, slots=True)
class KindLink:
    """A kind of result, with how many there are."""

    name: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class HitLine:
    """A result with the name of its kind."""

    hit: Hit
    kind: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was asked, what was found."""

    query: str
    hits: Hits | None
    """None while nothing was asked."""
    lines: tuple[HitLine, ...]
    kinds: tuple[KindLink, ...]
    pagination: Pagination | None
    kind: str
    suggestion_url: str


@public
def search(request: Request) -> HttpResponse:
    """Search titles, alternative names and descriptions."""
    query = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:LONGEST]
    kind = request.GET.get("kind", "")
    if not query:
        return render(request, "explore/search.html", SearchPage("", None, (), (), None, "", ""))
    number = page_number(request.GET)
    hits = rooms.find(query, at=request.at, kind=kind, page=number)
    if number > max(hits.pages, 1):
        return HttpResponseRedirect(_url(query, kind))
    everything = sum(hits.by_kind.values())
    kinds = [KindLink(_("Everything"), everything, _url(query), not kind)]
    kinds += [KindLink(kinds_name(key), count, _url(query, key), key == kind) for key, count in hits.by_kind.items()]
    page = SearchPage(
        query=query,
        hits=hits,
        lines=tuple(HitLine(hit, kind_name(hit.kind)) for hit in hits.hits),
        kinds=tuple(kinds),
        pagination=paginate(number, hits.pages, request.GET),
        kind=kinds_name(kind) if kind else "",
        suggestion_url=_url(hits.did_you_mean) if hits.did_you_mean else "",
    )
    return render(request, "explore/search.html", page)


def _url(query: str, kind: str = "") -> str:
    asked = {"q": query} | ({"kind": kind} if kind else {})
    return f"{reverse('search')}?{urlencode(asked)}"
