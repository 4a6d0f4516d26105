"""Skills A to Z, and the page of one skill."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy

from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import AskedBy, Overlaid, Replacement, SkillPage, SkillRow, VersionCard
from waymark.web.base.access import public
from waymark.web.base.context import works_in
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request
from waymark.web.base.skill_kinds import SKILL_KINDS, skill_kind_name

WITH_SUMMARIES = 100
"""A list longer than this opens at its first letter, and all of it is shown by name alone."""
NAMES_A_PAGE = 300
SUMMARIES_A_PAGE = 100
ALL = "all"
_STANDS = {
    "same": gettext_lazy("The same as"),
    "similar": gettext_lazy("Similar to"),
    "broader": gettext_lazy("Broader than"),
    "narrower": gettext_lazy("Narrower than"),
    "related": gettext_lazy("Related to"),
    "replaced_by": gettext_lazy("Replaced by"),
    "replaces": gettext_lazy("Replaces"),
}
"""How a skill stands to one of another framework, before the other's name."""


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
    """The only letter shown; empty when all are."""
    before: Letter | None
    after: Letter | None
    """The letters to go on to that have skills."""
    names_alone: bool
    """Whether the list is too long for summaries."""
    namesakes: frozenset[str]
    """Names that stand more than once in the list, each in another framework."""
    pagination: Pagination
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
class Elsewhere:
    """A skill of another framework, and how this one stands to it."""

    words: str
    name: str
    slug: str
    framework: str


@dataclass(frozen=True, slots=True)
class SkillOnPage:
    """A skill as its page shows it."""

    skill: SkillPage
    kind: str
    replaced: Replacement | None
    """What became of it, when it is in no current version and that was said."""
    asking: tuple[FrameworkAsking, ...]
    role_count: int
    elsewhere: tuple[Elsewhere, ...]
    has_text: bool
    """Whether any of its levels is described."""
    added: tuple[Overlaid, ...]
    """What the reader's department adds to it."""
    may_add: bool
    """Whether the reader puts this standard in a department's context."""


@public
def skills(request: Request) -> HttpResponse:
    """List skills A to Z: all of a short list; of a long one a letter, or the names alone."""
    framework, kind = request.GET.get("framework", ""), request.GET.get("kind", "")
    rows = frameworks.skills_a_to_z(request.at, framework=framework, kind=kind)
    versions = frameworks.current_versions(request.at)
    initials = list(dict.fromkeys(_letter(row) for row in rows))
    long = len(rows) > WITH_SUMMARIES
    asked = request.GET.get("letter", "")
    letter = asked.upper()[:1] if asked != ALL else ""
    if letter not in initials:
        letter = initials[0] if long and asked != ALL else ""
    found = [row for row in rows if _letter(row) == letter] if letter else list(rows)
    names_alone = long and not letter
    a_page = NAMES_A_PAGE if names_alone else SUMMARIES_A_PAGE
    pages = max(1, math.ceil(len(found) / a_page))
    number = min(page_number(request.GET), pages)
    shown = found[(number - 1) * a_page : number * a_page]
    names = Counter(row.name for row in rows)
    letters = tuple(
        Letter(one, _url(request.GET, one) if one in initials else "", one == letter)
        for one in [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", *(["#"] if "#" in initials else [])]
    )
    before, after = _neighbours(letters)
    page = SkillsPage(
        groups=tuple((one, tuple(of_letter)) for one, of_letter in groupby(shown, key=_letter)),
        letters=letters,
        all_url=_url(request.GET, ALL if long else ""),
        letter=letter,
        before=before,
        after=after,
        names_alone=names_alone,
        namesakes=frozenset(name for name, count in names.items() if count > 1),
        pagination=paginate(number, pages, request.GET),
        count=len(found),
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
        replaced=None if found.current else frameworks.replacements("skill", [found.id], request.at).get(found.id),
        asking=tuple(asking),
        role_count=sum(len(group.roles) for group in asking),
        elsewhere=tuple(
            Elsewhere(str(_STANDS[one.kind]), one.other.name, one.other.slug, one.other.framework_title)
            for one in frameworks.known_elsewhere(found.id, request.at)
        ),
        has_text=any(descriptor.text for descriptor in found.descriptors),
        added=frameworks.overlays_of_skill(found.id, works_in(request)),
        may_add=found.current and frameworks.may_put_in_context(found.version.profession_id, request.actor),
    )
    return render(request, "explore/skill.html", page)


def _neighbours(letters: tuple[Letter, ...]) -> tuple[Letter | None, Letter | None]:
    """Return the letters with skills before and after the one that is shown; none when all are."""
    there = [one for one in letters if one.url]
    place = next((i for i, one in enumerate(there) if one.current), None)
    if place is None:
        return None, None
    return there[place - 1] if place else None, there[place + 1] if place + 1 < len(there) else None


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
