"""A banner that says what was done to my target role and offers the way back, shown once."""

from __future__ import annotations

from dataclasses import dataclass

from waymark.web.base.request import Request

KEY = "me_undo"


@dataclass(frozen=True, slots=True)
class Undo:
    """What was done, in words, and the form fields that take it back."""

    words: str
    action: str
    role_level: str


def offer(request: Request, words: str, *, action: str, role_level: str) -> None:
    """Remember what was done until the next page that shows it."""
    request.session[KEY] = [words, action, role_level]


def take(request: Request) -> Undo | None:
    """Return what there is to undo, once; None when nothing."""
    found = request.session.pop(KEY, None)
    return Undo(*found) if found else None
