"""What others may ask about accounts."""

from waymark.access.queries.accounts import account_id_of, demo_account, demo_accounts
from waymark.access.queries.links import holder_of_link, password_link
from waymark.access.queries.signing_in import (
    factors,
    passkey,
    recovery_codes,
    sessions,
)

__all__ = [
    "account_id_of",
    "demo_account",
    "demo_accounts",
    "factors",
    "holder_of_link",
    "passkey",
    "password_link",
    "recovery_codes",
    "sessions",
]
