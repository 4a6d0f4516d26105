"""The door "from my skills" for someone who has not signed in: nothing they choose is stored.

Everything stands in the address: ``held=slug:level`` for each skill chosen, ``q`` while looking for another one and
``add`` while choosing its level.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import SkillPage
from waymark.gaps import queries as gaps
from waymark.gaps.types import RoleGapView
from waymark.kernel.errors import NotVisible
from waymark.search import queries as rooms
from waymark.search.types import Hit
from waymark.web.base.access import public
from waymark.web.base.page import render
from waymark.web.base.request import Request

MOST_SKILLS = 40
TOP = 10


@dataclass(frozen=True, slots=True)
class Chosen:
    """A skill somebody says they have, and at which level."""

    skill: SkillPage
    level: int
    level_name: str
    change_url: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class Found:
    """A skill that matches what was looked for."""

    hit: Hit
    add_url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class MySkillsPage:
    """What was chosen, what was found, the skill being added, and the role levels that fit."""

    chosen: tuple[Chosen, ...]
    kept: tuple[str, ...]
    """What every form carries on: the ``held`` values."""
    query: str
    found: tuple[Found, ...]
    searched: bool
    adding: SkillPage | None
    adding_level: int | None
    cancel_url: str
    clear_url: str
    matches: tuple[RoleGapView, ...]
    """Ranked by fit, each with the sum behind it."""
    full: bool
    problem: str


@public
def from_my_skills(request: Request) -> HttpResponse:
    """Collect skills and levels in the address, and show the role levels they fit."""
    if request.person:
        return HttpResponseRedirect(reverse("me_explore"))
    held, problem = _held(request.GET)
    pages = _pages(held, request)
    chosen = {slug: level for slug, level in held.items() if slug in pages and level <= pages[slug].scale.top}
    query = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:200]
    adding = _adding(request, pages)
    if adding and not adding.descriptors:
        problem, adding = _("That skill has no levels to choose from, so it cannot be compared."), None
    full = len(chosen) >= MOST_SKILLS
    hits = rooms.find(query, at=request.at, kind="skill", per_page=12).hits if query and not full else ()
    matches = (
        gaps.match_levels({pages[slug].id: level for slug, level in chosen.items()}, request.at, top=TOP)
        if chosen
        else ()
    )
    page = MySkillsPage(
        chosen=tuple(
            Chosen(
                skill=pages[slug],
                level=level,
                level_name=pages[slug].scale.name_of(level),
                change_url=_url(chosen, add=slug),
                remove_url=_url({other: kept for other, kept in chosen.items() if other != slug}),
            )
            for slug, level in chosen.items()
        ),
        kept=tuple(f"{slug}:{level}" for slug, level in chosen.items() if not adding or slug != adding.slug),
        query=query,
        found=tuple(Found(hit, _url(chosen, add=_slug_of(hit)), _slug_of(hit) in chosen) for hit in hits),
        searched=bool(query),
        adding=adding,
        adding_level=chosen.get(adding.slug) if adding else None,
        cancel_url=_url(chosen),
        clear_url=reverse("from_my_skills"),
        matches=matches,
        full=full,
        problem=problem,
    )
    return render(request, "explore/my_skills.html", page)


def _held(params: QueryDict) -> tuple[dict[str, int], str]:
    """Read the skills chosen so far. ``skill`` with ``level`` is the form that adds one."""
    held: dict[str, int] = {}
    for pair in params.getlist("held")[: MOST_SKILLS + 1]:
        slug, _colon, level = pair.rpartition(":")
        if slug and level.isascii() and level.isdigit() and len(level) < 3:
            held[slug] = int(level)
    skill, level = params.get("skill", ""), params.get("level", "")
    if skill and not level:
        return held, _("Select the level that describes you best.")
    if skill and level.isascii() and level.isdigit() and len(level) < 3:
        held[skill] = int(level)
    return dict(list(held.items())[:MOST_SKILLS]), ""


def _pages(held: dict[str, int], request: Request) -> dict[str, SkillPage]:
    """Return the chosen skills with their levels, in the words of the current versions. Fixed queries per framework."""
    if not held:
        return {}
    rows = [row for row in frameworks.skills_a_to_z(request.at) if row.slug in held]
    versions = {version.framework_slug: version.id for version in frameworks.current_versions(request.at)}
    found: dict[str, SkillPage] = {}
    for framework in sorted({row.framework_slug for row in rows}):
        ids = [row.id for row in rows if row.framework_slug == framework]
        found |= {page.slug: page for page in frameworks.skill_pages(ids, versions[framework]).values()}
    return found


def _adding(request: Request, pages: dict[str, SkillPage]) -> SkillPage | None:
    slug = request.GET.get("add", "") or ("" if request.GET.get("level") else request.GET.get("skill", ""))
    if not slug:
        return None
    try:
        return pages.get(slug) or frameworks.skill(slug, request.at)
    except NotVisible:
        return None


def _slug_of(hit: Hit) -> str:
    return hit.url.rstrip("/").rsplit("/", 1)[-1]


def _url(held: dict[str, int], **extra: str) -> str:
    params = QueryDict(mutable=True)
    params.setlist("held", [f"{slug}:{level}" for slug, level in held.items()])
    for name, value in extra.items():
        params[name] = value
    return reverse("from_my_skills") + (f"?{params.urlencode(safe=':')}" if params.urlencode() else "")
