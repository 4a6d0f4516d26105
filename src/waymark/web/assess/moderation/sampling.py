"""What panels look at: the rule of a profession, a new one, and those before it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.access.types import DutyKind
from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import SamplingRuleView, SamplingTerms
from waymark.kernel.errors import NotVisible, Refusal
from waymark.web.assess.moderation.forms import SamplingForm
from waymark.web.assess.moderation.panels import COMPOSERS
from waymark.web.base.access import holds
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request

READERS = (*COMPOSERS, DutyKind.ASSESSOR)
"""Duties that may know what panels look at."""


@dataclass(frozen=True, slots=True)
class ProfessionsPage:
    """The professions to choose from: name and address."""

    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SamplingPage:
    """What panels of a profession look at."""

    profession: str
    holding: SamplingRuleView | None
    before: tuple[SamplingRuleView, ...]
    form: SamplingForm
    writes: bool


@holds(*READERS)
def professions(request: Request) -> HttpResponse:
    """Offer the professions whose rule I may know; where there is one, go there."""
    choices = tuple(
        (name, reverse("sampling_rule", args=[slug]))
        for _pk, slug, name in assessments.panel_professions(request.actor)
    )
    if len(choices) == 1:
        return see_other(choices[0][1])
    return render(request, "assess/moderation/sampling_professions.html", ProfessionsPage(choices))


@holds(*READERS)
def sampling(request: Request, slug: str) -> HttpResponse:
    """Show what panels of a profession look at; write a new rule."""
    found = {one[1]: one for one in assessments.panel_professions(request.actor)}
    if slug not in found:
        raise NotVisible
    profession_id, _slug, name = found[slug]
    writes = assessments.sets_sampling(profession_id, request.actor)
    rules = assessments.sampling_rules(profession_id, request.actor, request.at)
    if request.method == "POST" and not writes:
        raise NotVisible
    form = SamplingForm(
        request.POST if request.method == "POST" else None, initial=_initial(rules[0].terms if rules else None)
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        terms = SamplingTerms(said["share"], said["first"], said["difference"], said["appeals"] == "yes")
        try:
            record.set_sampling_rule(
                profession_id=profession_id, terms=terms, reason=said["reason"], actor=request.actor, at=request.at
            )
        except NotVisible:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The rule holds from now on. What was chosen before stays chosen."))
            return see_other(reverse("sampling_rule", args=[slug]))
    page = SamplingPage(
        profession=name, holding=rules[0] if rules else None, before=rules[1:], form=form, writes=writes
    )
    return render(request, "assess/moderation/sampling.html", page, status=422 if form.errors else 200)


def _initial(terms: SamplingTerms | None) -> dict[str, object]:
    if terms is None:
        return {"share": 0, "first": 0, "appeals": "no"}
    return {
        "share": terms.share,
        "first": terms.first,
        "difference": terms.difference,
        "appeals": "yes" if terms.appeals else "no",
    }
