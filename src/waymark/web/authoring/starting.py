"""A framework begins, or its next version does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from waymark.frameworks import commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import VersionCard
from waymark.kernel.errors import NotVisible, Refusal
from waymark.organisation import queries as organisation
from waymark.web.base.access import with_account
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request


class NewFrameworkForm(forms.Form):
    """What a framework begins with."""

    title = forms.CharField(
        label=gettext_lazy("What is it called?"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter what the framework is called")},
    )
    summary = forms.CharField(
        label=gettext_lazy("What is it for?"),
        help_text=gettext_lazy("One or two sentences: who works by it, and what for."),
        error_messages={"required": gettext_lazy("Say in a sentence what the framework is for")},
    )
    profession = forms.ChoiceField(
        label=gettext_lazy("Which profession owns it?"),
        error_messages={"required": gettext_lazy("Choose the profession that owns it")},
    )
    slug = forms.CharField(
        label=gettext_lazy("Its address (optional)"),
        help_text=gettext_lazy(
            "Lower-case letters, digits and hyphens. It never changes. Left empty, it is made from the name."
        ),
        required=False,
        max_length=60,
    )
    label = forms.CharField(
        label=gettext_lazy("Label of its first version"),
        help_text=gettext_lazy("Such as 2027-01 or 1.0."),
        max_length=60,
        initial="1.0",
        error_messages={"required": gettext_lazy("Enter a label, such as 1.0")},
    )

    def __init__(self, *args: Any, professions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["profession"] = forms.ChoiceField(
            label=self.fields["profession"].label,
            choices=professions,
            initial=professions[0][0] if len(professions) == 1 else None,
            error_messages=dict(self.fields["profession"].error_messages),
        )


class NextVersionForm(forms.Form):
    """The label of the next version."""

    label = forms.CharField(
        label=gettext_lazy("Label of the new version"),
        help_text=gettext_lazy("Such as 2027-01 or 2.0. Readers see it beside every word of this version."),
        max_length=60,
        error_messages={"required": gettext_lazy("Enter a label, such as 2027-01")},
    )


@dataclass(frozen=True, slots=True)
class NewPage:
    """The form for a new framework."""

    form: NewFrameworkForm


@dataclass(frozen=True, slots=True)
class NextPage:
    """The form for the next version of a framework."""

    form: NextVersionForm
    published: VersionCard


@with_account
def new_framework(request: Request) -> HttpResponse:
    """Begin a framework of a profession one writes for."""
    mine = frameworks.workbench(request.actor, request.at).professions
    if not mine:
        raise NotVisible
    day = timezone.localdate(request.at)
    professions = [(str(card.id), card.name) for card in organisation.professions(day) if card.id in mine]
    form = NewFrameworkForm(request.POST if request.method == "POST" else None, professions=professions)
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.start_framework(
                title=form.cleaned_data["title"],
                slug=form.cleaned_data["slug"],
                summary=form.cleaned_data["summary"],
                label=form.cleaned_data["label"],
                profession_id=int(form.cleaned_data["profession"]),
                actor=request.actor,
                at=request.at,
            )
        except commands.SlugTaken as no:
            form.add_error("slug", str(no))
        except commands.NotALabel as no:
            form.add_error("label", str(no))
        else:
            return see_other(reverse("authoring_draft", args=[made.framework_slug, made.label]))
    return render(request, "authoring/new.html", NewPage(form), status=422 if form.errors else 200)


@with_account
def next_version(request: Request, framework: str) -> HttpResponse:
    """Begin the next version of a framework, as a copy of the newest."""
    mine = frameworks.workbench(request.actor, request.at)
    published = next((card for card in mine.frameworks if card.framework_slug == framework), None)
    if published is None:
        raise NotVisible
    form = NextVersionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.start_next_version(
                framework_id=published.framework_id,
                label=form.cleaned_data["label"],
                actor=request.actor,
                at=request.at,
            )
        except Refusal as no:
            form.add_error("label", str(no))
        else:
            return see_other(reverse("authoring_draft", args=[made.framework_slug, made.label]))
    return render(request, "authoring/next.html", NextPage(form, published), status=422 if form.errors else 200)
