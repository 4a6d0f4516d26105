"""The list of one's imports, bringing a file, and how far one is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.exchange import commands
from waymark.exchange import queries as exchange
from waymark.exchange.types import Doing, ImportCard, ImportState
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible, Refusal
from waymark.web.authoring.importing.common import go_on, of, state_in_words, where
from waymark.web.base.access import with_account
from waymark.web.base.answers import attachment
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.base.uploads import too_large
from waymark.work import queries as work
from waymark.work.types import JobView


class BringForm(forms.Form):
    """A file."""

    file = forms.FileField(
        label=gettext_lazy("Your file"),
        help_text=gettext_lazy(
            "A spreadsheet (.xlsx, .ods or .csv), a folder of CSV files packed as .zip, a CASE package, Moodle’s CSV, "
            "the NICE Framework, or a download of this site."
        ),
        error_messages={
            "required": gettext_lazy("Choose a file"),
            "empty": gettext_lazy("The file is empty. Choose another one"),
        },
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One import of the list."""

    card: ImportCard
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class BringPage:
    """The form, and what was brought before."""

    form: BringForm
    lines: tuple[Line, ...]
    most_mb: int


@dataclass(frozen=True, slots=True)
class OnePage:
    """How far an import is that does not wait for its owner, and how it ended."""

    card: ImportCard
    words: str
    job: JobView | None
    draft_url: str


@dataclass(frozen=True, slots=True)
class DiscardPage:
    """An import that may be given up."""

    card: ImportCard
    back: str
    problem: str


@with_account
def bring(request: Request) -> HttpResponse:
    """Take a file, and show what was brought before."""
    if not frameworks.professions_of_author(request.actor):
        raise NotVisible
    posted = request.method == "POST"
    form = BringForm(request.POST, request.FILES) if posted else BringForm()
    if posted and too_large(request):
        form.is_valid()
        form.errors.pop("file", None)
        form.add_error("file", str(commands.TooLarge()))
    elif posted and form.is_valid():
        file = cast("UploadedFile[Any]", form.cleaned_data["file"])
        chunks = cast(Iterator[bytes], file.chunks())
        try:
            card = commands.stage(filename=file.name or "", chunks=chunks, actor=request.actor, at=request.at)
            return see_other(go_on(request, card.uuid, Doing.READ))
        except Refusal as no:
            form.add_error("file", str(no))
    lines = tuple(Line(card, state_in_words(card), where(card)) for card in exchange.imports(request.actor, request.at))
    page = BringPage(form, lines, settings.UPLOAD_MAX_BYTES // 1024**2)
    return render(request, "authoring/importing/bring.html", page, status=422 if form.errors else 200)


@with_account
def template(request: Request) -> HttpResponse:
    """Give our template, with examples and a sheet that explains it."""
    if not frameworks.professions_of_author(request.actor):
        raise NotVisible
    name, media_type, content = exchange.template()
    return attachment(content, media_type, name)


@with_account
def one(request: Request, uuid: UUID) -> HttpResponse:
    """Show how far an import is; where it waits for its owner, send them there. Asked by form, begin a step again."""
    card = of(request, uuid)
    if request.method == "POST":
        if card.doing and card.job is None:
            return see_other(where(commands.resume(uuid=uuid, actor=request.actor, at=request.at)))
        if card.doing or card.state != ImportState.UPLOADED:
            raise NotVisible
        return see_other(go_on(request, uuid, Doing.READ))
    on = where(card)
    if on != request.path:
        return see_other(on)
    job = work.job(card.job, actor=request.actor, at=request.at) if card.job else None
    draft_url = ""
    if card.state == ImportState.APPLIED:
        drafts = frameworks.workbench(request.actor, request.at).drafts
        if any((one.framework_slug, one.label) == (card.into, card.label) for one in drafts):
            draft_url = reverse("authoring_draft", args=[card.into, card.label])
    return render(request, "authoring/importing/one.html", OnePage(card, state_in_words(card), job, draft_url))


@with_account
def discard(request: Request, uuid: UUID) -> HttpResponse:
    """Give an import up, when that is confirmed."""
    card = of(request, uuid)
    if card.state in {ImportState.APPLIED, ImportState.DISCARDED}:
        raise NotVisible
    problem = ""
    if request.method == "POST":
        try:
            commands.discard(uuid=uuid, actor=request.actor, at=request.at)
        except commands.NotNow as no:
            problem = str(no)
        else:
            messages.success(request, _("%(name)s is discarded.") % {"name": card.filename})
            return see_other(reverse("authoring_import"))
    page = DiscardPage(card, where(card), problem)
    return render(request, "authoring/importing/discard.html", page, status=422 if problem else 200)
