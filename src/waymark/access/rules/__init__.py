"""What holds for duties, without a table or a clock."""

from waymark.access.rules.granting import (
    REMIND_DAYS,
    SESSION_LONGEST,
    SESSION_USUAL,
    covers_within,
    gives,
    giving,
    is_due,
    state_of,
    why_not_cover,
    why_not_period,
    why_not_place,
    within,
)
from waymark.access.rules.kinds import BY_KIND, KINDS, kind_of

__all__ = [
    "BY_KIND",
    "KINDS",
    "REMIND_DAYS",
    "SESSION_LONGEST",
    "SESSION_USUAL",
    "covers_within",
    "gives",
    "giving",
    "is_due",
    "kind_of",
    "state_of",
    "why_not_cover",
    "why_not_period",
    "why_not_place",
    "within",
]
