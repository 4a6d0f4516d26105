"""What was signed off, for whoever may revoke it: the list, and one assessment's levels."""

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

from waymark.access.types import DutyKind
from waymark.assessments import commands as record
from waymark.assessments import queries as assessments
from waymark.assessments.types import RevocablePage, SignedCard
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.policy import Purpose
from waymark.people import queries as people
from waymark.web.base.access import holds, purpose
from waymark.web.base.going import see_other
from waymark.web.base.looking import looked_at
from waymark.web.base.page import render
from waymark.web.base.request import Request

REVOKERS = (DutyKind.ASSESSOR, DutyKind.MODERATOR)
MOST_REASON = 400


class RevokeForm(forms.Form):
    """Which level, and why."""

    level = forms.ChoiceField(
        label=gettext_lazy("Which level"), error_messages={"required": gettext_lazy("Select the level to revoke")}
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("The person reads it."),
        max_length=MOST_REASON,
        widget=forms.Textarea,
        error_messages={
            "required": gettext_lazy("Say why, in a sentence or two"),
            "max_length": gettext_lazy("The reason must have %(limit_value)s characters or fewer"),
        },
    )

    def __init__(self, *args: Any, levels: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer levels."""
        super().__init__(*args, **kwargs)
        field = self.fields["level"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = levels


@dataclass(frozen=True, slots=True)
class Signed:
    """One signed-off assessment of the list."""

    card: SignedCard
    name: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class SignedPage:
    """What was signed off."""

    signed: tuple[Signed, ...]


@dataclass(frozen=True, slots=True)
class RevokePage:
    """One signed-off assessment."""

    found: RevocablePage
    title: str
    form: RevokeForm


@holds(*REVOKERS)
@purpose(Purpose.ASSESSMENT)
def signed(request: Request) -> HttpResponse:
    """List the assessments whose levels I may revoke, the latest first."""
    cards = assessments.signed_assessments(request.actor, request.at)
    names = people.names({card.person_id for card in cards})
    refs = frameworks.role_level_refs({card.role_level_id for card in cards}, request.at)
    looked_at(request, names, ground=_("they signed off a level of the person, or moderate it"), list="signed")
    page = SignedPage(
        tuple(
            Signed(
                card,
                name=names.get(card.person_id, ""),
                title=refs[card.role_level_id].title
                if card.role_level_id in refs
                else _("A role that is no longer in use"),
                url=reverse("assess_revoke", args=[card.uuid]),
            )
            for card in cards
        )
    )
    return render(request, "assess/signed.html", page)


@holds(*REVOKERS)
@purpose(Purpose.ASSESSMENT)
def revoke(request: Request, uuid: UUID) -> HttpResponse:
    """Show the signed-off levels of an assessment, and revoke one."""
    found = assessments.revocable(uuid, request.actor, request.at)
    looked_at(request, [found.person_id], ground=_("they signed off a level of the person, or moderate it"))
    refs = frameworks.role_level_refs([found.role_level_id], request.at)
    form = RevokeForm(
        request.POST if request.method == "POST" else None,
        levels=[(str(one.uuid), f"{one.skill_name}: {one.level_name}") for one in found.levels],
    )
    if request.method == "POST" and form.is_valid():
        try:
            record.revoke_level(
                judgement=UUID(form.cleaned_data["level"]), reason=form.cleaned_data["reason"], actor=request.actor,
                at=request.at,
            )  # fmt: skip
        except NotVisible:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Revoked. It counts no more, and they are told why."))
            return see_other(reverse("assess_revoke", args=[uuid]))
    title = refs[found.role_level_id].title if found.role_level_id in refs else _("A role that is no longer in use")
    page = RevokePage(found, title, form)
    return render(request, "assess/revoke.html", page, status=422 if form.errors else 200)
