"""What our department says beside the standards: the list, one addition beside its standard, and what is done to it."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from waymark.frameworks import commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import KEEPERS, TO_CHECK, KeptOverlay, OverlayKind, OverlayPage, OverlayState
from waymark.kernel.errors import NotVisible, Refusal, Stale
from waymark.web.authoring.context_forms import SAID, ChangeForm, Choices, EndForm
from waymark.web.authoring.context_words import ACTS, CHECK, EXPLAINED, KINDS, STATES, THINGS
from waymark.web.base.access import holds
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request

A_PAGE = 50
Text = str | Promise


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of the filter, with how many it would show."""

    value: str
    name: Text
    chosen: bool
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """One addition in the list."""

    kept: KeptOverlay
    thing: Text
    kind: Text
    state: Text
    asks: bool
    """Whether somebody has to look at it."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """Everything that the reader's departments add."""

    lines: tuple[Line, ...]
    to_check: int
    total: int
    states: tuple[Option, ...]
    frameworks: tuple[Option, ...]
    filtered: bool
    pagination: Pagination


@dataclass(frozen=True, slots=True)
class Moment:
    """One step of the history."""

    act: Text
    text: str
    level_name: str
    version_label: str
    by: str
    at: object


@dataclass(frozen=True, slots=True)
class OnePage:
    """One addition beside its standard."""

    shown: OverlayPage
    thing: Text
    kind: Text
    state: Text
    explained: Text
    thing_url: str
    asks: bool
    standing: bool
    may_check: bool
    """Whether it can be said to be still right as it is."""
    changed: int
    """How many parts of the standard say something else."""
    history: tuple[Moment, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ChangePage:
    """The form to change what an addition says."""

    shown: OverlayPage
    form: ChangeForm
    kind: Text
    asks_level: bool
    asks_importance: bool
    seen: str
    """What the form shows, so that it can be sent once more after somebody else was faster."""
    stale: bool = False
    """Whether somebody else was: what it says now is then shown beside what was typed."""


@dataclass(frozen=True, slots=True)
class EndPage:
    """The form to take an addition back."""

    shown: OverlayPage
    form: EndForm
    kind: Text
    seen: str
    """As in ChangePage."""


@holds(*KEEPERS)
def context(request: Request) -> HttpResponse:
    """List what our department adds, those that ask to be looked at first."""
    every = frameworks.kept_overlays(request.actor, request.at)
    state, framework = request.GET.get("state", ""), request.GET.get("framework", "")
    found = [
        one
        for one in every
        if (not framework or one.thing.framework_slug == framework)
        and (not state or one.state == state or (state == CHECK and one.state in TO_CHECK))
    ]
    found.sort(key=lambda one: one.state not in TO_CHECK)
    pages = max(1, math.ceil(len(found) / A_PAGE))
    number = min(page_number(request.GET), pages)
    titles = {one.thing.framework_slug: one.thing.framework_title for one in every}
    by_framework = Counter(one.thing.framework_slug for one in every)
    to_check = sum(one.state in TO_CHECK for one in every)
    page = ListPage(
        lines=tuple(
            Line(one, THINGS[one.thing.kind], KINDS[one.overlaid.kind], STATES[one.state], one.state in TO_CHECK)
            for one in found[(number - 1) * A_PAGE : number * A_PAGE]
        ),
        to_check=to_check,
        total=len(every),
        states=(
            Option(CHECK, _("To check"), state == CHECK, to_check),
            *(
                Option(one.value, STATES[one], state == one.value, sum(kept.state is one for kept in every))
                for one in (OverlayState.CURRENT, OverlayState.ENDED)
            ),
        ),
        frameworks=tuple(Option(slug, titles[slug], slug == framework, by_framework[slug]) for slug in titles),
        filtered=bool(state or framework),
        pagination=paginate(number, pages, request.GET),
    )
    return render(request, "authoring/context.html", page)


@holds(*KEEPERS)
def one(request: Request, uuid: UUID) -> HttpResponse:
    """Show one addition with the standard then, the standard now, and its history."""
    return render(request, "authoring/context_one.html", _one_page(request, uuid))


@holds(*KEEPERS)
def check(request: Request, uuid: UUID) -> HttpResponse:
    """Say that an addition is still right."""
    if request.method != "POST":
        raise NotVisible
    try:
        commands.check_overlay(uuid=uuid, seen=request.POST.get("seen", ""), actor=request.actor, at=request.at)
    except NotVisible:
        raise
    except Refusal as no:
        return render(request, "authoring/context_one.html", _one_page(request, uuid, str(no)), status=409)
    messages.success(request, _("Checked: it stands beside the current version."))
    return see_other(reverse("authoring_context"))


@holds(*KEEPERS)
def change(request: Request, uuid: UUID) -> HttpResponse:
    """Change what an addition says."""
    shown = _still_standing(request, uuid)
    overlaid = shown.kept.overlaid
    levels = _levels(shown, request)
    form = ChangeForm(
        request.POST if request.method == "POST" else None,
        initial={
            "text": overlaid.text,
            "level": str(overlaid.level or ""),
            "importance": overlaid.importance,
            "seen": shown.kept.seen,
        },
        levels=levels,
        said=overlaid.kind in SAID,
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                commands.change_overlay(
                    uuid=uuid,
                    seen=form.cleaned_data["seen"],
                    text=form.cleaned_data["text"],
                    level=int(form.cleaned_data["level"]) if form.cleaned_data["level"] else None,
                    importance=form.cleaned_data["importance"],
                    actor=request.actor,
                    at=request.at,
                )
            except NotVisible:
                raise
            except Stale as no:
                status = 409
                form.add_error(None, str(no))
            except Refusal as no:
                form.add_error("level" if levels else "text", str(no))
            else:
                messages.success(request, _("Changed. What it said before stays in its history."))
                return see_other(reverse("authoring_context_one", args=[uuid]))
    stale = status == 409
    if stale:
        shown = _still_standing(request, uuid)
    page = ChangePage(
        shown,
        form,
        KINDS[overlaid.kind],
        bool(levels),
        overlaid.kind is OverlayKind.EXTRA_SKILL,
        _seen(shown, form, stale),
        stale,
    )
    return render(request, "authoring/context_change.html", page, status=status)


@holds(*KEEPERS)
def end(request: Request, uuid: UUID) -> HttpResponse:
    """Take an addition back."""
    shown = _still_standing(request, uuid)
    form = EndForm(request.POST if request.method == "POST" else None, initial={"seen": shown.kept.seen})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                commands.end_overlay(
                    uuid=uuid,
                    seen=form.cleaned_data["seen"],
                    reason=form.cleaned_data["reason"],
                    actor=request.actor,
                    at=request.at,
                )
            except Stale as no:
                status = 409
                form.add_error(None, str(no))
            else:
                messages.success(request, _("Taken back. The standard stands alone there again."))
                return see_other(reverse("authoring_context"))
    stale = status == 409
    if stale:
        shown = _still_standing(request, uuid)
    page = EndPage(shown, form, KINDS[shown.kept.overlaid.kind], _seen(shown, form, stale))
    return render(request, "authoring/context_end.html", page, status=status)


def _still_standing(request: Request, uuid: UUID) -> OverlayPage:
    shown = frameworks.kept_overlay(uuid, request.actor, request.at)
    if shown.kept.state is OverlayState.ENDED:
        raise commands.TakenBack
    return shown


def _seen(shown: OverlayPage, form: ChangeForm | EndForm, stale: bool) -> str:
    """Return the digest the page carries: what it was opened with, or, once that is shown, what stands now."""
    return shown.kept.seen if stale else str(form["seen"].value() or "")


def _levels(shown: OverlayPage, request: Request) -> Choices:
    """Return the levels that can be asked for; none where nothing is."""
    overlaid = shown.kept.overlaid
    if overlaid.skill_id is None or overlaid.kind in SAID:
        return []
    page = frameworks.skills_now([overlaid.skill_id], request.at).get(overlaid.skill_id)
    return [(str(step.rank), step.name) for step in page.scale.levels] if page else []


def _one_page(request: Request, uuid: UUID, problem: str = "") -> OnePage:
    shown = frameworks.kept_overlay(uuid, request.actor, request.at)
    kept = shown.kept
    return OnePage(
        shown=shown,
        thing=THINGS[kept.thing.kind],
        kind=KINDS[kept.overlaid.kind],
        state=STATES[kept.state],
        explained=EXPLAINED[kept.state],
        thing_url=_url_of(kept),
        asks=kept.state in TO_CHECK,
        standing=kept.state is not OverlayState.ENDED,
        may_check=kept.state is OverlayState.CHECK,
        changed=sum(part.changed for part in shown.parts),
        history=tuple(
            Moment(ACTS[one.act], one.text, one.level_name, one.version_label, one.by, one.at) for one in shown.history
        ),
        problem=problem,
    )


def _url_of(kept: KeptOverlay) -> str:
    role, _slash, level = kept.thing.slug.partition("/")
    if kept.thing.kind == "role_level":
        return f"{reverse('role', args=[role])}#{level or role}"
    return reverse(kept.thing.kind, args=[kept.thing.slug])
