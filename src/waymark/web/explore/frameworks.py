"""Frameworks, their versions, what changed between these, and downloads."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _

from waymark.assessments import queries as assessments
from waymark.exchange import commands
from waymark.exchange import queries as exchange
from waymark.frameworks import queries as rooms
from waymark.frameworks.types import Change, Counts, Difference, MapShown, RoleLevelRef, VersionCard
from waymark.kernel.errors import NotVisible
from waymark.organisation import queries as organisation
from waymark.organisation.types import ProfessionCard
from waymark.web.base.access import public, signed_in
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request
from waymark.web.explore.home import FrameworkLine, framework_lines
from waymark.work.types import JobView

A_PAGE = 100
KINDS = ("family", "skill", "role", "role_level", "requirement", "relation")
WHATS = ("added", "replaced", "merged", "split", "removed", "level_changed", "renamed", "moved", "reworded")
"""What happens to things, in the order in which it is told; changes of spacing stand apart."""


@dataclass(frozen=True, slots=True)
class Frameworks:
    """The list of frameworks."""

    frameworks: tuple[FrameworkLine, ...]


@dataclass(frozen=True, slots=True)
class Download:
    """One way to take a version away."""

    format: str
    name: str
    waits: bool
    """Whether it has to be made first, and its address shows a page that says so."""


@dataclass(frozen=True, slots=True)
class MakingPage:
    """A file that is not made yet."""

    version: VersionCard
    name: str
    """Of the format."""
    format: str
    """What the format is called."""
    job: JobView | None
    """The job that makes it, or failed to; None when nobody has asked for it."""


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """A family, and where its roles are: further down on the page, or on a page of their own."""

    name: str
    roles: int
    url: str
    shown: bool
    """Whether it is the only one on the page."""


@dataclass(frozen=True, slots=True)
class FrameworkPage:
    """A framework's current version, mapped families by rung."""

    version: VersionCard
    profession: ProfessionCard | None
    counts: Counts
    map: MapShown
    families: tuple[FamilyLine, ...]
    pagination: Pagination
    picture: tuple[tuple[str, tuple[int, ...]], ...]
    """Number of role levels per family and rung."""
    others: tuple[VersionCard, ...]
    downloads: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class VersionPage:
    """One version: when it holds, what it says of itself, and how much changed since the one before."""

    version: VersionCard
    counts: Counts
    before: VersionCard | None
    after: VersionCard | None
    current: bool
    difference: Difference | None
    downloads: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Changes of one kind of thing, those of spacing apart."""

    kind: str
    title: str
    counts: dict[str, int]
    changes: tuple[Change, ...]
    """A page of them."""
    spacing: tuple[Change, ...]
    """The first of them, on the first page."""
    numbers: dict[str, int]
    """How many there are on all pages, by what happened."""
    more: int
    """How many are on other pages than the first."""


@dataclass(frozen=True, slots=True)
class DifferencePage:
    """What changed from the version before, thing by thing."""

    version: VersionCard
    before: VersionCard
    groups: tuple[ChangeGroup, ...]
    pages: Pagination | None
    """Of the one kind that was chosen; None where the beginning of each is shown."""


@dataclass(frozen=True, slots=True)
class MinePart:
    """Changes of one sort that affect me."""

    key: str
    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class MinePage:
    """What a version means to me."""

    version: VersionCard
    role: RoleLevelRef | None
    number: int
    parts: tuple[MinePart, ...]


@public
def frameworks(request: Request) -> HttpResponse:
    """List every framework that holds today."""
    page = Frameworks(framework_lines(rooms.current_versions(request.at)))
    return render(request, "explore/frameworks.html", page)


@public
def framework(request: Request, slug: str) -> HttpResponse:
    """Show a framework's current version; of one that retired or was withdrawn, the last that held."""
    card = _to_show(slug, request)
    counts = rooms.counts(card.id)
    shown = rooms.map_shown(card.id, request.GET.get("family", ""), page_number(request.GET))
    page = FrameworkPage(
        version=card,
        profession=_profession(card),
        counts=counts,
        map=shown,
        families=family_lines(shown, slug),
        pagination=paginate(shown.page, shown.pages, request.GET),
        picture=tuple((family.name, family.by_rung) for family in shown.families),
        others=tuple(version for version in rooms.versions_of(slug) if version.id != card.id),
        downloads=_downloads(card, counts),
    )
    return render(request, "explore/framework.html", page)


def family_lines(shown: MapShown, slug: str) -> tuple[FamilyLine, ...]:
    """Return the families of a framework as a list of links."""
    home = reverse("framework", args=[slug])
    return tuple(
        FamilyLine(
            name=family.name,
            roles=family.roles,
            url=f"{home}?{urlencode({'family': family.slug})}#{family.slug}" if shown.opened else f"#{family.slug}",
            shown=family.slug == shown.opened,
        )
        for family in shown.families
    )


@public
def version(request: Request, slug: str, label: str) -> HttpResponse:
    """Show one version and how much it changed."""
    card = rooms.version(slug, label)
    before, after = _neighbours(card)
    counts = rooms.counts(card.id)
    page = VersionPage(
        version=card,
        counts=counts,
        before=before,
        after=after,
        current=_is_current(card, request),
        difference=rooms.difference(before.id, card.id) if before else None,
        downloads=_downloads(card, counts),
    )
    return render(request, "explore/version.html", page)


@public
def version_difference(request: Request, slug: str, label: str) -> HttpResponse:
    """Show everything that changed from the version before; with ``?mine=1`` only what affects whoever is signed in."""
    if request.GET.get("mine"):
        return _changes_for_me(request, slug, label)
    card = rooms.version(slug, label)
    before, _after = _neighbours(card)
    if before is None:
        raise Http404
    difference = rooms.difference(before.id, card.id)
    only, groups, pages = request.GET.get("kind", ""), [], None
    for key, kind, title in (
        ("families", "family", _("Job families")),
        ("skills", "skill", _("Skills")),
        ("roles", "role", _("Roles")),
        ("role_levels", "role_level", _("Role levels")),
        ("requirements", "requirement", _("Requirements")),
        ("relations", "relation", _("Relations between skills")),
    ):
        if only in KINDS and only != kind:
            continue
        found = [change for change in difference.changes if change.kind == kind]
        changes = sorted((one for one in found if one.what in WHATS), key=lambda one: WHATS.index(one.what))
        number = 1
        if only == kind:
            last = max(1, math.ceil(len(changes) / A_PAGE))
            number = min(page_number(request.GET), last)
            pages = paginate(number, last, request.GET)
        groups.append(
            ChangeGroup(
                kind=kind,
                title=title,
                counts=difference.counts.get(key, {}),
                changes=tuple(changes[(number - 1) * A_PAGE : number * A_PAGE]),
                spacing=tuple(one for one in found if one.what == "spacing")[:A_PAGE] if number == 1 else (),
                numbers=Counter(one.what for one in found),
                more=max(len(changes) - A_PAGE, 0),
            )
        )
    return render(request, "explore/difference.html", DifferencePage(card, before, tuple(groups), pages))


@signed_in
def _changes_for_me(request: Request, slug: str, label: str) -> HttpResponse:
    """Show what a version means to whoever is signed in: what they were told the number of."""
    card = rooms.version(slug, label)
    person = request.person
    assert person is not None  # ``signed_in`` has seen to it
    found = assessments.changes_for(person.id, person.role_level_id, rooms.touched(card.id), request.actor, request.at)
    role = rooms.role_level_refs([person.role_level_id], request.at) if person.role_level_id is not None else {}
    parts = (
        ("harder", _("Asks more of you than before"), found.harder),
        ("easier", _("Asks less of you than before"), found.easier),
        ("wording", _("Is worded anew"), found.wording),
        ("gone", _("Is no longer there"), found.gone),
    )
    page = MinePage(
        version=card,
        role=next(iter(role.values()), None),
        number=found.number,
        parts=tuple(MinePart(key, title, changes) for key, title, changes in parts if changes),
    )
    return render(request, "explore/mine.html", page, seen_by=[assessments.who_sees_levels()])


@public
def download(request: Request, slug: str, label: str, format: str) -> HttpResponse:
    """Give a version as a file: several files come in one zip. One that takes long is made by a worker first."""
    if format not in dict(exchange.formats()):
        raise Http404
    card = rooms.version(slug, label)
    if exchange.must_wait(card, format):
        if request.method == "POST":
            commands.have_made(version_id=card.id, format=format, actor=request.actor, at=request.at)
            return see_other(request.path)
        title = dict(exchange.formats())[format]
        return render(
            request, "explore/making.html", MakingPage(card, format, title, exchange.being_made(card, format))
        )
    name, media_type, content = exchange.download(card, format)
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


def _to_show(slug: str, request: Request) -> VersionCard:
    try:
        return rooms.framework(slug, request.at)
    except NotVisible:
        held = [one for one in rooms.versions_of(slug) if one.effective_from and one.effective_from <= request.at]
        if not held:
            raise
        return next((one for one in held if one.state != "withdrawn"), held[0])


def _downloads(card: VersionCard, counts: Counts) -> tuple[Download, ...]:
    return tuple(Download(*one) for one in exchange.downloads(card, counts))


def _profession(card: VersionCard) -> ProfessionCard | None:
    return organisation.profession_by_id(card.profession_id) if card.profession_id else None


def _neighbours(card: VersionCard) -> tuple[VersionCard | None, VersionCard | None]:
    """Return the published versions before and after one. Nothing follows a version that was withdrawn."""
    versions = rooms.versions_of(card.framework_slug)
    place = [version.id for version in versions].index(card.id)
    before = next((version for version in versions[place + 1 :] if version.state != "withdrawn"), None)
    return before, versions[place - 1] if place else None


def _is_current(card: VersionCard, request: Request) -> bool:
    try:
        return rooms.framework(card.framework_slug, request.at).id == card.id
    except NotVisible:
        return False
