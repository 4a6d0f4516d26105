"""My duties: what each lets me see and do, who covers it, and giving it up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.access import commands
from waymark.access import queries as access
from waymark.access.types import AccountCard, DutyKind, GrantCard, GrantState, GrantView
from waymark.kernel.errors import NotVisible, Refusal
from waymark.people import queries as people
from waymark.web.base import duties as words
from waymark.web.base.access import with_account
from waymark.web.base.accounts import FoundAccount, find_accounts
from waymark.web.base.days import DayField
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.base.stepup import ask_to_confirm, stepped_up
from waymark.web.base.texts import text_field
from waymark.web.me.common import see_other

MOST_REASON = 400


class CoverForm(forms.Form):
    """Until when somebody covers a duty, and why."""

    last_day = DayField(
        label=gettext_lazy("Last day they cover for you"),
        missing=gettext_lazy("Enter the last day they cover for you"),
    )
    reason = text_field(
        gettext_lazy("Why do you need cover?"),
        missing=gettext_lazy("Enter why you need cover"),
        most=MOST_REASON,
        too_long=gettext_lazy("The reason must be 400 characters or fewer"),
        help_text=gettext_lazy("Annual leave, for example. Do not say anything about your health."),
    )


class GiveUpForm(forms.Form):
    """Why a duty is given up."""

    reason = text_field(
        gettext_lazy("Why do you give it up?"),
        missing=gettext_lazy("Enter why you give the duty up"),
        most=MOST_REASON,
        too_long=gettext_lazy("The reason must be 400 characters or fewer"),
        help_text=gettext_lazy("Kept with the duty, and shown to whoever may see it."),
    )


@dataclass(frozen=True, slots=True)
class MyDuty:
    """One duty of mine."""

    card: GrantCard
    over: str
    state: str
    counts: bool
    last_day: date
    waits_for_session: bool
    """It makes me an administrator, and my session is not open."""


@dataclass(frozen=True, slots=True)
class DutiesPage:
    """The duties I have, or am to have."""

    duties: tuple[MyDuty, ...]


@dataclass(frozen=True, slots=True)
class CoverPage:
    """Find who covers a duty, then say until when."""

    duty: MyDuty
    query: str
    found: tuple[FoundAccount, ...]
    chosen: AccountCard | None
    form: CoverForm


@dataclass(frozen=True, slots=True)
class GiveUpPage:
    """Give a duty up."""

    duty: MyDuty
    form: GiveUpForm


@with_account
def duties(request: Request) -> HttpResponse:
    """List my duties."""
    found = access.grants_of(request.actor, request.at)
    return render(request, "me/duties.html", DutiesPage(tuple(_mine(card, request) for card in found)))


@with_account
def cover(request: Request, uuid: UUID) -> HttpResponse:
    """Name somebody who covers a duty of mine while I am away."""
    view = _own(request, uuid)
    if request.method == "GET" and _waits_for_session(view.card, request):
        return HttpResponseRedirect(f"{reverse('admin_session')}?{urlencode({'next': request.get_full_path()})}")
    chosen = _chosen(request)
    form = CoverForm(request.POST if request.method == "POST" and chosen else None)
    if request.method == "POST" and chosen is not None and form.is_valid():
        if view.card.kind.two_people and not stepped_up(request):
            return ask_to_confirm(request)
        contact = next(iter(people.contacts([chosen.id])), None)
        try:
            commands.name_cover(
                grant=uuid, account=chosen.uuid, until_at=words.end_of(form.cleaned_data["last_day"]),
                reason=form.cleaned_data["reason"], person_id=contact.person_id if contact else None,
                actor=request.actor, at=request.at,
            )  # fmt: skip
        except NotVisible:
            raise
        except Refusal as refusal:
            about_days = isinstance(refusal, commands.CoverOutside | commands.WrongPeriod)
            form.add_error("last_day" if about_days else None, str(refusal))
        else:
            messages.success(
                request,
                _("Proposed. An administrator has to approve it before %(name)s can cover for you.")
                % {"name": chosen.name}
                if view.card.kind.two_people
                else _("%(name)s covers this duty for you now.") % {"name": chosen.name},
            )
            return see_other(reverse("duty", args=[uuid]))
    query, found = find_accounts(request)
    page = CoverPage(
        duty=_mine(view.card, request),
        query=query,
        found=() if chosen else tuple(one for one in found if one.account.id != request.user.pk),
        chosen=chosen,
        form=form,
    )
    return render(request, "me/duty_cover.html", page, status=422 if form.errors else 200)


@with_account
def give_up(request: Request, uuid: UUID) -> HttpResponse:
    """Give up a duty of mine, after asking why."""
    view = _own(request, uuid)
    form = GiveUpForm(request.POST if request.method == "POST" else None)
    page = GiveUpPage(_mine(view.card, request), form)
    if request.method != "POST":
        return render(request, "me/duty_give_up.html", page)
    if form.is_valid():
        if view.card.kind.two_people and not stepped_up(request):
            return ask_to_confirm(request)
        try:
            commands.give_up(grant=uuid, reason=form.cleaned_data["reason"], actor=request.actor, at=request.at)
        except NotVisible:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("You gave the duty up."))
            return see_other(reverse("me_duties"))
    return render(request, "me/duty_give_up.html", page, status=422)


def _own(request: Request, uuid: UUID) -> GrantView:
    """Return a grant of mine.

    Raises:
        NotVisible: there is none, or it is somebody else's.
    """
    view = access.grant(uuid, request.actor, request.at)
    if view.card.account_id != request.actor.account_id:
        raise NotVisible
    return view


def _mine(card: GrantCard, request: Request) -> MyDuty:
    return MyDuty(
        card=card,
        over=words.over(card),
        state=words.state_name(card.state),
        counts=card.state is GrantState.IN_FORCE,
        last_day=words.last_day(card.until_at),
        waits_for_session=_waits_for_session(card, request),
    )


def _waits_for_session(card: GrantCard, request: Request) -> bool:
    in_force = card.kind.kind is DutyKind.ADMINISTRATOR and card.state is GrantState.IN_FORCE
    return in_force and request.held.session_until is None


def _chosen(request: Request) -> AccountCard | None:
    wanted = request.POST.get("account") or request.GET.get("account", "")
    if not wanted:
        return None
    try:
        return access.account_by_uuid(UUID(wanted), request.actor, request.at)
    except ValueError:
        raise NotVisible from None
