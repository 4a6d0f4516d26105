"""The scales of a draft: their names, their levels, and the order of these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.forms import BoundField
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.frameworks import commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import ScaleInUse, Shown
from waymark.kernel.errors import NotVisible, Refusal
from waymark.web.authoring.common import Bench, bench
from waymark.web.authoring.forms import Writing, WritingForm, WritingView
from waymark.web.base.access import with_account
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request

KINDS = (
    ("labels", gettext_lazy("Levels with names, such as Working or Expert")),
    ("points", gettext_lazy("Points, such as 3 of 5")),
    ("numeric", gettext_lazy("Values, such as 60 of 100")),
    ("grade_bands", gettext_lazy("Behaviours of grade bands, one level for each band")),
)
"""Kinds of scales that have levels; what people call them."""
NO_LEVELS = ("none", gettext_lazy("No levels: somebody has the skill or does not"))


class NewScaleForm(WritingForm):
    """A scale and its levels."""

    name = forms.CharField(
        label=gettext_lazy("Name of the scale"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter what the scale is called")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What are its levels?"),
        choices=(*KINDS, NO_LEVELS),
        error_messages={"required": gettext_lazy("Choose what the levels are")},
    )
    levels = forms.CharField(
        label=gettext_lazy("Levels"),
        help_text=gettext_lazy(
            "One on each line, the lowest first. With values, write each as 60, or with a name as Good = 60."
        ),
        required=False,
    )


class ScaleForm(WritingForm):
    """The name of a scale, and name and description of each of its levels."""

    name = forms.CharField(
        label=gettext_lazy("Name of the scale"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter what the scale is called")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        has = self.shown.fields["kind"]
        chosen = self.data.get("kind", has) if self.is_bound else self.initial.get("kind", has)
        self.fields["kind"] = forms.ChoiceField(
            label=_("What are its levels?"),
            choices=(NO_LEVELS,) if has == NO_LEVELS[0] else KINDS,
            error_messages={"required": _("Choose what the levels are")},
        )
        self.ranks = sorted(int(name.split("_")[1]) for name in self.shown.fields if name.endswith("_description"))
        for rank in self.ranks:
            self.fields[f"level_{rank}_name"] = forms.CharField(
                label=_("Name of level %(rank)s") % {"rank": rank},
                max_length=120,
                error_messages={"required": _("Enter what level %(rank)s is called") % {"rank": rank}},
            )
            self.fields[f"level_{rank}_description"] = forms.CharField(
                label=_("What level %(rank)s means (optional)") % {"rank": rank}, required=False
            )
            if chosen == "numeric":
                self.fields[f"level_{rank}_value"] = forms.CharField(
                    label=_("Value of level %(rank)s") % {"rank": rank},
                    max_length=20,
                    error_messages={"required": _("Enter the value of level %(rank)s") % {"rank": rank}},
                )


@dataclass(frozen=True, slots=True)
class ScalesPage:
    """The scales of a draft."""

    bench: Bench
    scales: tuple[ScaleInUse, ...]
    kinds: dict[str, str]
    """What each kind is called."""


@dataclass(frozen=True, slots=True)
class NewScalePage:
    """The form for another scale."""

    bench: Bench
    writing: WritingView[NewScaleForm]


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A level with its fields, and what can be done to it."""

    rank: int
    name: str
    title: BoundField
    description: BoundField
    value: BoundField | None
    """On a scale of values."""
    up: bool
    down: bool


@dataclass(frozen=True, slots=True)
class ScalePage:
    """The form of a scale, and the buttons for its levels."""

    bench: Bench
    key: str
    name: str
    kind: str
    skills: int
    seen: str
    writing: WritingView[ScaleForm]
    levels: tuple[LevelRow, ...]
    problem: str
    new_level: str
    new_level_problem: str


@with_account
def scales(request: Request, framework: str, label: str) -> HttpResponse:
    """List the scales of a draft."""
    around = bench(request, framework, label)
    page = ScalesPage(
        around,
        frameworks.scales_in_use(around.draft.version.id),
        {kind: str(words) for kind, words in (*KINDS, NO_LEVELS)},
    )
    return render(request, "authoring/scales.html", page)


@with_account
def new(request: Request, framework: str, label: str) -> HttpResponse:
    """Add a scale."""
    around = bench(request, framework, label, to_edit=True)
    writing = Writing(
        request, NewScaleForm, Shown({"name": "", "kind": "labels", "levels": ""}, ""), framework=framework, label=label
    )
    made: list[str] = []

    def save(given: dict[str, Any]) -> None:
        made.append(
            commands.add_scale(
                version_id=around.draft.version.id,
                name=given["name"],
                levels=given["levels"].splitlines(),
                kind=given["kind"],
                actor=request.actor,
                at=request.at,
            )
        )

    if writing.saves(save):
        messages.success(request, _("The scale is added."))
        return see_other(reverse("authoring_scale", args=[*around.args, made[0]]))
    return render(request, "authoring/scale_new.html", NewScalePage(around, writing.view()), status=writing.status)


@with_account
def scale(request: Request, framework: str, label: str, key: str) -> HttpResponse:
    """Name a scale and its levels."""
    around = bench(request, framework, label, to_edit=True)
    version = around.draft.version.id
    writing = _writing(request, around, key)

    def save(given: dict[str, Any]) -> None:
        commands.save_scale(
            version_id=version,
            key=key,
            name=given["name"],
            levels={
                rank: (given[f"level_{rank}_name"], given[f"level_{rank}_description"]) for rank in writing.form.ranks
            },
            kind=given["kind"],
            values={rank: given[f"level_{rank}_value"] for rank in writing.form.ranks}
            if given["kind"] == "numeric"
            else None,
            seen=writing.seen,
            actor=request.actor,
            at=request.at,
        )

    if writing.saves(save):
        messages.success(request, _("The scale is saved."))
        return see_other(reverse("authoring_scales", args=around.args))
    return _drawn(request, around, key, writing, status=writing.status)


@with_account
def levels(request: Request, framework: str, label: str, key: str) -> HttpResponse:
    """Add a level to a scale, move one or take one out; take the whole scale out."""
    around = bench(request, framework, label, to_edit=True)
    version = around.draft.version.id
    if request.method != "POST":
        raise NotVisible
    do, rank = request.POST.get("do", ""), request.POST.get("rank", "")
    number = int(rank) if rank.isascii() and rank.isdigit() and len(rank) < 4 else 0
    who: dict[str, Any] = {"version_id": version, "key": key, "actor": request.actor, "at": request.at}
    seen = request.POST.get("seen", "")
    doing: dict[str, Callable[[], object]] = {
        "add": lambda: commands.add_level(name=request.POST.get("new_level", ""), **who),
        "up": lambda: commands.move_level(rank=number, up=True, **who),
        "down": lambda: commands.move_level(rank=number, up=False, **who),
        "remove": lambda: commands.remove_level(rank=number, seen=seen, **who),
        "remove_scale": lambda: commands.remove_scale(seen=seen, **who),
    }
    if do not in doing:
        raise NotVisible
    try:
        doing[do]()
    except NotVisible:
        raise
    except Refusal as no:
        writing = _writing(request, around, key, opened=True)
        return _drawn(request, around, key, writing, status=422, problem=str(no), adding=do == "add")
    if do == "remove_scale":
        messages.success(request, _("The scale is removed."))
        return see_other(reverse("authoring_scales", args=around.args))
    return see_other(reverse("authoring_scale", args=[*around.args, key]) + "#levels")


def _writing(request: Request, around: Bench, key: str, *, opened: bool = False) -> Writing[ScaleForm]:
    version = around.draft.version
    return Writing(
        request, ScaleForm, frameworks.scale_shown(version.id, key),
        framework=version.framework_slug, label=version.label,
        noun="scale", number=frameworks.scale_id(version.id, key), opened=opened,
        place=reverse("authoring_scale", args=[*around.args, key]),
    )  # fmt: skip


def _drawn(
    request: Request,
    around: Bench,
    key: str,
    writing: Writing[ScaleForm],
    *,
    status: int,
    problem: str = "",
    adding: bool = False,
) -> HttpResponse:
    form, shown = writing.form, writing.shown.fields
    (here,) = [one for one in frameworks.scales_in_use(around.draft.version.id) if one.scale.key == key]
    page = ScalePage(
        bench=around,
        key=key,
        name=here.scale.name,
        kind=here.kind,
        skills=here.used.get(0, 0),
        seen=writing.shown.seen,
        writing=writing.view(),
        levels=tuple(
            LevelRow(
                rank=rank,
                name=shown.get(f"level_{rank}_name", ""),
                title=form[f"level_{rank}_name"],
                description=form[f"level_{rank}_description"],
                value=form[f"level_{rank}_value"] if f"level_{rank}_value" in form.fields else None,
                up=rank < form.ranks[-1],
                down=rank > form.ranks[0],
            )
            for rank in form.ranks
        ),
        problem="" if adding else problem,
        new_level=request.POST.get("new_level", "") if adding else "",
        new_level_problem=problem if adding else "",
    )
    return render(request, "authoring/scale.html", page, status=status)
