"""Tables of accounts and of their duties."""

from waymark.access.models import holdings as holdings
from waymark.access.models.accounts import Account, AccountManager
from waymark.access.models.grants import AdminSession, EndingReminder, Grant, GrantDecision, Revocation

__all__ = ["Account", "AccountManager", "AdminSession", "EndingReminder", "Grant", "GrantDecision", "Revocation"]
