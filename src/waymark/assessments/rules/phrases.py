"""Ready-made sentences to send an assessment back with, or to decline it: the same words from every assessor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVIDENCE_MISSING = "evidence-missing"
NOTE_SHORT = "note-short"
NO_RESULT = "no-result"

PHRASES: Mapping[str, str | Promise] = {
    EVIDENCE_MISSING: _("There is no evidence for a skill at a level that asks for it."),
    NOTE_SHORT: _("The note is too short to see what you did yourself."),
    NO_RESULT: _("The account says what you did, and not what came of it."),
    "not-own-part": _("It is not clear which part was yours and which was your team’s."),
    "old": _("The example is old. Add a more recent one."),
    "level": _("What you describe is at another level than the one you chose."),
    "another-skill": _("The example shows another skill than this one."),
    "unanswered": _("A skill that the role asks for has no answer."),
}
"""Key to sentence. A key is on record for good; its words may get better."""


def unknown(keys: Iterable[str]) -> list[str]:
    """Return the keys that are none of the phrases."""
    return [key for key in keys if key not in PHRASES]


def in_words(keys: Iterable[str]) -> tuple[str, ...]:
    """Return the sentences of keys; one that is no phrase any more stands for itself."""
    return tuple(str(PHRASES.get(key, key)) for key in keys)
