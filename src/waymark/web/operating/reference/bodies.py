"""Organisations: finding one, and one with its parts, its past and its figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from waymark.access.types import DutyKind
from waymark.organisation import queries as organisation
from waymark.organisation.types import BodyLine, BodyView, ChangeCard, ChangeKind, LineagePart, ListKind, OutcomeKind
from waymark.people import queries as people
from waymark.people.types import Headcount
from waymark.reporting import queries as reporting
from waymark.web.base.access import holds
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request
from waymark.web.operating.reference import words

MOST_DAYS = 5
"""Days whose figures are shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """An organisation in a list."""

    body: BodyLine
    kind: str
    there: str
    url: str


@dataclass(frozen=True, slots=True)
class Link:
    """A page of these."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class ReferencePage:
    """The departments, or what a search found, and the way to everything else."""

    query: str
    lines: tuple[Line, ...]
    total: int
    pagination: Pagination
    waiting: int
    lists: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change in a list."""

    card: ChangeCard
    said: str
    outcome: str
    url: str


@dataclass(frozen=True, slots=True)
class FormerLine:
    """How a body was called and what it was part of, until a day."""

    until_on: date
    name: str
    parent_name: str
    url: str


@dataclass(frozen=True, slots=True)
class Figure:
    """How many people a body had on a day, as far as it may be shown; None: hidden."""

    on: date
    there: bool
    """Whether the body was there on the day."""
    as_it_was: int | None
    as_it_is: int | None


@dataclass(frozen=True, slots=True)
class BodyPage:
    """One organisation."""

    view: BodyView
    kind: str
    there: str
    above: tuple[Link, ...]
    parts: tuple[Line, ...]
    acts: tuple[Link, ...]
    former: tuple[FormerLine, ...]
    changes: tuple[ChangeLine, ...]
    pagination: Pagination
    figures: tuple[Figure, ...]
    profile: str
    """What hides and rounds them; empty: none is in force, and none is shown."""
    first_day: date
    lineage: tuple[LineagePart, ...]
    """What the figures of the first day are made of."""


@holds(DutyKind.ADMINISTRATOR)
def landing(request: Request) -> HttpResponse:
    """List the departments, or find organisations by their words."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    found = organisation.search_bodies(query, page_number(request.GET)) if query else None
    lines = found.rows if found else organisation.departments()
    waiting = organisation.waiting_changes(request.actor, request.at)
    page = ReferencePage(
        query=query,
        lines=tuple(line_of(line) for line in lines),
        total=found.total if found else len(lines),
        pagination=paginate(found.page if found else 1, found.pages if found else 1, request.GET),
        waiting=len(waiting),
        lists=tuple(
            Link(words.list_title(kind), reverse("reference_list", args=[kind.value]))
            for kind in ListKind
            if kind is not ListKind.GRADE
        ),
    )
    return render(request, "operating/reference/landing.html", page)


@holds(DutyKind.ADMINISTRATOR)
def body(request: Request, slug: str) -> HttpResponse:
    """Show one organisation."""
    view = organisation.body(slug)
    pk = view.body.id
    found = organisation.changes_of(pk, request.actor, request.at, page_number(request.GET))
    days = _days(found.rows, timezone.localdate(request.at))
    page = BodyPage(
        view=view,
        kind=words.kind_of_body(view.body.kind),
        there=words.period(view.body.from_on, view.body.until_on),
        above=tuple(Link(one.name, reverse("reference_body", args=[one.slug])) for one in view.above),
        parts=tuple(line_of(line) for line in view.parts),
        acts=tuple(
            Link(words.act(kind.value), reverse("reference_change_body", args=[slug, kind.value]))
            for kind in _acts(view)
        ),
        former=tuple(
            FormerLine(
                line.until_on, line.name, line.parent_name, reverse("reference_change", args=[line.change])
            )
            for line in organisation.history(pk)
        ),
        changes=tuple(change_line(card) for card in found.rows),
        pagination=paginate(found.page, found.pages, request.GET),
        figures=_figures(people.headcount(pk, days, request.at), request),
        profile=reporting.profile_in_force(request.at),
        first_day=days[0],
        lineage=organisation.lineage(pk, days[0]),
    )  # fmt: skip
    return render(request, "operating/reference/body.html", page)


def _figures(found: tuple[Headcount, ...], request: Request) -> tuple[Figure, ...]:
    shown = reporting.counts_shown([n or 0 for one in found for n in (one.as_it_was, one.as_it_is)], request.at)
    return tuple(
        Figure(one.on, one.as_it_was is not None, was, now)
        for one, was, now in zip(found, shown[::2], shown[1::2], strict=True)
    )


def line_of(line: BodyLine) -> Line:
    """Return an organisation as a line of a list."""
    return Line(line, words.kind_of_body(line.kind), words.there(line), reverse("reference_body", args=[line.slug]))


def change_line(card: ChangeCard) -> ChangeLine:
    """Return a change as a line of a list."""
    return ChangeLine(
        card, words.said_of(card), words.outcome(card.outcome), reverse("reference_change", args=[card.uuid])
    )


def _acts(view: BodyView) -> tuple[ChangeKind, ...]:
    if not view.body.is_open:
        return (ChangeKind.OPEN,)
    return (ChangeKind.RENAME, ChangeKind.MOVE, ChangeKind.MERGE, ChangeKind.SPLIT, ChangeKind.CLOSE)


def _days(changes: tuple[ChangeCard, ...], today: date) -> tuple[date, ...]:
    """Return the days whose figures are shown, in order: before each of the latest changes, and today."""
    made = {card.on - timedelta(days=1) for card in changes if card.outcome is OutcomeKind.MADE}
    year_ago = today - timedelta(days=365)
    return (*(sorted(made)[-(MOST_DAYS - 1) :] or [year_ago]), today)
