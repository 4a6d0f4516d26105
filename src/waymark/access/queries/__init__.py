"""What others may ask about accounts."""

from waymark.access.queries.accounts import account_cards, account_id_of, demo_account, demo_accounts
from waymark.access.queries.holders import holders

__all__ = ["account_cards", "account_id_of", "demo_account", "demo_accounts", "holders"]
