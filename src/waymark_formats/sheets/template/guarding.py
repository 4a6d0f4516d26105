"""Text that a spreadsheet would run as a formula, made harmless in a way that can be undone exactly."""

from __future__ import annotations

from waymark_formats.markup import is_formula


def guarded(text: str) -> str:
    """Return text with an apostrophe in front where a spreadsheet would run it.

    Text that has apostrophes before such a beginning gets one more: ``unguarded`` gives back either, to the letter.
    """
    return f"'{text}" if is_formula(text.lstrip("'")) else text


def unguarded(text: str) -> str:
    """Return text as it was before ``guarded``."""
    return text[1:] if text.startswith("'") and is_formula(text.lstrip("'")) else text
