"""What moderators and heads of a profession are asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from waymark.assessments import queries as assessments
from waymark.web.base.deciding import MOST


class ReasonsForm(forms.Form):
    """Why the panel came to what it came to, skill by skill."""

    def __init__(self, *args: Any, asked: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        """Ask for each of ``asked``: the skill's id and its name."""
        super().__init__(*args, **kwargs)
        for skill_id, name in asked:
            self.fields[f"why_{skill_id}"] = forms.CharField(
                label=_("Why the panel came to this on %(skill)s") % {"skill": name},
                required=False,
                max_length=MOST,
                widget=forms.Textarea,
                error_messages={"max_length": _("The reason can have at most 4,000 characters")},
            )


class SendForm(forms.Form):
    """Which panel."""

    panel = forms.ChoiceField(
        label=lazy("Which panel looks at it"),
        error_messages={"required": lazy("Select a panel"), "invalid_choice": lazy("Select one of these panels")},
    )

    def __init__(self, *args: Any, panels: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer panels: value and name."""
        super().__init__(*args, **kwargs)
        offer(self, "panel", panels)


class MembersForm(forms.Form):
    """Who is in a panel."""

    members = forms.MultipleChoiceField(
        label=lazy("Members"),
        help_text=lazy("Moderators of the profession there. Select at least two."),
        error_messages={
            "required": lazy("Select at least two members"),
            "invalid_choice": lazy("Select members from the list: it has changed since the page was shown"),
        },
    )

    def __init__(self, *args: Any, members: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer members: value and name."""
        super().__init__(*args, **kwargs)
        offer(self, "members", members)


class PanelForm(MembersForm):
    """A new panel."""

    name = forms.CharField(
        label=lazy("Name of the panel"),
        max_length=120,
        error_messages={
            "required": lazy("Enter a name for the panel"),
            "max_length": lazy("The name can have at most %(limit_value)s characters"),
        },
    )


def _number(label: Any, hint: Any, least: int, most: int, *, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=required,
        min_value=least,
        max_value=most,
        error_messages={
            "required": lazy("Enter a whole number; 0 for none"),
            "invalid": lazy("Enter a whole number"),
            "min_value": lazy("The number must be %(limit_value)s or more"),
            "max_value": lazy("The number must be %(limit_value)s or fewer"),
        },
    )


class SamplingForm(forms.Form):
    """A new rule about what panels look at."""

    share = _number(lazy("How many of a hundred, by chance"), lazy("0 for none."), 0, 100)
    first = _number(lazy("How many of the first of each new assessor"), lazy("0 for none."), 0, assessments.MOST_FIRST)
    difference = _number(
        lazy("From how many levels between the assessor and the person"),
        lazy("Leave it empty if that makes no difference."),
        1,
        assessments.MOST_DIFFERENCE,
        required=False,
    )
    appeals = forms.ChoiceField(
        label=lazy("Other looks that people ask for"),
        choices=(("yes", lazy("A panel looks at every one")), ("no", lazy("They are like the others"))),
        error_messages={"required": lazy("Select whether a panel looks at them")},
    )
    reason = forms.CharField(
        label=lazy("Why"),
        help_text=lazy("Assessors and moderators of the profession read it."),
        max_length=400,
        widget=forms.Textarea,
        error_messages={
            "required": lazy("Say why, in a sentence or two"),
            "max_length": lazy("The reason must have %(limit_value)s characters or fewer"),
        },
    )


def offer(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    """Have a field offer these choices: value and words."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
