"""How I want to be told: how often about each topic, and the hours without e-mail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.notifications.types import Frequency, Preferences, Quiet, TopicChoice

FREQUENCIES = (
    (Frequency.AT_ONCE.value, _("At once")),
    (Frequency.DAILY.value, _("Once a day, at 8am")),
    (Frequency.WEEKLY.value, _("Once a week, on Monday at 8am")),
    (Frequency.NEVER.value, _("Not by email")),
)
HOURS = (("", _("No quiet hours")), *((f"{hour:02}:00", f"{hour:02}:00") for hour in range(24)))


class PreferencesForm(forms.Form):
    """One choice for each topic that can be chosen, and two times."""

    quiet_from = forms.ChoiceField(
        label=_("From"), choices=HOURS, required=False,
        error_messages={"invalid_choice": _("Select when your quiet hours begin")},
    )  # fmt: skip
    quiet_until = forms.ChoiceField(
        label=_("Until"), choices=HOURS, required=False,
        error_messages={"invalid_choice": _("Select when your quiet hours end")},
    )  # fmt: skip

    def __init__(self, *args: Any, topics: tuple[TopicChoice, ...], **kwargs: Any) -> None:
        """Ask about each of ``topics`` that can be chosen."""
        super().__init__(*args, **kwargs)
        self.topics = topics
        asked = {
            topic.topic.value: forms.ChoiceField(
                label=topic.words, help_text=topic.about, choices=FREQUENCIES,
                error_messages={
                    "required": _("Select how often you want email about “%(topic)s”") % {"topic": topic.words},
                    "invalid_choice": _("Select one of the choices for “%(topic)s”") % {"topic": topic.words},
                },
            )
            for topic in topics
            if not topic.fixed
        }  # fmt: skip
        self.fields = {**asked, **self.fields}

    @classmethod
    def of(cls, preferences: Preferences) -> PreferencesForm:
        """Return the form as it stands now."""
        initial: dict[str, str] = {topic.topic.value: topic.frequency.value for topic in preferences.topics}
        if preferences.quiet:
            initial["quiet_from"] = preferences.quiet.from_time.strftime("%H:%M")
            initial["quiet_until"] = preferences.quiet.until_time.strftime("%H:%M")
        return cls(topics=preferences.topics, initial=initial)

    def clean(self) -> dict[str, Any]:
        """See that quiet hours have both ends, and that they differ."""
        found = super().clean() or self.cleaned_data
        if "quiet_from" not in found or "quiet_until" not in found:
            return found
        starts, ends = found["quiet_from"], found["quiet_until"]
        if starts and not ends:
            self.add_error("quiet_until", _("Select when your quiet hours end, or choose no quiet hours for both"))
        elif ends and not starts:
            self.add_error("quiet_from", _("Select when your quiet hours begin, or choose no quiet hours for both"))
        elif starts and starts == ends:
            self.add_error("quiet_until", _("Quiet hours must end at another time than they begin"))
        return found

    def chosen(self) -> Mapping[str, str]:
        """Return how often to e-mail about each topic."""
        return {topic.topic.value: self.cleaned_data[topic.topic.value] for topic in self.topics if not topic.fixed}

    def quiet(self) -> Quiet | None:
        """Return the quiet hours; None for none."""
        if not self.cleaned_data["quiet_from"]:
            return None
        return Quiet(
            time.fromisoformat(self.cleaned_data["quiet_from"]), time.fromisoformat(self.cleaned_data["quiet_until"])
        )
