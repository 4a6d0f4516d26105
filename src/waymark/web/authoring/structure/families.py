"""The families of a draft and their roles: one family is opened at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.frameworks import commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import DraftFamilies, PassageKind, RoleHanging, Shown
from waymark.web.authoring.common import Bench, bench
from waymark.web.authoring.forms import Writing, WritingForm, WritingView
from waymark.web.authoring.review.beside import Talked, talk
from waymark.web.base.access import with_account
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request

WAYS: dict[str, Any] = {"up": "up", "down": "down"}


class FamilyForm(WritingForm):
    """What a family is called and what it is about."""

    name = forms.CharField(
        label=gettext_lazy("What is the family called?"),
        max_length=300,
        error_messages={"required": gettext_lazy("Enter what the family is called")},
    )
    summary = forms.CharField(
        label=gettext_lazy("What is it about? (optional)"),
        help_text=gettext_lazy("One or two sentences: what its roles have in common."),
        required=False,
    )


@dataclass(frozen=True, slots=True)
class FamiliesPage:
    """Every family of a draft, with the roles of one."""

    bench: Bench
    listing: DraftFamilies
    pages: Pagination


@dataclass(frozen=True, slots=True)
class FamilyPage:
    """The form for a family. ``slug`` is empty for a new one."""

    bench: Bench
    writing: WritingView[FamilyForm]
    slug: str
    talk: tuple[Talked, ...] = ()
    """What is said of it."""


@dataclass(frozen=True, slots=True)
class RemovePage:
    """What is taken out of a draft with a family, a role or a role level, before it is."""

    bench: Bench
    title: str
    hanging: RoleHanging
    is_role: bool
    is_level: bool
    back_url: str
    problem: str


def removed(request: Request, page: RemovePage, remove: Callable[[str], None]) -> HttpResponse | None:
    """Take a thing out when that was confirmed, and return None; else the page that asks for it.

    ``remove`` is given the digest of what the page showed.
    """
    problem = ""
    if request.method == "POST":
        try:
            remove(request.POST.get("seen", ""))
        except commands.ChangedSince as no:
            problem = str(no)
        else:
            return None
    return render(
        request, "authoring/structure/remove.html", replace(page, problem=problem), status=422 if problem else 200
    )


@with_account
def families(request: Request, framework: str, label: str) -> HttpResponse:
    """Show the families of a draft, and one page of the roles of one of them."""
    around = bench(request, framework, label, to_edit=True)
    page = page_number(request.GET)
    listing = frameworks.families(around.draft.version.id, request.GET.get("family", ""), page)
    return render(
        request,
        "authoring/structure/families.html",
        FamiliesPage(around, listing, paginate(page, listing.pages, request.GET)),
    )


@with_account
def family_new(request: Request, framework: str, label: str) -> HttpResponse:
    """Add a family."""
    around = bench(request, framework, label, to_edit=True)
    nothing = Shown({"name": "", "summary": ""}, "")
    writing = Writing(request, FamilyForm, nothing, framework=framework, label=label)
    made: list[str] = []

    def save(given: dict[str, Any]) -> None:
        made.append(
            commands.add_family(
                version_id=around.draft.version.id,
                name=given["name"],
                summary=given["summary"],
                actor=request.actor,
                at=request.at,
            )
        )

    if writing.saves(save):
        messages.success(request, _("The family is added. Now add its roles."))
        return see_other(family_url(around, made[0]))
    page = FamilyPage(around, writing.view(), "")
    return render(request, "authoring/structure/family.html", page, status=writing.status)


@with_account
def family(request: Request, framework: str, label: str, family: str) -> HttpResponse:
    """Change what a family is called and what it is about."""
    around = bench(request, framework, label, to_edit=True)
    version_id = around.draft.version.id
    shown = frameworks.family_shown(version_id, family)
    writing = Writing(
        request, FamilyForm, shown, framework=framework, label=label, noun="family",
        number=frameworks.family_id(version_id, family),
    )  # fmt: skip

    def save(given: dict[str, Any]) -> None:
        commands.save_family(
            version_id=version_id,
            family=family,
            name=given["name"],
            summary=given["summary"],
            seen=writing.seen,
            actor=request.actor,
            at=request.at,
        )

    if writing.saves(save):
        messages.success(request, _("The family is saved."))
        return see_other(family_url(around, family))
    page = FamilyPage(around, writing.view(), family, talk(around, PassageKind.FAMILY, family))
    return render(request, "authoring/structure/family.html", page, status=writing.status)


@with_account
def family_move(request: Request, framework: str, label: str, family: str) -> HttpResponse:
    """Move a family up or down, and show it where it stands then."""
    around = bench(request, framework, label, to_edit=True)
    if request.method == "POST" and (way := WAYS.get(request.POST.get("way", ""))):
        try:
            commands.move_family(
                version_id=around.draft.version.id, family=family, way=way, actor=request.actor, at=request.at
            )
        except commands.AtTheEnd as no:
            messages.info(request, str(no))
    opened = request.POST.get("opened", "") or family
    return see_other(f"{family_url(around, opened)}#family-{family}")


@with_account
def family_remove(request: Request, framework: str, label: str, family: str) -> HttpResponse:
    """Take a family out of a draft, after saying what goes with it."""
    around = bench(request, framework, label, to_edit=True)
    version_id = around.draft.version.id
    hanging = frameworks.family_hanging(version_id, family)

    def remove(seen: str) -> None:
        commands.remove_family(version_id=version_id, family=family, seen=seen, actor=request.actor, at=request.at)

    page = RemovePage(around, _("Remove a family"), hanging, False, False, family_url(around, family), "")
    if asked := removed(request, page, remove):
        return asked
    messages.success(request, _('The family "%(name)s" is removed from this draft.') % {"name": hanging.name})
    return see_other(reverse("authoring_families", args=around.args))


def family_url(around: Bench, family: str, page: int = 1) -> str:
    """Return the address of the list of families with one of them opened."""
    asked = {"family": family} | ({"page": str(page)} if page > 1 else {})
    return reverse("authoring_families", args=around.args) + "?" + urlencode(asked)
