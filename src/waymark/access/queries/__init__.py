"""What others may ask about accounts."""

from waymark.access.queries.accounts import demo_account, demo_accounts

__all__ = ["demo_account", "demo_accounts"]
