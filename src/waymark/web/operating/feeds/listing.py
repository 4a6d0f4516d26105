"""The list of feeds, one feed with its files, and what is usual in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django import forms
from django.conf import settings as site
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.access.types import DutyKind
from waymark.kernel.errors import NotVisible, Refusal
from waymark.organisation import queries as organisation
from waymark.people import commands
from waymark.people import queries as people
from waymark.people.types import FeedCard, FeedStep, RunCard
from waymark.web.base.access import holds
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request
from waymark.web.base.uploads import too_large
from waymark_formats.people_feed import COLUMNS
from waymark_formats.people_feed import template as our_template

administrator = holds(DutyKind.ADMINISTRATOR)
SHARES = ("most_leavers", "most_joiners", "most_moved", "most_renamed", "most_aside")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class AddForm(forms.Form):
    """A feed to add."""

    department = forms.ChoiceField(
        label=gettext_lazy("Department or agency"),
        help_text=gettext_lazy("The feed speaks of everybody who works in it, or in a unit below it."),
        error_messages={
            "required": gettext_lazy("Select a department or agency"),
            "invalid_choice": gettext_lazy("Select a department or agency from the list"),
        },
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the feed"),
        max_length=120,
        initial=gettext_lazy("HR system"),
        error_messages={
            "required": gettext_lazy("Enter a name for the feed"),
            "max_length": gettext_lazy("The name must be 120 characters or fewer"),
        },
    )

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        assert isinstance(field, forms.ChoiceField), "it is declared above"
        field.choices = [("", _("Select one")), *places]


class BringForm(forms.Form):
    """A file of people."""

    file = forms.FileField(
        label=gettext_lazy("File of people"),
        help_text=gettext_lazy("A .csv file, or a spreadsheet (.xlsx or .ods) of up to about 150,000 rows."),
        error_messages={
            "required": gettext_lazy("Choose a file"),
            "empty": gettext_lazy("The file is empty. Choose another one"),
        },
    )
    full = forms.ChoiceField(
        label=gettext_lazy("Whom does it name?"),
        choices=[
            ("full", gettext_lazy("Everybody who works there")),
            ("delta", gettext_lazy("Only those of whom something has changed")),
        ],
        initial="full",
        error_messages={"required": gettext_lazy("Say whom the file names")},
    )


class SettingsForm(forms.Form):
    """What is usual in a feed, and what its files call their columns."""

    most_leavers = forms.IntegerField(
        label=gettext_lazy("Leavers that are usual, in per cent of the people there"),
        min_value=0,
        max_value=100,
    )
    most_joiners = forms.IntegerField(
        label=gettext_lazy("Joiners that are usual, in per cent of the people there"),
        min_value=0,
        max_value=100,
    )
    most_moved = forms.IntegerField(
        label=gettext_lazy("People who usually move, in per cent"),
        min_value=0,
        max_value=100,
    )
    most_renamed = forms.IntegerField(
        label=gettext_lazy("People who usually get another name or address, in per cent"),
        min_value=0,
        max_value=100,
    )
    most_aside = forms.IntegerField(
        label=gettext_lazy("Rows that are usually set aside, in per cent of the people there"),
        min_value=0,
        max_value=100,
    )
    needs_end = forms.MultipleChoiceField(
        label=gettext_lazy("Whole files"),
        required=False,
        choices=[("yes", gettext_lazy("Refuse a file that does not end with the row END OF FILE and its count"))],
    )

    def __init__(self, *args: Any, card: FeedCard, **kwargs: Any) -> None:
        kwargs["initial"] = {
            **{name: getattr(card, name) for name in SHARES}, "needs_end": ["yes"] if card.needs_end else [],
            **{f"column_{key}": heading for key, heading in card.mapping.items()},
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        for name in SHARES:
            wrong = _("Enter a whole number from 0 to 100")
            self.fields[name].error_messages.update(required=wrong, invalid=wrong, min_value=wrong, max_value=wrong)
            for validator in self.fields[name].validators:
                validator.message = wrong  # type: ignore[attr-defined]
        for column in COLUMNS:
            self.fields[f"column_{column.key}"] = forms.CharField(
                label=column.heading,
                required=False,
                max_length=120,
                error_messages={"max_length": _("The heading must be 120 characters or fewer")},
            )


@dataclass(frozen=True, slots=True)
class FeedsPage:
    """Every feed that the administrator runs, and the form for another one."""

    lines: tuple[FeedCard, ...]
    form: AddForm
    twins: int
    """People who may be on record twice."""


@dataclass(frozen=True, slots=True)
class RunLine:
    """One file of a feed."""

    card: RunCard
    words: str
    counts: str


@dataclass(frozen=True, slots=True)
class FeedPage:
    """One feed: the form for a file, and the files so far."""

    card: FeedCard
    form: BringForm
    open: RunLine | None
    lines: tuple[RunLine, ...]
    most_mb: int
    ended: str
    """Why it takes nothing more; empty when it goes on."""


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """What is usual in a feed."""

    card: FeedCard
    form: SettingsForm
    shares: tuple[Any, ...]
    """The fields for what is usual."""
    columns: tuple[Any, ...]
    """The fields for headings, in the order of the template."""


@administrator
def listing(request: Request) -> HttpResponse:
    """Show the feeds, and add one."""
    places = [
        (str(one.id), one.name)
        for kind in ("department", "agency")
        for one in organisation.places(kind)
        if any(one.path.startswith(duty.path) for duty in request.actor.holding(DutyKind.ADMINISTRATOR))
    ]
    form = AddForm(request.POST if request.method == "POST" else None, places=places)
    if request.method == "POST" and form.is_valid():
        try:
            card = commands.add_feed(
                organisation_id=int(form.cleaned_data["department"]), name=form.cleaned_data["name"],
                actor=request.actor, at=request.at,
            )  # fmt: skip
        except Refusal as no:
            form.add_error("name", str(no))
        else:
            return see_other(reverse("operating_feed", args=[card.uuid]))
    pairs = people.count_twins(request.actor, request.at)
    page = FeedsPage(people.feeds(request.actor, request.at), form, pairs)
    return render(request, "operating/feeds/feeds.html", page, status=422 if form.errors else 200)


@administrator
def template(request: Request) -> HttpResponse:
    """Give the template of a file, with what each column means."""
    response = HttpResponse(our_template(), content_type=XLSX)
    response.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename="people-template.xlsx"
    )
    return response


@administrator
def feed(request: Request, uuid: UUID) -> HttpResponse:
    """Show a feed with its files, and take the next one."""
    card = people.feed_card(uuid, request.actor, request.at)
    posted = request.method == "POST"
    form = BringForm(request.POST, request.FILES) if posted else BringForm()
    if posted and too_large(request):
        form.is_valid()
        form.errors.pop("file", None)
        form.add_error("file", str(commands.FileTooLarge(site.FEED_MAX_BYTES // 1024**2)))
    elif posted and form.is_valid():
        given = cast("UploadedFile[Any]", form.cleaned_data["file"])
        try:
            run = commands.bring_feed(
                feed=uuid, filename=given.name or "", chunks=cast(Iterator[bytes], given.chunks()),
                full=form.cleaned_data["full"] == "full", actor=request.actor, at=request.at,
            )  # fmt: skip
            commands.go_on_feed(uuid=run.uuid, step=FeedStep.CHECK, actor=request.actor, at=request.at)
            return see_other(reverse("operating_feed_file", args=[run.uuid]))
        except NotVisible:
            raise
        except Refusal as no:
            form.add_error("file", str(no))
    lines = tuple(line_of(run) for run in people.runs(uuid, request.actor, request.at))
    page = FeedPage(
        card, form, next((one for one in lines if not one.card.ended), None), lines, site.FEED_MAX_BYTES // 1024**2,
        _why_ended(card),
    )  # fmt: skip
    return render(request, "operating/feeds/feed.html", page, status=422 if form.errors else 200)


def _why_ended(card: FeedCard) -> str:
    """Return why a feed takes nothing more; empty when it goes on."""
    body = organisation.bodies([card.organisation_id])[card.organisation_id]
    return "" if body.is_open else str(commands.FeedEnded(body.name, organisation.successor(body.id)))


def line_of(card: RunCard) -> RunLine:
    """Return a file of a feed in words."""
    unchanged = card.counts.get("same", 0) + card.counts.get("known", 0)
    counts = [
        f"{people.kind_in_words(kind)}: {card.counts[kind]:,}"
        for kind in ("new", "moved", "changed", "left", "aside")
        if card.counts.get(kind)
    ]
    if unchanged:
        counts.append(f"{people.kind_in_words('same')}: {unchanged:,}")
    state = people.state_in_words(card.state, card.doing, card.state == "shown" and card.needs_approval)
    return RunLine(card, state, "; ".join(counts))


@administrator
def settings(request: Request, uuid: UUID) -> HttpResponse:
    """Say what is usual in a feed, and what its files call their columns."""
    card = people.feed_card(uuid, request.actor, request.at)
    form = SettingsForm(request.POST if request.method == "POST" else None, card=card)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        commands.change_feed(
            uuid=uuid, mapping={column.key: given[f"column_{column.key}"] for column in COLUMNS},
            **{name: given[name] for name in SHARES}, needs_end=bool(given["needs_end"]), actor=request.actor,
            at=request.at,
        )  # fmt: skip
        messages.success(request, _("The settings of the feed are saved."))
        return see_other(reverse("operating_feed", args=[uuid]))
    columns = tuple(form[f"column_{column.key}"] for column in COLUMNS)
    page = SettingsPage(card, form, tuple(form[name] for name in SHARES), columns)
    return render(request, "operating/feeds/settings.html", page, status=422 if form.errors else 200)
