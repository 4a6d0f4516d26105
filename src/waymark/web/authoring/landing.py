"""The front page of the workbench: what is being written, and what can be begun."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse

from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import VersionCard
from waymark.kernel.errors import NotVisible
from waymark.web.base.access import with_account
from waymark.web.base.page import render
from waymark.web.base.request import Request


@dataclass(frozen=True, slots=True)
class Refreshable:
    """A framework of the actor's, with the version that is being written, if one is."""

    published: VersionCard
    draft: VersionCard | None


@dataclass(frozen=True, slots=True)
class LandingPage:
    """What an author or a reviewer finds."""

    drafts: tuple[VersionCard, ...]
    frameworks: tuple[Refreshable, ...]
    may_begin: bool


@with_account
def landing(request: Request) -> HttpResponse:
    """Show what the actor writes or reviews. To whoever does neither there is no such page."""
    found = frameworks.workbench(request.actor, request.at)
    if not found.drafts and not found.frameworks and not found.professions:
        raise NotVisible
    by_framework = {card.framework_id: card for card in found.drafts}
    page = LandingPage(
        drafts=found.drafts,
        frameworks=tuple(Refreshable(card, by_framework.get(card.framework_id)) for card in found.frameworks),
        may_begin=bool(found.professions),
    )
    return render(request, "authoring/landing.html", page)
