"""Which sheets are used, where their headings are, and what their columns mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.exchange import commands
from waymark.exchange import queries as exchange
from waymark.exchange.types import ImportCard, ImportState, SheetView
from waymark.kernel.errors import NotVisible, Refusal
from waymark.web.authoring.importing.common import of
from waymark.web.authoring.importing.words import LAYOUTS, MEANINGS
from waymark.web.base.access import with_account
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark_formats.sheets import Column, Layout, Meaning

_OPEN = (ImportState.READ, ImportState.MAPPED, ImportState.CHECKED)
_ROWS, _COLUMNS, _EXAMPLES = 8, 12, 3
_FOR_ONE = {Meaning.LEVEL_DESCRIPTOR, Meaning.REQUIRED_LEVEL}


class SheetsForm(forms.Form):
    """Which sheets to use."""

    use = forms.MultipleChoiceField(
        label=gettext_lazy("Which sheets hold the framework?"),
        help_text=gettext_lazy("Sheets that only explain or list something else can be left out."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one sheet")},
    )

    def __init__(self, *args: Any, sheets: tuple[SheetView, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["use"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(one.number), one.name) for one in sheets]
        field.initial = [str(one.number) for one in sheets if one.use]


class ShapeForm(forms.Form):
    """Where the headings are, and which way the sheet is read."""

    header_row = forms.IntegerField(
        label=gettext_lazy("In which row do the headings stand?"),
        help_text=gettext_lazy("What stands above is not read. 0: there are no headings."),
        min_value=0,
        max_value=200,
        error_messages={"required": gettext_lazy("Enter the number of the row, or 0")},
    )
    header_rows = forms.TypedChoiceField(
        label=gettext_lazy("How many rows of headings are there?"),
        choices=[("1", gettext_lazy("One")), ("2", gettext_lazy("Two; the number above is the lower one"))],
        coerce=int,
    )
    sideways = forms.TypedChoiceField(
        label=gettext_lazy("Which way does the sheet run?"),
        choices=[
            ("down", gettext_lazy("Downwards: each thing has a row")),
            ("across", gettext_lazy("Sideways: each thing has a column")),
        ],
        coerce=lambda value: value == "across",
    )


class ColumnsForm(forms.Form):
    """What each column means."""

    layout = forms.ChoiceField(label=gettext_lazy("How is the sheet laid out?"), choices=LAYOUTS)
    role = forms.CharField(
        label=gettext_lazy("Role (optional)"),
        help_text=gettext_lazy("If the whole sheet is about one role and no column says which."),
        required=False,
        max_length=200,
    )
    family = forms.CharField(
        label=gettext_lazy("Family (optional)"),
        help_text=gettext_lazy("If the whole sheet is about one family and no column says which."),
        required=False,
        max_length=200,
    )

    def __init__(self, *args: Any, headings: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for index, heading in enumerate(headings):
            named = {"column": heading or _("column %(number)s") % {"number": index + 1}}
            self.fields[f"meaning_{index}"] = forms.ChoiceField(
                label=_("What is “%(column)s”?") % named, choices=MEANINGS
            )
            self.fields[f"of_{index}"] = forms.CharField(
                label=_("Level or role level that “%(column)s” stands for") % named, required=False, max_length=200
            )
            self.fields[f"role_{index}"] = forms.CharField(
                label=_("Role that “%(column)s” stands for") % named, required=False, max_length=200
            )

    def columns(self) -> tuple[Column, ...]:
        """Return those that mean something."""
        found = []
        for name, value in self.cleaned_data.items():
            if not name.startswith("meaning_") or value == Meaning.IGNORE:
                continue
            index, meaning = int(name.removeprefix("meaning_")), Meaning(value)
            of_one = self.cleaned_data[f"of_{index}"].strip() if meaning in _FOR_ONE else ""
            role = self.cleaned_data[f"role_{index}"].strip() if meaning is Meaning.REQUIRED_LEVEL else ""
            level = of_one if meaning is Meaning.LEVEL_DESCRIPTOR else ""
            found.append(Column(index, meaning, "" if level else of_one, level, role))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class SheetsPage:
    """The sheets of a file, each with its beginning."""

    card: ImportCard
    form: SheetsForm
    sheets: tuple[SheetView, ...]
    previews: tuple[tuple[tuple[int, tuple[str, ...]], ...], ...]


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column: its heading, the first of its cells, why it is taken so, and whether it is for one level."""

    index: int
    heading: str
    examples: tuple[str, ...]
    why: str
    for_one: bool


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    """One sheet: its beginning, its shape, and its columns."""

    card: ImportCard
    sheet: SheetView
    shape: ShapeForm
    form: ColumnsForm
    columns: tuple[ColumnView, ...]
    preview: tuple[tuple[int, tuple[str, ...]], ...]
    more_columns: int
    """That are not shown in the preview."""
    unasked: int
    """Columns that mean something and have no field here: the form asks of the first of very many."""
    position: int
    of: int
    """Sheets that are used."""


@with_account
def sheets(request: Request, uuid: UUID) -> HttpResponse:
    """Choose the sheets that hold the framework."""
    card = of(request, uuid, *_OPEN)
    found = exchange.sheets(uuid, request.actor, request.at)
    form = SheetsForm(request.POST if request.method == "POST" else None, sheets=found)
    if request.method == "POST" and form.is_valid():
        used = frozenset(map(int, form.cleaned_data["use"]))
        try:
            commands.choose_sheets(uuid=uuid, used=used, actor=request.actor, at=request.at)
        except Refusal as no:
            form.add_error("use", str(no))
        else:
            return see_other(reverse("authoring_import_columns", args=[uuid, min(used)]))
    page = SheetsPage(card, form, found, tuple(_preview(one.beginning.rows) for one in found))
    return render(request, "authoring/importing/sheets.html", page, status=422 if form.errors else 200)


@with_account
def columns(request: Request, uuid: UUID, number: int) -> HttpResponse:
    """Say what the columns of a sheet mean; or, first, where its headings are."""
    card = of(request, uuid, *_OPEN)
    found = exchange.sheets(uuid, request.actor, request.at)
    used = [one.number for one in found if one.use]
    sheet = next((one for one in found if one.number == number and one.use), None)
    if sheet is None:
        raise NotVisible
    rows, headings = exchange.as_read(sheet)
    reasons = exchange.reasons(sheet)
    posted = request.method == "POST"
    shaping = posted and request.POST.get("action") == "shape"
    mapping = sheet.mapping
    unasked = tuple(one for one in mapping.columns if one.index >= len(headings))
    shape = ShapeForm(
        request.POST if shaping else None,
        initial={
            "header_row": mapping.header_row,
            "header_rows": str(mapping.header_rows),
            "sideways": "across" if mapping.sideways else "down",
        },
    )
    form = ColumnsForm(
        request.POST if posted and not shaping else None, headings=headings, initial=_initial(sheet, len(headings))
    )
    try:
        if shaping and shape.is_valid():
            commands.shape_sheet(uuid=uuid, number=number, **shape.cleaned_data, actor=request.actor, at=request.at)
            return see_other(request.path)
        if posted and not shaping and form.is_valid():
            commands.map_sheet(
                uuid=uuid, number=number, layout=Layout(form.cleaned_data["layout"]),
                columns=(*form.columns(), *unasked),
                role=form.cleaned_data["role"].strip(), family=form.cleaned_data["family"].strip(),
                ladder=mapping.ladder, actor=request.actor, at=request.at,
            )  # fmt: skip
            later = [one for one in used if one > number]
            return see_other(
                reverse("authoring_import_columns", args=[uuid, later[0]])
                if later
                else reverse("authoring_import_target", args=[uuid])
            )
    except Refusal as no:
        (shape if shaping else form).add_error("header_row" if shaping else None, str(no))
    page = ColumnsPage(
        card=card,
        sheet=sheet,
        shape=shape,
        form=form,
        columns=tuple(
            _column(sheet, rows, headings[index], index, reasons.get(index, "")) for index in range(len(headings))
        ),
        preview=_preview(rows),
        more_columns=max(len(headings) - _COLUMNS, 0),
        unasked=len(unasked),
        position=used.index(number) + 1,
        of=len(used),
    )
    return render(request, "authoring/importing/columns.html", page, status=422 if form.errors or shape.errors else 200)


def _initial(sheet: SheetView, width: int) -> dict[str, str]:
    mapping = sheet.mapping
    values = {"layout": mapping.layout.value, "role": mapping.role, "family": mapping.family}
    values |= {f"meaning_{index}": Meaning.IGNORE.value for index in range(width)}
    for one in mapping.columns:
        values[f"meaning_{one.index}"] = one.meaning.value
        values[f"of_{one.index}"] = one.level or one.name
        values[f"role_{one.index}"] = one.role
    return values


def _column(sheet: SheetView, rows: tuple[tuple[str, ...], ...], heading: str, index: int, why: str) -> ColumnView:
    said = next((one for one in sheet.mapping.columns if one.index == index), None)
    below = (row[index].strip() for row in rows[sheet.mapping.header_row :])
    return ColumnView(
        index=index,
        heading=heading,
        examples=tuple(dict.fromkeys(cell for cell in below if cell))[:_EXAMPLES],
        why=why,
        for_one=said is not None and said.meaning in _FOR_ONE,
    )


def _preview(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    return tuple((number, row[:_COLUMNS]) for number, row in enumerate(rows[:_ROWS], start=1))
