"""A draft as readers will see it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.http import urlencode

from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import MapShown, PassageKind, RolePage, SkillPage, TreeBranch
from waymark.web.authoring.common import Bench, bench
from waymark.web.authoring.review.beside import Talked, talk
from waymark.web.base.access import with_account
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request
from waymark.web.base.skill_kinds import skill_kind_name


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """A draft as a map of families by rung, and its skills a page at a time.

    Of a large draft one family is shown, with the addresses of the others: name, address and whether it is the one.
    """

    bench: Bench
    map: MapShown
    families: tuple[tuple[str, str, bool], ...]
    role_pages: Pagination
    skills: TreeBranch
    pagination: Pagination
    talk: tuple[Talked, ...] = ()
    """What is said of it."""


@dataclass(frozen=True, slots=True)
class PreviewSkillPage:
    """A skill of a draft as its page will be."""

    bench: Bench
    skill: SkillPage
    kind: str
    talk: tuple[Talked, ...] = ()
    """What is said of it."""


@dataclass(frozen=True, slots=True)
class PreviewRolePage:
    """A role of a draft with all its levels, as its page will say them."""

    bench: Bench
    role: RolePage
    one_level: bool


@with_account
def preview(request: Request, framework: str, label: str) -> HttpResponse:
    """Show a draft as the page of its framework will be."""
    around = bench(request, framework, label)
    version = around.draft.version.id
    found = frameworks.skill_tree(version, every=True, page=page_number(request.GET))
    shown = frameworks.map_shown(version, request.GET.get("family", ""), page_number(request.GET, "roles"))
    page = PreviewPage(
        bench=around,
        map=shown,
        families=tuple(
            (one.name, f"?{urlencode({'family': one.slug})}", one.slug == shown.opened)
            for one in shown.families
            if shown.opened
        ),
        role_pages=paginate(shown.page, shown.pages, request.GET, "roles"),
        skills=found,
        pagination=paginate(found.page, found.pages, request.GET),
        talk=talk(around, PassageKind.FRAMEWORK),
    )
    return render(request, "authoring/preview.html", page)


@with_account
def skill(request: Request, framework: str, label: str, skill: str) -> HttpResponse:
    """Show a skill of a draft as its page will be."""
    around = bench(request, framework, label)
    found = frameworks.skill_of_version(around.draft.version.id, skill)
    page = PreviewSkillPage(around, found, skill_kind_name(found.kind), talk(around, PassageKind.SKILL, skill))
    return render(request, "authoring/preview_skill.html", page)


@with_account
def role(request: Request, framework: str, label: str, role: str) -> HttpResponse:
    """Show a role of a draft as its page will be."""
    around = bench(request, framework, label)
    found = frameworks.role_of_version(around.draft.version.id, role)
    return render(request, "authoring/preview_role.html", PreviewRolePage(around, found, len(found.levels) == 1))
