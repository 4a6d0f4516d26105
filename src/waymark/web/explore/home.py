"""The front page: three doors into the frameworks."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Counts, VersionCard
from waymark.organisation import queries as organisation
from waymark.web.base.access import public
from waymark.web.base.page import render
from waymark.web.base.request import Request


@dataclass(frozen=True, slots=True)
class FrameworkLine:
    """A framework in a list, with how much it holds and who owns it."""

    version: VersionCard
    counts: Counts
    profession: str


@dataclass(frozen=True, slots=True)
class Home:
    """What the front page shows."""

    frameworks: tuple[FrameworkLine, ...]
    professions: int
    demo_url: str


def framework_lines(versions: tuple[VersionCard, ...]) -> tuple[FrameworkLine, ...]:
    """Return versions with their counts and the name of the profession that owns each. Two queries."""
    counts = frameworks.counts_of([version.id for version in versions])
    names = {profession.id: profession.name for profession in organisation.professions()}
    return tuple(
        FrameworkLine(version, counts[version.id], names.get(version.profession_id or 0, "")) for version in versions
    )


@public
def home(request: Request) -> HttpResponse:
    """Show the front page."""
    page = Home(
        frameworks=framework_lines(frameworks.current_versions(request.at)),
        professions=len(organisation.professions(timezone.localdate(request.at))),
        demo_url=reverse("demo") if settings.DEMO else "",
    )
    return render(request, "explore/home.html", page)
