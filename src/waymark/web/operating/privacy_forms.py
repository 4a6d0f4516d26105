"""What the pages of a data protection officer ask, with a message of its own for every way an answer can be wrong."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from waymark.privacy import queries as privacy_queries
from waymark.web.base.days import DayField
from waymark.web.base.texts import text_field

MOST_TEXT = 4000
MOST_REASON = 400


class FindForm(forms.Form):
    """Whom it is about."""

    key = text_field(
        gettext_lazy("Staff number"),
        missing=gettext_lazy("Enter a staff number"),
        most=60,
        too_long=gettext_lazy("A staff number has 60 characters or fewer"),
    )


class AnswerForm(forms.Form):
    """What the person is told."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What is your answer?"),
        choices=[
            ("done", gettext_lazy("It is done")),
            ("declined", gettext_lazy("It is declined")),
        ],
        error_messages={
            "required": gettext_lazy("Select whether it is done or declined"),
            "invalid_choice": gettext_lazy("Select one of the two answers"),
        },
    )
    answer = text_field(
        gettext_lazy("What you tell the person"),
        missing=gettext_lazy("Enter what you tell the person"),
        most=MOST_TEXT,
        too_long=gettext_lazy("What you tell the person must be 4,000 characters or fewer"),
        help_text=gettext_lazy("What was done, or why not, and where they can complain. Do not mention holds."),
    )


class EraseForm(forms.Form):
    """The last question before everything goes."""

    reason = text_field(
        gettext_lazy("On what grounds?"),
        missing=gettext_lazy("Enter on what grounds you erase"),
        most=MOST_REASON,
        too_long=gettext_lazy("The grounds must be 400 characters or fewer"),
        help_text=gettext_lazy("This stays in the record, so do not name the person."),
    )
    staff_number = text_field(
        gettext_lazy("Type the person’s staff number to go on"),
        missing=gettext_lazy("Type the person’s staff number"),
        most=60,
        too_long=gettext_lazy("That is not the person’s staff number"),
    )


class HoldForm(forms.Form):
    """Why somebody's data must be kept."""

    basis = forms.ChoiceField(
        label=gettext_lazy("Why must it be kept?"),
        error_messages={
            "required": gettext_lazy("Select why the data must be kept"),
            "invalid_choice": gettext_lazy("Select one of the reasons in the list"),
        },
    )
    reason = text_field(
        gettext_lazy("Which claim, case or duty?"),
        missing=gettext_lazy("Enter which claim, case or duty it is"),
        most=MOST_TEXT,
        too_long=gettext_lazy("This must be 4,000 characters or fewer"),
        help_text=gettext_lazy("Only data protection officers see this."),
    )
    until_on = DayField(
        label=gettext_lazy("Until which day? (optional)"),
        help_text=gettext_lazy("Leave it empty to release the hold by hand."),
        missing="",
        required=False,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Offer every basis."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        basis = self.fields["basis"]
        assert isinstance(basis, forms.ChoiceField)
        basis.choices = list(privacy_queries.bases())


class BecauseForm(forms.Form):
    """Why something ends."""

    because = text_field(
        gettext_lazy("Why does it end?"),
        missing=gettext_lazy("Enter why it ends"),
        most=MOST_TEXT,
        too_long=gettext_lazy("Why it ends must be 4,000 characters or fewer"),
    )
