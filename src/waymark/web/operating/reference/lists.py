"""Lists of reference data: professions, specialisms, functions, regions, locations; and one thing of a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.access.types import DutyKind
from waymark.kernel.errors import NotVisible, Refusal
from waymark.organisation import commands
from waymark.organisation import queries as organisation
from waymark.organisation.types import ListItem, ListKind
from waymark.people import queries as people
from waymark.people.types import ItemImpact
from waymark.web.base.access import holds
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.base.stepup import ask_to_confirm, stepped_up
from waymark.web.operating.reference import words
from waymark.web.operating.reference.forms import EndItemForm, ItemForm

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
    impact: ItemImpact | None
    """Posts that have it and the people it is said of; None where nothing uses the list yet."""
    form: ItemForm
    end: EndItemForm
    back_url: str


@dataclass(frozen=True, slots=True)
class ItemPreviewPage:
    """What putting one thing right, or ending it, would do, before it is done."""

    title: str
    item: ListItem
    said: tuple[str, ...]
    """What changes, and what files say of it from then on."""
    reason: str
    impact: ItemImpact | None
    fields: tuple[tuple[str, str], ...]
    """What was answered, to be sent again."""


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
    """Put one thing of a list right, or say until when it is in it: first what that does, then for good."""
    which = ListKind.GRADE if kind == ListKind.GRADE else _kind(kind)
    one = organisation.item(which, pk)
    ends = request.method == "POST" and request.POST.get("what") == "end"
    changes = request.method == "POST" and not ends
    form = ItemForm(
        request.POST if changes else None, coded=which in CODED, dated=False,
        bands=organisation.grade_bands() if which is ListKind.GRADE else (),
        initial={"name": one.name, "code": one.code, "band": one.band_id},
    )  # fmt: skip
    end = EndItemForm(request.POST if ends else None, initial={"until": one.until_on}, auto_id="end_%s")
    back = reverse("reference_grades") if which is ListKind.GRADE else reverse("reference_list", args=[kind])
    filled = end if ends else form
    again = request.POST.get("step") == "change"
    if request.method == "POST" and not again and filled.is_valid():
        try:
            if request.POST.get("step") != "confirmed":
                _check(request, which, pk, filled.cleaned_data, ends=ends)
                return _preview(request, which, one, filled.cleaned_data, ends=ends)
            if not stepped_up(request):
                return ask_to_confirm(request)
            _save(request, which, pk, filled.cleaned_data, ends=ends)
        except NotVisible:
            raise
        except Refusal as refusal:
            field = _field(refusal)
            filled.add_error(field if field in filled.fields else "until" if ends else None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return see_other(back)
    page = ItemPage(
        title=words.list_title(which),
        kind=which.value,
        item=one,
        period=words.period(one.from_on, one.until_on),
        impact=people.impact_of_item(which.value, pk, request.at),
        form=form,
        end=end,
        back_url=back,
    )
    status = 422 if request.method == "POST" and not again else 200
    return render(request, "operating/reference/item.html", page, status=status)


def _check(request: Request, which: ListKind, pk: int, said: dict[str, Any], *, ends: bool) -> None:
    seen = request.POST.get("seen", "")
    if ends:
        commands.check_end(
            kind=which, item_id=pk, until_on=said["until"], seen=seen, actor=request.actor, at=request.at
        )
    else:
        commands.check_item(
            kind=which, item_id=pk, name=said["name"], code=said.get("code", ""), band_id=said.get("band"), seen=seen,
            actor=request.actor, at=request.at,
        )  # fmt: skip


def _save(request: Request, which: ListKind, pk: int, said: dict[str, Any], *, ends: bool) -> None:
    who: dict[str, Any] = {
        "reason": said["reason"], "seen": request.POST.get("seen", ""), "actor": request.actor, "at": request.at,
    }  # fmt: skip
    if ends:
        commands.end_item(kind=which, item_id=pk, until_on=said["until"], **who)
        return
    commands.change_item(
        kind=which, item_id=pk, name=said["name"], code=said.get("code", ""), band_id=said.get("band"), **who
    )


def _preview(request: Request, which: ListKind, one: ListItem, said: dict[str, Any], *, ends: bool) -> HttpResponse:
    if ends:
        lines = words.said_of_end(which, one, said["until"])
    else:
        bands = {band.id: band.name for band in organisation.grade_bands()} if which is ListKind.GRADE else {}
        lines = words.said_of_item(which, one, said["name"], said.get("code", ""), bands.get(said.get("band") or 0, ""))
    page = ItemPreviewPage(
        title=words.list_title(which),
        item=one,
        said=lines,
        reason=said["reason"],
        impact=people.impact_of_item(which.value, one.id, request.at),
        fields=tuple(
            (name, value)
            for name, values in request.POST.lists()
            if name not in {"csrfmiddlewaretoken", "step"}
            for value in values
        ),
    )
    return render(request, "operating/reference/item_preview.html", page)


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
