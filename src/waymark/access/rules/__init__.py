"""What holds for accounts and duties, without a table or a clock."""

from waymark.access.rules.attempts import LIMITS, Counted, Limit, counted, digest_of
from waymark.access.rules.codes import matching_step
from waymark.access.rules.devices import device
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
from waymark.access.rules.passwords import why_not_password
from waymark.access.rules.sessions import session_uuid
from waymark.access.rules.signing_on import (
    AFTER_CLOSING,
    SETTINGS,
    WORDS,
    certificates,
    counts_from,
    domain_of,
    ends_on,
    facts_of,
    is_safe_address,
    seen_of,
    tidy,
    why_not_details,
    why_not_fresh,
)

__all__ = [
    "AFTER_CLOSING",
    "BY_KIND",
    "KINDS",
    "LIMITS",
    "REMIND_DAYS",
    "SESSION_LONGEST",
    "SESSION_USUAL",
    "SETTINGS",
    "WORDS",
    "Counted",
    "Limit",
    "certificates",
    "counted",
    "counts_from",
    "covers_within",
    "device",
    "digest_of",
    "domain_of",
    "ends_on",
    "facts_of",
    "gives",
    "giving",
    "is_due",
    "is_safe_address",
    "kind_of",
    "matching_step",
    "seen_of",
    "session_uuid",
    "state_of",
    "tidy",
    "why_not_cover",
    "why_not_details",
    "why_not_fresh",
    "why_not_password",
    "why_not_period",
    "why_not_place",
    "within",
]
