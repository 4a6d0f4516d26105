"""Rows for spreadsheets: RFC 4180, with cells that a spreadsheet would run as a formula made harmless."""

from __future__ import annotations

from collections.abc import Iterable

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell must not begin with: a spreadsheet takes it for a formula, or skips it and takes what follows for one."""


def csv_line(cells: Iterable[object]) -> str:
    """Return one line of a CSV file, with its line break (CR LF).

    Numbers stay numbers; None is an empty cell; everything else is text. Text that begins like a formula gets an
    apostrophe in front, which a spreadsheet shows as text.
    """
    return ",".join(_cell(cell) for cell in cells) + "\r\n"


def neutral(text: str) -> str:
    """Return ``text`` so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    text = neutral(str(value))
    if any(mark in text for mark in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text
