"""What the levels of one scale count as on another: every table, and the form that makes, changes and ends one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.frameworks import commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import EquivalenceView, Ladder, LadderInUse
from waymark.kernel.errors import NotVisible, Refusal, Stale
from waymark.web.base.access import with_account
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request

NO_COUNTERPART = "none"


class ChooseForm(forms.Form):
    """Two scales, by framework and ladder."""

    one = forms.ChoiceField(
        label=gettext_lazy("Levels held on"),
        error_messages={
            "required": gettext_lazy("Choose the scale that levels are held on"),
            "invalid_choice": gettext_lazy("Choose the scale that levels are held on"),
        },
    )
    other = forms.ChoiceField(
        label=gettext_lazy("Count on"),
        error_messages={
            "required": gettext_lazy("Choose the scale that they count on"),
            "invalid_choice": gettext_lazy("Choose the scale that they count on"),
        },
    )

    def __init__(self, *args: Any, scales: Sequence[LadderInUse], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("one", "other"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Choose a scale")), *((_key(scale), _title(scale)) for scale in scales)]


class TableForm(forms.Form):
    """What each level counts as, and why."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is so"),
        help_text=gettext_lazy("Everyone whose levels are counted by this table can read it."),
        max_length=400,
        error_messages={
            "required": gettext_lazy("Say why it is so"),
            "max_length": gettext_lazy("Your reason must be 400 characters or fewer"),
        },
    )
    explanation = forms.CharField(
        label=gettext_lazy("An example in your words (optional)"),
        help_text=gettext_lazy(
            "Such as what somebody at one of these levels does, and why that is the same level here."
        ),
        required=False,
        max_length=2_000,
        error_messages={"max_length": gettext_lazy("Your example must be 2,000 characters or fewer")},
    )

    def __init__(self, *args: Any, one: LadderInUse, other: LadderInUse, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = frameworks.level_titles(other.ladder)
        choices = [
            ("", _("Choose")),
            *((str(rank), title) for rank, title in reversed(list(enumerate(titles, 1)))),
            ("0", _("Not yet at the first level")),
            (NO_COUNTERPART, _("No counterpart: counts as not assessed")),
        ]
        for rank, title in enumerate(frameworks.level_titles(one.ladder), 1):
            wrong = _("Choose what %(level)s counts as") % {"level": title}
            self.fields[f"level_{rank}"] = forms.ChoiceField(
                label=_("%(level)s counts as") % {"level": title},
                choices=choices,
                error_messages={"required": wrong, "invalid_choice": wrong},
            )
        self.order_fields([*(name for name in self.fields if name.startswith("level_")), "reason", "explanation"])

    @property
    def levels(self) -> list[forms.BoundField]:
        """The fields of the table, lowest level first."""
        return [self[name] for name in self.fields if name.startswith("level_")]

    def counts_as(self) -> tuple[int | None, ...]:
        """Return the table that was chosen."""
        said = [self.cleaned_data[field.name] for field in self.levels]
        return tuple(None if one == NO_COUNTERPART else int(one) for one in said)


class EndForm(forms.Form):
    """Why a table holds no longer."""

    why = forms.CharField(
        label=gettext_lazy("Why it holds no longer"),
        max_length=400,
        error_messages={
            "required": gettext_lazy("Say why it holds no longer"),
            "max_length": gettext_lazy("Your reason must be 400 characters or fewer"),
        },
    )


@dataclass(frozen=True, slots=True)
class ListedTable:
    """A table in the list. ``url`` is where it is changed; empty for those who may not."""

    view: EquivalenceView
    first: str
    second: str
    url: str


@dataclass(frozen=True, slots=True)
class EquivalencesPage:
    """Every table that holds, and the choice of two scales."""

    tables: tuple[ListedTable, ...]
    form: ChooseForm
    refusal: str


@dataclass(frozen=True, slots=True)
class TablePage:
    """One table, new or as it holds."""

    one: LadderInUse
    other: LadderInUse
    one_title: str
    other_title: str
    now: EquivalenceView | None
    seen: str
    form: TableForm
    end: EndForm
    oddities: tuple[str, ...]
    back: str
    meanwhile: tuple[tuple[str, str], ...]
    """What somebody else saved since the form was opened: each level, and what it counts as."""


@with_account
def equivalences(request: Request) -> HttpResponse:
    """List every table; begin another by choosing two scales."""
    mine, scales = _mine(request)
    chosen = "one" in request.GET or "other" in request.GET
    form = ChooseForm(request.GET if chosen else None, scales=scales)
    refusal = ""
    if chosen and form.is_valid():
        one, other = form.cleaned_data["one"], form.cleaned_data["other"]
        if one == other:
            refusal = _("These two are the same scale: its levels count as themselves. Choose another.")
        elif not {one.split(":")[0], other.split(":")[0]} & mine:
            refusal = _("You write neither of the two frameworks. Choose a scale of yours as one of them.")
        else:
            return see_other(_url(one, other))
    by_key = {(scale.framework_slug, scale.ladder): scale for scale in scales}
    tables = []
    for view in frameworks.equivalences(request.actor, request.at):
        ends = by_key.get((view.from_slug, view.from_ladder)), by_key.get((view.to_slug, view.to_ladder))
        may = {view.from_slug, view.to_slug} & mine
        url = _url(_key(ends[0]), _key(ends[1])) if may and ends[0] and ends[1] else ""
        tables.append(ListedTable(view, _levels(view.from_ladder), _levels(view.to_ladder), url))
    page = EquivalencesPage(tuple(tables), form, refusal)
    return render(request, "authoring/equivalences.html", page, status=422 if refusal or form.errors else 200)


@with_account
def equivalence(request: Request) -> HttpResponse:
    """Make a table between two scales, or change or end the one that holds."""
    mine, scales = _mine(request)
    by_key = {_key(scale): scale for scale in scales}
    one, other = by_key.get(request.GET.get("one", "")), by_key.get(request.GET.get("other", ""))
    if one is None or other is None or one == other or not {one.framework_slug, other.framework_slug} & mine:
        raise NotVisible
    now = frameworks.between(one, other, request.at)
    ending = request.method == "POST" and request.POST.get("do") == "end"
    form = TableForm(
        request.POST if request.method == "POST" and not ending else None,
        one=one, other=other, initial=_initial(now, one, other),
    )  # fmt: skip
    end = EndForm(request.POST if ending else None)
    stale = False
    if request.method == "POST":
        try:
            if ending and end.is_valid() and now:
                commands.end_equivalence(
                    table=now.uuid, reason=end.cleaned_data["why"], actor=request.actor, at=request.at
                )
                messages.success(request, _("The table holds no longer. The two scales are not comparable now."))
                return see_other(reverse("authoring_equivalences"))
            if not ending and form.is_valid():
                commands.say_equivalence(
                    one=one, other=other, counts_as=form.counts_as(), reason=form.cleaned_data["reason"],
                    explanation=form.cleaned_data["explanation"], seen=_seen(request), actor=request.actor,
                    at=request.at,
                )  # fmt: skip
                messages.success(request, _("The table holds from now on."))
                return see_other(reverse("authoring_equivalences"))
        except NotVisible:
            raise
        except Stale as no:
            form.add_error(None, str(no))
            now = frameworks.between(one, other, request.at)
            stale = True
        except Refusal as no:
            form.add_error(None, str(no))
    seen = request.POST.get("seen", "") if request.method == "POST" and not stale else str(now.uuid) if now else ""
    page = TablePage(
        one=one,
        other=other,
        one_title=_title(one),
        other_title=_title(other),
        now=now,
        seen=seen,
        form=form,
        end=end,
        oddities=frameworks.oddities(one.ladder, other.ladder, now.counts_as) if now else (),
        back=_url(_key(other), _key(one)),
        meanwhile=_in_words(now, one, other) if now and stale else (),
    )
    wrong = form.errors or end.errors
    return render(request, "authoring/equivalence.html", page, status=409 if stale else 422 if wrong else 200)


def _mine(request: Request) -> tuple[frozenset[str], tuple[LadderInUse, ...]]:
    """Return the frameworks of the reader and every scale; to those who write none there is no such page."""
    mine = frameworks.frameworks_equated(request.actor, request.at)
    if not mine:
        raise NotVisible
    return mine, frameworks.ladders_in_use(request.actor, request.at)


def _initial(now: EquivalenceView | None, one: LadderInUse, other: LadderInUse) -> dict[str, str]:
    table = now.counts_as if now else frameworks.suggest_counts_as(one, other)
    found = {f"level_{rank}": NO_COUNTERPART if counts is None else str(counts) for rank, counts in enumerate(table, 1)}
    return found | ({"reason": now.reason, "explanation": now.explanation} if now else {})


def _in_words(table: EquivalenceView, one: LadderInUse, other: LadderInUse) -> tuple[tuple[str, str], ...]:
    titles, others = frameworks.level_titles(one.ladder), frameworks.level_titles(other.ladder)
    return tuple(
        (title, _("No counterpart") if rank is None else others[rank - 1] if rank else _("Not yet at the first level"))
        for title, rank in zip(titles, table.counts_as, strict=True)
    )


def _seen(request: Request) -> UUID | None:
    text = request.POST.get("seen", "")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotVisible from None


def _key(scale: LadderInUse) -> str:
    return f"{scale.framework_slug}:{scale.digest[:16]}"


def _title(scale: LadderInUse) -> str:
    return _("%(framework)s: %(levels)s (%(versions)s)") % {
        "framework": scale.framework_title,
        "levels": _levels(scale.ladder),
        "versions": ", ".join(scale.versions[:3]),
    }


def _levels(ladder: Ladder) -> str:
    titles = frameworks.level_titles(ladder)
    if ladder.kind in ("labels", "grade_bands") and len(titles) <= 6:
        return ", ".join(titles)
    return _("%(first)s to %(last)s") % {"first": titles[0], "last": titles[-1]}


def _url(one: str, other: str) -> str:
    return f"{reverse('authoring_equivalence')}?{urlencode({'one': one, 'other': other})}"
