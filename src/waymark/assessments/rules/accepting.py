"""What a department makes of a level that was signed off in another: accepted, or asked for again, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from waymark.assessments.rules.holding import ASSURANCE
from waymark.assessments.rules.months import months_later
from waymark.assessments.types import AcceptanceTerms

DEFAULT_ACCEPTANCE = AcceptanceTerms(issuers=(), months=None, assurance="assessor", scales="equivalent")
"""What holds where a department has written nothing: everything that is signed off, valid and comparable."""

ISSUER, AGE, ASSURED, SCALE, LAPSED = "issuer", "age", "assurance", "scale", "lapsed"
MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Travelling:
    """One signed-off level of somebody who moves."""

    source: str
    made_at: datetime
    valid_until: datetime | None
    issuer_id: int | None
    """The department of whoever signed it off; None when nobody knows."""
    same_scale: bool
    """Whether the skill is measured now on the scale that the level was judged on."""
    comparable: bool
    """Whether the level counts as some level of the scale the skill is measured on now."""


def why_asked(level: Travelling, terms: AcceptanceTerms, *, here: int, on: date) -> tuple[str, ...]:
    """Return why a level is asked for again, as keys in a fixed order; none: it is accepted.

    Args:
        level: the level.
        terms: what the department wrote, or ``DEFAULT_ACCEPTANCE``.
        here: the id of the department: its own assessors' word needs no issuer named.
        on: the day of the move.
    """
    found = []
    if level.valid_until is not None and localtime(level.valid_until).date() <= on:
        found.append(LAPSED)
    if terms.issuers and level.issuer_id != here and level.issuer_id not in terms.issuers:
        found.append(ISSUER)
    if terms.months is not None and months_later(on, -terms.months) > localtime(level.made_at).date():
        found.append(AGE)
    if ASSURANCE[level.source] < ASSURANCE[terms.assurance]:
        found.append(ASSURED)
    if not (level.same_scale or (level.comparable and terms.scales == "equivalent")):
        found.append(SCALE)
    return tuple(found)


def why_in_words(keys: Sequence[str]) -> tuple[str, ...]:
    """Return why a level is asked for again, a sentence each."""
    words = {
        LAPSED: _("It was no longer valid on the day of the move."),
        ISSUER: _("The department does not accept levels signed off where it was."),
        AGE: _("It is older than the department accepts."),
        ASSURED: _("The department accepts what a panel signed off; an assessor did."),
        SCALE: _("It is on another scale than the skill is measured on now."),
    }
    return tuple(words[key] for key in keys)


def acceptance_in_words(terms: AcceptanceTerms, names: Mapping[int, str]) -> tuple[str, ...]:
    """Return a rule, a sentence each.

    Args:
        terms: the rule.
        names: what the departments it names are called, by id.
    """
    issuers = ", ".join(sorted(names[one] for one in terms.issuers if one in names))
    return (
        _("Signed off in: %(departments)s.") % {"departments": issuers}
        if terms.issuers
        else _("Signed off in any department."),
        _("By a panel.") if terms.assurance == "panel" else _("By an assessor or a panel."),
        _("At most %(months)s months old on the day of the move.") % {"months": terms.months}
        if terms.months is not None
        else _("As long as it is valid."),
        _("On the scale that the skill is measured on now.")
        if terms.scales == "same"
        else _("On the scale that the skill is measured on now, or on one that is said to count as it."),
    )
