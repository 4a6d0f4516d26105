"""A text in a form that has to be entered, with a message of its own for each way it can be wrong."""

from __future__ import annotations

from typing import Any

from django import forms


def text_field(label: Any, *, missing: Any, most: int, too_long: Any, help_text: Any = "") -> forms.CharField:
    """Return the field for a text of up to ``most`` characters; ``missing`` and ``too_long`` are what is said."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=most,
        error_messages={"required": missing, "max_length": too_long},
    )
