"""Where you could go: role levels ranked by how much of what they ask you hold already."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse

from waymark.assessments import queries as assessments
from waymark.frameworks import queries as frameworks
from waymark.gaps import queries as gaps
from waymark.gaps.types import RoleGapView
from waymark.web.base.access import signed_in
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request
from waymark.web.me import words
from waymark.web.me.common import me

ON_A_PAGE = 10
EVERY_ROLE_LEVEL = 100_000


@dataclass(frozen=True, slots=True)
class Match:
    """One role level with its place in the list and the skills behind its fit."""

    place: int
    gap: RoleGapView
    groups: tuple[words.LineGroup, ...]


@dataclass(frozen=True, slots=True)
class ExplorePage:
    """Role levels, closest first, and what the list is narrowed to."""

    matches: tuple[Match, ...]
    total: int
    nothing_assessed: bool
    frameworks: tuple[tuple[str, str], ...]
    framework: str
    hide_mine: bool
    """Whether other levels of my own role are left out. My own role level always is."""
    knows_my_role: bool
    pages: Pagination


def _is_asked_for(framework: str, chosen: str) -> bool:
    """Say whether a framework is listed: the behaviours, whose levels are grades, only when they are asked for."""
    return framework == chosen if chosen else framework != frameworks.BEHAVIOURS


@signed_in
def explore(request: Request) -> HttpResponse:
    """Rank every role level by fit, then narrow the list."""
    person, actor, at = me(request), request.actor, request.at
    cards = frameworks.current_versions(at)
    chosen = request.GET.get("framework", "")
    chosen = chosen if chosen in {card.framework_slug for card in cards} else ""
    hide_mine = request.GET.get("hide") == "mine"
    ids = [person.role_level_id] if person.role_level_id is not None else []
    mine = {ref.role_id for ref in frameworks.role_level_refs(ids, at).values()}
    held = assessments.levels_held(person.id, actor, at)
    ranked = gaps.match(person.id, actor, at, top=EVERY_ROLE_LEVEL, held=held)
    found = [
        one
        for one in ranked
        if _is_asked_for(one.role_level.framework_slug, chosen) and not (hide_mine and one.role_level.role_id in mine)
    ]
    pages = -(-len(found) // ON_A_PAGE)
    number = min(page_number(request.GET), max(pages, 1))
    first = (number - 1) * ON_A_PAGE
    page = ExplorePage(
        matches=tuple(
            Match(place, one, words.line_groups(one.skills))
            for place, one in enumerate(found[first : first + ON_A_PAGE], first + 1)
        ),
        total=len(found),
        nothing_assessed=not held,
        frameworks=tuple((card.framework_slug, card.title) for card in cards),
        framework=chosen,
        hide_mine=hide_mine,
        knows_my_role=bool(mine),
        pages=paginate(number, pages, request.GET),
    )
    return render(request, "me/explore.html", page, seen_by=[assessments.who_sees_levels()])
