"""Which texts of a framework can be reworded one by one, and what they may become."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from waymark.frameworks.types import PassageKind

REWORDABLE: Mapping[PassageKind, tuple[str, ...]] = {
    PassageKind.FRAMEWORK: ("title", "summary", "attribution"),
    PassageKind.FAMILY: ("name", "summary"),
    PassageKind.ROLE: ("name", "summary", "responsibilities", "entry_routes", "next_moves"),
    PassageKind.ROLE_LEVEL: ("name", "description"),
    PassageKind.SKILL: ("name", "summary"),
    PassageKind.SKILL_LEVEL: ("text", "evidence", "learning"),
    PassageKind.REQUIREMENT: (),
}
"""Texts of each kind of passage, in the order in which they are read."""

NAMES = {"title": 200, "name": 300}
"""Names fit on a line of so many characters; other texts have ``MOST_TEXT``."""
MOST_TEXT = 20_000


def why_not_these_words(kind: PassageKind, field: str, text: str) -> str:
    """Return the sentence that says why a text cannot become this; empty when it can."""
    most = NAMES.get(field, MOST_TEXT)
    if len(text) > most:
        return _("These words have %(length)s characters. At most %(most)s fit.") % {
            "length": f"{len(text):,}",
            "most": f"{most:,}",
        }
    if any(ord(sign) < 32 and sign not in "\n\r\t" for sign in text):
        return _("These words hold signs that nobody can read. Type them anew.")
    if field in NAMES and ("\n" in text or "\r" in text):
        return _("A name is one line.")
    # The lone level of a role has no name of its own.
    if field in NAMES and not text.strip() and kind != PassageKind.ROLE_LEVEL:
        return _("A name cannot be empty.")
    return ""
