"""Grades: the common ones, and those of organisations with a scheme of their own."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

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
from waymark.organisation.types import BandCard, ListItem, ListKind, NewGrade, Scheme
from waymark.web.base.access import holds
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.operating.reference.forms import GradeForm, GradesForm


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
    add_url: str
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


@dataclass(frozen=True, slots=True)
class NewGradePage:
    """One grade more of a scheme."""

    name: str
    """Whose scheme; empty for the common grades."""
    form: GradeForm


@holds(DutyKind.ADMINISTRATOR)
def grades(request: Request) -> HttpResponse:
    """Show the grades of everyone, and of organisations that have their own, with what makes them equivalent."""
    schemes = organisation.schemes(timezone.localdate(request.at))
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
    form = GradesForm(
        request.POST if request.method == "POST" else None, bands=bands, initial={"day": timezone.localdate(request.at)}
    )
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


@holds(DutyKind.ADMINISTRATOR)
def add_grade(request: Request) -> HttpResponse:
    """Add one grade to the common ones, or to an organisation's own."""
    slug = request.GET.get("of", "")
    owner = organisation.organisation(slug) if slug else None
    day = timezone.localdate(request.at)
    scheme = [
        one
        for one in organisation.items(ListKind.GRADE)
        if one.of_id == (owner.id if owner else None) and (one.until_on is None or one.until_on > day)
    ]
    form = GradeForm(
        request.POST if request.method == "POST" else None, scheme=scheme, bands=organisation.grade_bands(),
        initial={"day": day, "above": scheme[-1].id if scheme else None},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            commands.add_grade(
                organisation_id=owner.id if owner else None,
                grade=NewGrade(said["code"], said["name"], said["band"]), above_id=said["above"], from_on=said["day"],
                actor=request.actor, at=request.at,
            )  # fmt: skip
        except NotVisible:
            raise
        except Refusal as refusal:
            field = "code" if isinstance(refusal, commands.CodeTaken) else "name"
            form.add_error(getattr(refusal, "field", field), str(refusal))
        else:
            messages.success(request, _("“%(name)s” is in the list.") % {"name": said["name"]})
            return see_other(reverse("reference_grades"))
    page = NewGradePage(owner.name if owner else "", form)
    return render(request, "operating/reference/grade_add.html", page, status=422 if request.method == "POST" else 200)


def _table(scheme: Scheme, by_band: dict[int | None, list[str]]) -> SchemeTable:
    common = scheme.organisation is None
    return SchemeTable(
        name=scheme.organisation.name if scheme.organisation else "",
        common=common,
        add_url=reverse("reference_grade_add")
        + (f"?{urlencode({'of': scheme.organisation.slug})}" if scheme.organisation else ""),
        lines=tuple(
            GradeLine(
                one,
                () if common or one.band_id is None else tuple(by_band.get(one.band_id, ())),
                reverse("reference_item", args=[ListKind.GRADE.value, one.id]),
            )
            for one in scheme.grades
        ),
    )
