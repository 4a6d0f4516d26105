"""Decisions about accounts: how often something may be tried, which code counts, what a browser is called."""

from waymark.access.rules.attempts import LIMITS, Counted, Limit, counted, digest_of
from waymark.access.rules.codes import matching_step
from waymark.access.rules.devices import device
from waymark.access.rules.passwords import why_not_password
from waymark.access.rules.sessions import session_uuid

__all__ = [
    "LIMITS",
    "Counted",
    "Limit",
    "counted",
    "device",
    "digest_of",
    "matching_step",
    "session_uuid",
    "why_not_password",
]
