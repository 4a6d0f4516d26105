"""What bears on a level beside judgements, in words and days."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.assessments.rules.months import months_later

WARNED = 3
"""Months before a signed-off level ends at which its person is told."""

INTERESTS = {
    0: gettext_lazy("None"),
    1: gettext_lazy("A little"),
    2: gettext_lazy("Quite a lot"),
    3: gettext_lazy("Strong"),
}
"""How much somebody wants to work with a skill, in words."""


def warned_until(at: datetime) -> datetime:
    """Return the moment three months after ``at``: what ends until then is told of."""
    return months_later(localtime(at), WARNED)


def not_an_interest() -> str:
    """Return why something is no interest."""
    return _("Choose one of: %(words)s.") % {"words": ", ".join(str(word).lower() for word in INTERESTS.values())}


def wish_in_words(interest: int, *, would_use: bool, would_teach: bool) -> str:
    """Return how much somebody wants to work with a skill, as one line; empty when they want nothing of it."""
    parts = [_("interest: %(much)s") % {"much": str(INTERESTS[interest]).lower()}] if interest else []
    if would_use:
        parts.append(_("willing to use it"))
    if would_teach:
        parts.append(_("willing to teach it"))
    words = ", ".join(parts)
    return words[:1].upper() + words[1:]


def exempt_in_words(until_on: date | None, reason: str, role_level: str = "") -> str:
    """Return that somebody is exempt from a skill, until when and why.

    Args:
        until_on: the first day on which it is asked for again; None: until somebody ends it.
        reason: why.
        role_level: the name of the one role level in which they are; empty: wherever the skill is asked for.
    """
    told = {"role_level": role_level, "reason": reason, "day": date_format(until_on, "j F Y") if until_on else ""}
    if role_level:
        return (
            _("Exempt as %(role_level)s until %(day)s, because: %(reason)s")
            if until_on
            else _("Exempt as %(role_level)s, because: %(reason)s")
        ) % told
    return (_("Exempt until %(day)s, because: %(reason)s") if until_on else _("Exempt, because: %(reason)s")) % told
