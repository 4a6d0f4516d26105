"""Lists of reference data: professions, specialisms, functions, regions, locations; and the grades of organisations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.access.types import DutyKind
from waymark.kernel.errors import NotVisible, Refusal
from waymark.organisation import commands
from waymark.organisation import queries as organisation
from waymark.organisation.types import BandCard, ListItem, ListKind, Scheme
from waymark.people import queries as people
from waymark.web.base.access import holds
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.operating.reference import words
from waymark.web.operating.reference.forms import EndItemForm, GradesForm, ItemForm

OWNERS = {ListKind.SPECIALISM: ListKind.PROFESSION, ListKind.LOCATION: ListKind.REGION}
CODED = frozenset({ListKind.REGION, ListKind.LOCATION, ListKind.GRADE})


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One thing of a list."""

    item: ListItem
    period: str
    url: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list, and what is asked to add to it."""

    title: str
    kind: str
    lines: tuple[ItemLine, ...]
    coded: bool
    owned: str
    """What its things belong to; empty for nothing."""
    form: ItemForm


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One thing of a list, to be put right or ended."""

    title: str
    kind: str
    item: ListItem
    period: str
    posts: int | None
    """Posts that have it; None where posts have no such thing."""
    form: ItemForm
    end: EndItemForm
    back_url: str


@dataclass(frozen=True, slots=True)
class GradeLine:
    """A grade in a scheme."""

    item: ListItem
    same: tuple[str, ...]
    """The common grades that its band makes equivalent."""
    url: str


@dataclass(frozen=True, slots=True)
class SchemeTable:
    """The grades of one organisation."""

    name: str
    common: bool
    lines: tuple[GradeLine, ...]


@dataclass(frozen=True, slots=True)
class GradesPage:
    """The grades of everyone, and of organisations with a scheme of their own."""

    schemes: tuple[SchemeTable, ...]


@dataclass(frozen=True, slots=True)
class NewGradesPage:
    """The grades that an organisation is to have."""

    form: GradesForm
    rows: tuple[tuple[BoundField, BoundField, BoundField], ...]
    """Code, name and band of each grade."""


@holds(DutyKind.ADMINISTRATOR)
def listing(request: Request, kind: str) -> HttpResponse:
    """Show a list, and add to it."""
    which = _kind(kind)
    owners = organisation.items(OWNERS[which], day=_today(request)) if which in OWNERS else ()
    form = ItemForm(
        request.POST if request.method == "POST" else None, coded=which in CODED, owners=owners,
        owner_label=_owner_label(which), initial={"day": _today(request)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            commands.add_item(
                kind=which, name=said["name"], code=said.get("code", ""), of_id=said.get("of"), from_on=said["day"],
                actor=request.actor, at=request.at,
            )  # fmt: skip
        except NotVisible:
            raise
        except Refusal as refusal:
            form.add_error(_field(refusal), str(refusal))
        else:
            messages.success(request, _("“%(name)s” is in the list.") % {"name": said["name"]})
            return see_other(reverse("reference_list", args=[kind]))
    page = ListPage(
        title=words.list_title(which),
        kind=kind,
        lines=tuple(
            ItemLine(one, words.period(one.from_on, one.until_on), reverse("reference_item", args=[kind, one.id]))
            for one in organisation.items(which)
        ),
        coded=which in CODED,
        owned=_owner_label(which),
        form=form,
    )
    return render(request, "operating/reference/list.html", page, status=422 if request.method == "POST" else 200)


@holds(DutyKind.ADMINISTRATOR)
def item(request: Request, kind: str, pk: int) -> HttpResponse:
    """Put one thing of a list right, or say until when it is in it."""
    which = ListKind.GRADE if kind == ListKind.GRADE else _kind(kind)
    one = organisation.item(which, pk)
    ends = request.method == "POST" and request.POST.get("what") == "end"
    changes = request.method == "POST" and not ends
    form = ItemForm(
        request.POST if changes else None, coded=which in CODED, dated=False,
        bands=organisation.grade_bands() if which is ListKind.GRADE else (),
        initial={"name": one.name, "code": one.code, "band": one.band_id},
    )  # fmt: skip
    end = EndItemForm(request.POST if ends else None, initial={"until": one.until_on})
    back = reverse("reference_grades") if which is ListKind.GRADE else reverse("reference_list", args=[kind])
    filled = end if ends else form
    if request.method == "POST" and filled.is_valid():
        try:
            _save(request, which, pk, form, end, ends=ends)
        except NotVisible:
            raise
        except Refusal as refusal:
            filled.add_error("until" if ends else _field(refusal), str(refusal))
        else:
            messages.success(request, _("Saved."))
            return see_other(back)
    page = ItemPage(
        title=words.list_title(which),
        kind=which.value,
        item=one,
        period=words.period(one.from_on, one.until_on),
        posts=people.posts_with(which.value, pk),
        form=form,
        end=end,
        back_url=back,
    )
    return render(request, "operating/reference/item.html", page, status=422 if request.method == "POST" else 200)


def _save(request: Request, which: ListKind, pk: int, form: ItemForm, end: EndItemForm, *, ends: bool) -> None:
    who: dict[str, Any] = {"actor": request.actor, "at": request.at}
    if ends:
        commands.end_item(kind=which, item_id=pk, until_on=end.cleaned_data["until"], **who)
        return
    said = form.cleaned_data
    commands.change_item(
        kind=which, item_id=pk, name=said["name"], code=said.get("code", ""), band_id=said.get("band"), **who
    )


@holds(DutyKind.ADMINISTRATOR)
def grades(request: Request) -> HttpResponse:
    """Show the grades of everyone, and of organisations that have their own, with what makes them equivalent."""
    schemes = organisation.schemes(_today(request))
    common = next((scheme for scheme in schemes if scheme.organisation is None), None)
    by_band: dict[int | None, list[str]] = {}
    for grade in common.grades if common else ():
        by_band.setdefault(grade.band_id, []).append(grade.code)
    page = GradesPage(tuple(_table(scheme, by_band) for scheme in schemes))
    return render(request, "operating/reference/grades.html", page)


@holds(DutyKind.ADMINISTRATOR)
def new_grades(request: Request) -> HttpResponse:
    """Give an organisation grades of its own."""
    bands: tuple[BandCard, ...] = organisation.grade_bands()
    form = GradesForm(request.POST if request.method == "POST" else None, bands=bands, initial={"day": _today(request)})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            commands.add_grades(
                organisation_id=said["organisation"].id, grades=form.grades(), from_on=said["day"],
                actor=request.actor, at=request.at,
            )  # fmt: skip
        except NotVisible:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(name)s has grades of its own.") % {"name": said["organisation"].name})
            return see_other(reverse("reference_grades"))
    page = NewGradesPage(form, tuple(form.rows()))
    return render(request, "operating/reference/grades_new.html", page, status=422 if request.method == "POST" else 200)


def _table(scheme: Scheme, by_band: dict[int | None, list[str]]) -> SchemeTable:
    common = scheme.organisation is None
    return SchemeTable(
        name=scheme.organisation.name if scheme.organisation else "",
        common=common,
        lines=tuple(
            GradeLine(
                one,
                () if common or one.band_id is None else tuple(by_band.get(one.band_id, ())),
                reverse("reference_item", args=[ListKind.GRADE.value, one.id]),
            )
            for one in scheme.grades
        ),
    )


def _kind(name: str) -> ListKind:
    """Return the list of that name; grades have a page of their own."""
    found = next((kind for kind in ListKind if kind.value == name and kind is not ListKind.GRADE), None)
    if found is None:
        raise NotVisible
    return found


def _owner_label(kind: ListKind) -> str:
    return {ListKind.SPECIALISM: _("Profession"), ListKind.LOCATION: _("Region")}.get(kind, "")


def _field(refusal: Refusal) -> str | None:
    if isinstance(refusal, commands.Incomplete):
        return refusal.field
    if isinstance(refusal, commands.CodeTaken):
        return "code"
    return "name" if isinstance(refusal, commands.NameTaken) else None


def _today(request: Request) -> date:
    return timezone.localdate(request.at)
