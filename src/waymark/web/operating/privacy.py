"""What a data protection officer does: answers requests, places holds, erases, and deletes what is past its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.access.types import DutyKind
from waymark.kernel.errors import NotVisible, Refusal
from waymark.people import commands as people
from waymark.people import queries as people_queries
from waymark.people.types import PersonCard, RestrictionView
from waymark.privacy import commands as privacy
from waymark.privacy import queries as privacy_queries
from waymark.privacy.types import Basis, ErasurePreview, HoldView, RequestKind, RequestState, RequestView
from waymark.web.base.access import holds
from waymark.web.base.answers import attachment, json_attachment
from waymark.web.base.going import see_other
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.base.stepup import ask_to_confirm, stepped_up
from waymark.web.operating.privacy_forms import AnswerForm, BecauseForm, EraseForm, FindForm, HoldForm

GROUND = "they are a data protection officer where the person works"


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody with a request, a hold or a restriction."""

    url: str
    name: str
    what: str
    since: datetime
    until: date | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """What waits for the officer."""

    open: tuple[Line, ...]
    decided: tuple[Line, ...]
    restrictions: tuple[Line, ...]
    holds: tuple[Line, ...]
    form: forms.Form
    everybody: bool
    """Whether they answer for the whole site, and so for what is past its time."""


@dataclass(frozen=True, slots=True)
class PersonPage:
    """What an officer may do for one person."""

    person: PersonCard
    restriction: RestrictionView | None
    holds: tuple[Line, ...]
    form: forms.Form


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request, and the answer to it."""

    person: PersonCard
    request: RequestView
    kind: str
    state: str
    open: bool
    erasure: bool
    form: forms.Form


@dataclass(frozen=True, slots=True)
class ErasePage:
    """What erasing somebody takes away and what it leaves."""

    person: PersonCard
    preview: ErasurePreview
    form: forms.Form


@dataclass(frozen=True, slots=True)
class HoldPage:
    """A hold to be placed, or one to be released."""

    person: PersonCard
    form: forms.Form
    hold: HoldView | None = None
    basis: str = ""


officer = holds(DutyKind.DATA_PROTECTION_OFFICER)


@officer
def overview(request: Request) -> HttpResponse:
    """Show what waits, whose record is restricted and who is on hold; find somebody by staff number."""
    actor, at = request.actor, request.at
    form = FindForm(request.GET if "key" in request.GET else None)
    if form.is_bound and form.is_valid():
        try:
            found = people_queries.protected_person(form.cleaned_data["key"].strip(), actor, at)
        except NotVisible:
            form.add_error("key", _("We could not find anybody with that staff number. Check it and try again."))
        else:
            return see_other(reverse("operating_privacy_person", args=[found.uuid]))
    waiting = privacy_queries.open_requests(actor, at)
    decided = privacy_queries.decided_requests(actor, at)
    restricted = people_queries.restrictions(actor, at)
    on_hold = privacy_queries.current_holds(actor, at)
    seen = {one.person_id for group in (waiting, decided, restricted) for one in group}
    names = people_queries.names(seen | {one.person_id for one in on_hold})
    uuids = people_queries.uuids(one.person_id for one in restricted)
    # Those on hold are left out: somebody who asked for nothing would wonder why the officer looks at them.
    looked_at(request, (pk for pk in seen if names.get(pk)), ground=GROUND)
    page = OverviewPage(
        open=tuple(_request_line(one, names) for one in waiting),
        decided=tuple(_request_line(one, names) for one in decided),
        restrictions=tuple(
            Line(
                reverse("operating_privacy_person", args=[uuids[one.person_id]]), _name(names, one.person_id),
                one.reason, one.from_at,
            )
            for one in restricted
        ),
        holds=tuple(_hold_line(one, names) for one in on_hold),
        form=form,
        everybody=privacy_queries.answers_for_all(actor),
    )  # fmt: skip
    return render(request, "operating/privacy.html", page, status=422 if form.errors else 200)


@officer
def person(request: Request, uuid: UUID) -> HttpResponse:
    """Show what can be done for one person; end the restriction of their record."""
    found = _person(request, uuid)
    form = BecauseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            people.lift_restriction(
                person_id=found.id, because=form.cleaned_data["because"], actor=request.actor, at=request.at
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The record can be used again."))
            return see_other(reverse("operating_privacy_person", args=[uuid]))
    names = {found.id: found.name}
    page = PersonPage(
        person=found,
        restriction=people_queries.restriction(found.id, request.actor, request.at),
        holds=tuple(_hold_line(one, names) for one in privacy_queries.holds_on(found.id, request.actor, request.at)),
        form=form,
    )
    return render(request, "operating/privacy_person.html", page, status=422 if form.errors else 200)


@officer
def copy_json(request: Request, uuid: UUID) -> HttpResponse:
    """Hand over everything about a person, for programs."""
    found = _person(request, uuid)
    copy = privacy_queries.copy(found.id, request.actor, request.at)
    return json_attachment(copy.document(), f"person-{uuid}.json")


@officer
def copy_pdf(request: Request, uuid: UUID) -> HttpResponse:
    """Hand over everything about a person, to read."""
    found = _person(request, uuid)
    copy = privacy_queries.copy(found.id, request.actor, request.at)
    return attachment(privacy_queries.as_pdf(copy), "application/pdf", f"person-{uuid}.pdf")


@officer
def answer(request: Request, uuid: UUID) -> HttpResponse:
    """Show a request and take the answer to it."""
    found = privacy_queries.request(uuid, request.actor, request.at)
    card = people_queries.card(found.person_id, request.at)
    if card.name:  # nobody is left of whoever was erased
        looked_at(request, [card.id], ground=GROUND)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    erasure = found.kind == RequestKind.ERASURE
    if erasure:
        outcome = form.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)
        outcome.choices = [("declined", _("It is declined"))]
    if request.method == "POST" and form.is_valid():
        try:
            privacy.decide(
                request=uuid, done=form.cleaned_data["outcome"] == "done", answer=form.cleaned_data["answer"],
                actor=request.actor, at=request.at,
            )  # fmt: skip
        except NotVisible:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your answer was sent."))
            return see_other(reverse("operating_privacy"))
    page = RequestPage(
        person=card,
        request=found,
        kind=privacy_queries.request_kind(found.kind),
        state=privacy_queries.request_state(found.state),
        open=found.state == RequestState.OPEN,
        erasure=erasure,
        form=form,
    )
    return render(request, "operating/privacy_request.html", page, status=422 if form.errors else 200)


@officer
def erase(request: Request, uuid: UUID) -> HttpResponse:
    """Show what erasing a person takes away and what it leaves; erase once the staff number is typed."""
    found = _person(request, uuid)
    preview = privacy_queries.erasure_preview(found.id, request.actor, request.at)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["staff_number"].strip() != found.staff_number:
            form.add_error("staff_number", _("That is not the person’s staff number"))
        elif not stepped_up(request):
            return ask_to_confirm(request)
        else:
            try:
                privacy.erase_person(
                    person_id=found.id, reason=form.cleaned_data["reason"], actor=request.actor, at=request.at
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                # The address of the page names the person.
                request.looked.subjects.discard(found.id)
                messages.success(request, _("The person was erased."))
                return see_other(reverse("operating_privacy"))
    page = ErasePage(found, preview, form)
    return render(request, "operating/privacy_erase.html", page, status=422 if form.errors else 200)


@officer
def place_hold(request: Request, uuid: UUID) -> HttpResponse:
    """Place a hold on a person."""
    found = _person(request, uuid, noted=False)
    form = HoldForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            privacy.place_hold(
                person_id=found.id, basis=Basis(form.cleaned_data["basis"]), reason=form.cleaned_data["reason"],
                until_on=form.cleaned_data["until_on"], actor=request.actor, at=request.at,
            )  # fmt: skip
        except privacy.EndsInThePast as refusal:
            form.add_error("until_on", str(refusal))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The hold is in force. Nothing of this person is erased or deleted."))
            return see_other(reverse("operating_privacy_person", args=[uuid]))
    return render(request, "operating/privacy_hold.html", HoldPage(found, form), status=422 if form.errors else 200)


@officer
def hold(request: Request, uuid: UUID) -> HttpResponse:
    """Show a hold and release it."""
    found = privacy_queries.hold(uuid, request.actor, request.at)
    card = people_queries.card(found.person_id, request.at)
    form = BecauseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            privacy.release_hold(hold=uuid, because=form.cleaned_data["because"], actor=request.actor, at=request.at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The hold is released."))
            return see_other(reverse("operating_privacy_person", args=[card.uuid]))
    page = HoldPage(card, form, found, privacy_queries.basis(found.basis))
    return render(request, "operating/privacy_release.html", page, status=422 if form.errors else 200)


def _person(request: Request, uuid: UUID, *, noted: bool = True) -> PersonCard:
    """Return the person, and note that their record was read.

    Pages about holds are not noted: the person sees the address of each look. The pages that lead to them are.
    """
    found = people_queries.protected_person(str(uuid), request.actor, request.at)
    if noted:
        looked_at(request, [found.id], ground=GROUND)
    return found


def _name(names: dict[int, str], person_id: int) -> str:
    return names.get(person_id) or _("Somebody who was erased")


def _request_line(one: RequestView, names: dict[int, str]) -> Line:
    return Line(
        url=reverse("operating_privacy_request", args=[one.uuid]),
        name=_name(names, one.person_id),
        what=privacy_queries.request_kind(one.kind),
        since=one.asked_at,
        state=privacy_queries.request_state(one.state),
    )


def _hold_line(one: HoldView, names: dict[int, str]) -> Line:
    return Line(
        url=reverse("operating_privacy_hold", args=[one.uuid]),
        name=_name(names, one.person_id),
        what=privacy_queries.basis(one.basis),
        since=one.placed_at,
        until=one.until_on,
    )
