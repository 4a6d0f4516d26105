"""Tables of accounts."""

from waymark.access.models.accounts import Account, AccountManager
from waymark.access.models.attempts import Attempts
from waymark.access.models.factors import Authenticator
from waymark.access.models.sessions import Session

__all__ = ["Account", "AccountManager", "Attempts", "Authenticator", "Session"]
