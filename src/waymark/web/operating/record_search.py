"""What the pages of the record share: the form that asks, and the names behind what is found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.access import queries as access
from waymark.access.types import AccountName
from waymark.audit import queries as audit
from waymark.audit.types import Search
from waymark.kernel import kinds
from waymark.people import queries as people
from waymark.people.types import PersonName
from waymark.web.base.page import NavItem
from waymark.web.base.request import Request

COMMAND_LINE = "command line"
"""What is typed to find what was done at the command line."""

_WRONG_DATE = {"invalid": gettext_lazy("Enter a real date, such as 27 3 2026 or 2026-03-27")}
_DATES = ["%Y-%m-%d", "%d/%m/%Y", "%d %m %Y", "%d.%m.%Y"]


class SearchForm(forms.Form):
    """What to look for. All of it is optional."""

    person = forms.CharField(
        label=gettext_lazy("About whom"),
        help_text=gettext_lazy("Staff number or name"),
        required=False,
        max_length=200,
        error_messages={"max_length": gettext_lazy("Enter a shorter staff number or name")},
    )
    by = forms.CharField(
        label=gettext_lazy("Done by"),
        help_text=gettext_lazy("Email address or name, or “command line”"),
        required=False,
        max_length=254,
        error_messages={"max_length": gettext_lazy("Enter a shorter email address or name")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What was done"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose what was done from the list")},
    )
    thing = forms.CharField(
        label=gettext_lazy("Thing"),
        help_text=gettext_lazy("An identifier, or a word and a number, such as grant 31"),
        required=False,
        max_length=100,
        error_messages={"max_length": gettext_lazy("Enter a shorter identifier")},
    )
    since = forms.DateField(
        label=gettext_lazy("From"), required=False, input_formats=_DATES, error_messages=_WRONG_DATE
    )
    until = forms.DateField(label=gettext_lazy("To"), required=False, input_formats=_DATES, error_messages=_WRONG_DATE)

    def __init__(self, data: QueryDict) -> None:
        """Offer the kinds of today's rooms."""
        super().__init__(data)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _kind_choices()

    def clean(self) -> dict[str, Any]:
        """See that the days are in order."""
        data = super().clean() or {}
        if (since := data.get("since")) and (until := data.get("until")) and until < since:
            self.add_error("until", _("The last day must not be before the first"))
        return data


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several people or accounts that a name could stand for."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as it was understood."""

    form: SearchForm
    wanted: Search | None
    """None: it could not be understood, or a name stands for several."""
    choices: tuple[Choice, ...]
    """Whom a name could stand for, when there are several."""
    question: str
    narrowed: bool
    """Whether anything was asked for."""
    query: str
    """The search again, for links to the other pages of the record."""


def understand(request: Request) -> Asked:
    """Return what the address asks for. Takes up to four queries, when it names a person or an account."""
    form = SearchForm(request.GET)
    asked: dict[str, Any] = {}
    choices: tuple[Choice, ...] = ()
    question = ""
    if form.is_valid():
        data = form.cleaned_data
        asked = {
            "kind": data["kind"],
            "thing": data["thing"].strip(),
            "since": _midnight(data["since"]),
            "until": _midnight(data["until"], after=1),
        }
        if data["person"]:
            called = people.people_called(data["person"], among=within(request))
            if not called:
                form.add_error(
                    "person", _("Nobody has that staff number or name. Check it, or try the family name alone")
                )
            elif len(called) > 1:
                question = _("Which person do you mean?")
                choices = tuple(
                    Choice(f"{one.name}, {one.staff_number}", _with(request, "person", one.staff_number))
                    for one in called
                )
            else:
                asked["person_id"] = called[0].id
        if data["by"].strip().casefold() == COMMAND_LINE:
            asked["by_operator"] = True
        elif data["by"] and not choices:
            accounts = access.accounts_called(data["by"])
            if not accounts:
                form.add_error(
                    "by", _("No account has that email address or name. Check it, or try the first name alone")
                )
            elif len(accounts) > 1:
                question = _("Which account do you mean?")
                choices = tuple(Choice(f"{one.name}, {one.email}", _with(request, "by", one.email)) for one in accounts)
            else:
                asked["actor_account_id"] = accounts[0].id
    given = {key: value for key in form.fields if (value := request.GET.get(key, "").strip())}
    return Asked(
        form=form,
        wanted=None if form.errors or choices else Search(**asked),
        choices=choices,
        question=question,
        narrowed=bool(given),
        query=urlencode(given),
    )


@dataclass(frozen=True, slots=True)
class Searched:
    """What stands around the lines that a search found."""

    asked: Asked
    tabs: tuple[NavItem, ...]
    next_url: str
    """Of the next page; empty when there is none."""
    first_url: str
    """Of the first page, for somebody who is on a later one; empty on the first."""


def searched(request: Request, asked: Asked, here: str, after: str) -> tuple[Asked, tuple[NavItem, ...], str, str]:
    """Return what stands around a page of lines, in the order of ``Searched``; ``after`` is where the page ends."""
    next_url = _with(request, "after", after) if after else ""
    first_url = _with(request, "after", "") if request.GET.get("after") else ""
    return asked, tabs(here, asked.query), next_url, first_url


def within(request: Request) -> QuerySet[Any] | None:
    """Return the people that whoever asks may read the record about: None for a duty without limits."""
    paths = audit.bounds(request.actor)
    return None if paths is None else people.placed_under(paths, request.at).values("pk")


def tabs(here: str, query: str = "") -> tuple[NavItem, ...]:
    """Return the pages of the record, this one marked; ``query`` is kept from one to the next."""
    mark = f"?{query}" if query else ""
    return (
        NavItem(_("What was done"), reverse("audit") + mark, here == "audit"),
        NavItem(_("Who looked"), reverse("audit_accesses") + mark, here == "audit_accesses"),
        NavItem(_("Refused requests"), reverse("audit_refused") + mark, here == "audit_refused"),
        NavItem(_("Check the record"), reverse("audit_check"), here == "audit_check"),
    )


@dataclass(frozen=True, slots=True)
class Named:
    """Whoever did something, or whom it is about: what they are called, and where to look for more of them."""

    text: str
    url: str = ""
    detail: str = ""


def named_people(ids: Iterable[int]) -> dict[int, Named]:
    """Return people by id, with a link to the entries about them. One query."""
    return {pk: _person(one) for pk, one in people.person_names(ids).items()}


def named_accounts(ids: Iterable[int | None]) -> dict[int, Named]:
    """Return accounts by id, with a link to what they did. One query."""
    return {pk: _account(one) for pk, one in access.account_names(pk for pk in ids if pk is not None).items()}


def actor_of(account_id: int | None, by_operator: bool, accounts: dict[int, Named]) -> Named:
    """Return whoever did something; the command line and nobody in particular have words too."""
    if account_id is not None:
        return accounts.get(account_id, Named(_("An account that is gone")))
    if by_operator:
        return Named(_("Command line"), f"{reverse('audit')}?{urlencode({'by': COMMAND_LINE})}")
    return Named(_("Nobody signed in"))


def subjects_in_words(about: int, subjects: Iterable[int], names: dict[int, Named]) -> tuple[tuple[Named, ...], str]:
    """Return the people of a line by name, or in words how many they are."""
    shown = tuple(names.get(pk, Named(_("A person who is gone"))) for pk in subjects)
    return shown, "" if shown or not about else _("%(people)s people") % {"people": f"{about:,}"}


def _person(one: PersonName) -> Named:
    return Named(one.name, f"{reverse('audit')}?{urlencode({'person': one.staff_number})}", one.staff_number)


def _account(one: AccountName) -> Named:
    return Named(one.name or one.email, f"{reverse('audit')}?{urlencode({'by': one.email})}", one.email)


def _kind_choices() -> list[tuple[str, Any]]:
    known = kinds.known()
    choices: list[tuple[str, Any]] = [("", _("Anything"))]
    rooms = sorted((words, room) for room, words in known.items() if "." not in room)
    for words, room in rooms:
        of_room = sorted((known[kind], kind) for kind in kinds.under(room))
        everything = [(room, _("%(part)s: everything") % {"part": words})] if len(of_room) > 1 else []
        choices.append((words, [*everything, *((kind, name) for name, kind in of_room)]))
    return choices


def _midnight(day: date | None, *, after: int = 0) -> datetime | None:
    """Return when a day begins where the site is, or the day so many days after it."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=after), time.min, timezone.get_default_timezone())


def _with(request: Request, key: str, value: str) -> str:
    params = request.GET.copy()
    params.pop("after", None)
    params[key] = value
    if not value:
        params.pop(key)
    return f"?{params.urlencode()}"
