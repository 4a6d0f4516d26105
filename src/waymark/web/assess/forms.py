"""What whoever decides is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from waymark.web.base.deciding import MOST


class ActForm(forms.Form):
    """Why: sentences from the list, and one's own words."""

    words = forms.MultipleChoiceField(
        label=lazy("What is missing"), required=False, error_messages={"invalid_choice": lazy("Choose from the list")}
    )
    reason = forms.CharField(
        label=lazy("In your own words"),
        required=False,
        max_length=MOST,
        widget=forms.Textarea,
        error_messages={"max_length": lazy("The reason can have at most 4,000 characters")},
    )

    def __init__(self, *args: Any, phrases: Mapping[str, Any], **kwargs: Any) -> None:
        """Offer sentences; none of them: ask for words alone."""
        super().__init__(*args, **kwargs)
        if phrases:
            found = self.fields["words"]
            assert isinstance(found, forms.MultipleChoiceField)
            found.choices = list(phrases.items())
        else:
            del self.fields["words"]


class DelegateForm(forms.Form):
    """To which assessor."""

    email = forms.EmailField(
        label=lazy("Email of the assessor"),
        error_messages={
            "required": lazy("Enter the email of the assessor"),
            "invalid": lazy("Enter an email like name@example.org"),
        },
    )
    reason = forms.CharField(label=lazy("Why, in a few words"), required=False, max_length=400, widget=forms.Textarea)
