"""One file of a feed: how far it is, what it would change, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from waymark.kernel.errors import NotVisible, Refusal
from waymark.people import commands
from waymark.people import queries as people
from waymark.people.types import SHOWN, FeedChange, FeedStep, RunCard
from waymark.web.base import errors
from waymark.web.base.going import see_other
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request
from waymark.web.operating.feeds.listing import RunLine, administrator, line_of
from waymark.work import queries as work
from waymark.work.types import JobView
from waymark_formats.tables import csv_line


@dataclass(frozen=True, slots=True)
class Filter:
    """One kind of change, with how many people it is about."""

    kind: str
    words: str
    number: int
    current: bool


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What a file would do to one person."""

    change: FeedChange
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilePage:
    """One file: how far it is, and one page of what it would change, of one kind."""

    line: RunLine
    job: JobView | None
    unusual: tuple[str, ...]
    mine: bool
    """Whether whoever looks brought it: then another one has to agree to what is unusual."""
    filters: tuple[Filter, ...]
    kind: str
    kind_words: str
    changes: tuple[ChangeLine, ...]
    pagination: Pagination
    unchanged: int
    unknown_units: int
    """Units that rows set aside name and this site does not know."""
    read: tuple[str, ...]
    """Its columns, each with what it is read as where that is another word."""
    ignored: tuple[str, ...]
    """Its columns that are not read."""
    problem: str


@dataclass(frozen=True, slots=True)
class DiscardPage:
    """A file that may be given up."""

    card: RunCard
    problem: str


@administrator
def file(request: Request, uuid: UUID) -> HttpResponse:
    """Show one file; check it again, agree to it or apply it when asked to."""
    card = people.run_card(uuid, request.actor, request.at)
    problem = ""
    if request.method == "POST":
        try:
            answer = _act(request, card)
        except NotVisible:
            raise
        except Refusal as no:
            problem = str(no)
            card = people.run_card(uuid, request.actor, request.at)
        else:
            return answer
    return render(request, "operating/feeds/file.html", _page(request, card, problem), status=422 if problem else 200)


def _act(request: Request, card: RunCard) -> HttpResponse:
    seen = request.POST.get("seen", "")
    action = request.POST.get("action", "")
    given: Any = {"uuid": card.uuid, "actor": request.actor, "at": request.at}
    if action == "check":
        if card.doing and card.job is None:
            # It was begun at once and not ended: the process that had it was stopped.
            commands.carry_out_feed(**given)
        else:
            commands.go_on_feed(step=FeedStep.CHECK, **given)
    elif action == "approve":
        commands.approve_feed(seen=seen, **given)
        messages.success(request, _("You agreed to this file. It can be applied now."))
    elif action == "apply":
        done = commands.go_on_feed(step=FeedStep.APPLY, seen=seen, **given)
        if done.state == "applied":
            messages.success(request, _("%(name)s is applied.") % {"name": card.filename})
    else:
        return errors.bad_request(request)
    return see_other(reverse("operating_feed_file", args=[card.uuid]))


def _page(request: Request, card: RunCard, problem: str) -> FilePage:
    numbers = {str(kind): card.counts.get(kind, 0) for kind in SHOWN}
    numbers["twin"] = people.twins_of_run(card.uuid, request.actor, request.at) if card.rows else 0
    kind = request.GET.get("kind", "")
    if kind not in numbers:
        # What ends somebody's work is looked at first.
        kind = next((one for one in ("left", "aside", "moved", "changed", "new") if numbers[one]), "new")
    found = people.feed_changes(card.uuid, request.actor, request.at, kind=kind, page=page_number(request.GET))
    looked = [one.person_id for one in found.changes if one.person_id]
    if kind == "aside":
        values = [one.value for one in found.changes]
        looked += people.people_set_aside(card.uuid, request.actor, request.at, values)
    looked_at(
        request,
        looked,
        ground=str(_("they run the feed that speaks of them")),
        kind=kind,
    )
    return FilePage(
        line=line_of(card),
        job=work.job(card.job, actor=request.actor, at=request.at) if card.job else None,
        unusual=tuple(people.unusual_in_words(*one) for one in card.unusual),
        mine=card.account_id == request.actor.account_id,
        filters=tuple(
            Filter(one, people.kind_in_words(one), number, one == kind) for one, number in numbers.items() if number
        ),
        kind=kind,
        kind_words=people.kind_in_words(kind),
        changes=tuple(ChangeLine(one, tuple(map(people.reason_in_words, one.words))) for one in found.changes),
        pagination=paginate(found.page, found.pages, request.GET),
        unchanged=card.counts.get("same", 0) + card.counts.get("known", 0),
        unknown_units=len(people.unknown_of_run(card.uuid, request.actor, request.at).units) if kind == "aside" else 0,
        read=tuple(
            heading if heading == ours else _("%(heading)s, read as %(column)s") % {"heading": heading, "column": ours}
            for heading, ours in card.columns.get("read", ())
        ),
        ignored=tuple(heading for (heading,) in card.columns.get("ignored", ())),
        problem=problem or card.problem,
    )


@administrator
def aside(request: Request, uuid: UUID) -> HttpResponse:
    """Give every row that is set aside, with its reasons, as CSV: to be put right in the HR system."""
    changes = people.set_aside(uuid, request.actor, request.at)
    looked_at(
        request,
        people.people_set_aside(uuid, request.actor, request.at),
        ground=str(_("they run the feed that speaks of them")),
    )

    def lines() -> Iterator[str]:
        yield csv_line((_("Row"), _("Staff number"), _("Name"), _("Why it is set aside")))
        for one in changes:
            yield csv_line((one.row, one.value, one.name, " ".join(map(people.reason_in_words, one.words))))

    response = HttpResponse("".join(lines()), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename="set-aside.csv")
    return response


@administrator
def discard(request: Request, uuid: UUID) -> HttpResponse:
    """Give a file up, when that is confirmed."""
    card = people.run_card(uuid, request.actor, request.at)
    if card.ended:
        raise NotVisible
    problem = ""
    if request.method == "POST":
        try:
            commands.discard_feed(uuid=uuid, actor=request.actor, at=request.at)
        except commands.NotNow as no:
            problem = str(no)
        else:
            messages.success(request, _("%(name)s is discarded.") % {"name": card.filename})
            return see_other(reverse("operating_feed", args=[card.feed]))
    return render(request, "operating/feeds/discard.html", DiscardPage(card, problem), status=422 if problem else 200)
