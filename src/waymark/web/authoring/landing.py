"""The front page of the workbench: what is being written, and what can be begun."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import VersionCard
from waymark.kernel.errors import NotVisible
from waymark.reviews import queries as reviews
from waymark.reviews.types import Waiting
from waymark.web.base.access import with_account
from waymark.web.base.page import render
from waymark.web.base.request import Request


@dataclass(frozen=True, slots=True)
class Refreshable:
    """A framework of the actor's, with the version that is being written, if one is."""

    published: VersionCard
    draft: VersionCard | None


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """Something that waits for the reader: what, where, and by when."""

    text: str
    url: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class LandingPage:
    """What an author or a reviewer finds."""

    waiting: tuple[WaitingLine, ...]
    drafts: tuple[VersionCard, ...]
    frameworks: tuple[Refreshable, ...]
    may_begin: bool


@with_account
def landing(request: Request) -> HttpResponse:
    """Show what the actor writes or reviews. To whoever does neither there is no such page."""
    found = frameworks.workbench(request.actor, request.at)
    if not found.drafts and not frameworks.reviewer_by_duty(request.actor):
        raise NotVisible
    by_framework = {card.framework_id: card for card in found.drafts}
    page = LandingPage(
        waiting=_waiting(request, found.drafts),
        drafts=found.drafts,
        frameworks=tuple(Refreshable(card, by_framework.get(card.framework_id)) for card in found.frameworks),
        may_begin=bool(found.professions),
    )
    return render(request, "authoring/landing.html", page)


def _waiting(request: Request, drafts: Iterable[VersionCard]) -> tuple[WaitingLine, ...]:
    """Return what waits for whoever asks, in words: reviews and sign-offs first."""
    by_id = {card.id: card for card in drafts}
    found = reviews.waiting_for(request.actor, request.at)
    return tuple(_line(one, by_id[one.version_id]) for one in found if one.version_id in by_id)


def _line(one: Waiting, card: VersionCard) -> WaitingLine:
    what, where = {
        "review": (_("Review %(title)s"), "authoring_review"),
        "sign_off": (_("Sign off %(title)s"), "authoring_review_sign"),
        "release": (_("Decide about the release of %(title)s"), "authoring_release"),
        "suggestions": (
            ngettext("%(num)s suggestion for %(title)s", "%(num)s suggestions for %(title)s", one.number),
            "authoring_review_suggestions",
        ),
        "threads": (
            ngettext("%(num)s open thread about %(title)s", "%(num)s open threads about %(title)s", one.number),
            "authoring_review_threads",
        ),
    }[one.what]
    text = what % {"num": one.number, "title": f"{card.title} {card.label}"}
    return WaitingLine(text, reverse(where, args=[card.framework_slug, card.label]), one.due_on)
