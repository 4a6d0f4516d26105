"""A department's units from a sheet: bring it, see what it adds, add it."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from waymark.access.types import DutyKind
from waymark.kernel.errors import NotVisible, Refusal
from waymark.organisation import commands
from waymark.organisation import queries as organisation
from waymark.organisation.types import Body, UnitsPlan
from waymark.people import queries as people
from waymark.web.base import errors
from waymark.web.base.access import holds
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.base.stepup import step_up
from waymark.web.base.uploads import too_large
from waymark.web.operating.reference.forms import day_field, reason_field
from waymark_formats import units as sheet
from waymark_formats.framework import Unreadable
from waymark_formats.units import UnitRow

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SHOWN = 200
"""Units of each sort that are listed: enough to see that the sheet was understood."""


class SheetForm(forms.Form):
    """A sheet of units."""

    file = forms.FileField(
        label=gettext_lazy("Sheet of units"),
        help_text=gettext_lazy("A .csv, .xlsx or .ods file with a row for each unit, 10,000 at most."),
        error_messages={
            "required": gettext_lazy("Choose a file"),
            "empty": gettext_lazy("The file is empty. Choose another one"),
        },
    )
    day = day_field(
        gettext_lazy("From when on are they there?"),
        gettext_lazy("Today or an earlier day: figures of the past count people in a unit from its first day on."),
    )
    reason = reason_field(gettext_lazy("Why are they added?"))


@dataclass(frozen=True, slots=True)
class UnitsPage:
    """A sheet to bring."""

    body: Body
    form: SheetForm


@dataclass(frozen=True, slots=True)
class NewLine:
    """A unit that the sheet adds."""

    code: str
    name: str
    above: str


@dataclass(frozen=True, slots=True)
class AsideLine:
    """A row of the sheet that is set aside."""

    row: UnitRow
    words: str


@dataclass(frozen=True, slots=True)
class UnitsPreviewPage:
    """What a sheet would add."""

    body: Body
    day: Any
    reason: str
    new: tuple[NewLine, ...]
    total: int
    known: int
    otherwise: tuple[tuple[UnitRow, str], ...]
    """Those that the sheet calls otherwise than this site."""
    aside: tuple[AsideLine, ...]
    aside_total: int
    rows: str
    """The sheet, to be sent again."""
    seen: str
    problem: str


@holds(DutyKind.ADMINISTRATOR)
def template(request: Request) -> HttpResponse:
    """Give the template of a sheet of units."""
    return _file(sheet.template(), XLSX, "units-template.xlsx")


@holds(DutyKind.ADMINISTRATOR)
def unknown(request: Request, uuid: UUID) -> HttpResponse:
    """Give the units that a file of people names and nobody knows, as a sheet to be filled in and brought."""
    rows = [(code, "", "") for code in people.unknown_of_run(uuid, request.actor, request.at).units]
    return _file(sheet.units_csv(rows).encode(), "text/csv; charset=utf-8", "unknown-units.csv")


@holds(DutyKind.ADMINISTRATOR)
@step_up()
def units(request: Request, slug: str) -> HttpResponse:
    """Take a sheet of units, show what it adds, and add it."""
    body = organisation.body(slug).body
    if not body.is_open:
        raise NotVisible
    if request.POST.get("step") == "confirmed":
        return _confirmed(request, body)
    posted = request.method == "POST"
    form = SheetForm(
        request.POST if posted else None, request.FILES if posted else None,
        initial={"day": timezone.localdate(request.at)},
    )  # fmt: skip
    if posted and too_large(request):
        form.is_valid()
        form.errors.pop("file", None)
        form.add_error("file", _("The file is too large. The most that is read is 5 MB."))
    elif posted and form.is_valid():
        try:
            rows = _read(cast("UploadedFile[Any]", form.cleaned_data["file"]))
            return _preview(request, body, rows, form.cleaned_data["day"], form.cleaned_data["reason"])
        except NotVisible:
            raise
        except commands.NotYet as refusal:
            form.add_error("day", str(refusal))
        except (Refusal, Unreadable) as refusal:
            form.add_error("file", str(refusal))
    return render(request, "operating/reference/units.html", UnitsPage(body, form), status=422 if form.errors else 200)


def _read(given: UploadedFile[Any]) -> tuple[UnitRow, ...]:
    with tempfile.TemporaryDirectory(prefix="waymark-units-") as folder:
        path = Path(folder) / f"units{Path(given.name or '').suffix.lower() or '.csv'}"
        with path.open("wb") as file:
            for chunk in given.chunks():
                file.write(chunk)
        return sheet.read_units(path)


def _preview(
    request: Request, body: Body, rows: tuple[UnitRow, ...], day: Any, reason: str, problem: str = ""
) -> HttpResponse:
    plan, seen = commands.look_at_units(organisation_id=body.id, rows=rows, on=day, actor=request.actor, at=request.at)
    page = UnitsPreviewPage(
        body=body,
        day=day,
        reason=reason,
        new=_new(plan, body)[:MOST_SHOWN],
        total=len(plan.new),
        known=len(plan.known),
        otherwise=tuple((row, name) for row, name in plan.known if row.name != name)[:MOST_SHOWN],
        aside=tuple(AsideLine(one.row, organisation.unit_wrong_in_words(one)) for one in plan.aside[:MOST_SHOWN]),
        aside_total=len(plan.aside),
        rows=json.dumps([[row.number, row.code, row.name, row.above] for row in rows], ensure_ascii=False),
        seen=seen,
        problem=problem,
    )
    return render(request, "operating/reference/units_preview.html", page, status=422 if problem else 200)


def _new(plan: UnitsPlan, body: Body) -> tuple[NewLine, ...]:
    names = {row.code: name for row, name in plan.known} | {one.row.code: one.row.name for one in plan.new}
    return tuple(
        NewLine(one.row.code, one.row.name, names.get(one.row.above, one.row.above or body.name)) for one in plan.new
    )


def _confirmed(request: Request, body: Body) -> HttpResponse:
    try:
        rows = tuple(
            UnitRow(int(number), str(code), str(name), str(above))
            for number, code, name, above in json.loads(request.POST.get("rows", ""))
        )
        day = day_field().clean([request.POST.get(f"day_{part}", "") for part in range(3)])
    except (ValueError, TypeError, forms.ValidationError):
        return errors.bad_request(request)
    assert day is not None, "the field is not optional"
    reason = request.POST.get("reason", "")
    try:
        number = commands.add_units(
            organisation_id=body.id, rows=rows, on=day, reason=reason, seen=request.POST.get("seen", ""),
            actor=request.actor, at=request.at,
        )  # fmt: skip
    except NotVisible:
        raise
    except Refusal as refusal:
        return _preview(request, body, rows, day, reason, str(refusal))
    words = ngettext("%(num)s unit is open.", "%(num)s units are open.", number)
    messages.success(request, words % {"num": f"{number:,}"})
    return see_other(reverse("reference_body", args=[body.slug]))


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
