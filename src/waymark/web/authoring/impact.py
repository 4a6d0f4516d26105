"""Whom a draft touches, before it is published: what each room answers, put together.

Each room counts its own nouns (``impact_of``, ``overlays_touched``). A part that a later room brings is one more call
here and one more part of the page. Small numbers of people are hidden (``reviews.queries.shown``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _

from waymark.assessments import queries as assessments
from waymark.careers import queries as careers
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Difference, OverlaysTouched, RoleLevelTouched
from waymark.people import queries as people
from waymark.people.types import RoleLevelCount
from waymark.reviews import queries as reviews
from waymark.reviews.types import PeopleShown
from waymark.web.authoring.common import Bench, bench
from waymark.web.base.access import with_account
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class RoleLevelLine:
    """One role level that the draft touches."""

    touched: RoleLevelTouched
    people: str
    posts: int
    targets: str
    wording: int


@dataclass(frozen=True, slots=True)
class SkillLine:
    """One skill that the draft rewords or leaves out."""

    name: str
    gone: bool
    people: str


@dataclass(frozen=True, slots=True)
class ImpactPage:
    """Whom a draft touches."""

    bench: Bench
    people: str
    posts: int
    open_assessments: str
    holders: str
    targets: str
    levels: tuple[RoleLevelLine, ...]
    """Those that go, and those that somebody is in, wants to get to, or a post is mapped to."""
    number: int
    others: tuple[str, ...]
    """The role levels that change and concern nobody now, by name."""
    more: int
    """How many of them are not shown by name."""
    skills: tuple[SkillLine, ...]
    overlays: OverlaysTouched
    """What departments added to what changes; they are asked to check it once the version is published."""
    pagination: Pagination
    skill_pages: Pagination


@with_account
def impact(request: Request, framework: str, label: str) -> HttpResponse:
    """Show how many people, posts, assessments and targets a draft touches."""
    about = bench(request, framework, label)
    at = request.at
    touched, difference = frameworks.touched_and_difference(about.draft.version.id)
    added = frameworks.overlays_touched(about.draft.version.framework_id, _slugs(difference))
    placed = people.impact_of(touched.role_levels, at)
    recorded = assessments.impact_of(touched.role_levels, touched.skills, at)
    wanted = careers.impact_of(touched.role_levels, at)
    none = RoleLevelCount()
    levels = sorted(
        touched.role_levels.values(), key=lambda one: (one.gone is None, -placed.get(one.id, none).people, one.slug)
    )
    concerned = [one for one in levels if one.gone or one.id in placed or one.id in wanted]
    pages = max(math.ceil(len(concerned) / A_PAGE), 1)
    number = min(page_number(request.GET), pages)
    others = tuple(one.title for one in levels if not (one.gone or one.id in placed or one.id in wanted))
    skills = sorted(touched.skills.items(), key=lambda one: -recorded.holders.get(one[0], 0))
    skill_pages = max(math.ceil(len(skills) / A_PAGE), 1)
    skill_number = min(page_number(request.GET, "skills"), skill_pages)
    page = ImpactPage(
        bench=about,
        people=counted(reviews.total_shown(one.people for one in placed.values())),
        posts=sum(one.posts for one in placed.values()),
        open_assessments=counted(reviews.shown(recorded.open_assessments)),
        holders=counted(reviews.total_shown(recorded.holders.values(), recorded.people)),
        targets=counted(reviews.total_shown(wanted.values())),
        levels=tuple(
            RoleLevelLine(
                touched=one,
                people=counted(reviews.shown(placed.get(one.id, none).people)),
                posts=placed.get(one.id, none).posts,
                targets=counted(reviews.shown(wanted.get(one.id, 0))),
                wording=len(one.wording) + len(one.skills),
            )
            for one in concerned[(number - 1) * A_PAGE : number * A_PAGE]
        ),
        number=len(concerned),
        others=others[:A_PAGE],
        more=max(len(others) - A_PAGE, 0),
        skills=tuple(
            SkillLine(
                name=change.name,
                gone=change.what not in {"reworded", "renamed"},
                people=counted(reviews.shown(recorded.holders.get(skill_id, 0))),
            )
            for skill_id, change in skills[(skill_number - 1) * A_PAGE : skill_number * A_PAGE]
        ),
        overlays=added,
        pagination=paginate(number, pages, request.GET),
        skill_pages=paginate(skill_number, skill_pages, request.GET, "skills"),
    )
    return render(request, "authoring/impact.html", page)


def _slugs(difference: Difference) -> dict[str, set[str]]:
    """Return the slugs of what changes or goes, by kind. What a role level asks is part of the role level."""
    found: dict[str, set[str]] = {"skill": set(), "role": set(), "role_level": set()}
    for change in difference.changes:
        kind = "role_level" if change.kind == "requirement" else change.kind
        if (kind in found and change.what not in {"added", "spacing", "hidden"}) or change.kind == "requirement":
            found[kind].add(change.slug)
    return found


def counted(number: PeopleShown) -> str:
    """Return a number of people in words."""
    if number.number is None:
        return _("fewer than 5")
    return _("about %(number)s") % {"number": f"{number.number:,}"} if number.rounded else f"{number.number:,}"
