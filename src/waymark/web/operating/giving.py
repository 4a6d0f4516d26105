"""Giving a duty: find somebody, say which duty and until when, look once more at a strong one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.access import commands
from waymark.access import queries as access
from waymark.access.types import AccountCard, KindOfDuty
from waymark.kernel.errors import NotVisible, Refusal
from waymark.organisation import queries as organisation
from waymark.people import queries as people
from waymark.people.types import Contact
from waymark.web.base import duties as words
from waymark.web.base.access import holds
from waymark.web.base.accounts import FoundAccount, find_accounts
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.base.stepup import ask_to_confirm, stepped_up
from waymark.web.operating.common import GIVERS, see_other
from waymark.web.operating.forms import Choices, GiveForm

FIELD_OF: dict[type[Refusal], str] = {
    commands.WrongPeriod: "last_day",
    commands.ReasonMissing: "reason",
    commands.AlreadyHeld: "kind",
    commands.NotYoursToGive: "kind",
    commands.GivenToOneself: "kind",
}
"""Which answer a refusal is about; the others are about the whole."""

SENT_AGAIN = (
    "account", "kind", "profession", "organisation", "first_day_0", "first_day_1", "first_day_2", "last_day_0",
    "last_day_1", "last_day_2", "reason",
)  # fmt: skip
"""What the page of a strong duty sends a second time."""


@dataclass(frozen=True, slots=True)
class FindPage:
    """Find who is to have a duty."""

    query: str
    found: tuple[FoundAccount, ...]


@dataclass(frozen=True, slots=True)
class KindLine:
    """A kind of duty in the table that explains them."""

    kind: KindOfDuty
    places: str


@dataclass(frozen=True, slots=True)
class GivePage:
    """Say which duty somebody is to have."""

    account: AccountCard
    post: str
    form: GiveForm
    kinds: tuple[KindLine, ...]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """Look once more at a strong duty before it is proposed."""

    account: AccountCard
    post: str
    kind: KindOfDuty
    over: str
    first_day: date | None
    last_day: date
    reason: str
    fields: tuple[tuple[str, str], ...]
    """What was answered, to be sent again."""


@holds(*GIVERS)
def give(request: Request) -> HttpResponse:
    """Find somebody, then ask which duty they are to have."""
    wanted = request.POST.get("account") or request.GET.get("account", "")
    if not wanted:
        return render(request, "operating/give_find.html", FindPage(*find_accounts(request, reverse("give_duty"))))
    try:
        account = access.account_by_uuid(UUID(wanted), request.actor, request.at)
    except ValueError:
        raise NotVisible from None
    contact = next(iter(people.contacts([account.id])), None)
    form = _form(request)
    if request.method != "POST" or request.POST.get("step") == "change":
        return _ask(request, account, contact, form)
    if not form.is_valid():
        return _ask(request, account, contact, form, status=422)
    answers = form.cleaned_data
    kind = next(one for one in access.kinds() if one.kind == answers["kind"])
    if kind.two_people and request.POST.get("step") != "confirmed":
        return _check(request, account, contact, form, kind)
    if kind.two_people and not stepped_up(request):
        return ask_to_confirm(request)
    try:
        grant = commands.give_duty(
            account=account.uuid,
            kind=kind.kind,
            profession_id=organisation.profession(answers["profession"]).id if answers["profession"] else None,
            organisation_id=organisation.organisation(answers["organisation"]).id if answers["organisation"] else None,
            from_at=_from(answers["first_day"], request.at),
            until_at=words.end_of(answers["last_day"]),
            reason=answers["reason"],
            person_id=contact.person_id if contact else None,
            actor=request.actor,
            at=request.at,
        )
    except NotVisible:
        raise
    except Refusal as refusal:
        field = refusal.field if isinstance(refusal, commands.WrongPlace) else FIELD_OF.get(type(refusal))
        form.add_error(field, str(refusal))
        return _ask(request, account, contact, form, status=422)
    said = {"name": account.name}
    messages.success(
        request,
        _("Proposed. Another administrator has to approve it before it counts.")
        if kind.two_people
        else _("%(name)s has the duty now.") % said
        if answers["first_day"] is None
        else _("%(name)s has the duty from its first day on.") % said,
    )
    return see_other(reverse("duty", args=[grant]))


def _form(request: Request) -> GiveForm:
    actor = request.actor
    kinds: Choices = [("", _("Choose a duty")), *((one.kind.value, one.name) for one in access.kinds_to_give(actor))]
    professions: Choices = [
        ("", _("All of them")),
        *((one.slug, one.name) for one in access.professions_to_give(actor, request.at)),
    ]
    names = {"department": _("Departments"), "agency": _("Agencies")}
    places: Choices = [
        ("", _("All of them")),
        *(
            (names[kind], tuple((one.slug, one.name) for one in found))
            for kind, found in access.places_to_give(actor)
            if found
        ),
    ]
    return GiveForm(
        request.POST if request.method == "POST" else None,
        kinds=kinds,
        professions=professions,
        places=places,
        initial=_again(request) if request.method != "POST" else None,
    )


def _again(request: Request) -> dict[str, object]:
    """Return what a duty was, for one that is to follow it."""
    try:
        before = access.grant(UUID(request.GET.get("again", "")), request.actor, request.at).card
    except (ValueError, NotVisible):
        return {}
    slug = organisation.organisation_by_id(before.organisation_id).slug if before.organisation_id else ""
    profession = organisation.profession_by_id(before.profession_id).slug if before.profession_id else ""
    first_day = words.last_day(before.until_at) + timedelta(days=1)
    return {
        "kind": before.kind.kind.value,
        "profession": profession,
        "organisation": slug,
        "first_day": first_day if before.until_at > request.at else None,
    }


def _from(day: date | None, at: datetime) -> datetime | None:
    """Return when a duty begins whose first day is ``day``: now, for today and for none."""
    return None if day is None or day == timezone.localtime(at).date() else words.beginning_of(day)


def _ask(
    request: Request, account: AccountCard, contact: Contact | None, form: GiveForm, status: int = 200
) -> HttpResponse:
    lines = tuple(KindLine(one, words.places(one)) for one in access.kinds_to_give(request.actor))
    page = GivePage(account, contact.post_title if contact else "", form, lines)
    return render(request, "operating/give.html", page, status=status)


def _check(
    request: Request, account: AccountCard, contact: Contact | None, form: GiveForm, kind: KindOfDuty
) -> HttpResponse:
    answers = form.cleaned_data
    page = CheckPage(
        account=account,
        post=contact.post_title if contact else "",
        kind=kind,
        over=", ".join(filter(None, (form.name_of("profession"), form.name_of("organisation")))) or _("Everywhere"),
        first_day=answers["first_day"],
        last_day=answers["last_day"],
        reason=answers["reason"],
        fields=tuple((name, request.POST.get(name, "")) for name in SENT_AGAIN),
    )
    return render(request, "operating/give_check.html", page)
