"""The level held, by a rule of its own for each purpose it is used for.

The rules are these functions, and once more SQL in ``commands.standings``, which has to pick for a million judgements
at once; a test holds the two to each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from waymark.kernel.policy import Purpose

PURPOSES = (Purpose.DEVELOPMENT, Purpose.RECRUITMENT, Purpose.STATISTICS)
"""What a level is held for, in the order in which pages say it."""

ASSURANCE: Mapping[str, int] = {
    "panel": 6,
    "assessor": 5,
    "manager": 4,
    "qualification": 3,
    "imported": 3,
    "feedback": 2,
    "self": 1,
}
"""How well assured a word is, by its source: the higher the better."""

SIGNING = ("assessor", "panel")
"""The sources whose word is signed off, once the assessment it belongs to is."""


@dataclass(frozen=True, slots=True)
class Word:
    """One judgement that counts: neither withdrawn nor revoked."""

    id: int
    source: str
    made_at: datetime
    valid_until: datetime | None = None
    signed_off: bool = False
    """Whether the assessment it belongs to was signed off."""
    replaced: bool = False
    """Whether a later decision in the same assessment took its place: what was confirmed, and then signed off."""


def picked(words: Iterable[Word], purpose: Purpose) -> Word | None:
    """Return the word that says what is held of one skill for a purpose; None when none does.

    Whether the word has run out is asked when it is read. Which word is picked does not depend on the day.
    """
    counting = list(words)
    if purpose == Purpose.RECRUITMENT:
        counting = [word for word in counting if word.signed_off and word.source in SIGNING]
    if purpose == Purpose.STATISTICS:
        counting = [word for word in counting if not word.replaced and not _outrun(word, counting)]
        return max(counting, key=lambda word: (ASSURANCE[word.source], word.made_at, word.id), default=None)
    return max(counting, key=lambda word: (word.made_at, word.id), default=None)


def _outrun(word: Word, others: Iterable[Word]) -> bool:
    """Say whether a word had run out when somebody said the level anew: only then a less assured one takes over."""
    return word.valid_until is not None and any(other.made_at >= word.valid_until for other in others)


def purpose_in_words(purpose: str) -> str:
    """Return what a level is used for, to begin a line with."""
    return {
        Purpose.DEVELOPMENT: _("For your development"),
        Purpose.RECRUITMENT: _("For recruitment"),
        Purpose.STATISTICS: _("For statistics"),
    }[Purpose(purpose)]


def rule_in_words(purpose: str) -> str:
    """Return the rule of a purpose, as a sentence."""
    return {
        Purpose.DEVELOPMENT: _("The latest word counts, whoever said it."),
        Purpose.RECRUITMENT: _("The latest level that an assessor or a panel signed off counts, while it is valid."),
        Purpose.STATISTICS: _(
            "The best assured word counts: a panel’s before an assessor’s, a manager’s, a qualification’s, and your "
            "own. Of equal ones the latest."
        ),
    }[Purpose(purpose)]


def nothing_in_words(purpose: str, *, lapsed: bool) -> str:
    """Return why nothing is held for a purpose."""
    if lapsed:
        return _("nothing: it is no longer valid")
    return _("not yet signed off") if Purpose(purpose) == Purpose.RECRUITMENT else _("nothing")


def purposes_in_words() -> tuple[tuple[str, str], ...]:
    """Return each purpose with its rule, both in words."""
    return tuple((purpose_in_words(purpose), rule_in_words(purpose)) for purpose in PURPOSES)
