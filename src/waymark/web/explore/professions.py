"""Professions, and the home page of each."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone

from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import MapShown, VersionCard
from waymark.organisation import queries as organisation
from waymark.organisation.types import ProfessionCard
from waymark.web.base.access import public
from waymark.web.base.page import render
from waymark.web.base.request import Request

BEHAVIOURS = "leadership-behaviours"
"""Slug of the framework that is for everyone, whatever their profession."""


@dataclass(frozen=True, slots=True)
class ProfessionLine:
    """A profession in the list, with the frameworks it has published."""

    profession: ProfessionCard
    frameworks: tuple[VersionCard, ...]


@dataclass(frozen=True, slots=True)
class Professions:
    """Every profession, those with a framework first."""

    with_framework: tuple[ProfessionLine, ...]
    without: tuple[ProfessionLine, ...]


@dataclass(frozen=True, slots=True)
class ProfessionPage:
    """A profession with its frameworks, each families by rung; or what to look at when it has none."""

    profession: ProfessionCard
    maps: tuple[MapShown, ...]
    behaviours: VersionCard | None


@public
def professions(request: Request) -> HttpResponse:
    """List the professions."""
    current = frameworks.current_versions(request.at)
    lines = [
        ProfessionLine(profession, tuple(version for version in current if version.profession_id == profession.id))
        for profession in organisation.professions()
    ]
    holding = {one.id for one in organisation.professions(timezone.localdate(request.at))}
    page = Professions(
        with_framework=tuple(line for line in lines if line.frameworks),
        without=tuple(line for line in lines if not line.frameworks and line.profession.id in holding),
    )
    return render(request, "explore/professions.html", page)


@public
def profession(request: Request, slug: str) -> HttpResponse:
    """Show a profession's frameworks."""
    card = organisation.profession(slug)
    current = frameworks.current_versions(request.at)
    page = ProfessionPage(
        profession=card,
        maps=tuple(frameworks.map_shown(version.id) for version in current if version.profession_id == card.id),
        behaviours=next((version for version in current if version.framework_slug == BEHAVIOURS), None),
    )
    return render(request, "explore/profession.html", page)
