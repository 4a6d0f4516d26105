"""Reading a draft section by section, with a way to remark beside every text."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Passage, PassageKind, Reading
from waymark.reviews import queries as reviews
from waymark.web.authoring.common import Bench, bench
from waymark.web.authoring.review.words import PassagePiece, parts, passage_of, piece
from waymark.web.base.access import with_account
from waymark.web.base.page import NavItem, render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """One thing of a draft, to read."""

    bench: Bench
    parts: tuple[NavItem, ...]
    whole: PassagePiece
    pieces: tuple[PassagePiece, ...]
    below: tuple[PassagePiece, ...]
    below_heading: str
    up_url: str
    up_text: str
    skills_url: str
    """Where its skills are listed; empty but for the framework."""
    skills: int
    """How many there are, where they are listed."""


@dataclass(frozen=True, slots=True)
class SkillsPage:
    """The skills of a draft, A to Z, one page of them."""

    bench: Bench
    parts: tuple[NavItem, ...]
    skills: tuple[PassagePiece, ...]
    pages: Pagination


@with_account
def read(request: Request, framework: str, label: str) -> HttpResponse:
    """Show what the draft says of itself, its families, and the way to its skills."""
    about = bench(request, framework, label)
    uuid = about.draft.version.framework_uuid
    assert uuid is not None  # every framework has one; cards of other queries may leave it out
    return _read(request, about, Passage(PassageKind.FRAMEWORK, uuid))


@with_account
def read_one(request: Request, framework: str, label: str, passage: str) -> HttpResponse:
    """Show a family, a role with its levels, or a skill with its levels."""
    return _read(request, bench(request, framework, label), passage_of(passage))


@with_account
def skills(request: Request, framework: str, label: str) -> HttpResponse:
    """List the skills of the draft."""
    about = bench(request, framework, label)
    number = page_number(request.GET)
    views, pages = frameworks.skills_to_read(about.draft.version.id, number)
    counted = reviews.open_on(about.draft.version.framework_id, [view.passage.uuid for view in views])
    page = SkillsPage(
        bench=about,
        parts=parts(request, about),
        skills=tuple(piece(about, view, counted) for view in views),
        pages=paginate(min(number, pages), pages, request.GET),
    )
    return render(request, "authoring/review/skills.html", page)


def _read(request: Request, about: Bench, wanted: Passage) -> HttpResponse:
    found: Reading = frameworks.reading(about.draft.version.id, wanted)
    shown = (found.view, *found.parts, *found.below)
    counted = reviews.open_on(about.draft.version.framework_id, {view.passage.uuid for view in shown})
    whole = wanted.kind == PassageKind.FRAMEWORK
    up_url, up_text = "", ""
    if wanted.kind == PassageKind.SKILL:
        up_url, up_text = reverse("authoring_review_skills", args=about.args), _("Skills of the draft")
    elif found.above is not None and found.above.kind == PassageKind.FAMILY:
        up_url = reverse("authoring_review_read_one", args=[*about.args, found.above.key])
        up_text = found.view.within
    elif found.above is not None:
        up_url, up_text = reverse("authoring_review_read", args=about.args), _("Read the draft")
    page = ReadingPage(
        bench=about,
        parts=parts(request, about),
        whole=piece(about, found.view, counted),
        pieces=tuple(piece(about, view, counted) for view in found.parts),
        below=tuple(piece(about, view, counted) for view in found.below),
        below_heading=_("Families") if whole else _("Roles"),
        up_url=up_url,
        up_text=up_text,
        skills_url=reverse("authoring_review_skills", args=about.args) if whole else "",
        skills=frameworks.counts(about.draft.version.id).skills if whole else 0,
    )
    return render(request, "authoring/review/read.html", page)
