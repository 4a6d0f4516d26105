"""My record: what was signed off, what departments made of it when I moved, and links that show some of it outside."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import LinkView, MadeLink, Move, SignedLevel
from waymark.kernel.errors import NotVisible, Refusal
from waymark.web.base.access import signed_in
from waymark.web.base.answers import attachment
from waymark.web.base.going import see_other
from waymark.web.base.page import render, site_of
from waymark.web.base.request import Request
from waymark.web.me.common import me


class LinkForm(forms.Form):
    """Which levels a link shows, and how long it works."""

    levels = forms.MultipleChoiceField(
        label=gettext_lazy("Which levels it shows"),
        error_messages={
            "required": gettext_lazy("Select at least one level"),
            "invalid_choice": gettext_lazy("Select levels that are on this page: one of those you chose has changed"),
        },
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("How long the link works"),
        coerce=int,
        choices=[(days, gettext_lazy("%(days)s days") % {"days": days}) for days in assessments.LINK_DAYS],
        error_messages={"required": gettext_lazy("Select how long the link works")},
    )


@dataclass(frozen=True, slots=True)
class LevelItem:
    """One signed-off level, and what became of it in words."""

    level: SignedLevel
    state: str


@dataclass(frozen=True, slots=True)
class RecordPage:
    """My record."""

    levels: tuple[LevelItem, ...]
    moves: tuple[Move, ...]
    links: tuple[LinkView, ...]
    can_share: bool
    """Whether any level stands."""


@dataclass(frozen=True, slots=True)
class LinkPage:
    """Make a link; or the new one, this once."""

    form: LinkForm
    hints: dict[str, str]
    made: MadeLink | None
    address: str
    """The whole address of the new link; empty before it is made."""


@signed_in
def my_record(request: Request) -> HttpResponse:
    """Show what was signed off, what became of it at each move, and the links."""
    actor, at = request.actor, request.at
    levels = assessments.signed_levels(me(request).id, actor, at)
    page = RecordPage(
        levels=tuple(LevelItem(one, assessments.state_in_words(one.state)) for one in levels),
        moves=assessments.moves(me(request).id, actor, at),
        links=assessments.record_links(actor, at),
        can_share=any(one.state == "stands" for one in levels),
    )
    return render(request, "me/record.html", page, seen_by=[assessments.who_sees_levels()])


@signed_in
def link(request: Request) -> HttpResponse:
    """Make a link to some of my levels. It is shown on the answer that makes it, and never again."""
    levels = [
        one for one in assessments.signed_levels(me(request).id, request.actor, request.at) if one.state == "stands"
    ]
    form = LinkForm(request.POST if request.method == "POST" else None)
    field = form.fields["levels"]
    assert isinstance(field, forms.MultipleChoiceField)
    field.choices = [(str(one.uuid), f"{one.skill_name}: {one.level_name}") for one in levels]
    hints = {
        str(one.uuid): _("Signed off on %(day)s, %(department)s")
        % {"day": date_format(one.signed_on), "department": one.issuer or _("department not on record")}
        for one in levels
    }
    made = None
    if request.method == "POST" and form.is_valid():
        try:
            made = record.make_record_link(
                items=[UUID(one) for one in form.cleaned_data["levels"]], days=form.cleaned_data["days"],
                actor=request.actor, at=request.at,
            )  # fmt: skip
        except NotVisible:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    address = request.build_absolute_uri(reverse("record_open", args=[made.token])) if made else ""
    page = LinkPage(form=form, hints=hints, made=made, address=address)
    return render(request, "me/record_link.html", page, status=422 if form.errors else 200)


@signed_in
def end(request: Request, uuid: UUID) -> HttpResponse:
    """End a link."""
    if request.method == "POST":
        ended = record.end_record_link(link=uuid, actor=request.actor, at=request.at)
        messages.success(
            request,
            ngettext(
                "The link is ended. It was opened %(num)d time.",
                "The link is ended. It was opened %(num)d times.",
                ended.looks,
            )
            % {"num": ended.looks},
        )
    return see_other(reverse("me_record"))


@signed_in
def pdf(request: Request, uuid: UUID) -> HttpResponse:
    """Hand over what one of my links shows, to print."""
    shown = assessments.own_record(uuid, request.actor, request.at)
    verify_at = request.build_absolute_uri(reverse("record_verify"))
    content = assessments.record_pdf(shown, site=site_of(request).name, verify_at=verify_at)
    return attachment(content, "application/pdf", "record.pdf")
