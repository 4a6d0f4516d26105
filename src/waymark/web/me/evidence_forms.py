"""What the pages of evidence ask, kind by kind."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.types import EvidenceKind, EvidenceWords
from waymark.web.base.days import DayField
from waymark.web.base.evidence_kinds import about
from waymark.web.me.forms import Choices, Question

AUDIENCES: Choices = (
    ("only_me", _("Only me")),
    ("shared", _("Me and my manager")),
)
AUDIENCE_HINTS = {
    "only_me": _("Whoever decides on an assessment still sees what you send with it."),
    "shared": _("Whoever manages you sees it now. If your manager changes, the new one does."),
}


class EvidenceForm(Question):
    """A piece of evidence. Which texts it asks for depends on the kind; what is missing the record itself says."""

    revision = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("Title"), help_text=_("A few words by which you will know it again."), required=False
    )
    skills = forms.MultipleChoiceField(
        label=_("Which skills does it support?"),
        help_text=_("It can support several. You can choose them later."),
        required=False,
        error_messages={"invalid_choice": _("Select skills out of those on this page")},
    )
    audience = forms.ChoiceField(
        label=_("Who can see it?"),
        choices=AUDIENCES,
        initial="only_me",
        error_messages={
            "required": _("Select who can see it"),
            "invalid_choice": _("Select who can see it"),
        },
    )
    file = forms.FileField(
        required=False,
        allow_empty_file=True,
        error_messages={"invalid": _("Choose a file"), "missing": _("Choose a file")},
    )

    def __init__(self, *args: Any, kind: EvidenceKind, skills: Choices, most_mb: int, **kwargs: Any) -> None:
        """Ask for what ``kind`` asks for, and offer ``skills``: pairs of slug and name."""
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.about = about(kind)
        for asked in self.about.texts:
            label = str(_("%(label)s (optional)") % {"label": asked.label} if asked.optional else asked.label)
            self.fields[asked.column] = forms.CharField(label=label, help_text=str(asked.hint), required=False)
        self.fields["happened_on"] = DayField(
            label=self.about.day, missing="", required=False, help_text=_("For example, 27 3 2026"), earliest=1940
        )
        self.offer("skills", skills)
        self.fields["file"].label = str(self.about.file or _("A file (optional)"))
        self.fields["file"].help_text = _(
            "PDF, picture, .docx, .xlsx, .pptx, .odt, .ods, .odp, .txt or .csv, at most %(most)d MB."
        ) % {"most": most_mb}

    @property
    def texts(self) -> tuple[tuple[forms.BoundField, int], ...]:
        """The fields of its kind, each with how many lines it has."""
        return tuple((self[asked.column], asked.rows) for asked in self.about.texts)

    def clean_file(self) -> Any:
        """Refuse several files at once: all but one of them would be lost without a word."""
        brought = self.files.getlist("file") if self.files else []
        if len(brought) > 1:
            raise forms.ValidationError(_("Choose one file. You can add others afterwards, one by one"))
        return self.cleaned_data["file"]

    def put(self) -> EvidenceWords:
        """Return what was put. Call it when the form is valid."""
        texts = {asked.column: self.cleaned_data[asked.column] for asked in self.about.texts}
        return EvidenceWords(
            title=self.cleaned_data["title"], happened_on=self.cleaned_data["happened_on"],
            audience=self.cleaned_data["audience"], **texts,
        )  # fmt: skip

    def wrong(self, sentences: dict[str, str]) -> None:
        """Show what the record says is wrong, each at its field."""
        for column, sentence in sentences.items():
            self.add_error(column if column in self.fields else None, sentence)


class WitnessForm(Question):
    """Whom to ask, and a few words to them."""

    whom = forms.ChoiceField(
        label=_("Who do you want to ask?"),
        error_messages={
            "required": _("Select who to ask, or search for a colleague"),
            "invalid_choice": _("Select one of the people on this page, or search again"),
        },
    )
    message = forms.CharField(
        label=_("A message to them (optional)"),
        help_text=_("Up to 400 characters. Say what you would like them to write about."),
        required=False,
        max_length=400,
        error_messages={"max_length": _("Your message must be 400 characters or fewer")},
    )

    def __init__(self, *args: Any, whom: Choices, **kwargs: Any) -> None:
        """Offer ``whom``: the colleagues that were found."""
        super().__init__(*args, **kwargs)
        self.offer("whom", whom)


class TestimonyForm(forms.Form):
    """What somebody saw."""

    __test__ = False

    words = forms.CharField(
        label=_("What you saw"),
        help_text=_("Say when it was, what they did, and what came of it. It cannot change once you send it."),
        max_length=4000,
        error_messages={
            "required": _("Enter what you saw"),
            "max_length": _("What you saw must be 4,000 characters or fewer"),
        },
    )
