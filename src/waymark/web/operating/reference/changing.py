"""Changing organisations: say what and from when on, see what it touches, make it or let it wait for its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.access import queries as access
from waymark.access.types import DutyKind, GrantCard
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible, Refusal
from waymark.organisation import commands as organisation_commands
from waymark.organisation import queries as organisation
from waymark.organisation.types import Body, Change, ChangeKind, Named, TreeImpact
from waymark.people import commands
from waymark.people import queries as people
from waymark.people.types import PeopleImpact
from waymark.web.base import duties as duty_words
from waymark.web.base.access import holds
from waymark.web.base.going import see_other
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.base.stepup import ask_to_confirm, stepped_up
from waymark.web.operating.reference import words
from waymark.web.operating.reference.forms import ChangeForm

FIELDS = {
    "name": "name",
    "kind": "body_kind",
    "into": "into",
    "parent": "parent",
    "units": "units",
    "reason": "reason",
}
"""Which answer an incomplete change is about."""


@dataclass(frozen=True, slots=True)
class AskPage:
    """What changes, from when on, and why."""

    title: str
    about: str
    kind: str
    form: ChangeForm
    back_url: str


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty over a body that closes."""

    card: GrantCard
    over: str
    last_day: date


@dataclass(frozen=True, slots=True)
class Touched:
    """What hangs on bodies that lose or gain what goes."""

    names: str
    duties: tuple[DutyLine, ...]
    overlays: int
    feeds: int
    providers: int


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What a change would do, before it is made."""

    title: str
    said: str
    change: Change
    waits: bool
    """Whether its day has yet to come."""
    tree: TreeImpact
    people: PeopleImpact
    duties: tuple[DutyLine, ...]
    overlays: int
    providers: int
    """Sign-ons of departments that close."""
    losing: Touched
    """What covers less from then on: over bodies that what goes is no longer part of."""
    gaining: Touched
    """What covers more from then on: over bodies that it becomes part of."""
    fields: tuple[tuple[str, str], ...]
    """What was answered, to be sent again."""


@holds(DutyKind.ADMINISTRATOR)
def open_body(request: Request) -> HttpResponse:
    """Open an organisation that was not there."""
    under = request.GET.get("under", "")
    parent = organisation.body(under).body if under else None
    return _answer(request, ChangeKind.OPEN, None, {"parent": parent.slug, "body_kind": "unit"} if parent else {})


@holds(DutyKind.ADMINISTRATOR)
def change_body(request: Request, slug: str, kind: str) -> HttpResponse:
    """Change one organisation."""
    body = organisation.body(slug).body
    asked = next((one for one in ChangeKind if one.value == kind), None)
    if asked is None:
        raise NotVisible
    initial: dict[str, object] = {}
    if asked is ChangeKind.RENAME:
        initial = {"name": body.name, "code": body.code}
    if asked is ChangeKind.OPEN and body.parent_id is not None:
        initial = {"parent": organisation.organisation_by_id(body.parent_id).slug}
    if asked is ChangeKind.SPLIT:
        initial = {"body_kind": body.kind, "parent": _slug(body.parent_id)}
    return _answer(request, asked, body, initial)


def _slug(organisation_id: int | None) -> str:
    return "" if organisation_id is None else organisation.organisation_by_id(organisation_id).slug


def _answer(request: Request, kind: ChangeKind, body: Body | None, initial: dict[str, object]) -> HttpResponse:
    units = organisation.units_of(body.id) if body is not None and kind is ChangeKind.SPLIT else ()
    bound = request.method == "POST"
    form = ChangeForm(
        request.POST if bound else None, kind=kind, body=body, units=units,
        initial={"day": timezone.localdate(request.at), **initial},
    )  # fmt: skip
    if not bound or request.POST.get("step") == "change":
        return _ask(request, kind, body, form)
    if not form.is_valid():
        return _ask(request, kind, body, form, status=422)
    change = form.change()
    try:
        if request.POST.get("step") != "confirmed":
            commands.check_change(change=change, actor=request.actor, at=request.at)
            return _preview(request, kind, body, change)
        if not stepped_up(request):
            return ask_to_confirm(request)
        uuid = commands.reorganise(change=change, actor=request.actor, at=request.at)
    except NotVisible:
        raise
    except Refusal as refusal:
        field = FIELDS.get(refusal.field) if isinstance(refusal, organisation_commands.Incomplete) else None
        form.add_error(field if field in form.fields else None, str(refusal))
        return _ask(request, kind, body, form, status=422)
    waits = change.on > timezone.localdate(request.at)
    messages.success(request, _("Planned. It is made on its day.") if waits else _("Done."))
    return see_other(reverse("reference_change", args=[uuid]))


def _title(kind: ChangeKind, body: Body | None) -> str:
    return _("Open an organisation") if body is None else words.act(kind.value)


def _ask(request: Request, kind: ChangeKind, body: Body | None, form: ChangeForm, status: int = 200) -> HttpResponse:
    page = AskPage(
        title=_title(kind, body),
        about=body.name if body else "",
        kind=kind.value,
        form=form,
        back_url=reverse("reference_body", args=[body.slug]) if body else reverse("reference"),
    )
    return render(request, "operating/reference/ask.html", page, status=status)


def _preview(request: Request, kind: ChangeKind, body: Body | None, change: Change) -> HttpResponse:
    tree = organisation.impact_of(change)
    closing = [one.id for one in tree.closing]
    duties = access.duties_over(closing, request.actor, request.at) if closing else ()
    losing, gaining = _touched(request, tree.losing), _touched(request, tree.gaining)
    shown = [*duties, *(line.card for line in (*losing.duties, *gaining.duties))]
    looked_at(request, [card.person_id for card in shown if card.person_id], ground=str(_("their duty is over it")))
    known = organisation.bodies(
        [pk for pk in (*change.organisation_ids, change.into_id, change.parent_id) if pk is not None]
    )
    page = PreviewPage(
        title=_title(kind, body),
        said=words.said_before(change, {pk: one.name for pk, one in known.items()}),
        change=change,
        waits=change.on > timezone.localdate(request.at),
        tree=tree,
        people=people.impact_of_change(change),
        duties=tuple(duty_line(card) for card in duties),
        overlays=frameworks.overlays_over(closing) if closing else 0,
        providers=access.providers_over(closing) if closing else 0,
        losing=losing,
        gaining=gaining,
        fields=tuple(
            (name, value)
            for name, values in request.POST.lists()
            if name not in {"csrfmiddlewaretoken", "step"}
            for value in values
        ),
    )
    return render(request, "operating/reference/preview.html", page)


def duty_line(card: GrantCard) -> DutyLine:
    """Return a duty as a line of a page."""
    return DutyLine(card, duty_words.over(card), duty_words.last_day(card.until_at))


def _touched(request: Request, bodies: tuple[Named, ...]) -> Touched:
    """Return what hangs on bodies. Four queries, or none."""
    ids = [one.id for one in bodies]
    if not ids:
        return Touched("", (), 0, 0, 0)
    return Touched(
        names=", ".join(one.name for one in bodies),
        duties=tuple(duty_line(card) for card in access.duties_over(ids, request.actor, request.at)),
        overlays=frameworks.overlays_over(ids),
        feeds=people.feeds_over(ids),
        providers=access.providers_over(ids),
    )
