"""What others may ask about accounts and duties."""

from waymark.access.queries.accounts import (
    account_by_email,
    account_by_uuid,
    account_cards,
    account_id_of,
    card,
    demo_account,
    demo_accounts,
    find_accounts,
    names,
)
from waymark.access.queries.duties import duties_held, duties_of, is_last_administrator, lapse, sessions
from waymark.access.queries.grants import (
    grant,
    grants,
    grants_of,
    kinds,
    kinds_to_give,
    places_to_give,
    professions_to_give,
    waiting_for,
)
from waymark.access.queries.holders import holders
from waymark.access.queries.names import account_names, accounts_called

__all__ = [
    "account_by_email",
    "account_by_uuid",
    "account_cards",
    "account_id_of",
    "account_names",
    "accounts_called",
    "card",
    "demo_account",
    "demo_accounts",
    "duties_held",
    "duties_of",
    "find_accounts",
    "grant",
    "grants",
    "grants_of",
    "holders",
    "is_last_administrator",
    "kinds",
    "kinds_to_give",
    "lapse",
    "names",
    "places_to_give",
    "professions_to_give",
    "sessions",
    "waiting_for",
]
