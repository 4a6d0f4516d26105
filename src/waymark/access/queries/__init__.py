"""What others may ask about accounts."""

from waymark.access.queries.accounts import demo_account, demo_accounts
from waymark.access.queries.names import account_names, accounts_called

__all__ = ["account_names", "accounts_called", "demo_account", "demo_accounts"]
