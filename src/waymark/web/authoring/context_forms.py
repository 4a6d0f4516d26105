"""Forms by which a department adds to a standard, changes what it added, and takes it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.frameworks.types import OverlayKind
from waymark.web.authoring.context_words import KINDS

MOST_TEXT, LONGEST_NAME = 4000, 300
SAID = (OverlayKind.NOTE, OverlayKind.EXAMPLE, OverlayKind.LOCAL_NAME)
IMPORTANCE = (("essential", gettext_lazy("Essential")), ("desirable", gettext_lazy("Desirable")))
Choices = list[tuple[str, Any]]


class ContextForm(forms.Form):
    """What a department adds. ``raised`` and ``asked`` name a skill and a level: ``17:3``."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you add?"),
        error_messages={"required": gettext_lazy("Choose what you add")},
    )
    text = forms.CharField(
        label=gettext_lazy("In your department’s words"),
        help_text=gettext_lazy("People who work there read it under the standard. For more of a skill, say why."),
        required=False,
        max_length=MOST_TEXT,
    )
    organisation = forms.ChoiceField(
        label=gettext_lazy("For whom?"),
        help_text=gettext_lazy("It holds there and in everything that is part of it."),
        error_messages={"required": gettext_lazy("Choose for whom")},
    )
    raised = forms.ChoiceField(label=gettext_lazy("Which skill, at which level?"), required=False)
    find = forms.CharField(
        label=gettext_lazy("Which skill?"),
        help_text=gettext_lazy(
            "Type some of its name, then choose “Find skills”. Skills of every framework are found."
        ),
        required=False,
        max_length=200,
    )
    asked = forms.ChoiceField(label=gettext_lazy("Skill and level"), required=False)
    importance = forms.ChoiceField(
        label=gettext_lazy("How much does it matter?"), required=False, choices=IMPORTANCE, initial="essential"
    )

    def __init__(
        self, *args: Any, kinds: tuple[OverlayKind, ...], places: Choices, raised: Choices, asked: Choices, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        first = places[0][0] if places else None
        for name, choices, initial in (
            ("kind", [(kind.value, KINDS[kind]) for kind in kinds], None),
            ("organisation", places, first),
            ("raised", [("", _("Choose a skill and a level")), *raised], None),
            ("asked", [("", _("Choose a skill and a level")), *asked], None),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
            if initial is not None:
                field.initial = initial

    def clean(self) -> dict[str, Any]:
        """Check that what the kind needs is there."""
        given = super().clean() or {}
        kind, text = given.get("kind", ""), given.get("text", "").strip()
        if kind in SAID and not text:
            self.add_error("text", _("Enter what your department adds"))
        if kind == OverlayKind.LOCAL_NAME and len(text) > LONGEST_NAME:
            self.add_error("text", _("A name has at most %(most)s characters") % {"most": LONGEST_NAME})
        if kind == OverlayKind.HIGHER_LEVEL and not given.get("raised") and "raised" not in self.errors:
            self.add_error("raised", _("Choose a skill and a level above the standard’s"))
        if kind == OverlayKind.EXTRA_SKILL and not given.get("asked") and "asked" not in self.errors:
            self.add_error("find", _("Find the skill, then choose it and its level"))
        return given

    def skill_and_level(self) -> tuple[int | None, int | None]:
        """Return the skill and the level chosen, for what asks for more; None where nothing is asked."""
        kind = self.cleaned_data["kind"]
        name = {OverlayKind.HIGHER_LEVEL.value: "raised", OverlayKind.EXTRA_SKILL.value: "asked"}.get(kind)
        if name is None:
            return None, None
        skill, _colon, level = self.cleaned_data[name].partition(":")
        return int(skill), int(level) if level else None


class ChangeForm(forms.Form):
    """What an addition says from now on."""

    text = forms.CharField(label=gettext_lazy("In your department’s words"), required=False, max_length=MOST_TEXT)
    level = forms.ChoiceField(label=gettext_lazy("Level asked for"), required=False)
    importance = forms.ChoiceField(label=gettext_lazy("How much does it matter?"), required=False, choices=IMPORTANCE)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, levels: Choices, said: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self.said = said
        field = self.fields["level"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = levels

    def clean(self) -> dict[str, Any]:
        """Check that something is said where saying is all it does."""
        given = super().clean() or {}
        if self.said and not given.get("text", "").strip():
            self.add_error("text", _("Enter what your department adds"))
        return given


class EndForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Why do you take it back?"),
        help_text=gettext_lazy("It stands in the history."),
        max_length=400,
        error_messages={"required": gettext_lazy("Say why you take it back")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
