"""Who looked at whom, and which requests were refused: for auditors and data protection officers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from waymark.access.types import DutyKind
from waymark.audit import queries as audit
from waymark.audit.types import Why
from waymark.web.base.access import holds
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.places import page_called
from waymark.web.base.request import Request
from waymark.web.operating.record import GROUND, PAGE_SIZE
from waymark.web.operating.record_search import (
    Named,
    Searched,
    actor_of,
    named_accounts,
    named_people,
    searched,
    subjects_in_words,
    understand,
    within,
)


@dataclass(frozen=True, slots=True)
class Look:
    """One access in the list."""

    at: datetime
    by: Named
    page: str
    path: str
    purpose: str
    ground: str
    narrowed_by: str
    about: tuple[Named, ...]
    about_words: str


@dataclass(frozen=True, slots=True)
class LooksPage(Searched):
    """A search of the access log and what it found."""

    lines: tuple[Look, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """One refused request in the list."""

    at: datetime
    by: Named
    path: str
    why: str
    more: bool


@dataclass(frozen=True, slots=True)
class RefusedPage(Searched):
    """A search of the refused requests and what it found."""

    lines: tuple[Refused, ...]
    open: bool
    """Whether whoever reads may know of refused requests: they name no person that a limit could be about."""


@holds(DutyKind.AUDITOR, DutyKind.DATA_PROTECTION_OFFICER)
def accesses(request: Request) -> HttpResponse:
    """Search who looked at whom, newest first."""
    asked = understand(request)
    found = (
        audit.search_accesses(
            asked.wanted, actor=request.actor, at=request.at, after=request.GET.get("after", ""), size=PAGE_SIZE,
            people=within(request),
        )
        if asked.wanted
        else None
    )  # fmt: skip
    lines = found.lines if found else ()
    accounts = named_accounts(line.actor_account_id for line in lines)
    whom = named_people(pk for line in lines for pk in line.subjects)
    looked_at(request, whom, ground=GROUND)
    page = LooksPage(
        *searched(request, asked, "audit_accesses", found.after if found else ""),
        lines=tuple(
            Look(
                at=line.at,
                by=actor_of(line.actor_account_id, line.by_operator, accounts),
                page=page_called(line.what),
                path=line.what,
                purpose=purpose_in_words(line.purpose),
                ground=line.ground,
                narrowed_by=narrowed_in_words(line.filter),
                about=(who := subjects_in_words(line.about, line.subjects, whom))[0],
                about_words=who[1],
            )
            for line in lines
        ),
    )
    return render(request, "operating/record_looks.html", page, status=422 if asked.form.errors else 200)


@holds(DutyKind.AUDITOR, DutyKind.DATA_PROTECTION_OFFICER)
def refused(request: Request) -> HttpResponse:
    """Search the requests that were refused, newest first."""
    asked = understand(request)
    found = (
        audit.refused_requests(
            asked.wanted, actor=request.actor, at=request.at, after=request.GET.get("after", ""), size=PAGE_SIZE
        )
        if asked.wanted
        else None
    )
    lines = found.lines if found else ()
    accounts = named_accounts(line.actor_account_id for line in lines)
    page = RefusedPage(
        *searched(request, asked, "audit_refused", found.after if found else ""),
        lines=tuple(
            Refused(line.at, actor_of(line.actor_account_id, False, accounts), line.what, _why(line.why), line.more)
            for line in lines
        ),
        open=audit.bounds(request.actor) is None,
    )
    return render(request, "operating/record_refused.html", page, status=422 if asked.form.errors else 200)


def purpose_in_words(purpose: str) -> str:
    """Return what personal data was used for, in words."""
    words = {
        "development": _("Development"),
        "assessment": _("Assessment"),
        "recruitment": _("Recruitment"),
        "talent": _("Talent"),
        "statistics": _("Statistics"),
    }
    return words.get(purpose, purpose)


def narrowed_in_words(filter: Mapping[str, Any]) -> str:
    """Return what a list was narrowed by: "Person: 0000055, Page: 2". Which list it is, its path says."""
    names = {
        "q": _("Search"),
        "words": _("Search"),
        "person": _("Person"),
        "by": _("Done by"),
        "kind": _("What was done"),
        "thing": _("Thing"),
        "duty": _("Duty"),
        "state": _("State"),
        "profession": _("Profession"),
        "organisation": _("Organisation"),
        "page": _("Page"),
    }
    return ", ".join(
        f"{names.get(name, name)}: {value}" for name, value in sorted(filter.items()) if value and name != "list"
    )


def _why(why: str) -> str:
    words: dict[str, str] = {
        Why.NOT_THERE: _("Not there, or not theirs to see"),
        Why.NOT_ALLOWED: _("Not theirs to do"),
        Why.FORGED_FORM: _("The form was forged, or out of date"),
    }
    return words.get(why, why)
