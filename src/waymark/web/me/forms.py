"""What the personal pages ask, with a message of its own for every way an answer can be wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Choices = Sequence[tuple[str, str | Promise]]

QUICK_ANSWERS: Choices = (
    ("not_yet", _("Not yet")),
    ("working_towards", _("Working towards it")),
    ("meeting", _("Meeting it")),
    ("above", _("Above it")),
)
"""The four answers of the quick check, lowest first. What level each means is the assessments room's rule."""

YES_NO: Choices = (("yes", _("Yes")), ("no", _("No")))

NOT_SURE = "not-sure"
"""What the role form sends when none of the roles is the person's."""

SEARCH = "search"
"""What the start of the check sends when the role is another one."""

NOT_HERE = "not-here"
"""What a search for a colleague sends when none of those found is the one."""

MOST_NOTE = 4000
MOST_CORRECTION = 1000
MOST_MESSAGE = 400
MOST_REASON = 400


class Question(forms.Form):
    """A form whose radios are given their choices when the page is made."""

    def offer(self, field: str, choices: Choices) -> None:
        """Give a choice field what it offers this time."""
        found = self.fields[field]
        assert isinstance(found, forms.ChoiceField)
        found.choices = list(choices)


class StartForm(Question):
    """Which role is closest, asked at the start of the check when nobody has said."""

    role = forms.ChoiceField(
        label=_("Which role is closest to what you do?"),
        help_text=_("You can change this at any time."),
        error_messages={
            "required": _("Select the role that is closest to what you do"),
            "invalid_choice": _("Select one of the roles on this page"),
        },
    )

    def __init__(self, *args: Any, roles: Choices, **kwargs: Any) -> None:
        """Offer ``roles``: pairs of slug and title."""
        super().__init__(*args, **kwargs)
        self.offer("role", roles)


class RoleForm(Question):
    """Which role level is mine."""

    role = forms.ChoiceField(
        label=_("Which of these is your role?"),
        error_messages={
            "required": _("Select your role, or select that you are not sure"),
            "invalid_choice": _("Select a role from the list"),
        },
    )

    def __init__(self, *args: Any, roles: Choices, **kwargs: Any) -> None:
        """Offer ``roles``: pairs of slug and title."""
        super().__init__(*args, **kwargs)
        self.offer("role", roles)


class ProfessionForm(Question):
    """Which profession is my main one."""

    profession = forms.ChoiceField(
        label=_("Your main profession"),
        help_text=_("The one whose standards you work to. It can differ from the profession of your post."),
        error_messages={
            "required": _("Select your profession"),
            "invalid_choice": _("Select a profession from the list"),
        },
    )

    def __init__(self, *args: Any, professions: Choices, **kwargs: Any) -> None:
        """Offer ``professions``: pairs of slug and name."""
        super().__init__(*args, **kwargs)
        self.offer("profession", professions)


class Answer(Question):
    """An answer to one question, with the revision of the answer that the page showed."""

    revision = forms.IntegerField(
        required=False,
        min_value=0,
        widget=forms.HiddenInput,
        error_messages={
            "invalid": _("Reload this page and answer again"),
            "min_value": _("Reload this page and answer again"),
        },
    )


class QuickAnswerForm(Answer):
    """One question of the quick check about a level."""

    answer = forms.ChoiceField(
        label=_("How do you compare?"),
        choices=QUICK_ANSWERS,
        error_messages={
            "required": _("Select how you compare with the level the role asks for"),
            "invalid_choice": _("Select one of the four answers"),
        },
    )


class QuickYesNoForm(Answer):
    """One question of the quick check about a skill that is asked for without a level."""

    answer = forms.ChoiceField(
        label=_("Do you have this skill?"),
        choices=YES_NO,
        error_messages={
            "required": _("Select yes if you have this skill, or no if you do not"),
            "invalid_choice": _("Select yes or no"),
        },
    )


class _Noted(Answer):
    note = forms.CharField(
        label=_("What do you base this on? (optional)"),
        help_text=_("A piece of work, feedback, a course. Only you see it, until you send the assessment or share it."),
        required=False,
        max_length=MOST_NOTE,
        error_messages={"max_length": _("Your note must be 4,000 characters or fewer")},
    )


class LevelForm(_Noted):
    """The level someone is at, on the skill's own scale; 0 is "not yet at the first level"."""

    field_order = ("answer", "note", "revision")
    answer = forms.ChoiceField(
        label=_("Which level are you at now?"),
        error_messages={
            "required": _("Select the level you are at now"),
            "invalid_choice": _("Select one of the levels on this page"),
        },
    )

    def __init__(self, *args: Any, levels: Choices, **kwargs: Any) -> None:
        """Offer ``levels``: pairs of rank and name."""
        super().__init__(*args, **kwargs)
        self.offer("answer", levels)


class YesNoForm(_Noted):
    """Whether someone has a skill that is asked for without a level."""

    field_order = ("answer", "note", "revision")
    answer = forms.ChoiceField(
        label=_("Do you have this skill?"),
        choices=YES_NO,
        error_messages={
            "required": _("Select yes if you have this skill, or no if you do not"),
            "invalid_choice": _("Select yes or no"),
        },
    )


class WithdrawForm(forms.Form):
    """Why an assessment is taken back. Saying so is optional."""

    reason = forms.CharField(
        label=_("Why are you withdrawing it? (optional)"),
        help_text=_("Kept with your record."),
        required=False,
        max_length=MOST_REASON,
        error_messages={"max_length": _("Your reason must be 400 characters or fewer")},
    )


class TargetForm(forms.Form):
    """Save a role level as the one to get to, or let the saved one go."""

    action = forms.ChoiceField(
        required=False,
        choices=[("save", "save"), ("drop", "drop")],
        error_messages={"invalid_choice": _("Choose whether to save or to remove the role")},
    )
    """Saving is what an empty one means."""
    role_level = forms.CharField(
        max_length=200,
        error_messages={"required": _("Choose a role first"), "max_length": _("Choose a role from the list")},
    )


class WrongForm(Question):
    """What something on my record should be: in words, and for a manager or a role by choosing it."""

    manager = forms.ChoiceField(
        label=_("Who is your manager?"),
        required=False,
        error_messages={"invalid_choice": _("Select one of the people on this page, or search again")},
    )
    role = forms.ChoiceField(
        label=_("Which role is it?"),
        required=False,
        error_messages={"invalid_choice": _("Select one of the roles on this page, or search again")},
    )
    text = forms.CharField(
        label=_("What should it be?"),
        help_text=_("In your own words, up to 1,000 characters. Whoever puts it right reads this."),
        required=False,
        max_length=MOST_CORRECTION,
        error_messages={"max_length": _("What you write must be 1,000 characters or fewer")},
    )

    def __init__(self, *args: Any, about: str, found: Choices, roles: Choices = (), **kwargs: Any) -> None:
        """Offer ``found`` as managers when it is the manager that is wrong, ``roles`` when it is the role."""
        super().__init__(*args, **kwargs)
        self.about = about
        self.named = bool(found)
        if found:
            self.offer("manager", [*found, (NOT_HERE, _("None of these, or I do not know"))])
        if roles:
            self.offer("role", [*roles, (NOT_HERE, _("None of these, or I do not know"))])
            self.fields["text"].label = _("Is there anything to add? (optional)")
        if about == "manager":
            self.fields["text"].label = _("Is there anything to add? (optional)") if found else _("What should it be?")

    def clean(self) -> dict[str, Any]:
        """Ask for a choice or for words: one of them must say what it should be."""
        data = super().clean() or {}
        chosen = data.get("manager", "")
        if self.named and not chosen and "manager" not in self.errors:
            self.add_error("manager", _("Select your manager, or select that none of these is the one"))
        elif (
            not data.get("text", "").strip()
            and {chosen, data.get("role", "")} <= {"", NOT_HERE}
            and not {"text", "role"} & set(self.errors)
        ):
            self.add_error("text", _("Say what it should be"))
        return data


MY_MANAGER = "manager"
"""What the share form sends for whoever manages me."""


class ShareForm(Question):
    """Whom to show an assessment to, and a few words with it."""

    with_whom = forms.ChoiceField(
        label=_("Who do you want to share it with?"),
        error_messages={
            "required": _("Select who to share it with, or search for a colleague"),
            "invalid_choice": _("Select one of the people on this page, or search again"),
        },
    )
    message = forms.CharField(
        label=_("A message to them (optional)"),
        help_text=_("Up to 400 characters. They read it beside the assessment."),
        required=False,
        max_length=MOST_MESSAGE,
        error_messages={"max_length": _("Your message must be 400 characters or fewer")},
    )

    def __init__(self, *args: Any, whom: Choices, **kwargs: Any) -> None:
        """Offer ``whom``: my manager, and the colleagues that were found."""
        super().__init__(*args, **kwargs)
        self.offer("with_whom", whom)
