"""What a draft changes, thing by thing, and what becomes of what it leaves out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.frameworks import commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Change, LeftOut, VersionCard
from waymark.kernel.errors import Refusal
from waymark.web.authoring.common import Bench, bench
from waymark.web.base.access import with_account
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request

A_PAGE = 50
KINDS = ("skill", "role", "role_level", "family", "requirement", "relation")
WHATS = (
    "added", "removed", "replaced", "merged", "split", "level_changed", "renamed", "moved", "reworded", "spacing",
    "hidden",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a filter, with how many changes it shows."""

    value: str
    name: str
    number: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """Changes of a draft, filtered, a page at a time."""

    bench: Bench
    before: VersionCard | None
    changes: tuple[Change, ...]
    kinds: tuple[Option, ...]
    whats: tuple[Option, ...]
    number: int
    filtered: bool
    pagination: Pagination


@dataclass(frozen=True, slots=True)
class SuccessorsPage:
    """Everything a draft leaves out, by kind."""

    bench: Bench
    before: VersionCard | None
    groups: tuple[tuple[str, tuple[LeftOut, ...]], ...]


@dataclass(frozen=True, slots=True)
class SuccessorPage:
    """One thing that a draft leaves out, and the form for what becomes of it."""

    bench: Bench
    thing: LeftOut
    form: SuccessorForm
    query: str
    asks: bool
    """Whether there is so much to choose from that it is looked for first."""
    more: int
    """What was found and is not shown."""


class SuccessorForm(forms.Form):
    """What takes the place of a thing."""

    successors = forms.MultipleChoiceField(
        label=gettext_lazy("What takes its place?"),
        help_text=gettext_lazy("Choose several when it was split. Choose none when nothing takes its place."),
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Readers who look for it see this. Needed when nothing takes its place."),
        required=False,
        max_length=1000,
    )

    def __init__(self, *args: Any, options: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["successors"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = options


@with_account
def changes(request: Request, framework: str, label: str) -> HttpResponse:
    """List what a draft changes, filtered by the kind of thing and what happened to it."""
    about = bench(request, framework, label)
    older = about.draft.before
    found = frameworks.difference(older.id, about.draft.version.id).changes if older else ()
    kind, what = request.GET.get("kind", ""), request.GET.get("what", "")
    of_kind = [one for one in found if not kind or one.kind == kind]
    chosen = [one for one in of_kind if not what or one.what == what]
    pages = max(math.ceil(len(chosen) / A_PAGE), 1)
    number = min(page_number(request.GET), pages)
    page = ChangesPage(
        bench=about,
        before=older,
        changes=tuple(chosen[(number - 1) * A_PAGE : number * A_PAGE]),
        kinds=tuple(
            Option(one, kind_name(one), sum(change.kind == one for change in found), one == kind) for one in KINDS
        ),
        whats=tuple(
            Option(one, what_name(one), count, one == what)
            for one in WHATS
            if (count := sum(change.what == one for change in of_kind)) or one == what
        ),
        number=len(chosen),
        filtered=bool(kind or what),
        pagination=paginate(number, pages, request.GET),
    )
    return render(request, "authoring/changes.html", page)


@with_account
def successors(request: Request, framework: str, label: str) -> HttpResponse:
    """List what the draft leaves out, and what is said of each."""
    about = bench(request, framework, label)
    found = frameworks.left_out(about.draft.version.id)
    groups = tuple(
        (kind_name(kind), things)
        for kind in ("role", "role_level", "skill")
        if (things := tuple(one for one in found if one.kind == kind))
    )
    return render(request, "authoring/successors.html", SuccessorsPage(about, about.draft.before, groups))


@with_account
def successor(request: Request, framework: str, label: str, kind: str, uuid: UUID) -> HttpResponse:
    """Say what takes the place of one thing that the draft leaves out."""
    about = bench(request, framework, label, to_edit=True)
    version = about.draft.version
    thing = frameworks.left_out_one(version.id, kind, uuid)
    query = request.GET.get("q", "").strip()
    said = {str(one.id) for one in thing.said.successors} if thing.said else set()
    ticked = said | set(request.POST.getlist("successors"))
    every = [(str(one.id), one.name) for one in frameworks.successor_options(version.id, kind)]
    named = [one for one in every if query.lower() in one[1].lower()]
    offered = named if query or len(every) <= A_PAGE else []
    options = [one for one in every if one[0] in ticked or one in offered[:A_PAGE]]
    initial = {"successors": sorted(said), "reason": thing.said.reason if thing.said else ""}
    form = SuccessorForm(request.POST if request.method == "POST" else None, options=options, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            commands.name_successors(
                version_id=version.id,
                kind=kind,
                uuid=uuid,
                successors=[int(one) for one in form.cleaned_data["successors"]],
                reason=form.cleaned_data["reason"],
                seen=request.POST.get("seen", ""),
                actor=request.actor,
                at=request.at,
            )
        except commands.ReasonNeeded as no:
            form.add_error("reason", str(no))
        except commands.SaidMeanwhile as no:
            form.add_error(None, str(no))
        except Refusal as no:
            form.add_error("successors", str(no))
        else:
            messages.success(request, _("Saved: what becomes of %(name)s.") % {"name": thing.name})
            return see_other(reverse("authoring_successors", args=about.args))
    page = SuccessorPage(about, thing, form, query, len(every) > A_PAGE and not query, max(len(offered) - A_PAGE, 0))
    return render(request, "authoring/successor.html", page, status=422 if form.errors else 200)


def kind_name(kind: str) -> str:
    """Return what things of a kind are called."""
    return {
        "skill": _("Skills"),
        "role": _("Roles"),
        "role_level": _("Role levels"),
        "family": _("Families"),
        "requirement": _("Requirements"),
        "relation": _("Relations"),
    }[kind]


def what_name(what: str) -> str:
    """Return what happened to a thing, in words."""
    return {
        "added": _("Added"),
        "removed": _("Removed"),
        "replaced": _("Replaced"),
        "merged": _("Merged"),
        "split": _("Split"),
        "level_changed": _("Level changed"),
        "renamed": _("Renamed"),
        "moved": _("Moved"),
        "reworded": _("Reworded"),
        "spacing": _("Spacing only"),
        "hidden": _("Hidden names only"),
    }[what]
