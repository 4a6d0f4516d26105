"""What others may ask about accounts."""

from waymark.access.queries.accounts import card, demo_account, demo_accounts, names
from waymark.access.queries.holders import holders

__all__ = ["card", "demo_account", "demo_accounts", "holders", "names"]
