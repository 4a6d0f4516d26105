"""Other words for a text of a draft: suggested, accepted in one click, declined, taken back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.frameworks import commands as frameworks_commands
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible, Refusal
from waymark.reviews import commands
from waymark.reviews import queries as reviews
from waymark.web.authoring.common import Bench, bench
from waymark.web.authoring.review.threads import SuggestedPiece, shown_links, suggested_piece
from waymark.web.authoring.review.words import FIELDS, LONG, PassagePiece, parts, passage_of, piece
from waymark.web.base.access import with_account
from waymark.web.base.going import see_other
from waymark.web.base.page import NavItem, render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request

SHOWN = ("open", "decided", "mine")


class SuggestForm(forms.Form):
    """Other words, and why. ``seen`` carries the text as it was shown, as JSON: browsers change line breaks."""

    text = forms.CharField(label="", required=False, strip=False)
    why = forms.CharField(label=gettext_lazy("Why (optional)"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def clean_seen(self) -> str:
        """Return the text as it was shown."""
        try:
            seen = json.loads(self.cleaned_data["seen"] or '""')
        except (ValueError, RecursionError):
            seen = ""
        return seen if isinstance(seen, str) else ""

    def clean_text(self) -> str:
        """Return the words with line breaks as they were in what was shown."""
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n")
        return text.replace("\n", "\r\n") if "\\r\\n" in self.data.get("seen", "") else text


class DecideForm(forms.Form):
    """Why words are declined."""

    reason = forms.CharField(label=gettext_lazy("Why you decline them"), required=False)


@dataclass(frozen=True, slots=True)
class SuggestPage:
    """The form for other words."""

    bench: Bench
    piece: PassagePiece
    label: str
    long: bool
    now: str
    seen: str
    """As JSON."""
    form: SuggestForm


@dataclass(frozen=True, slots=True)
class SuggestionsPage:
    """The suggestions for a draft, one page of them."""

    bench: Bench
    parts: tuple[NavItem, ...]
    shown: tuple[NavItem, ...]
    show: str
    suggestions: tuple[SuggestedPiece, ...]
    pages: Pagination


@dataclass(frozen=True, slots=True)
class SuggestionPage:
    """One suggestion."""

    bench: Bench
    parts: tuple[NavItem, ...]
    suggestion: SuggestedPiece
    form: DecideForm


@with_account
def suggest(request: Request, framework: str, label: str, passage: str, field: str) -> HttpResponse:
    """Suggest other words for one text."""
    about = bench(request, framework, label)
    wanted, version = passage_of(passage), about.draft.version
    view = frameworks.passage(version.id, wanted)
    now = next((one.text for one in view.texts if one.field == field), None)
    if now is None:
        raise NotVisible
    form = SuggestForm(request.POST if request.method == "POST" else None, initial={"text": now})
    form.fields["text"].label = _("%(text)s, in other words") % {"text": FIELDS[field]}
    seen = json.dumps(now)
    if request.method == "POST" and form.is_valid():
        try:
            commands.suggest(
                version_id=version.id, passage=wanted, field=field, seen_text=form.cleaned_data["seen"],
                new_text=form.cleaned_data["text"], why=form.cleaned_data["why"], actor=request.actor, at=request.at,
            )  # fmt: skip
        except NotVisible:
            raise
        except Refusal as no:
            form.add_error("why" if isinstance(no, commands.NotSaid) else "text", str(no))
        else:
            messages.success(request, _("Suggested. The authors can take your words over."))
            return see_other(reverse("authoring_review_passage", args=[*about.args, passage]))
    page = SuggestPage(
        bench=about, piece=piece(about, view, {}), label=str(FIELDS[field]), long=field in LONG, now=now, seen=seen,
        form=form,
    )  # fmt: skip
    return render(request, "authoring/review/suggest.html", page, status=422 if form.errors else 200)


@with_account
def suggestions(request: Request, framework: str, label: str) -> HttpResponse:
    """List the other words that are suggested for the draft."""
    about = bench(request, framework, label)
    version = about.draft.version
    asked = request.GET.get("show", "")
    show = asked if asked in SHOWN else "open"
    number = page_number(request.GET)
    views, pages = reviews.suggestions(version.id, request.actor, request.at, show=show, page=number)
    runs = reviews.may_run(version.id, request.actor, request.at)
    words = {"open": _("Open"), "decided": _("Decided"), "mine": _("Yours")}
    page = SuggestionsPage(
        bench=about,
        parts=parts(request, about),
        shown=shown_links(reverse("authoring_review_suggestions", args=about.args), show, words),
        show=show,
        suggestions=tuple(suggested_piece(about, view, runs=runs) for view in views),
        pages=paginate(min(number, pages), pages, request.GET),
    )
    return render(request, "authoring/review/suggestions.html", page)


@with_account
def suggestion(request: Request, framework: str, label: str, uuid: UUID) -> HttpResponse:
    """Show one suggestion; accept it, decline it, or take it back."""
    about = bench(request, framework, label)
    version = about.draft.version
    reviews.suggestion(uuid, version.id, request.actor, request.at)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (done := _decide(request, uuid, version.id, form)):
        messages.success(request, done)
        return see_other(reverse("authoring_review_suggestions", args=about.args))
    view = reviews.suggestion(uuid, version.id, request.actor, request.at)
    runs = reviews.may_run(version.id, request.actor, request.at)
    page = SuggestionPage(about, parts(request, about), suggested_piece(about, view, runs=runs), form)
    return render(request, "authoring/review/suggestion.html", page, status=422 if form.errors else 200)


def _decide(request: Request, uuid: UUID, version_id: int, form: DecideForm) -> str:
    """Do what the button says; return what was done, or nothing where the form says why not."""
    who: dict[str, Any] = {"suggestion": uuid, "actor": request.actor, "at": request.at}
    try:
        match request.POST.get("do"):
            case "accept":
                commands.accept(version_id=version_id, **who)
                return _("Accepted: the draft has these words now.")
            case "withdraw":
                commands.withdraw(**who)
                return _("Taken back.")
            case "decline":
                commands.decline(reason=form.cleaned_data["reason"], **who)
                return _("Declined. Whoever suggested it is told why.")
            case _:
                form.add_error(None, _("Choose what to do with the suggestion"))
    except NotVisible:
        raise
    except frameworks_commands.TextChanged:
        form.add_error(
            None, _("The text changed since this was suggested. Compare the three texts below before you decide.")
        )
    except commands.NotSaid as no:
        form.add_error("reason", str(no))
    except Refusal as no:
        form.add_error(None, str(no))
    return ""
