"""Who holds which duty: the list, and one duty with its history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.access import commands
from waymark.access import queries as access
from waymark.access.types import DutyKind, GrantCard, GrantFilter, GrantPage, GrantState, GrantView, Step
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.policy import Actor
from waymark.organisation import queries as organisation
from waymark.organisation.types import Named
from waymark.web.base import duties as words
from waymark.web.base.access import holds, with_account, without_duty
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request
from waymark.web.base.stepup import ask_to_confirm, stepped_up
from waymark.web.operating.common import GIVERS, OVERSEERS, see_other
from waymark.web.operating.forms import DecideForm, EndForm

UNSETTLED = {GrantState.WAITING, GrantState.DECLINED}
"""States of a grant that never counted: there is nothing to give again."""


@dataclass(frozen=True, slots=True)
class Line:
    """A grant in a list."""

    card: GrantCard
    over: str
    state: str
    last_day: date
    url: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of the list, and what it is narrowed to."""

    lines: tuple[Line, ...]
    found: GrantPage
    pagination: Pagination
    wanted: GrantFilter
    kinds: tuple[tuple[str, str], ...]
    states: tuple[tuple[str, str], ...]
    professions: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, tuple[Named, ...]], ...]
    narrowed: bool
    may_give: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step in the history of a grant."""

    step: Step
    what: str


@dataclass(frozen=True, slots=True)
class DutyPage:
    """One grant with its history."""

    view: GrantView
    line: Line
    steps: tuple[StepLine, ...]
    covers: tuple[Line, ...]
    decide: DecideForm | None
    may_give: bool
    back_url: str


@dataclass(frozen=True, slots=True)
class EndPage:
    """Taking a duty back."""

    line: Line
    form: EndForm


@holds(*GIVERS, *OVERSEERS)
def listing(request: Request) -> HttpResponse:
    """List the duties that this account may see."""
    professions, places = organisation.professions(), _places()
    wanted = _filter(request, {one.slug for one in professions}, {one.slug for _kind, some in places for one in some})
    found = access.grants(request.actor, request.at, wanted, page_number(request.GET))
    looked_at(
        request, _people(found.rows), ground=_("they hold a duty that sees who holds duties there"),
        words=wanted.words, duty=wanted.kind, state=wanted.state, profession=wanted.profession,
        organisation=wanted.organisation, page=found.page,
    )  # fmt: skip
    page = ListPage(
        lines=tuple(line_of(card) for card in found.rows),
        found=found,
        pagination=paginate(found.page, found.pages, request.GET),
        wanted=wanted,
        kinds=tuple((one.kind.value, str(one.name)) for one in access.kinds()),
        states=tuple((state.value, words.state_name(state)) for state in GrantState),
        professions=tuple((one.slug, one.name) for one in professions),
        places=places,
        narrowed=wanted != GrantFilter(),
        may_give=bool(request.actor.holding(*GIVERS)),
    )
    return render(request, "operating/duties.html", page)


@with_account
def duty(request: Request, uuid: UUID) -> HttpResponse:
    """Show one duty to whoever may see it."""
    try:
        view = access.grant(uuid, request.actor, request.at)
    except NotVisible:
        return without_duty(request, GIVERS)
    return _show(request, view, DecideForm() if view.may_decide else None)


@holds(DutyKind.ADMINISTRATOR)
def decide(request: Request, uuid: UUID) -> HttpResponse:
    """Take an administrator's decision about a proposal."""
    if request.method != "POST":
        return see_other(reverse("duty", args=[uuid]))
    form = DecideForm(request.POST)
    if form.is_valid():
        if not stepped_up(request):
            return ask_to_confirm(request)
        approve = form.cleaned_data["answer"] == "approve"
        try:
            commands.decide(
                grant=uuid, approve=approve, reason=form.cleaned_data["reason"], actor=request.actor, at=request.at
            )
        except NotVisible:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("You approved the duty.") if approve else _("You declined the duty."))
            return see_other(reverse("duty", args=[uuid]))
    return _show(request, access.grant(uuid, request.actor, request.at), form, status=422)


@with_account
def end(request: Request, uuid: UUID) -> HttpResponse:
    """Take a duty back, after asking why."""
    try:
        view = access.grant(uuid, request.actor, request.at)
    except NotVisible:
        return without_duty(request, GIVERS)
    form = EndForm(request.POST if request.method == "POST" else None)
    page = EndPage(line_of(view.card), form)
    # Of a whole form the command decides: a duty that ended meanwhile is refused in words.
    if not view.may_revoke and not form.is_valid():
        return without_duty(request, GIVERS)
    if request.method != "POST":
        looked_at(request, _people([view.card]), ground=_("they may take the duty back"))
        return render(request, "operating/duty_end.html", page)
    if form.is_valid():
        if view.may_revoke and view.card.kind.two_people and not stepped_up(request):
            return ask_to_confirm(request)
        try:
            commands.revoke(grant=uuid, reason=form.cleaned_data["reason"], actor=request.actor, at=request.at)
        except NotVisible:
            return without_duty(request, GIVERS)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The duty is over."))
            return see_other(reverse("duty", args=[uuid]))
    return render(request, "operating/duty_end.html", page, status=422)


def line_of(card: GrantCard) -> Line:
    """Return a grant as a line of a list."""
    return Line(
        card, words.over(card), words.state_name(card.state), words.last_day(card.until_at),
        reverse("duty", args=[card.uuid]),
    )  # fmt: skip


def _show(request: Request, view: GrantView, form: DecideForm | None, status: int = 200) -> HttpResponse:
    looked_at(request, _people([view.card, *view.covers]), ground=_("they may see who holds the duty"))
    may_list = request.actor.holding(*GIVERS, *OVERSEERS)
    page = DutyPage(
        view=view,
        line=line_of(view.card),
        steps=tuple(StepLine(step, words.step_name(step.what)) for step in view.steps),
        covers=tuple(line_of(card) for card in view.covers),
        decide=form,
        may_give=_may_give_again(view.card, request.actor),
        back_url=reverse("duties" if may_list else "operating"),
    )
    return render(request, "operating/duty.html", page, status=status)


def _may_give_again(card: GrantCard, actor: Actor) -> bool:
    """Say whether the actor could give such a duty once more: it has counted, is no cover, and is not their own."""
    return (
        card.state not in UNSETTLED
        and not card.covered_name
        and card.account_id != actor.account_id
        and card.kind in access.kinds_to_give(actor)
    )


def _people(cards: Iterable[GrantCard]) -> list[int]:
    return [card.person_id for card in cards if card.person_id is not None]


def _places() -> tuple[tuple[str, tuple[Named, ...]], ...]:
    return (
        (_("Departments"), organisation.organisations("department")),
        (_("Agencies"), organisation.organisations("agency")),
    )


def _filter(request: Request, professions: set[str], places: set[str]) -> GrantFilter:
    """Return what the address narrows the list to; nonsense is set aside."""

    def one_of(name: str, known: set[str]) -> str:
        value = request.GET.get(name, "")
        return value if value in known else ""

    return GrantFilter(
        words=request.GET.get("q", "").replace("\x00", "").strip()[:200],
        kind=one_of("duty", {kind.kind.value for kind in access.kinds()}),
        state=one_of("state", {state.value for state in GrantState}),
        profession=one_of("profession", professions),
        organisation=one_of("organisation", places),
        ending_first=request.GET.get("order") == "ending",
    )
