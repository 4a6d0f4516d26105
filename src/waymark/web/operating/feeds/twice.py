"""People who may be on record twice: said to be one, or two, and two after all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.kernel.errors import NotVisible, Refusal
from waymark.people import commands
from waymark.people import queries as people
from waymark.people.types import PairView, TwinPage, TwinView
from waymark.web.base.going import see_other
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request
from waymark.web.base.texts import text_field
from waymark.web.operating.feeds.listing import administrator
from waymark.web.operating.forms import reason_field


class ReasonForm(forms.Form):
    """Why two are one, or two after all."""

    reason = reason_field(
        gettext_lazy("Why?"), gettext_lazy("Enter why"), gettext_lazy("Kept in the record of what was done.")
    )


class NumbersForm(forms.Form):
    """The staff numbers of two people who may be one, whatever their feeds say."""

    number = text_field(
        gettext_lazy("Staff number that came last"),
        missing=gettext_lazy("Enter the staff number that came last"),
        most=40,
        too_long=gettext_lazy("A staff number must be 40 characters or fewer"),
    )
    kept = text_field(
        gettext_lazy("Staff number of the record that is kept"),
        missing=gettext_lazy("Enter the staff number of the record that is kept"),
        most=40,
        too_long=gettext_lazy("A staff number must be 40 characters or fewer"),
    )


@dataclass(frozen=True, slots=True)
class TwicePage:
    """Pairs of people who may be one, and a form for others."""

    found: TwinPage
    pagination: Pagination
    form: NumbersForm


@dataclass(frozen=True, slots=True)
class MergedPage:
    """Pairs of people who are merged."""

    found: TwinPage
    pagination: Pagination


@dataclass(frozen=True, slots=True)
class PairPage:
    """One pair."""

    pair: PairView
    form: ReasonForm


@dataclass(frozen=True, slots=True)
class PartPage:
    """Two who are merged."""

    twin: TwinView
    form: ReasonForm


@administrator
def twice(request: Request) -> HttpResponse:
    """Show who may be on record twice, and take the numbers of two others."""
    form = NumbersForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        found = {name: _numbered(request, form, name) for name in ("number", "kept")}
        if not form.errors and found["number"] == found["kept"]:
            form.add_error("kept", _("Enter two different staff numbers"))
        if not form.errors:
            return see_other(reverse("operating_twin", args=[found["number"], found["kept"]]))
    pairs = people.twins(request.actor, request.at, page=page_number(request.GET))
    _looked_at(request, pairs.pairs)
    page = TwicePage(pairs, paginate(pairs.page, pairs.pages, request.GET), form)
    return render(request, "operating/feeds/twice.html", page, status=422 if form.errors else 200)


def _numbered(request: Request, form: NumbersForm, name: str) -> UUID | None:
    try:
        return people.numbered(form.cleaned_data[name], request.actor, request.at)
    except NotVisible:
        form.add_error(name, _("Enter the staff number of somebody whose records you run"))
        return None


@administrator
def merged(request: Request) -> HttpResponse:
    """Show who is merged now."""
    found = people.merges(request.actor, request.at, page=page_number(request.GET))
    _looked_at(request, found.pairs)
    page = MergedPage(found, paginate(found.page, found.pages, request.GET))
    return render(request, "operating/feeds/merged.html", page)


@administrator
def twin(request: Request, uuid: UUID, other: UUID) -> HttpResponse:
    """Say of a pair that it is one person, or two."""
    pair = people.pair(uuid, other, request.actor, request.at)
    _looked_at(request, [pair.twin])
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            if request.POST.get("action") == "two":
                commands.keep_apart(person=uuid, other=other, reason=reason, actor=request.actor, at=request.at)
                messages.success(request, _("They are two people. They are not shown as a pair again."))
            else:
                commands.merge(person=uuid, into=other, reason=reason, actor=request.actor, at=request.at)
                messages.success(request, _("They are one person on record now."))
            return see_other(reverse("operating_twice"))
        except NotVisible:
            raise
        except Refusal as no:
            form.add_error("reason", str(no))
    return render(request, "operating/feeds/twin.html", PairPage(pair, form), status=422 if form.errors else 200)


@administrator
def part(request: Request, uuid: UUID) -> HttpResponse:
    """Say of a merged pair that they are two people after all."""
    found = people.merge_view(uuid, request.actor, request.at)
    _looked_at(request, [found])
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.part(merge=uuid, reason=form.cleaned_data["reason"], actor=request.actor, at=request.at)
            messages.success(request, _("They are two people on record again."))
            return see_other(reverse("operating_merged"))
        except NotVisible:
            raise
        except Refusal as no:
            form.add_error("reason", str(no))
    return render(request, "operating/feeds/part.html", PartPage(found, form), status=422 if form.errors else 200)


def _looked_at(request: Request, pairs: Iterable[TwinView]) -> None:
    looked_at(
        request,
        [pk for one in pairs for pk in (one.person_id, one.other_id)],
        ground=str(_("they run the site for them, or the feed that speaks of them")),
    )
