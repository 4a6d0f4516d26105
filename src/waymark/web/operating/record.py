"""The record, for auditors and data protection officers: a search of it, one entry, and whether it is whole."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from waymark.access.types import DutyKind
from waymark.audit import queries as audit
from waymark.audit.types import ChainReport, EntryView
from waymark.kernel import kinds
from waymark.web.base.access import holds
from waymark.web.base.looking import looked_at
from waymark.web.base.page import NavItem, render
from waymark.web.base.request import Request
from waymark.web.operating.record_search import (
    Named,
    Searched,
    actor_of,
    named_accounts,
    named_people,
    searched,
    subjects_in_words,
    tabs,
    understand,
    within,
)

GROUND = "they hold a duty to read the record"
PAGE_SIZE = 50
CHECKED_HERE = 20_000
"""Entries that the page checks while somebody waits: a second or two. The whole record is the command line's."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in the list."""

    id: int
    url: str
    at: datetime
    title: str
    kind: str
    by: Named
    about: tuple[Named, ...]
    about_words: str
    reason: str
    sealed: bool
    erased: bool


@dataclass(frozen=True, slots=True)
class RecordPage(Searched):
    """A search of the record and what it found."""

    lines: tuple[Line, ...]
    export_url: str
    bounded: bool
    """Whether whoever reads has a duty with limits."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of an entry. ``url`` leads to the other entries that name the same thing."""

    name: str
    value: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One entry of the record."""

    view: EntryView
    title: str
    by: Named
    about: tuple[Named, ...]
    more: int
    """People it is about who are not named here."""
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """Whether the newest part of the record is whole."""

    tabs: tuple[NavItem, ...]
    report: ChainReport | None
    """None until asked for."""
    most: int
    whole_record: bool
    """Whether the report is about all of it."""


@holds(DutyKind.AUDITOR, DutyKind.DATA_PROTECTION_OFFICER)
def search(request: Request) -> HttpResponse:
    """Search what was done, newest first."""
    asked = understand(request)
    found = (
        audit.search(
            asked.wanted, actor=request.actor, at=request.at, after=request.GET.get("after", ""), size=PAGE_SIZE,
            people=within(request),
        )
        if asked.wanted
        else None
    )  # fmt: skip
    lines = found.lines if found else ()
    accounts = named_accounts(line.actor_account_id for line in lines)
    whom = named_people(pk for line in lines for pk in line.subjects)
    looked_at(request, whom, ground=GROUND, **_asked_of(request))
    page = RecordPage(
        *searched(request, asked, "audit", found.after if found else ""),
        lines=tuple(
            Line(
                id=line.id,
                url=reverse("audit_entry", args=[line.id]),
                at=line.at,
                title=kinds.words(line.kind),
                kind=line.kind,
                by=actor_of(line.actor_account_id, line.by_operator, accounts),
                about=(who := subjects_in_words(line.about, line.subjects, whom))[0],
                about_words=who[1],
                reason=line.reason,
                sealed=line.sealed,
                erased=line.erased,
            )
            for line in lines
        ),
        export_url=f"{reverse('audit_export')}{'?' + asked.query if asked.query else ''}",
        bounded=audit.bounds(request.actor) is not None,
    )
    return render(request, "operating/record.html", page, status=422 if asked.form.errors else 200)


@holds(DutyKind.AUDITOR, DutyKind.DATA_PROTECTION_OFFICER)
def entry(request: Request, entry_id: int) -> HttpResponse:
    """Show one entry: what it says, whom it is about, and its seal."""
    view = audit.entry(entry_id, actor=request.actor, at=request.at, people=within(request))
    whom = named_people(view.subjects)
    looked_at(request, view.subjects, ground=GROUND)
    things = dict(view.things)
    page = EntryPage(
        view=view,
        title=kinds.words(view.line.kind),
        by=actor_of(view.line.actor_account_id, view.line.by_operator, named_accounts([view.line.actor_account_id])),
        about=tuple(whom.get(pk, Named(_("A person who is gone"))) for pk in view.subjects),
        more=view.line.about - len(view.subjects),
        facts=tuple(_fact(name, value, things.get(name, "")) for name, value in sorted(view.facts.items())),
    )
    return render(request, "operating/record_entry.html", page)


@holds(DutyKind.AUDITOR, DutyKind.DATA_PROTECTION_OFFICER)
def check(request: Request) -> HttpResponse:
    """Read the newest part of the record and say whether it is as it was written."""
    report = audit.verify_chain(newest=CHECKED_HERE) if request.GET.get("run") else None
    page = CheckPage(
        tabs=tabs("audit_check"),
        report=report,
        most=CHECKED_HERE,
        whole_record=report is not None and report.first == 1,
    )
    return render(request, "operating/record_check.html", page)


def _fact(name: str, value: object, thing: str) -> Fact:
    words = name.replace("_", " ")
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    if value is None or value == "":
        text = _("nothing")
    elif isinstance(value, bool):
        text = _("yes") if value else _("no")
    url = f"{reverse('audit')}?{urlencode({'thing': f'{name}={thing}'})}" if thing else ""
    return Fact(words[:1].upper() + words[1:], text, url)


def _asked_of(request: Request) -> dict[str, str]:
    """Return what a list was narrowed by, for the access log."""
    return {key: value[:200] for key in ("person", "by", "kind", "thing") if (value := request.GET.get(key, ""))}
