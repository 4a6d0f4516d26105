"""Decisions about reviews, without a table or a clock."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

MOST_REMARK = 4_000
MOST_REASON = 400
MOST_MESSAGE = 1_000
MOST_NAME = 120


def why_not_said(text: str, most: int = MOST_REMARK, *, needed: bool = True) -> str:
    """Return the sentence that says why a text cannot be said; empty when it can."""
    if needed and not text.strip():
        return _("Enter what you want to say")
    if len(text) > most:
        return _("Shorten it to %(most)s characters or fewer. It has %(length)s.") % {
            "most": f"{most:,}",
            "length": f"{len(text):,}",
        }
    if "\0" in text:
        return _("It holds a sign that nobody can read. Type it anew.")
    return ""


def why_not_due(due_on: date | None, today: date) -> str:
    """Return the sentence that says why a review cannot be due on a day; empty when it can."""
    if due_on is not None and due_on < today:
        return _("Choose a day that is still to come")
    return ""
