"""What others may ask about accounts."""

from waymark.access.queries.accounts import account_id_of, demo_account, demo_accounts
from waymark.access.queries.links import holder_of_link, password_link
from waymark.access.queries.mails import address_changed_mail, address_mail, password_mail
from waymark.access.queries.signing_in import (
    factors,
    passkey,
    recovery_codes,
    session_called,
    sessions,
)

__all__ = [
    "account_id_of",
    "address_changed_mail",
    "address_mail",
    "demo_account",
    "demo_accounts",
    "factors",
    "holder_of_link",
    "passkey",
    "password_link",
    "password_mail",
    "recovery_codes",
    "session_called",
    "sessions",
]
