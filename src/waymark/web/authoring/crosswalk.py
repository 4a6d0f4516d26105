"""How the skills of one framework stand to those of another: suggested, said and taken back."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from waymark.frameworks import commands
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import CrosswalkLine, CrosswalkTable, SkillPair, SkillRow, Suggested, VersionCard
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.text import folded
from waymark.web.authoring.checks import likeness_sum
from waymark.web.base.access import with_account
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.pagination import Pagination, page_number, paginate
from waymark.web.base.request import Request

A_PAGE = 25
T = TypeVar("T")
KINDS = {
    "same": gettext_lazy("the same as"),
    "similar": gettext_lazy("similar to"),
    "broader": gettext_lazy("broader than"),
    "narrower": gettext_lazy("narrower than"),
    "related": gettext_lazy("related to"),
    "replaced_by": gettext_lazy("replaced by"),
    "replaces": gettext_lazy("what replaces"),
}
"""How a skill stands to another, to be read between their names."""
BANDS = (
    ("90", 90, 100, gettext_lazy("90 to 100: very likely the same")),
    ("75", 75, 89, gettext_lazy("75 to 89: likely the same or similar")),
    ("60", 60, 74, gettext_lazy("60 to 74: perhaps similar")),
)
"""How sure a suggestion is: what the address says, from, to, in words."""


class ByHandForm(forms.Form):
    """Two skills, by name or address, and how they stand."""

    skill = forms.CharField(
        label=gettext_lazy("Skill of this framework"),
        max_length=300,
        error_messages={"required": gettext_lazy("Enter the name of a skill")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("It is"),
        choices=[(kind, KINDS[kind]) for kind in frameworks.CROSSWALK_KINDS],
        error_messages={
            "required": gettext_lazy("Choose how the two skills stand to each other"),
            "invalid_choice": gettext_lazy("Choose how the two skills stand to each other"),
        },
    )
    other = forms.CharField(
        label=gettext_lazy("Skill of the other framework"),
        max_length=300,
        error_messages={"required": gettext_lazy("Enter the name of a skill")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why (optional)"),
        required=False,
        max_length=400,
        error_messages={"max_length": gettext_lazy("Your reason must be 400 characters or fewer")},
    )

    def __init__(self, *args: Any, table: CrosswalkTable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table

    def clean_skill(self) -> int:
        """Find the skill of this framework."""
        return _named(self.cleaned_data["skill"], self.table.skills)

    def clean_other(self) -> int:
        """Find the skill of the other one."""
        return _named(self.cleaned_data["other"], self.table.other_skills)


class DecideForm(forms.Form):
    """What becomes of the suggestions that were ticked, or of all that are shown by the filter."""

    kind = forms.ChoiceField(
        label=gettext_lazy("The first skill is"),
        choices=[(kind, KINDS[kind]) for kind in frameworks.CROSSWALK_KINDS],
        required=False,
    )


@dataclass(frozen=True, slots=True)
class ShownSuggestion:
    """A suggestion with its arithmetic."""

    one: Suggested
    value: str
    sum: str
    by_label: str
    """The labels by which the two are alike, where these are not their names."""


@dataclass(frozen=True, slots=True)
class ShownRelation:
    """A relation that holds."""

    line: CrosswalkLine
    kind: str


@dataclass(frozen=True, slots=True)
class Band:
    """Suggestions of one band of likeness."""

    name: str
    count: int
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ChoosePage:
    """Frameworks to compare with."""

    version: VersionCard
    others: tuple[VersionCard, ...]


@dataclass(frozen=True, slots=True)
class CrosswalkPage:
    """Two frameworks beside each other."""

    table: CrosswalkTable
    url: str
    here: str
    """The address with the filter, for forms."""
    bands: tuple[Band, ...]
    chosen: str
    suggestions: tuple[ShownSuggestion, ...]
    number: int
    """Suggestions that the filter lets through."""
    pages: Pagination
    related: tuple[ShownRelation, ...]
    """A page of them; ``table`` has all, as of what was turned down."""
    related_pages: Pagination
    rejected: tuple[Suggested, ...]
    rejected_pages: Pagination
    decide: DecideForm
    form: ByHandForm
    refusal: str


@with_account
def crosswalk(request: Request, framework: str) -> HttpResponse:
    """Choose the framework to compare with; then show both and take decisions."""
    other = request.GET.get("with", "")
    if not other:
        return _choose(request, framework)
    table = frameworks.crosswalk_table(framework, other, request.actor, request.at)
    band = next((one for one in BANDS if one[0] == request.GET.get("band")), None)
    chosen = [one for one in table.suggested if band is None or band[1] <= one.score <= band[2]]
    form = ByHandForm(
        request.POST if request.method == "POST" and request.POST.get("do") == "by_hand" else None, table=table
    )
    refusal = ""
    if request.method == "POST":
        try:
            said = _done(request, chosen, form)
        except NotVisible:
            raise
        except Refusal as no:
            refusal = str(no)
        else:
            if said:
                messages.success(request, said)
                return see_other(request.get_full_path())
            refusal = "" if form.errors else _("Tick the suggestions you mean first.")
    return _show(request, table, band, chosen, form, refusal)


def _choose(request: Request, framework: str) -> HttpResponse:
    version = frameworks.to_relate(framework, request.actor, request.at)
    others = tuple(card for card in frameworks.current_versions(request.at) if card.framework_slug != framework)
    return render(request, "authoring/crosswalk_choose.html", ChoosePage(version, others))


def _done(request: Request, chosen: list[Suggested], form: ByHandForm) -> str:
    """Do what was asked for, and return what to say of it; empty when nothing was chosen."""
    who: dict[str, Any] = {"actor": request.actor, "at": request.at}
    ticked = {(one.skill_id, one.other_id) for one in chosen if _value(one) in request.POST.getlist("pair")}
    kind = request.POST.get("kind", "")
    match request.POST.get("do", ""):
        case "by_hand":
            if not form.is_valid():
                return ""
            data = form.cleaned_data
            commands.relate(
                skill_id=data["skill"], other_id=data["other"], kind=data["kind"], reason=data["reason"], **who
            )
            return _("The two skills are related.")
        case "relate" if ticked:
            return _related(commands.relate_many(pairs=_pairs(ticked, kind), reason="", **who))
        case "relate_all" if chosen:
            pairs = _pairs({(one.skill_id, one.other_id) for one in chosen}, kind)
            return _related(commands.relate_many(pairs=pairs, reason=_("Related in bulk, from suggestions"), **who))
        case "reject" if ticked:
            gone = commands.reject_suggestions(pairs=ticked, **who)
            return ngettext("%(num)s suggestion is turned down.", "%(num)s suggestions are turned down.", gone) % {
                "num": gone
            }
        case "reconsider":
            one, other = _two(request.POST.get("pair", ""))
            commands.reconsider_suggestion(skill_id=one, other_id=other, **who)
            return _("It is suggested again.")
        case "end":
            commands.unrelate(relation=_uuid(request.POST.get("relation", "")), reason="", **who)
            return _("The relation has ended.")
    return ""


def _show(
    request: Request,
    table: CrosswalkTable,
    band: Any,
    chosen: list[Suggested],
    form: ByHandForm,
    refusal: str,
) -> HttpResponse:
    pages = max(1, math.ceil(len(chosen) / A_PAGE))
    number = min(page_number(request.GET), pages)
    url = reverse("authoring_crosswalk", args=[table.version.framework_slug])
    both = {"with": table.other.framework_slug}
    related = _pages_of(request, len(table.related), "related")
    rejected = _pages_of(request, len(table.rejected), "rejected")
    page = CrosswalkPage(
        table=table,
        url=f"{url}?{urlencode(both)}",
        here=request.get_full_path(),
        bands=tuple(
            Band(
                str(words),
                sum(low <= one.score <= high for one in table.suggested),
                f"{url}?{urlencode(both | {'band': name})}",
                band is not None and band[0] == name,
            )
            for name, low, high, words in BANDS
        ),
        chosen=str(band[3]) if band else "",
        suggestions=tuple(map(_shown, chosen[(number - 1) * A_PAGE : number * A_PAGE])),
        number=len(chosen),
        pages=paginate(number, pages, request.GET),
        related=tuple(ShownRelation(line, str(KINDS[line.kind])) for line in _part(table.related, related)),
        related_pages=related,
        rejected=_part(table.rejected, rejected),
        rejected_pages=rejected,
        decide=DecideForm(auto_id="decide_%s", initial={"kind": "same" if band and band[1] >= 90 else "similar"}),
        form=form,
        refusal=refusal,
    )
    return render(request, "authoring/crosswalk.html", page, status=422 if refusal or form.errors else 200)


def _pages_of(request: Request, number: int, name: str) -> Pagination:
    pages = max(1, math.ceil(number / A_PAGE))
    return paginate(min(page_number(request.GET, name), pages), pages, request.GET, name)


def _part(everything: tuple[T, ...], pages: Pagination) -> tuple[T, ...]:
    return everything[(pages.page - 1) * A_PAGE : pages.page * A_PAGE]


def _shown(one: Suggested) -> ShownSuggestion:
    by_label = one.labels != (one.skill_name, one.other_name)
    words = _('Alike by "%(one)s" and "%(other)s".') % {"one": one.labels[0], "other": one.labels[1]}
    return ShownSuggestion(one, _value(one), likeness_sum(one.parts, one.score), words if by_label else "")


def _value(one: Suggested) -> str:
    return f"{one.skill_id}-{one.other_id}"


def _pairs(ticked: set[tuple[int, int]], kind: str) -> list[SkillPair]:
    return [SkillPair(one, other, kind) for one, other in sorted(ticked)]


def _related(made: int) -> str:
    return ngettext("%(num)s pair of skills is related.", "%(num)s pairs of skills are related.", made) % {"num": made}


def _two(text: str) -> tuple[int, int]:
    one, _dash, other = text.partition("-")
    if not (one.isdecimal() and other.isdecimal() and len(text) < 40):
        raise NotVisible
    return int(one), int(other)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotVisible from None


def _named(text: str, skills: tuple[SkillRow, ...]) -> int:
    wanted = folded(text)
    found = next((row.id for row in skills if row.slug == text or folded(row.name) == wanted), None)
    if found is None:
        raise forms.ValidationError(_("There is no skill of this name. Enter its name as the framework has it"))
    return found
