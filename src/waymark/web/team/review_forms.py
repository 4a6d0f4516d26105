"""What a manager is asked in a review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from waymark.assessments.types import Review, ReviewLine, Ticked
from waymark.web.base.levels import choices_of


class Offered(forms.MultipleChoiceField):
    """Several of what is offered. What is offered no more, because it opened meanwhile, is left out and asked for."""

    def to_python(self, value: Any) -> list[str]:
        """Return what was chosen of what is offered."""
        return [one for one in super().to_python(value) if self.valid_value(one)]


MOST = 4000


class ReviewForm(forms.Form):
    """A level and a reason for what is open, and which of the others are confirmed as they are."""

    rest = Offered(label=lazy("Confirm these at the level they put"), required=False)

    def __init__(
        self, *args: Any, opened: Sequence[ReviewLine], others: Sequence[tuple[ReviewLine, str]], **kwargs: Any
    ) -> None:
        """Ask for each of ``opened``, and offer ``others``, each with the level in words."""
        super().__init__(*args, **kwargs)
        for one in opened:
            pk, skill = one.asked.skill_id, one.asked.skill_name
            self.fields[f"level_{pk}"] = forms.ChoiceField(
                label=_("Your decision on %(skill)s") % {"skill": skill},
                choices=choices_of(one.asked),
                required=False,
                error_messages={"invalid_choice": _("Choose one of the levels of %(skill)s") % {"skill": skill}},
            )
            self.fields[f"reason_{pk}"] = forms.CharField(
                label=_("Reason for %(skill)s") % {"skill": skill},
                required=False,
                max_length=MOST,
                widget=forms.Textarea,
                error_messages={"max_length": _("The reason can have at most 4,000 characters")},
            )
        found = self.fields["rest"]
        assert isinstance(found, Offered)
        found.choices = [
            (
                str(one.asked.skill_id),
                _("%(skill)s: %(level)s") % {"skill": one.asked.skill_name, "level": level},
            )
            for one, level in others
        ]


def mark_of(review: Review) -> str:
    """Return the value of a tick: which assessment, and when it had been submitted."""
    return f"{review.uuid}@{review.submitted_at.isoformat()}"


def ticked(values: Sequence[str]) -> list[Ticked]:
    """Return what was ticked; what is no tick of ours is left out."""
    found = []
    for value in values:
        uuid, _at, seen = value.partition("@")
        try:
            one = Ticked(UUID(uuid), datetime.fromisoformat(seen))
        except ValueError:
            continue
        if one.submitted_at.tzinfo is not None:
            found.append(one)
    return found
