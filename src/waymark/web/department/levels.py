"""Levels of many people in a spreadsheet: bring one, look at what it would add, apply it, take it back, get one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import FileState, LevelDifference, LevelFileCard
from waymark.kernel.errors import NotVisible, Refusal
from waymark.people.types import COVERING
from waymark.web.base.access import holds
from waymark.web.base.answers import attachment, csv_attachment
from waymark.web.base.going import see_other
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.base.uploads import too_large
from waymark_formats.framework import Unwritable
from waymark_formats.levels import levels_csv, levels_xlsx, template

MOST_REASON = 400
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class BringForm(forms.Form):
    """A file of levels."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        help_text=gettext_lazy("CSV, Excel (.xlsx) or OpenDocument (.ods), with the columns of the template."),
        error_messages={
            "required": gettext_lazy("Select a spreadsheet"),
            "empty": gettext_lazy("The spreadsheet is empty"),
        },
    )


class UndoForm(forms.Form):
    """Why a file is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Why you take it back"),
        help_text=gettext_lazy("The people whose levels it holds read it."),
        max_length=MOST_REASON,
        widget=forms.Textarea,
        error_messages={
            "required": gettext_lazy("Say why, in a sentence or two"),
            "max_length": gettext_lazy("The reason must have %(limit_value)s characters or fewer"),
        },
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One file of the list."""

    card: LevelFileCard
    state: str


@dataclass(frozen=True, slots=True)
class LevelsPage:
    """My files, and a form for another."""

    files: tuple[Line, ...]
    form: BringForm


@dataclass(frozen=True, slots=True)
class FilePage:
    """One file: how far it is, and what it would add."""

    card: LevelFileCard
    state: str
    difference: LevelDifference
    problem: str
    form: UndoForm


@holds(*COVERING)
def levels(request: Request) -> HttpResponse:
    """List the spreadsheets I brought, and take another."""
    posted = request.method == "POST"
    form = BringForm(request.POST, request.FILES) if posted else BringForm()
    if posted and too_large(request):
        form.errors.clear()
        form.add_error("file", _("The file is larger than this site takes. Split it, and bring the parts."))
    elif posted and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            card = record.bring_level_file(filename=file.name, chunks=file.chunks(), actor=request.actor, at=request.at)
            _take(request, card.uuid, "check")
        except NotVisible:
            raise
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            return see_other(reverse("department_levels_file", args=[card.uuid]))
    files = tuple(Line(card, _state(card)) for card in assessments.level_files(request.actor, request.at))
    return render(request, "department/levels.html", LevelsPage(files, form), status=422 if form.errors else 200)


@holds(*COVERING)
def file(request: Request, uuid: UUID) -> HttpResponse:
    """Show one spreadsheet, and apply it, check it again, throw it away or take it back."""
    card = assessments.level_file(uuid, request.actor, request.at)
    undo = request.method == "POST" and request.POST.get("then") == "undo"
    form = UndoForm(request.POST if undo else None)
    problem, status = "", 200
    if request.method == "POST" and (not undo or form.is_valid()):
        try:
            return _act(request, card, request.POST.get("then", ""), form)
        except NotVisible:
            raise
        except Refusal as refusal:
            problem, status = str(refusal), 409
            card = assessments.level_file(uuid, request.actor, request.at)
    elif form.errors:
        status = 422
    shown = assessments.level_difference(uuid, request.actor, request.at)
    page = FilePage(card, _state(card), shown, problem or card.problem, form)
    return render(request, "department/levels_file.html", page, status=status)


@holds(*COVERING)
def export(request: Request, form: str) -> HttpResponse:
    """Hand out the levels I may see of the people in my sight."""
    if form not in {"csv", "xlsx"}:
        raise NotVisible
    rows = assessments.exported_levels(request.actor, request.at, form=form)
    looked_at(
        request, assessments.whose_levels(request.actor, request.at), ground=_("they may see these levels"),
        list="levels",
    )  # fmt: skip
    if form == "csv":
        return csv_attachment(levels_csv(rows), "levels.csv")
    try:
        return attachment(levels_xlsx(rows), XLSX, "levels.xlsx")
    except Unwritable as problem:  # more came while they were read
        raise Refusal(str(problem)) from None


@holds(*COVERING)
def level_template(request: Request) -> HttpResponse:
    """Hand out the template."""
    return attachment(template(), XLSX, "levels-template.xlsx")


def _act(request: Request, card: LevelFileCard, then: str, form: UndoForm) -> HttpResponse:
    if then == "apply":
        _take(request, card.uuid, "apply", seen=request.POST.get("seen", ""))
    elif then == "check":
        _take(request, card.uuid, "check")
    elif then == "discard":
        record.discard_level_file(uuid=card.uuid, actor=request.actor, at=request.at)
        messages.success(request, _("The file is thrown away. Nothing of it was added."))
        return see_other(reverse("department_levels"))
    elif then == "undo":
        count = record.undo_level_file(
            uuid=card.uuid, reason=form.cleaned_data["reason"], actor=request.actor, at=request.at
        )
        messages.success(request, _("Taken back: %(count)d levels are revoked.") % {"count": count})
    else:
        raise NotVisible
    return see_other(reverse("department_levels_file", args=[card.uuid]))


def _take(request: Request, uuid: UUID, step: str, seen: str = "") -> None:
    if record.ask_level_file(uuid=uuid, step=step, seen=seen, actor=request.actor, at=request.at):
        record.carry_out_level_file(uuid=uuid, actor=request.actor, at=request.at)


def _state(card: LevelFileCard) -> str:
    if card.doing:
        return _("A worker has it")
    return {
        FileState.BROUGHT: _("Not checked yet"),
        FileState.SHOWN: _("Ready to apply"),
        FileState.REFUSED: _("Cannot be used"),
        FileState.APPLIED: _("Applied"),
        FileState.DISCARDED: _("Thrown away"),
        FileState.UNDONE: _("Taken back"),
    }[card.state]
