"""From which skills somebody is exempt: the list, a new exemption, and one that ends early."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import ExemptionView
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RoleLevelView
from waymark.kernel.errors import NotVisible, Refusal
from waymark.people import queries as people
from waymark.people.types import COVERING, PersonCard
from waymark.web.base.access import holds
from waymark.web.base.days import DayField
from waymark.web.base.going import see_other
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.request import Request

MOST_REASON = 400
_FIELDS: dict[type[Refusal], str] = {record.NotSuchDays: "until_on", record.NotAskedThere: "role_level"}
"""Where a refusal is shown; others beside the skill."""


def _why() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("The person reads it."),
        max_length=MOST_REASON,
        widget=forms.Textarea,
        error_messages={
            "required": gettext_lazy("Say why, in a sentence or two"),
            "max_length": gettext_lazy("The reason must have %(limit_value)s characters or fewer"),
        },
    )


class ExemptForm(forms.Form):
    """From which skill, how long, and why."""

    skill = forms.ChoiceField(label=gettext_lazy("Skill"), error_messages={"required": gettext_lazy("Select a skill")})
    role_level = forms.ChoiceField(label=gettext_lazy("Where"), required=False)
    from_on = DayField(label=gettext_lazy("From"), missing=gettext_lazy("Enter the first day"))
    until_on = DayField(
        label=gettext_lazy("Until"),
        missing="",
        required=False,
        help_text=gettext_lazy(
            "The first day on which it is asked for again. Leave it empty if it lasts until somebody ends it."
        ),
    )
    reason = _why()

    def __init__(
        self, *args: Any, skills: list[tuple[str, str]], role_levels: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        """Offer skills and role levels."""
        super().__init__(*args, **kwargs)
        field = self.fields["skill"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose a skill")), *skills]
        where = self.fields["role_level"]
        assert isinstance(where, forms.ChoiceField)
        where.choices = [("", _("Wherever the skill is asked for")), *role_levels]


class EndForm(forms.Form):
    """Why it ends early."""

    reason = _why()


@dataclass(frozen=True, slots=True)
class ExemptionsPage:
    """What somebody is, was and will be exempt from."""

    person: PersonCard
    exemptions: tuple[ExemptionView, ...]
    form: ExemptForm


@dataclass(frozen=True, slots=True)
class EndPage:
    """An exemption to end."""

    person: PersonCard
    one: ExemptionView
    form: EndForm


@holds(*COVERING)
def exemptions(request: Request, uuid: UUID) -> HttpResponse:
    """Show from what somebody is exempt, and exempt them from a skill."""
    person = _person(request, uuid)
    skills, role_levels = _offered(person, request)
    form = ExemptForm(
        request.POST if request.method == "POST" else None,
        skills=skills,
        role_levels=role_levels,
        initial={"from_on": localtime(request.at).date()},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            record.exempt(
                person_id=person.id, skill_id=int(said["skill"]), from_on=said["from_on"], until_on=said["until_on"],
                reason=said["reason"], actor=request.actor, at=request.at,
                role_level_id=int(said["role_level"]) if said["role_level"] else None,
            )  # fmt: skip
        except NotVisible:
            raise
        except Refusal as refusal:
            form.add_error(_FIELDS.get(type(refusal), "skill"), str(refusal))
        else:
            messages.success(request, _("The exemption is on record, and they are told."))
            return see_other(reverse("person_exemptions", args=[uuid]))
    page = ExemptionsPage(person, assessments.exemptions(person.id, request.actor, request.at), form)
    return render(request, "team/exemptions.html", page, status=422 if form.errors else 200)


@holds(*COVERING)
def end(request: Request, uuid: UUID, exemption: UUID) -> HttpResponse:
    """End an exemption early."""
    person = _person(request, uuid)
    found = assessments.exemptions(person.id, request.actor, request.at)
    one = next((one for one in found if one.uuid == exemption), None)
    if one is None:
        raise NotVisible
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            record.end_exemption(
                exemption=exemption, reason=form.cleaned_data["reason"], actor=request.actor, at=request.at
            )
        except NotVisible:
            raise
        except Refusal as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("The exemption is ended, and they are told."))
            return see_other(reverse("person_exemptions", args=[uuid]))
    return render(request, "team/exemption_end.html", EndPage(person, one, form), status=422 if form.errors else 200)


def _person(request: Request, uuid: UUID) -> PersonCard:
    person = people.person(str(uuid), request.at, request.actor)
    if not assessments.may_exempt(person.id, request.actor, request.at):
        raise NotVisible
    looked_at(request, [person.id], ground=people.why_seen(person.id, request.actor, request.at))
    return person


def _offered(person: PersonCard, request: Request) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the skills and the role levels of the frameworks of their profession and of their role, by name."""
    levels: list[RoleLevelView] = []
    if person.main_profession_id is not None:
        versions = [one.id for one in frameworks.current_for_profession(person.main_profession_id, request.at)]
        levels += frameworks.all_role_levels(request.at, versions)
    if person.role_level_id is not None and all(one.ref.id != person.role_level_id for one in levels):
        with suppress(NotVisible):
            levels.append(frameworks.role_level_by_id(person.role_level_id, request.at))
    skills = {line.skill_id: line.skill_name for level in levels for line in level.requirements}
    named = {level.ref.id: level.ref.title for level in levels}
    by_name = [sorted(found.items(), key=lambda one: (one[1].casefold(), one[0])) for found in (skills, named)]
    offered, where = ([(str(pk), name) for pk, name in found] for found in by_name)
    return offered, where
