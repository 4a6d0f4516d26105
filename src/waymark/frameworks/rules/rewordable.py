"""Which texts of a framework can be reworded one by one, and what they may become."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from waymark.frameworks.rules.storable import LONGEST
from waymark.frameworks.rules.texts import why_not_text
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

NAMES = ("title", "name")
"""Fields that are one line; how much fits on it says ``LONGEST``."""
MOST_TEXT = 20_000
"""Characters of any other text that can be suggested."""


def why_not_these_words(kind: PassageKind, field: str, text: str) -> str:
    """Return the sentence that says why a text cannot become this; empty when it can."""
    if wrong := why_not_text({field: text}, {field: LONGEST[field] if field in NAMES else MOST_TEXT}):
        return wrong[field]
    if field in NAMES and ("\n" in text or "\r" in text):
        return _("A name is one line.")
    # The lone level of a role has no name of its own.
    if field in NAMES and not text.strip() and kind != PassageKind.ROLE_LEVEL:
        return _("A name cannot be empty.")
    return ""
