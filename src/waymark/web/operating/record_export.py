"""A copy of the record to take away: bounded, with a reason, and on record itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waymark.access import queries as access
from waymark.access.types import DutyKind
from waymark.audit import commands as audit
from waymark.audit import queries
from waymark.audit.types import EXPORT_CSV, EXPORT_JSON_LINES, RecordExport
from waymark.kernel.errors import Refusal
from waymark.people import queries as people
from waymark.web.base.access import holds
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.base.stepup import ask_to_confirm, stepped_up
from waymark.web.base.texts import text_field
from waymark.web.operating.record import GROUND
from waymark.web.operating.record_search import Asked, understand, within

TYPES = {EXPORT_CSV: "text/csv", EXPORT_JSON_LINES: "application/jsonl"}


class ExportForm(forms.Form):
    """Why, and in which form. What is exported is in the address: it is the search of the page before."""

    reason = text_field(
        _("Why do you need this export?"),
        missing=_("Enter why you need this export"),
        most=400,
        too_long=_("Your reason must be 400 characters or fewer"),
        help_text=_("Kept in the record, with your name."),
    )
    form = forms.ChoiceField(
        label=_("Which form do you want it in?"),
        choices=[(EXPORT_CSV, _("CSV, for a spreadsheet")), (EXPORT_JSON_LINES, _("JSON lines, for a program"))],
        error_messages={
            "required": _("Select the form you want"),
            "invalid_choice": _("Select CSV or JSON lines"),
        },
    )


@dataclass(frozen=True, slots=True)
class ExportPage:
    """What is asked before an export is made."""

    asked: Asked
    form: ExportForm
    query: str
    most_entries: int
    most_days: int


@holds(DutyKind.AUDITOR, DutyKind.DATA_PROTECTION_OFFICER)
def export(request: Request) -> HttpResponse:
    """Ask for a reason, then send the entries that match as a file."""
    asked = understand(request)
    if request.method != "POST":
        return _page(request, asked, ExportForm(initial={"form": EXPORT_CSV}))
    form = ExportForm(request.POST)
    if asked.wanted is None:
        form.add_error(None, _("Go back and mend the search first."))
    if not form.is_valid() or asked.wanted is None:
        return _page(request, asked, form, status=422)
    if not stepped_up(request):
        return ask_to_confirm(request)
    people_within = within(request)
    try:
        granted = audit.export_record(
            wanted=asked.wanted, form=form.cleaned_data["form"], reason=form.cleaned_data["reason"],
            actor=request.actor, at=request.at, people=people_within,
        )  # fmt: skip
    except audit.NoReasonGiven as refusal:
        form.add_error("reason", str(refusal))
        return _page(request, asked, form, status=422)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, asked, form, status=422)
    response = StreamingHttpResponse(
        _lines(request, granted, people_within), content_type=f"{TYPES[granted.form]}; charset=utf-8"
    )
    day = timezone.localdate(request.at).isoformat()
    response["Content-Disposition"] = f'attachment; filename="record-{day}.{granted.form}"'
    return cast(HttpResponse, response)  # for whoever wraps views: all they read is the headers and the status


def _lines(request: Request, granted: RecordExport, people_within: Any) -> Iterator[str]:
    """Give the lines, and note whom they were about once they are sent, or as many as were sent."""
    seen: set[int] = set()
    try:
        yield from queries.exported(
            granted, actor=request.actor, at=request.at, accounts=_emails, people=_staff_numbers,
            within=people_within, seen=seen.update,
        )  # fmt: skip
    finally:
        others = seen - {request.actor.person_id}
        if others:
            audit.note_access(
                actor=request.actor, at=request.at, what=request.path, subjects=others, ground=GROUND,
                filter={"entries": granted.entries},
            )  # fmt: skip


def _page(request: Request, asked: Asked, form: ExportForm, *, status: int = 200) -> HttpResponse:
    page = ExportPage(
        asked=asked,
        form=form,
        query=asked.query,
        most_entries=audit.MOST_ENTRIES,
        most_days=audit.MOST_DAYS,
    )
    return render(request, "operating/record_export.html", page, status=status)


def _emails(ids: Iterable[int]) -> Mapping[int, str]:
    return {pk: one.email for pk, one in access.account_names(ids).items()}


def _staff_numbers(ids: Iterable[int]) -> Mapping[int, str]:
    return {pk: one.staff_number for pk, one in people.person_names(ids).items()}
