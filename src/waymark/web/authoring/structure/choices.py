"""Choose-n groups of a role level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.frameworks import commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import DraftRolePlace, Shown
from waymark.kernel.errors import NotVisible
from waymark.web.authoring.common import Bench, bench
from waymark.web.authoring.forms import TICKED, Writing, WritingForm, WritingView, ticked_skills
from waymark.web.base.access import with_account
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request


class ChoiceForm(WritingForm):
    """What a group is called, how many of it are asked for, and what is in it: skills as slugs, one per line."""

    name = forms.CharField(
        label=gettext_lazy("What is the group called?"),
        help_text=gettext_lazy("Readers see it, such as: two of these languages."),
        max_length=300,
        error_messages={"required": gettext_lazy("Enter what the group is called")},
    )
    choose = forms.IntegerField(
        label=gettext_lazy("How many of them are asked for?"),
        error_messages={
            "required": gettext_lazy("Enter how many of the group are asked for"),
            "invalid": gettext_lazy("Enter a whole number, such as 2"),
        },
    )
    skills = forms.CharField(label=gettext_lazy("Which skills are in it?"), required=False)

    def __init__(self, data: Any = None, *, offered: tuple[tuple[str, str], ...], **options: Any) -> None:
        if data is not None and TICKED in data:
            data = data.copy()
            data["skills"] = ticked_skills(data)
        super().__init__(data, **options)
        self.offered = offered

    @property
    def ticked(self) -> frozenset[str]:
        """Slugs of the skills that are ticked."""
        return frozenset(self.typed("skills").split())

    def words(self, name: str, text: str) -> str:
        """Return a value as a person reads it: skills by their names."""
        if name != "skills":
            return super().words(name, text)
        called = dict(self.offered)
        return "\n".join(called.get(slug, slug) for slug in text.split())


@dataclass(frozen=True, slots=True)
class ChoicePage:
    """The form for a choose-n group. ``key`` is empty for a new one."""

    bench: Bench
    writing: WritingView[ChoiceForm]
    place: DraftRolePlace
    title: str
    offered: tuple[tuple[str, str], ...]
    key: str
    seen: str
    remove_url: str
    back_url: str


@with_account
def choice_new(request: Request, framework: str, label: str, role: str, level: str) -> HttpResponse:
    """Make a choose-n group."""
    return _choice(request, bench(request, framework, label, to_edit=True), role, level, "")


@with_account
def choice(request: Request, framework: str, label: str, role: str, level: str, choice: str) -> HttpResponse:
    """Change a choose-n group."""
    return _choice(request, bench(request, framework, label, to_edit=True), role, level, choice)


@with_account
def choice_remove(request: Request, framework: str, label: str, role: str, level: str, choice: str) -> HttpResponse:
    """Take a choose-n group away; what was in it stays, asked for by itself."""
    around = bench(request, framework, label, to_edit=True)
    if request.method == "POST":
        try:
            commands.remove_choice(
                version_id=around.draft.version.id,
                role=role,
                level=level,
                choice=choice,
                seen=request.POST.get("seen", ""),
                actor=request.actor,
                at=request.at,
            )
        except commands.ChangedSince as no:
            messages.warning(request, str(no))
            return see_other(reverse("authoring_choice", args=[*around.args, role, level, choice]))
        messages.success(request, _("The group is gone. What was in it is asked for by itself."))
    return see_other(_back(around, role, level))


def _choice(request: Request, around: Bench, role: str, level: str, key: str) -> HttpResponse:
    version_id = around.draft.version.id
    place = frameworks.role_place(version_id, role)
    one = next((each for each in place.levels if each.key == level), None)
    if one is None:
        raise NotVisible
    offered = frameworks.choice_form(version_id, role, level, key).offered
    shown = (
        frameworks.choice_shown(version_id, role, level, key)
        if key
        else Shown({"name": "", "choose": "1", "skills": ""}, "")
    )
    version = around.draft.version
    writing = Writing(
        request, ChoiceForm, shown, framework=version.framework_slug, label=version.label, noun="role_level",
        number=frameworks.role_level_id(version_id, role, level), offered=offered,
    )  # fmt: skip

    def save(given: dict[str, Any]) -> None:
        words = {"name": given["name"], "choose": given["choose"], "skills": given["skills"].split()}
        if key:
            commands.save_choice(
                version_id=version_id,
                role=role,
                level=level,
                choice=key,
                seen=writing.seen,
                actor=request.actor,
                at=request.at,
                **words,
            )
        else:
            commands.add_choice(
                version_id=version_id, role=role, level=level, actor=request.actor, at=request.at, **words
            )

    if writing.saves(save):
        messages.success(request, _("The group is saved."))
        return see_other(_back(around, role, level))
    page = ChoicePage(
        bench=around,
        writing=writing.view(),
        place=place,
        title=one.name or place.name,
        offered=offered,
        key=key,
        seen=shown.seen,
        remove_url=reverse("authoring_choice_remove", args=[*around.args, role, level, key]) if key else "",
        back_url=_back(around, role, level),
    )
    return render(request, "authoring/structure/choice.html", page, status=writing.status)


def _back(around: Bench, role: str, level: str) -> str:
    return reverse("authoring_level_requirements", args=[*around.args, role, level]) + "#groups"
