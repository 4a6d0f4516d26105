"""A draft as readers will see it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse

from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import FrameworkGrid, RolePage, SkillPage, TreeBranch
from waymark.web.authoring.common import Bench, bench
from waymark.web.base.access import with_account
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request
from waymark.web.base.skill_kinds import skill_kind_name


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """A draft as a map of families by rung, and its skills a page at a time."""

    bench: Bench
    grid: FrameworkGrid
    skills: TreeBranch
    pagination: Pagination


@dataclass(frozen=True, slots=True)
class PreviewSkillPage:
    """A skill of a draft as its page will be."""

    bench: Bench
    skill: SkillPage
    kind: str


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
    page = PreviewPage(around, frameworks.grid(version), found, paginate(found.page, found.pages, request.GET))
    return render(request, "authoring/preview.html", page)


@with_account
def skill(request: Request, framework: str, label: str, skill: str) -> HttpResponse:
    """Show a skill of a draft as its page will be."""
    around = bench(request, framework, label)
    found = frameworks.skill_of_version(around.draft.version.id, skill)
    return render(request, "authoring/preview_skill.html", PreviewSkillPage(around, found, skill_kind_name(found.kind)))


@with_account
def role(request: Request, framework: str, label: str, role: str) -> HttpResponse:
    """Show a role of a draft as its page will be."""
    around = bench(request, framework, label)
    found = frameworks.role_of_version(around.draft.version.id, role)
    return render(request, "authoring/preview_role.html", PreviewRolePage(around, found, len(found.levels) == 1))
