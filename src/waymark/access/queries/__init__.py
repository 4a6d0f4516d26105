"""What others may ask about accounts."""

from waymark.access.queries.accounts import account_cards, demo_account, demo_accounts

__all__ = ["account_cards", "demo_account", "demo_accounts"]
