"""Tables of accounts."""

from waymark.access.models import holdings as holdings
from waymark.access.models.accounts import Account, AccountManager

__all__ = ["Account", "AccountManager"]
