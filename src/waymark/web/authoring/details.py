"""What a draft says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.frameworks import commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Counts, PassageKind
from waymark.web.authoring.common import Bench, bench
from waymark.web.authoring.forms import Writing, WritingForm, WritingView
from waymark.web.authoring.review.beside import Talked, talk
from waymark.web.base.access import with_account
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request


class DetailsForm(WritingForm):
    """Title, purpose, licence and label."""

    title = forms.CharField(
        label=gettext_lazy("What is it called?"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter what the framework is called")},
    )
    summary = forms.CharField(
        label=gettext_lazy("What is it for?"),
        help_text=gettext_lazy("One or two sentences: who works by it, and what for."),
        required=False,
    )
    label = forms.CharField(
        label=gettext_lazy("Label of this version"),
        help_text=gettext_lazy("Such as 2027-01 or 2.0. Another label gives the draft another address."),
        max_length=60,
        error_messages={"required": gettext_lazy("Enter a label, such as 2027-01")},
    )
    licence = forms.CharField(
        label=gettext_lazy("Licence (optional)"),
        help_text=gettext_lazy("On which terms others may use it, such as CC BY 4.0."),
        max_length=200,
        required=False,
    )
    attribution = forms.CharField(
        label=gettext_lazy("Attribution (optional)"),
        help_text=gettext_lazy("Whom to name when it is used elsewhere."),
        required=False,
    )


@dataclass(frozen=True, slots=True)
class DetailsPage:
    """The form for what a draft says of itself."""

    bench: Bench
    writing: WritingView[DetailsForm]
    talk: tuple[Talked, ...] = ()
    """What is said of it."""


@dataclass(frozen=True, slots=True)
class DiscardPage:
    """What goes when a draft is discarded."""

    bench: Bench
    counts: Counts
    problem: str
    seen: str


@with_account
def details(request: Request, framework: str, label: str) -> HttpResponse:
    """Change what a draft says of itself."""
    around = bench(request, framework, label, to_edit=True)
    version = around.draft.version
    writing = Writing(
        request, DetailsForm, frameworks.details_shown(version.id), framework=framework, label=label,
        noun="version", number=version.id,
    )  # fmt: skip

    def save(given: dict[str, str]) -> None:
        commands.save_details(
            version_id=version.id,
            title=given["title"],
            label=given["label"],
            summary=given["summary"],
            licence=given["licence"],
            attribution=given["attribution"],
            seen=writing.seen,
            actor=request.actor,
            at=request.at,
        )

    if writing.saves(save):
        messages.success(request, _("The details are saved."))
        return see_other(reverse("authoring_draft", args=[framework, writing.form.cleaned_data["label"]]))
    return render(
        request,
        "authoring/details.html",
        DetailsPage(around, writing.view(), talk(around, PassageKind.FRAMEWORK)),
        status=writing.status,
    )


@with_account
def discard(request: Request, framework: str, label: str) -> HttpResponse:
    """Give a draft up, when that is confirmed."""
    around = bench(request, framework, label, to_edit=True)
    problem = ""
    if request.method == "POST":
        try:
            commands.discard_draft(
                version_id=around.draft.version.id,
                seen=request.POST.get("seen", ""),
                actor=request.actor,
                at=request.at,
            )
        except (commands.StillNeeded, commands.ChangedSince) as no:
            problem = str(no)
        else:
            version = around.draft.version
            words = _("%(title)s %(label)s is discarded.")
            messages.success(request, words % {"title": version.title, "label": version.label})
            return see_other(reverse("authoring"))
    version_id = around.draft.version.id
    page = DiscardPage(around, frameworks.counts(version_id), problem, frameworks.content_digest(version_id))
    return render(request, "authoring/discard.html", page, status=422 if problem else 200)
