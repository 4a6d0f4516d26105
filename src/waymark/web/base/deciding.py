"""What whoever decides is asked: assessors, panels and managers alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

MOST = 4000
"""Characters of a reason."""


class DecisionForm(forms.Form):
    """A level and a reason for every skill. Leaving a level open is fine until somebody decides."""

    def __init__(self, *args: Any, asked: Sequence[tuple[int, str, Sequence[tuple[str, str]]]], **kwargs: Any) -> None:
        """Ask for each of ``asked``: the skill's id, its name, and the choices."""
        super().__init__(*args, **kwargs)
        for skill_id, name, choices in asked:
            self.fields[f"level_{skill_id}"] = forms.ChoiceField(
                label=_("Your decision on %(skill)s") % {"skill": name},
                choices=choices,
                required=False,
                error_messages={"invalid_choice": _("Choose one of the levels of %(skill)s") % {"skill": name}},
            )
            self.fields[f"reason_{skill_id}"] = forms.CharField(
                label=_("Reason for %(skill)s") % {"skill": name},
                required=False,
                max_length=MOST,
                widget=forms.Textarea,
                error_messages={"max_length": _("The reason can have at most 4,000 characters")},
            )
