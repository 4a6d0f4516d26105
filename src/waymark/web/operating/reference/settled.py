"""Changes of organisations that were planned or made: the list, one of them, calling off, undoing, duties after it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.access import commands as access_commands
from waymark.access import queries as access
from waymark.access.types import DutyKind, GrantCard
from waymark.kernel.errors import NotVisible, Refusal
from waymark.organisation import commands as organisation_commands
from waymark.organisation import queries as organisation
from waymark.organisation.types import ChangeCard, ChangeKind, Named, OutcomeKind
from waymark.people import commands
from waymark.web.base import duties as duty_words
from waymark.web.base.access import holds
from waymark.web.base.going import see_other
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request
from waymark.web.base.stepup import ask_to_confirm, stepped_up
from waymark.web.operating.reference.bodies import ChangeLine, Link, change_line
from waymark.web.operating.reference.changing import DutyLine, duty_line
from waymark.web.operating.reference.forms import CarryForm, ReasonForm, UndoForm


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """Changes that wait, or that were settled."""

    lines: tuple[ChangeLine, ...]
    settled: bool
    pagination: Pagination


@dataclass(frozen=True, slots=True)
class ChangePage:
    """One change."""

    line: ChangeLine
    planned_by: str
    settled_by: str
    """Who made it, or called it off; empty while it waits."""
    bodies: tuple[Link, ...]
    """Everything it names or made."""
    waits: bool
    made: bool
    may_undo: bool
    duties: int
    """Duties over bodies that it closed, which can be given over the successor."""


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """A last word before something is done about a change."""

    line: ChangeLine
    form: ReasonForm | UndoForm
    first_url: str = ""
    """A change that has to be undone before."""
    carried: tuple[DutyLine, ...] = ()
    """Duties that were given over the successor."""


@dataclass(frozen=True, slots=True)
class CarryPage:
    """Duties over bodies that have become part of another one."""

    line: ChangeLine
    into: str
    form: CarryForm | None
    """None: there are none."""
    hints: dict[str, str]


@holds(DutyKind.ADMINISTRATOR)
def listing(request: Request) -> HttpResponse:
    """List the changes that wait for their day, or the latest that were settled."""
    settled = request.GET.get("state") == "settled"
    if settled:
        found = organisation.settled_changes(request.actor, request.at, page_number(request.GET))
        rows, pages = found.rows, paginate(found.page, found.pages, request.GET)
    else:
        rows, pages = organisation.waiting_changes(request.actor, request.at), paginate(1, 1, request.GET)
    page = ChangesPage(tuple(change_line(card) for card in rows), settled, pages)
    return render(request, "operating/reference/changes.html", page)


@holds(DutyKind.ADMINISTRATOR)
def change(request: Request, uuid: UUID) -> HttpResponse:
    """Show one change."""
    card = organisation.change(uuid, request.actor, request.at)
    accounts = [pk for pk in (card.account_id, card.outcome_account_id) if pk is not None]
    names = access.account_names(accounts) if accounts else {}
    planner, settler = names.get(card.account_id or 0), names.get(card.outcome_account_id or 0)
    by_itself = card.outcome in {OutcomeKind.STOPPED, OutcomeKind.MADE} and card.on > timezone.localdate(card.at)
    found = {one.id: one for one in (*card.bodies, card.into, card.parent, card.opened, *card.units) if one}
    made = card.outcome is OutcomeKind.MADE
    page = ChangePage(
        line=change_line(card),
        planned_by=planner.name if planner else _("The operator of this site"),
        settled_by=""
        if card.outcome is None
        else settler.name
        if settler
        else _("This site, on its day")
        if by_itself
        else _("The operator of this site"),
        bodies=tuple(Link(one.name, reverse("reference_body", args=[one.slug])) for one in found.values()),
        waits=card.outcome is None,
        made=made,
        may_undo=made and not card.undone,
        duties=len(_duties(request, card)),
    )
    return render(request, "operating/reference/change.html", page)


@holds(DutyKind.ADMINISTRATOR)
def call_off(request: Request, uuid: UUID) -> HttpResponse:
    """Call off a change that waits."""
    card = organisation.change(uuid, request.actor, request.at)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            organisation_commands.call_off(
                change=uuid, reason=form.cleaned_data["reason"], actor=request.actor, at=request.at
            )
        except NotVisible:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Called off."))
            return see_other(reverse("reference_change", args=[uuid]))
    page = ConfirmPage(change_line(card), form)
    return render(request, "operating/reference/call_off.html", page, status=422 if request.method == "POST" else 200)


@holds(DutyKind.ADMINISTRATOR)
def undo(request: Request, uuid: UUID) -> HttpResponse:
    """Undo a change by the opposite one."""
    card = organisation.change(uuid, request.actor, request.at)
    form = UndoForm(request.POST if request.method == "POST" else None)
    first_url = ""
    if request.method == "POST" and form.is_valid():
        if not stepped_up(request):
            return ask_to_confirm(request)
        try:
            done = commands.undo_change(
                change=uuid, on=form.cleaned_data["day"], reason=form.cleaned_data["reason"], actor=request.actor,
                at=request.at,
            )  # fmt: skip
        except NotVisible:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            if isinstance(refusal, commands.UndoLaterFirst):
                first_url = reverse("reference_change", args=[refusal.change])
        else:
            messages.success(request, _("This change undoes the one before, from its day on."))
            return see_other(reverse("reference_change", args=[done[0]]))
    page = ConfirmPage(change_line(card), form, first_url, _carried(request, card))
    return render(request, "operating/reference/undo.html", page, status=422 if request.method == "POST" else 200)


def _carried(request: Request, card: ChangeCard) -> tuple[DutyLine, ...]:
    """Return the duties over the successor that somebody has as they had them over what merged."""
    into = _successor(card)
    if into is None:
        return ()
    had = {(one.account_id, one.kind.kind, one.profession_id) for one in _over_merged(request, card)}
    found = [
        one
        for one in access.duties_over([into.id], request.actor, request.at)
        if (one.account_id, one.kind.kind, one.profession_id) in had
    ]
    looked_at(request, [one.person_id for one in found if one.person_id], ground=str(_("their duty is over it")))
    return tuple(duty_line(one) for one in found)


@holds(DutyKind.ADMINISTRATOR)
def carry(request: Request, uuid: UUID) -> HttpResponse:
    """Give duties over merged bodies anew over their successor: those that are chosen, and no others."""
    card = organisation.change(uuid, request.actor, request.at)
    into = _successor(card)
    if into is None:
        raise NotVisible
    duties = _duties(request, card)
    looked_at(request, [one.person_id for one in duties if one.person_id], ground=str(_("their duty is over it")))
    choices = [
        (
            str(one.uuid),
            _("%(name)s: %(duty)s, %(over)s")
            % {"name": one.account_name, "duty": one.kind.name, "over": duty_words.over(one)},
        )
        for one in duties
    ]
    form = CarryForm(request.POST if request.method == "POST" else None, grants=choices) if choices else None
    if request.method == "POST" and form is not None and form.is_valid():
        if not stepped_up(request):
            return ask_to_confirm(request)
        try:
            came = access_commands.carry_duties(
                grants=[UUID(one) for one in form.cleaned_data["grants"]], organisation_id=into.id,
                reason=form.cleaned_data["reason"], actor=request.actor, at=request.at,
            )  # fmt: skip
        except NotVisible:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            said = [
                ngettext("%(num)d duty given.", "%(num)d duties given.", came.given) % {"num": came.given},
                ngettext(
                    "%(num)d waits for a second administrator.", "%(num)d wait for a second administrator.",
                    came.proposed,
                ) % {"num": came.proposed},
                *(f"{one.card.account_name}: {one.why}" for one in came.left),
            ]  # fmt: skip
            messages.success(request, " ".join(said))
            return see_other(reverse("reference_change", args=[uuid]))
    page = CarryPage(
        line=change_line(card),
        into=into.name,
        form=form,
        hints={
            str(one.uuid): _("Takes two people: another administrator has to approve it.")
            for one in duties
            if one.kind.two_people
        },
    )
    return render(request, "operating/reference/carry.html", page, status=422 if request.method == "POST" else 200)


def _successor(card: ChangeCard) -> Named | None:
    """Return the open body that others merged into, or what it has become part of since; None when that is undone."""
    if card.kind is not ChangeKind.MERGE or card.outcome is not OutcomeKind.MADE or card.undone or card.into is None:
        return None
    still_open = organisation.bodies([card.into.id])[card.into.id].is_open
    return card.into if still_open else organisation.successor(card.into.id)


def _duties(request: Request, card: ChangeCard) -> tuple[GrantCard, ...]:
    """Return the duties over bodies that a merger closed, and that can be given over a successor."""
    return () if _successor(card) is None else _over_merged(request, card)


def _over_merged(request: Request, card: ChangeCard) -> tuple[GrantCard, ...]:
    return access.duties_over([body.id for body in card.bodies], request.actor, request.at)
