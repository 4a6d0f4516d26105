"""Threads about passages of a draft: read, begun, replied to, resolved, opened again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible, Refusal
from waymark.reviews import commands
from waymark.reviews import queries as reviews
from waymark.reviews.types import Counted, SuggestionView, ThreadView
from waymark.web.authoring.common import Bench, bench
from waymark.web.authoring.review.words import FIELDS, KINDS, PassagePiece, parts, passage_of, piece
from waymark.web.base.access import with_account
from waymark.web.base.going import see_other
from waymark.web.base.page import NavItem, render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request

SHOWN = ("open", "resolved", "mine")


class RemarkForm(forms.Form):
    """What somebody says."""

    text = forms.CharField(
        label=gettext_lazy("Your remark"),
        error_messages={"required": gettext_lazy("Enter what you want to say")},
    )


class ReplyForm(forms.Form):
    """What somebody says in a thread; resolving and opening again need no words."""

    text = forms.CharField(label=gettext_lazy("Your reply"), required=False)


@dataclass(frozen=True, slots=True)
class ThreadPiece:
    """A thread on a page."""

    view: ThreadView
    kind: str
    url: str
    passage_url: str


@dataclass(frozen=True, slots=True)
class ThreadsPage:
    """The threads of a draft, one page of them."""

    bench: Bench
    parts: tuple[NavItem, ...]
    shown: tuple[NavItem, ...]
    show: str
    threads: tuple[ThreadPiece, ...]
    pages: Pagination


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """One thread."""

    bench: Bench
    parts: tuple[NavItem, ...]
    thread: ThreadPiece
    form: ReplyForm


@dataclass(frozen=True, slots=True)
class SuggestedPiece:
    """A suggestion on a page."""

    view: SuggestionView
    kind: str
    label: str
    url: str
    passage_url: str
    runs: bool


@dataclass(frozen=True, slots=True)
class PassagePage:
    """One passage, with what is said of it and suggested for it."""

    bench: Bench
    parts: tuple[NavItem, ...]
    piece: PassagePiece
    threads: tuple[ThreadPiece, ...]
    suggestions: tuple[SuggestedPiece, ...]
    form: RemarkForm


def thread_piece(about: Bench, view: ThreadView) -> ThreadPiece:
    """Return a thread with where it and its passage are."""
    return ThreadPiece(
        view=view,
        kind=str(KINDS[view.passage.kind]),
        url=reverse("authoring_review_thread", args=[*about.args, view.uuid]),
        passage_url="" if view.gone else reverse("authoring_review_passage", args=[*about.args, view.passage.key]),
    )


def suggested_piece(about: Bench, view: SuggestionView, *, runs: bool) -> SuggestedPiece:
    """Return a suggestion with where it and its passage are. ``runs``: whether the reader decides about it."""
    return SuggestedPiece(
        view=view,
        kind=str(KINDS[view.passage.kind]),
        label=str(FIELDS[view.field]),
        url=reverse("authoring_review_suggestion", args=[*about.args, view.uuid]),
        passage_url="" if view.gone else reverse("authoring_review_passage", args=[*about.args, view.passage.key]),
        runs=runs,
    )


def shown_links(where: str, show: str, words: dict[str, str]) -> tuple[NavItem, ...]:
    """Return the links between the parts of a list."""
    return tuple(NavItem(text, f"{where}?show={key}", key == show) for key, text in words.items())


@with_account
def threads(request: Request, framework: str, label: str) -> HttpResponse:
    """List what is said of the draft."""
    about = bench(request, framework, label)
    asked = request.GET.get("show", "")
    show = asked if asked in SHOWN else "open"
    number = page_number(request.GET)
    views, pages = reviews.threads(about.draft.version.id, request.actor, request.at, show=show, page=number)
    words = {"open": _("Open"), "resolved": _("Resolved"), "mine": _("Yours")}
    page = ThreadsPage(
        bench=about,
        parts=parts(request, about),
        shown=shown_links(reverse("authoring_review_threads", args=about.args), show, words),
        show=show,
        threads=tuple(thread_piece(about, view) for view in views),
        pages=paginate(min(number, pages), pages, request.GET),
    )
    return render(request, "authoring/review/threads.html", page)


@with_account
def thread(request: Request, framework: str, label: str, uuid: UUID) -> HttpResponse:
    """Show one thread; reply in it, resolve it, open it again."""
    about = bench(request, framework, label)
    view = reviews.thread(uuid, about.draft.version.id, request.actor, request.at)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (done := _say(request, uuid, form)):
        messages.success(request, done)
        return see_other(reverse("authoring_review_thread", args=[*about.args, uuid]))
    page = ThreadPage(about, parts(request, about), thread_piece(about, view), form)
    return render(request, "authoring/review/thread.html", page, status=422 if form.errors else 200)


@with_account
def passage(request: Request, framework: str, label: str, passage: str) -> HttpResponse:
    """Show a passage with what is said of it, and begin a thread about it."""
    about = bench(request, framework, label)
    wanted, version = passage_of(passage), about.draft.version
    view = frameworks.passage(version.id, wanted)
    form = RemarkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.start_thread(
                version_id=version.id, passage=wanted, text=form.cleaned_data["text"], actor=request.actor,
                at=request.at,
            )  # fmt: skip
        except commands.NotSaid as no:
            form.add_error("text", str(no))
        else:
            messages.success(request, _("Your remark stands. Everyone who reads the draft can see it."))
            return see_other(request.path)
    said, _pages = reviews.threads(version.id, request.actor, request.at, show="all", passage=wanted)
    suggested, _pages = reviews.suggestions(version.id, request.actor, request.at, show="all", passage=wanted)
    counted = Counted(
        sum(not one.resolved for one in said), sum(one.state == "open" and not one.erased for one in suggested)
    )
    runs = reviews.may_run(version.id, request.actor, request.at)
    page = PassagePage(
        bench=about,
        parts=parts(request, about),
        piece=piece(about, view, {wanted: counted}),
        threads=tuple(thread_piece(about, one) for one in sorted(said, key=lambda one: one.resolved)),
        suggestions=tuple(
            suggested_piece(about, one, runs=runs) for one in sorted(suggested, key=lambda one: one.state != "open")
        ),
        form=form,
    )
    return render(request, "authoring/review/passage.html", page, status=422 if form.errors else 200)


def _say(request: Request, uuid: UUID, form: ReplyForm) -> str:
    """Do what the button says; return what was done, or nothing where the form says why not."""
    words: dict[str, Any] = {"text": form.cleaned_data["text"], "actor": request.actor, "at": request.at}
    try:
        match request.POST.get("do", "reply"):
            case "resolve":
                commands.resolve(thread=uuid, **words)
                return _("The thread is resolved.")
            case "reopen":
                commands.reopen(thread=uuid, **words)
                return _("The thread is open again.")
            case _:
                commands.reply(thread=uuid, **words)
                return _("Your reply stands.")
    except NotVisible:
        raise
    except Refusal as no:
        form.add_error("text", str(no))
        return ""
