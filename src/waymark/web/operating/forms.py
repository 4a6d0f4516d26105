"""What the pages about duties ask, with a message of its own for every way an answer can be wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.web.base.days import DayField
from waymark.web.base.texts import text_field

Choices = Sequence[tuple[str, Any]]
MOST_REASON = 400


def reason_field(label: Any, missing: Any, help_text: Any = "") -> forms.CharField:
    """Return the field for a reason that goes on record."""
    return text_field(
        label,
        missing=missing,
        most=MOST_REASON,
        too_long=_("The reason must be 400 characters or fewer"),
        help_text=help_text or _("Kept with the duty, and shown to whoever may see it."),
    )


class GiveForm(forms.Form):
    """A duty to give: which, over what, until when, and why."""

    kind = forms.ChoiceField(
        label=_("Duty"),
        error_messages={"required": _("Select a duty"), "invalid_choice": _("Select a duty from the list")},
    )
    profession = forms.ChoiceField(
        label=_("Profession"),
        help_text=_("Leave it open for a duty that is over all of them."),
        required=False,
        error_messages={"invalid_choice": _("Select a profession from the list")},
    )
    organisation = forms.ChoiceField(
        label=_("Organisation"),
        help_text=_("The duty is over everything below it as well. Leave it open for a duty that is over all of them."),
        required=False,
        error_messages={"invalid_choice": _("Select an organisation from the list")},
    )
    first_day = DayField(
        label=_("First day (optional)"),
        missing="",
        required=False,
        help_text=_("Leave it open for a duty that begins now."),
    )
    last_day = DayField(
        label=_("Last day"),
        missing=_("Enter the last day of the duty"),
        help_text=_("A duty always ends. It can be given again."),
    )
    reason = reason_field(_("Why do they have this duty?"), _("Enter why they have this duty"))

    def __init__(self, *args: Any, kinds: Choices, professions: Choices, places: Choices, **kwargs: Any) -> None:
        """Offer kinds by name, professions by slug and places by slug, in groups."""
        super().__init__(*args, **kwargs)
        self.names: dict[str, dict[str, str]] = {}
        for name, choices in (("kind", kinds), ("profession", professions), ("organisation", places)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(choices)
            self.names[name] = {
                slug: str(said)
                for value, label in choices
                for slug, said in (label if isinstance(label, tuple) else [(value, label)])
                if slug
            }

    def name_of(self, field: str) -> str:
        """Return the name of what was chosen in a field, or "" when it was left open."""
        return self.names[field].get(self.cleaned_data[field], "")


class DecideForm(forms.Form):
    """What a second person says to a proposal."""

    answer = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[("approve", _("Approve: it counts from now, or from its first day")), ("decline", _("Decline"))],
        error_messages={
            "required": _("Select whether you approve or decline"),
            "invalid_choice": _("Select whether you approve or decline"),
        },
    )
    reason = reason_field(_("Why?"), _("Enter why you approve or decline"))


class EndForm(forms.Form):
    """Why a duty is taken back."""

    reason = reason_field(_("Why does it end?"), _("Enter why the duty ends"))


class SessionForm(forms.Form):
    """Why an administrator needs their rights now, and for how long."""

    reason = reason_field(
        _("What are you about to do?"),
        _("Enter what you are about to do"),
        _("Goes on record. An auditor can read it."),
    )
    minutes = forms.TypedChoiceField(
        label=_("For how long?"),
        choices=[("30", _("30 minutes")), ("60", _("1 hour")), ("120", _("2 hours")), ("240", _("4 hours"))],
        coerce=int,
        initial="60",
        error_messages={
            "required": _("Select how long you need"),
            "invalid_choice": _("Select one of the times on this page"),
        },
    )
