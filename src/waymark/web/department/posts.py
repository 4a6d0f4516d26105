"""The workbench: the titles of a department, what each is likely to be, and many of them accepted at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import ngettext

from waymark.kernel.errors import NotVisible, Refusal, Stale
from waymark.organisation import queries as organisation
from waymark.organisation.types import Place
from waymark.people import commands
from waymark.people import queries as people
from waymark.people.types import BatchPage, BatchView, BulkPreview, PostFilter, PostsTally, TitlePage, TitleView
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request
from waymark.web.department.common import (
    KINDS,
    address_of,
    bands,
    department_of,
    mappers,
    narrowed_by,
    narrowing_states,
    seers,
)
from waymark.work.types import JobView


@dataclass(frozen=True, slots=True)
class Choice:
    """A department whose posts whoever asks may see."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class DepartmentsPage:
    """The departments to choose from."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One title of the list."""

    view: TitleView
    band: str
    url: str


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the list is narrowed by, and what there is to narrow it by."""

    by: PostFilter
    states: tuple[tuple[str, str], ...]
    bands: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    grades: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PostsPage:
    """The titles of a department."""

    place: Place
    tally: PostsTally
    read_at: datetime | None
    job: JobView | None
    found: TitlePage
    lines: tuple[Line, ...]
    narrowing: Narrowing
    narrowed: str
    """The end of the address that narrows the list so."""
    may_map: bool
    pagination: Pagination
    problem: str


@dataclass(frozen=True, slots=True)
class AcceptPage:
    """What accepting the first suggestions would change."""

    place: Place
    preview: BulkPreview
    narrowed: str
    back_url: str
    problem: str


@dataclass(frozen=True, slots=True)
class Decided:
    """Something that was decided in one go."""

    view: BatchView
    how: str
    undo_url: str


@dataclass(frozen=True, slots=True)
class DecisionsPage:
    """What was decided about posts of a department."""

    place: Place
    found: BatchPage
    lines: tuple[Decided, ...]
    pagination: Pagination


@dataclass(frozen=True, slots=True)
class UndoPage:
    """Something that may be undone."""

    place: Place
    decided: Decided
    problem: str


@seers
def departments(request: Request) -> HttpResponse:
    """Offer the departments whose posts I see; where there is one, go there."""
    duties = request.actor.holding(*KINDS)
    choices = tuple(
        Choice(place.name, reverse("department_posts", args=[place.slug]))
        for place in organisation.places("department")
        if any(place.path.startswith(duty.path) or duty.path.startswith(place.path) for duty in duties)
    )
    if len(choices) == 1:
        return see_other(choices[0].url)
    return render(request, "department/departments.html", DepartmentsPage(choices))


@seers
def posts(request: Request, slug: str) -> HttpResponse:
    """List the titles of a department, those with the most unknown posts first."""
    return _list(request, department_of(request, slug))


def _list(request: Request, place: Place, problem: str = "") -> HttpResponse:
    narrowed, number = narrowed_by(request.GET), page_number(request.GET)
    try:
        found = people.titles(place.id, place.path, narrowed, request.actor, request.at, page=number)
    except NotVisible:
        # The address names a unit that is not there any more.
        return see_other(reverse("department_posts", args=[place.slug]))
    read_at, job = people.titles_read(place.id)
    words = dict(bands())
    page = PostsPage(
        place=place,
        tally=people.posts_tally(place.path, request.actor, request.at),
        read_at=read_at,
        job=job,
        found=found,
        lines=tuple(
            Line(one, words[one.band], reverse("department_title", args=[place.slug, one.uuid])) for one in found.titles
        ),
        narrowing=Narrowing(
            narrowed,
            narrowing_states(),
            bands(),
            _units(place),
            tuple(dict.fromkeys((one.code, one.code) for one in organisation.grade_names(place.path))),
        ),
        narrowed=address_of(narrowed),
        may_map=people.maps_posts_in(place.path, request.actor),
        pagination=paginate(found.page, found.pages, request.GET),
        problem=problem,
    )
    return render(request, "department/posts.html", page, status=422 if problem else 200)


def _units(place: Place) -> tuple[tuple[str, str], ...]:
    """Return the units of a department, each below what it is part of, A to Z, and further in."""
    return tuple((one.slug, f"{'– ' * depth}{one.name}") for depth, one in organisation.units_in_tree(place.path))


@mappers
def suggestions(request: Request, slug: str) -> HttpResponse:
    """Work suggestions out anew, when that is asked for."""
    place = department_of(request, slug, to_map=True)
    if request.method == "POST":
        try:
            done = commands.suggest_roles(organisation_id=place.id, actor=request.actor, at=request.at)
        except NotVisible:
            raise
        except Refusal as no:
            return _list(request, place, str(no))
        if done is not None:
            messages.success(
                request,
                ngettext(
                    "Read %(num)d post: its suggestion is worked out.",
                    "Read %(num)d posts: their suggestions are worked out.",
                    done.posts,
                )
                % {"num": done.posts},
            )
    return see_other(reverse("department_posts", args=[place.slug]))


@mappers
def accept(request: Request, slug: str) -> HttpResponse:
    """Show what accepting the first suggestion of every title of a list would change, and accept them."""
    place = department_of(request, slug, to_map=True)
    sent = QueryDict(request.POST.get("narrowed", "").removeprefix("?")) if request.method == "POST" else request.GET
    narrowed, problem, status = narrowed_by(sent), "", 200
    back = reverse("department_posts", args=[place.slug]) + address_of(narrowed)
    if request.method == "POST":
        try:
            done = commands.accept_suggestions(
                organisation_id=place.id, narrowed=narrowed, seen=request.POST.get("seen", ""), actor=request.actor,
                at=request.at,
            )  # fmt: skip
        except NotVisible:
            raise
        except Refusal as no:
            problem, status = str(no), 409 if isinstance(no, Stale) else 422
        else:
            messages.success(request, mapped_in_words(done.posts))
            return see_other(back)
    preview = people.bulk_preview(place.id, place.path, narrowed, request.actor, request.at)
    page = AcceptPage(place, preview, address_of(narrowed), back, problem)
    return render(request, "department/accept.html", page, status=status)


def mapped_in_words(posts: int) -> str:
    """Return what a decision has changed."""
    words = ngettext(
        "%(num)d post is decided. You can undo this under “What was decided”.",
        "%(num)d posts are decided. You can undo this under “What was decided”.",
        posts,
    )
    return words % {"num": posts}


@mappers
def decisions(request: Request, slug: str) -> HttpResponse:
    """List what was decided about posts of a department, newest first."""
    place = department_of(request, slug, to_map=True)
    found = people.mapping_batches(place.id, request.actor, request.at, page=page_number(request.GET))
    page = DecisionsPage(
        place,
        found,
        tuple(_decided(place, one) for one in found.batches),
        paginate(found.page, found.pages, request.GET),
    )
    return render(request, "department/decisions.html", page)


@mappers
def undo(request: Request, slug: str, uuid: UUID) -> HttpResponse:
    """Take back what was decided in one go, when that is confirmed."""
    place, problem = department_of(request, slug, to_map=True), ""
    view = people.mapping_batch(uuid, request.actor, request.at)
    if request.method == "POST":
        try:
            done = commands.undo_mapping(batch=uuid, actor=request.actor, at=request.at)
        except NotVisible:
            raise
        except Refusal as no:
            problem = str(no)
        else:
            said = ngettext(
                "%(num)d post is as it was before.", "%(num)d posts are as they were before.", done.posts
            ) % {"num": done.posts}
            if done.left:
                said += " " + ngettext(
                    "%(num)d stays: something else was decided about it since, or it is not yours.",
                    "%(num)d stay: something else was decided about them since, or they are not yours.",
                    done.left,
                ) % {"num": done.left}
            messages.success(request, said)
            return see_other(reverse("department_decisions", args=[place.slug]))
    page = UndoPage(place, _decided(place, view), problem)
    return render(request, "department/undo.html", page, status=422 if problem else 200)


def _decided(place: Place, view: BatchView) -> Decided:
    url = reverse("department_undo", args=[place.slug, view.uuid]) if view.may_undo else ""
    return Decided(view, people.how_in_words(view.how), url)
