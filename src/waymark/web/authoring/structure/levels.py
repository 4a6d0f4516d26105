"""One level of a role of a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.frameworks import commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import DraftRolePlace, PassageKind, Shown
from waymark.web.authoring.common import Bench, bench
from waymark.web.authoring.forms import Writing, WritingForm, WritingView
from waymark.web.authoring.review.beside import Talked, talk
from waymark.web.authoring.structure.families import WAYS, RemovePage, removed
from waymark.web.authoring.structure.roles import role_url
from waymark.web.base.access import with_account
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request


class LevelForm(WritingForm):
    """What a role level is called, what it is, and how high it stands."""

    name = forms.CharField(
        label=gettext_lazy("What is the level called?"),
        help_text=gettext_lazy("In full, such as Senior data engineer. Leave it empty if the role has one level only."),
        max_length=300,
        required=False,
    )
    description = forms.CharField(
        label=gettext_lazy("What does somebody at this level do? (optional)"),
        required=False,
    )
    rung = forms.IntegerField(
        label=gettext_lazy("Rung (optional)"),
        help_text=gettext_lazy(
            "How high it stands among the role levels of the framework: 1 is the most junior. Left empty, it follows "
            "from words such as junior or lead in the name."
        ),
        required=False,
        error_messages={"invalid": gettext_lazy("Enter the rung as a whole number, such as 3")},
    )
    grade_hint = forms.CharField(
        label=gettext_lazy("Usual grade (optional)"),
        help_text=gettext_lazy("A hint for readers; grades belong to organisations."),
        max_length=80,
        required=False,
    )


@dataclass(frozen=True, slots=True)
class LevelPage:
    """The form for a role level. ``key`` is empty for a new one."""

    bench: Bench
    writing: WritingView[LevelForm]
    place: DraftRolePlace
    key: str
    title: str
    back_url: str
    talk: tuple[Talked, ...] = ()
    """What is said of it."""


@with_account
def level_new(request: Request, framework: str, label: str, role: str) -> HttpResponse:
    """Add a level to a role."""
    around = bench(request, framework, label, to_edit=True)
    version_id = around.draft.version.id
    place = frameworks.role_place(version_id, role)
    nothing = Shown(dict.fromkeys(("name", "description", "rung", "grade_hint"), ""), "")
    writing = Writing(request, LevelForm, nothing, framework=framework, label=label)

    def save(given: dict[str, Any]) -> None:
        commands.add_role_level(
            version_id=version_id, role=role, words=_words(given), actor=request.actor, at=request.at
        )

    if writing.saves(save):
        messages.success(request, _("The level is added."))
        return see_other(role_url(around, role) + "#levels")
    page = LevelPage(around, writing.view(), place, "", _("Add a level"), role_url(around, role))
    return render(request, "authoring/structure/level.html", page, status=writing.status)


@with_account
def level(request: Request, framework: str, label: str, role: str, level: str) -> HttpResponse:
    """Change what a role level is called, what it is, and how high it stands."""
    around = bench(request, framework, label, to_edit=True)
    version_id = around.draft.version.id
    place = frameworks.role_place(version_id, role)
    shown = frameworks.level_shown(version_id, role, level)
    writing = Writing(
        request, LevelForm, shown, framework=framework, label=label, noun="role_level",
        number=frameworks.role_level_id(version_id, role, level),
    )  # fmt: skip

    def save(given: dict[str, Any]) -> None:
        commands.save_role_level(
            version_id=version_id,
            role=role,
            level=level,
            words=_words(given),
            seen=writing.seen,
            actor=request.actor,
            at=request.at,
        )

    if writing.saves(save):
        messages.success(request, _("The level is saved."))
        return see_other(role_url(around, role) + "#levels")
    page = LevelPage(
        around, writing.view(), place, level, shown.fields["name"] or place.name, role_url(around, role),
        talk(around, PassageKind.ROLE_LEVEL, role, level),
    )  # fmt: skip
    return render(request, "authoring/structure/level.html", page, status=writing.status)


@with_account
def level_move(request: Request, framework: str, label: str, role: str, level: str) -> HttpResponse:
    """Move a level up or down in its role."""
    around = bench(request, framework, label, to_edit=True)
    if request.method == "POST" and (way := WAYS.get(request.POST.get("way", ""))):
        try:
            commands.move_role_level(
                version_id=around.draft.version.id,
                role=role,
                level=level,
                way=way,
                actor=request.actor,
                at=request.at,
            )
        except commands.AtTheEnd as no:
            messages.info(request, str(no))
    return see_other(f"{role_url(around, role)}#level-{level}")


@with_account
def level_remove(request: Request, framework: str, label: str, role: str, level: str) -> HttpResponse:
    """Take a level out of a role, after saying what goes with it."""
    around = bench(request, framework, label, to_edit=True)
    version_id = around.draft.version.id
    hanging = frameworks.level_hanging(version_id, role, level)

    def remove(seen: str) -> None:
        commands.remove_role_level(
            version_id=version_id, role=role, level=level, seen=seen, actor=request.actor, at=request.at
        )

    page = RemovePage(around, _("Remove a level"), hanging, False, True, role_url(around, role), "")
    if asked := removed(request, page, remove):
        return asked
    messages.success(request, _('The level "%(name)s" is removed from this draft.') % {"name": hanging.name})
    return see_other(role_url(around, role) + "#levels")


def _words(given: dict[str, Any]) -> commands.RoleLevelWords:
    return commands.RoleLevelWords(given["name"], given["description"], given["rung"], given["grade_hint"])
