"""Skills A to Z, and the page of one skill."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponse, QueryDict
from django.urls import reverse

from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import AskedBy, SkillPage, SkillRow, VersionCard
from waymark.web.base.access import public
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.explore.kinds import SKILL_KINDS, skill_kind_name

ALL_AT_ONCE = 400
"""A list longer than this is shown letter by letter."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of the alphabet; ``url`` is empty when no skill begins with it."""

    letter: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a filter."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class SkillsPage:
    """Skills by their first letter."""

    groups: tuple[tuple[str, tuple[SkillRow, ...]], ...]
    letters: tuple[Letter, ...]
    all_url: str
    letter: str
    count: int
    total: int
    frameworks: tuple[Option, ...]
    kinds: tuple[Option, ...]
    filtered: bool
    several_frameworks: bool


@dataclass(frozen=True, slots=True)
class RoleAsking:
    """A role that needs a skill, with the levels that do."""

    name: str
    slug: str
    asked: tuple[AskedBy, ...]


@dataclass(frozen=True, slots=True)
class FrameworkAsking:
    """A framework whose roles need a skill."""

    title: str
    slug: str
    roles: tuple[RoleAsking, ...]


@dataclass(frozen=True, slots=True)
class SkillOnPage:
    """A skill as its page shows it."""

    skill: SkillPage
    kind: str
    asking: tuple[FrameworkAsking, ...]
    role_count: int
    has_text: bool
    """Whether any of its levels is described."""


@public
def skills(request: Request) -> HttpResponse:
    """List skills A to Z."""
    framework, kind = request.GET.get("framework", ""), request.GET.get("kind", "")
    rows = frameworks.skills_a_to_z(request.at, framework=framework, kind=kind)
    versions = frameworks.current_versions(request.at)
    by_letter: dict[str, list[SkillRow]] = {}
    for row in rows:
        by_letter.setdefault(_letter(row), []).append(row)
    letter = request.GET.get("letter", "").upper()[:1]
    if letter not in by_letter:
        letter = next(iter(by_letter), "") if len(rows) > ALL_AT_ONCE else ""
    groups = {letter: by_letter[letter]} if letter else by_letter
    page = SkillsPage(
        groups=tuple((one, tuple(found)) for one, found in groups.items()),
        letters=tuple(
            Letter(one, _url(request.GET, one) if one in by_letter else "", one == letter)
            for one in [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", *(["#"] if "#" in by_letter else [])]
        ),
        all_url=_url(request.GET, "") if len(rows) <= ALL_AT_ONCE else "",
        letter=letter,
        count=sum(len(found) for found in groups.values()),
        total=len(rows),
        frameworks=_framework_options(versions, framework),
        kinds=tuple(Option(key, skill_kind_name(key), key == kind) for key in SKILL_KINDS),
        filtered=bool(framework or kind),
        several_frameworks=len(versions) > 1,
    )
    return render(request, "explore/skills.html", page)


@public
def skill(request: Request, slug: str) -> HttpResponse:
    """Show a skill with its levels and the roles that need it."""
    found = frameworks.skill(slug, request.at)
    asking = []
    for framework_slug, of_framework in groupby(found.asked_by, key=lambda asked: asked.role_level.framework_slug):
        lines = list(of_framework)
        roles = tuple(
            RoleAsking(asked[0].role_level.role_name, role_slug, asked)
            for role_slug, asked in (
                (role_slug, tuple(of_role))
                for role_slug, of_role in groupby(lines, key=lambda asked: asked.role_level.role_slug)
            )
        )
        asking.append(FrameworkAsking(lines[0].role_level.framework_title, framework_slug, roles))
    page = SkillOnPage(
        skill=found,
        kind=skill_kind_name(found.kind),
        asking=tuple(asking),
        role_count=sum(len(group.roles) for group in asking),
        has_text=any(descriptor.text for descriptor in found.descriptors),
    )
    return render(request, "explore/skill.html", page)


def _letter(row: SkillRow) -> str:
    first = row.sort_key[:1].upper()
    return first if "A" <= first <= "Z" else "#"


def _url(params: QueryDict, letter: str) -> str:
    kept = QueryDict(mutable=True)
    for name in ("framework", "kind"):
        if value := params.get(name, ""):
            kept[name] = value
    if letter:
        kept["letter"] = letter
    return reverse("skills") + (f"?{kept.urlencode()}" if kept else "")


def _framework_options(versions: tuple[VersionCard, ...], chosen: str) -> tuple[Option, ...]:
    return tuple(
        Option(version.framework_slug, version.title, version.framework_slug == chosen) for version in versions
    )
