"""What others may ask about accounts."""

from waymark.access.queries.accounts import addresses, demo_account, demo_accounts

__all__ = ["addresses", "demo_account", "demo_accounts"]
