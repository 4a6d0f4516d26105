"""How often something may be tried.

Three limits stand beside each other, so that no single one has to be strict: one on an address from one place stops
guessing, one on an address from everywhere stops guessing by many machines, and one on a place stops one password
being tried on many accounts. Only the second lets a stranger lock somebody out, and it takes them 50 tries an hour to
keep it up; a passkey works all the while.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from waymark.access.types import Try


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries within a time, and how long the next one has to wait after that."""

    name: str
    tries: int
    within: timedelta
    wait: timedelta
    whose: bool
    """Whether it counts for whom it was tried."""
    where: bool
    """Whether it counts for where it was tried from."""


_QUARTER, _HOUR = timedelta(minutes=15), timedelta(hours=1)

LIMITS: dict[Try, tuple[Limit, ...]] = {
    Try.PASSWORD: (
        Limit("account from a place", 5, _QUARTER, _QUARTER, whose=True, where=True),
        Limit("account", 50, _HOUR, _QUARTER, whose=True, where=False),
        Limit("place", 100, _QUARTER, _QUARTER, whose=False, where=True),
    ),
    Try.CODE: (Limit("account", 5, _QUARTER, _QUARTER, whose=True, where=False),),
    Try.RESET: (
        Limit("account", 3, _HOUR, _HOUR, whose=True, where=False),
        Limit("place", 30, _HOUR, _HOUR, whose=False, where=True),
    ),
    Try.SIGN_ON: (Limit("place", 100, _QUARTER, _QUARTER, whose=False, where=True),),
    Try.FEED_TOKEN: (Limit("place", 100, _QUARTER, _QUARTER, whose=False, where=True),),
    Try.RECORD: (Limit("place", 30, _QUARTER, _QUARTER, whose=False, where=True),),
}


@dataclass(frozen=True, slots=True)
class Counted:
    """One limit on one try, and the digests it is counted under; ``whose`` is empty where it counts for a place."""

    limit: Limit
    key: str
    whose: str


def counted(what: Try, whose: str, where: str, secret: str) -> tuple[Counted, ...]:
    """Return the limits on one try, each with the keys it is counted under: digests that only ``secret`` can make.

    Args:
        what: what is tried.
        whose: for which account or e-mail address; compared without case.
        where: from which network address.
        secret: the site's secret key.
    """
    return tuple(
        Counted(
            limit,
            _digest(secret, what, limit.name, whose.lower() if limit.whose else "", where if limit.where else ""),
            digest_of(what, whose, secret) if limit.whose else "",
        )
        for limit in LIMITS[what]
    )


def digest_of(what: Try, whose: str, secret: str) -> str:
    """Return the key under which everything tried on one account or address is found."""
    return _digest(secret, what, whose.lower())


def _digest(secret: str, *parts: str) -> str:
    return hmac.new(secret.encode(), "\0".join(parts).encode(), hashlib.sha256).hexdigest()
