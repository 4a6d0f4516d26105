"""A day in a form, asked for as day, month and year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DayWidget(forms.MultiWidget):
    """Three inputs: ``name_0`` the day, ``name_1`` the month, ``name_2`` the year."""

    def __init__(self) -> None:
        super().__init__([forms.TextInput(), forms.TextInput(), forms.TextInput()])

    def decompress(self, value: date | None) -> list[Any]:
        """Return the three parts of a day; three empty ones for none."""
        return [value.day, value.month, value.year] if value else ["", "", ""]


class DayField(forms.MultiValueField):
    """A day that exists, from a year on to 2100; None for one that may be left out and was."""

    widget = DayWidget

    def __init__(
        self, *, label: Any, missing: Any, required: bool = True, help_text: Any = "", earliest: int = 2000
    ) -> None:
        """Ask for ``label``; ``missing`` is what is said when it was left out, ``earliest`` the first year taken."""
        self.earliest = earliest
        super().__init__(
            fields=[forms.CharField(max_length=4, required=False) for _part in range(3)],
            label=label,
            required=required,
            help_text=help_text,
            require_all_fields=False,
            error_messages={"required": missing, "invalid": _("Enter a real day, like 27 3 2026")},
        )

    def clean(self, value: Any) -> date | None:
        """Return the day.

        Raises:
            ValidationError: it was left out, or there is no such day.
        """
        parts = [str(part or "").strip() for part in value or []]
        if not any(parts):
            if self.required:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return None
        return self.compress(parts)

    def compress(self, data_list: Sequence[Any]) -> date:
        """Return the day that three texts say."""
        try:
            if len(data_list) != 3 or not all(part.isascii() and part.isdigit() for part in data_list):
                raise ValueError
            day, month, year = (int(part) for part in data_list)
            if not self.earliest <= year <= 2100:
                raise ValueError
            return date(year, month, day)
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
