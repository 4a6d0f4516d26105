"""What a department accepts of levels that were signed off elsewhere: the rule, its history, and a new one."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.access.types import DutyKind
from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import AcceptanceRuleView
from waymark.kernel.errors import NotVisible, Refusal
from waymark.organisation import queries as organisation
from waymark.organisation.types import Place
from waymark.web.base.access import holds
from waymark.web.base.going import see_other
from waymark.web.base.page import render
from waymark.web.base.request import Request

ACCEPTERS = (DutyKind.HR_DIRECTOR, DutyKind.DEPARTMENT_HEAD_OF_PROFESSION)
"""Duties that write what a department accepts."""
EVERY = "every"
MOST_REASON = 400


class RuleForm(forms.Form):
    """A new rule."""

    profession = forms.ChoiceField(
        label=gettext_lazy("For which profession’s frameworks"),
        error_messages={"required": gettext_lazy("Select a profession, or every other")},
    )
    issuers = forms.MultipleChoiceField(
        label=gettext_lazy("Signed off in which departments"),
        help_text=gettext_lazy("Select none to accept every department’s."),
        required=False,
    )
    months = forms.IntegerField(
        label=gettext_lazy("How old at most, in months"),
        help_text=gettext_lazy("On the day of the move. Leave it empty to accept a level as long as it is valid."),
        required=False,
        min_value=1,
        max_value=assessments.MOST_MONTHS,
        error_messages={
            "invalid": gettext_lazy("Enter the number of months as a whole number, like 36"),
            "min_value": gettext_lazy("The number of months must be 1 or more"),
            "max_value": gettext_lazy("The number of months must be %(limit_value)s or fewer"),
        },
    )
    assurance = forms.ChoiceField(
        label=gettext_lazy("Signed off by whom"),
        choices=(
            ("assessor", gettext_lazy("An assessor or a panel")),
            ("panel", gettext_lazy("A panel")),
        ),
        error_messages={"required": gettext_lazy("Select who must have signed it off")},
    )
    scales = forms.ChoiceField(
        label=gettext_lazy("On which scale"),
        choices=(
            ("equivalent", gettext_lazy("The scale used now, or one that is said to count as it")),
            ("same", gettext_lazy("The scale used now, no other")),
        ),
        error_messages={"required": gettext_lazy("Select on which scale a level may be")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Everybody who is signed in can read it."),
        max_length=MOST_REASON,
        widget=forms.Textarea,
        error_messages={
            "required": gettext_lazy("Say why, in a sentence or two"),
            "max_length": gettext_lazy("The reason must have %(limit_value)s characters or fewer"),
        },
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """A department whose rule whoever asks writes."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class DepartmentsPage:
    """The departments to choose from."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class AcceptancePage:
    """A department's rules."""

    place: Place
    holding: tuple[AcceptanceRuleView, ...]
    before: tuple[AcceptanceRuleView, ...]
    default: tuple[str, ...]
    every: bool
    """Whether a rule for every other profession holds, so that the default does not."""
    form: RuleForm


@holds(*ACCEPTERS)
def departments(request: Request) -> HttpResponse:
    """Offer the departments whose rule I write; where there is one, go there."""
    duties = request.actor.holding(*ACCEPTERS)
    choices = tuple(
        Choice(place.name, reverse("department_acceptance", args=[place.slug]))
        for place in organisation.places("department")
        if any(place.path.startswith(duty.path) for duty in duties)
    )
    if len(choices) == 1:
        return see_other(choices[0].url)
    return render(request, "department/acceptance_departments.html", DepartmentsPage(choices))


@holds(*ACCEPTERS)
def acceptance(request: Request, slug: str) -> HttpResponse:
    """Show what a department accepts, and write a new rule."""
    place = organisation.organisation(slug)
    professions = assessments.acceptance_professions(place.id, request.actor)
    if not professions:
        raise NotVisible
    form = RuleForm(
        request.POST if request.method == "POST" else None,
        initial={"assurance": "assessor", "scales": "equivalent", "profession": _value(professions[0][0])},
    )
    _offer(
        form,
        "profession",
        [(_value(pk), name or _("Every profession without a rule of its own")) for pk, name in professions],
    )
    _offer(
        form, "issuers", [(str(one.id), one.name) for one in assessments.departments().values() if one.id != place.id]
    )
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, place, form)
        except NotVisible:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The rule holds from now on. What was decided about earlier moves stays."))
            return see_other(reverse("department_acceptance", args=[place.slug]))
    found = assessments.acceptance_rules(place.id, request.actor, request.at)
    holding = tuple(one for one in found if one.holds)
    page = AcceptancePage(
        place=place,
        holding=holding,
        before=tuple(one for one in found if not one.holds),
        default=assessments.acceptance_default(),
        every=any(one.profession_id is None for one in holding),
        form=form,
    )
    return render(request, "department/acceptance.html", page, status=422 if form.errors else 200)


def _save(request: Request, place: Place, form: RuleForm) -> None:
    said = form.cleaned_data
    record.set_acceptance_rule(
        organisation_id=place.id,
        profession_id=None if said["profession"] == EVERY else int(said["profession"]),
        issuers=[int(one) for one in said["issuers"]],
        months=said["months"],
        assurance=said["assurance"],
        scales=said["scales"],
        reason=said["reason"],
        actor=request.actor,
        at=request.at,
    )


def _offer(form: RuleForm, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _value(profession_id: int | None) -> str:
    return EVERY if profession_id is None else str(profession_id)
