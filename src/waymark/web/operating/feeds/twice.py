"""People who may be on record twice: said to be one, and two after all."""

from __future__ import annotations

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
from waymark.people.types import TwinView
from waymark.web.base.going import see_other
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.operating.feeds.listing import administrator
from waymark.web.operating.forms import reason_field


class ReasonForm(forms.Form):
    """Why two are one, or two after all."""

    reason = reason_field(
        gettext_lazy("Why?"), gettext_lazy("Enter why"), gettext_lazy("Kept in the record of what was done.")
    )


@dataclass(frozen=True, slots=True)
class TwicePage:
    """Pairs of people who may be one."""

    pairs: tuple[TwinView, ...]


@dataclass(frozen=True, slots=True)
class TwinPage:
    """One pair."""

    pair: TwinView
    form: ReasonForm


@administrator
def twice(request: Request) -> HttpResponse:
    """Show who may be on record twice."""
    return render(request, "operating/feeds/twice.html", TwicePage(_pairs(request)))


@administrator
def twin(request: Request, uuid: UUID, other: UUID) -> HttpResponse:
    """Say of a pair that it is one person."""
    return _say(request, uuid, other, merged=False)


@administrator
def part(request: Request, uuid: UUID, other: UUID) -> HttpResponse:
    """Say of a merged pair that they are two people after all."""
    return _say(request, uuid, other, merged=True)


def _say(request: Request, uuid: UUID, other: UUID, *, merged: bool) -> HttpResponse:
    pair = next((one for one in _pairs(request) if (one.uuid, one.other) == (uuid, other)), None)
    if pair is None or (pair.merge is not None) != merged:
        raise NotVisible
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            if pair.merge is None:
                commands.merge(person=uuid, into=other, reason=reason, actor=request.actor, at=request.at)
                messages.success(request, _("They are one person on record now."))
            else:
                commands.part(merge=pair.merge, reason=reason, actor=request.actor, at=request.at)
                messages.success(request, _("They are two people on record again."))
            return see_other(reverse("operating_twice"))
        except NotVisible:
            raise
        except Refusal as no:
            form.add_error("reason", str(no))
    return render(request, "operating/feeds/twin.html", TwinPage(pair, form), status=422 if form.errors else 200)


def _pairs(request: Request) -> tuple[TwinView, ...]:
    pairs = people.twins(request.actor, request.at)
    looked_at(
        request,
        [pk for one in pairs for pk in (one.person_id, one.other_id)],
        ground=str(_("they run the feed that speaks of them")),
    )
    return pairs
