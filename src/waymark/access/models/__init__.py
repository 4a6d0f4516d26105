"""Tables of accounts and of their duties."""

from waymark.access.models import holdings as holdings
from waymark.access.models.accounts import Account, AccountManager
from waymark.access.models.attempts import Attempts
from waymark.access.models.factors import Authenticator
from waymark.access.models.grants import AdminSession, EndingReminder, Grant, GrantDecision, Revocation
from waymark.access.models.providers import IdentityProvider, ProviderDomain, SignOnIdentity
from waymark.access.models.sessions import Session

__all__ = [
    "Account",
    "AccountManager",
    "AdminSession",
    "Attempts",
    "Authenticator",
    "EndingReminder",
    "Grant",
    "GrantDecision",
    "IdentityProvider",
    "ProviderDomain",
    "Revocation",
    "Session",
    "SignOnIdentity",
]
