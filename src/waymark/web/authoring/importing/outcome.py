"""What a file is to become, what is wrong with it, what it would change, and the draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.exchange import commands
from waymark.exchange import queries as exchange
from waymark.exchange.types import DifferenceView, Doing, ImportCard, ImportState, ProblemPage
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Change, VersionCard
from waymark.kernel.errors import NotVisible, Refusal, Stale
from waymark.organisation import queries as organisation
from waymark.web.authoring.importing.common import go_on, of
from waymark.web.authoring.importing.words import KINDS, WHATS
from waymark.web.base.access import with_account
from waymark.web.base.answers import csv_attachment
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request
from waymark_formats.tables import csv_line

_OPEN = (ImportState.READ, ImportState.MAPPED, ImportState.CHECKED)


class TargetForm(forms.Form):
    """What the file is to become."""

    target = forms.ChoiceField(
        label=gettext_lazy("What is it to become?"),
        error_messages={"required": gettext_lazy("Choose what the file is to become")},
    )
    profession = forms.ChoiceField(
        label=gettext_lazy("Which profession owns it?"),
        error_messages={"required": gettext_lazy("Choose the profession that owns it")},
    )
    title = forms.CharField(
        label=gettext_lazy("What is the framework called?"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter what the framework is called")},
    )
    label = forms.RegexField(
        regex=r"^[A-Za-z0-9][A-Za-z0-9._-]*$",
        label=gettext_lazy("Label of the version"),
        help_text=gettext_lazy("Such as 2027-01 or 1.0. A draft that is replaced keeps its label."),
        max_length=60,
        error_messages={
            "required": gettext_lazy("Enter a label, such as 1.0"),
            "invalid": gettext_lazy("Use letters, digits, dots, hyphens and underscores, such as 2027-01"),
        },
    )
    scale = forms.ChoiceField(
        label=gettext_lazy("Where do the levels come from?"),
        choices=[
            ("sheet", gettext_lazy("From the spreadsheet: the levels it names")),
            ("usual", gettext_lazy("Awareness, Working, Practitioner, Expert")),
            ("framework", gettext_lazy("From the framework there is: the levels of its newest version")),
        ],
    )

    def __init__(
        self,
        *args: Any,
        targets: list[tuple[str, str]],
        professions: list[tuple[str, str]],
        sheets: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _choices(self.fields["target"], targets)
        _choices(self.fields["profession"], professions)
        if len(professions) == 1:
            self.fields["profession"].initial = professions[0][0]
        if not sheets:
            del self.fields["scale"]


@dataclass(frozen=True, slots=True)
class TargetPage:
    """The form, and why the last try was refused."""

    card: ImportCard
    form: TargetForm
    professions: int


@dataclass(frozen=True, slots=True)
class ProblemsPage:
    """What is wrong where."""

    card: ImportCard
    found: ProblemPage
    pages: Pagination
    problem: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One thing that changes, in words."""

    what: str
    kind: str
    change: Change


@dataclass(frozen=True, slots=True)
class DifferencePage:
    """What the file would change: what it removes stands first."""

    card: ImportCard
    found: DifferenceView
    sums: tuple[tuple[str, int], ...]
    counts: tuple[tuple[int, str], ...]
    lines: tuple[ChangeLine, ...]
    pages: Pagination
    problem: str


@with_account
def target(request: Request, uuid: UUID) -> HttpResponse:
    """Choose what the file is to become, and have it checked."""
    card = of(request, uuid, *_OPEN)
    mine = frameworks.professions_of_author(request.actor)
    bench = frameworks.workbench(request.actor, request.at)
    drafts = {one.framework_slug: one for one in bench.drafts if one.profession_id in mine}
    published = {one.framework_slug: one for one in bench.frameworks}
    day = timezone.localdate(request.at)
    professions = [(str(one.id), one.name) for one in organisation.professions(day) if one.id in mine]
    posted = request.method == "POST"
    form = TargetForm(
        request.POST if posted else None,
        targets=_targets(drafts, published),
        professions=professions,
        sheets=card.of_sheets,
        initial=_as_it_stands(card, published),
    )
    if posted:
        _lighten(form, request.POST.get("target", ""))
    if posted and form.is_valid():
        _refuse_levels_of_nothing(form)
    if posted and form.is_valid():
        try:
            _aim(request, card, form, drafts, published)
            return see_other(go_on(request, uuid, Doing.CHECK))
        except commands.SlugTaken as no:
            form.add_error("title", str(no))
        except Refusal as no:
            form.add_error(None, str(no))
    status = 422 if form.errors else 200
    return render(request, "authoring/importing/target.html", TargetPage(card, form, len(professions)), status=status)


def _targets(drafts: dict[str, VersionCard], published: dict[str, VersionCard]) -> list[tuple[str, str]]:
    """Return what a file can become, by a word for the form: a framework with an open draft only that draft."""
    found = [("new", _("A new framework"))]
    for slug, one in drafts.items():
        words = _("The content of the open draft %(label)s of %(title)s, in place of what stands there")
        found.append((f"replace:{slug}", words % {"label": one.label, "title": one.title}))
    for slug, one in published.items():
        if slug not in drafts:
            found.append((f"next:{slug}", _("The next version of %(title)s") % {"title": one.title}))
    return found


def _as_it_stands(card: ImportCard, published: dict[str, VersionCard]) -> dict[str, str]:
    """Return what was chosen before."""
    chosen: dict[str, str] = {"label": card.label or "1.0", "scale": card.scale, "title": card.title}
    if card.owner_id is not None:
        chosen["profession"] = str(card.owner_id)
    if card.state != ImportState.READ and card.into:
        how = "replace" if card.replaces else "next" if card.into in published else ""
        chosen["target"] = f"{how}:{card.into}" if how else "new"
    return chosen


def _lighten(form: TargetForm, target: str) -> None:
    """Ask only for what the chosen target leaves open."""
    if target.startswith(("next:", "replace:")):
        form.fields["title"].required = form.fields["profession"].required = False
    if target.startswith("replace:"):
        form.fields["label"].required = False


def _refuse_levels_of_nothing(form: TargetForm) -> None:
    if form.cleaned_data.get("target") == "new" and form.cleaned_data.get("scale") == "framework":
        form.add_error("scale", _("A new framework has no levels yet. Choose where else the levels come from."))


def _aim(
    request: Request,
    card: ImportCard,
    form: TargetForm,
    drafts: dict[str, VersionCard],
    published: dict[str, VersionCard],
) -> None:
    given = form.cleaned_data
    how, _colon, slug = given["target"].partition(":")
    there = {"replace": drafts, "next": published}.get(how, {}).get(slug)
    commands.aim(
        uuid=card.uuid,
        owner_id=there.profession_id if there else int(given["profession"]),
        into=slug,
        title=given["title"] or (there.title if there else ""),
        label=there.label if there and how == "replace" else given["label"],
        replaces=how == "replace",
        scale=given.get("scale", "sheet"),
        actor=request.actor,
        at=request.at,
    )


@with_account
def problems(request: Request, uuid: UUID) -> HttpResponse:
    """Show what is wrong where; go on without those rows, when its owner says so."""
    card = of(request, uuid, ImportState.CHECKED)
    if not card.problems:
        raise NotVisible
    problem = ""
    if request.method == "POST":
        try:
            commands.leave_out(uuid=uuid, seen=request.POST.get("seen", ""), actor=request.actor, at=request.at)
            return see_other(go_on(request, uuid, Doing.CHECK))
        except (commands.NotNow, Stale) as no:
            problem = str(no)
    found = exchange.problems(uuid, request.actor, request.at, page=page_number(request.GET))
    page = ProblemsPage(card, found, paginate(found.page, found.pages, request.GET), problem)
    return render(request, "authoring/importing/problems.html", page, status=422 if problem else 200)


@with_account
def problems_csv(request: Request, uuid: UUID) -> HttpResponse:
    """Give what is wrong where as CSV."""
    card = of(request, uuid, ImportState.CHECKED)
    lines = [csv_line([_("Sheet"), _("Row"), _("Column"), _("What is wrong"), _("What to do")])]
    for one in exchange.all_problems(uuid, request.actor, request.at):
        lines.append(csv_line([one.sheet, one.row, one.column, one.what, one.remedy]))
    name = _("what is wrong with %(file)s") % {"file": card.filename}
    return csv_attachment(lines, f"{name}.csv")


@with_account
def difference(request: Request, uuid: UUID) -> HttpResponse:
    """Show what the file would change; make it the draft, when its owner says so."""
    card = of(request, uuid, ImportState.CHECKED)
    if card.problems:
        raise NotVisible
    problem = ""
    if request.method == "POST":
        try:
            on = go_on(request, uuid, Doing.APPLY, seen=request.POST.get("seen", ""))
        except (commands.NotNow, Stale) as no:
            problem = str(no)
        else:
            if of(request, uuid).state == ImportState.APPLIED:
                messages.success(request, _("%(name)s became this draft.") % {"name": card.filename})
                on = reverse("authoring_draft", args=[card.into, card.label])
            return see_other(on)
    found = exchange.difference(uuid, request.actor, request.at, page=page_number(request.GET))
    sums = {what: sum(one.get(what, 0) for one in found.counts.values()) for what in WHATS}
    names = (
        ("families", _("families")), ("roles", _("roles")), ("role_levels", _("role levels")), ("skills", _("skills")),
        ("descriptors", _("descriptions of levels")), ("requirements", _("requirements")),
    )  # fmt: skip
    page = DifferencePage(
        card=card,
        found=found,
        sums=tuple((str(words), sums[what]) for what, words in WHATS.items()),
        counts=tuple((card.counts.get(key, 0), words) for key, words in names),
        lines=tuple(
            ChangeLine(str(WHATS.get(one.what, one.what)), str(KINDS.get(one.kind, one.kind)), one)
            for one in found.changes
        ),
        pages=paginate(found.page, found.pages, request.GET),
        problem=problem,
    )
    return render(request, "authoring/importing/difference.html", page, status=422 if problem else 200)


def _choices(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
