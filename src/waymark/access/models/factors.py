"""How the secrets of second factors are kept: the tables are allauth's, the lock is ours."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from waymark.access.models.accounts import Account
from waymark.access.models.locking import lock_for
from waymark.kernel import personal

__all__ = ["AccountAdapter", "Authenticator", "FactorAdapter"]


SECRETS = "second factors"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's sign-in flow with its own messages and mails left out: pages and commands of ours tell people."""

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Accounts are made by operators."""
        return False


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps secrets encrypted, and tells authenticators what this site and its accounts are called."""

    def encrypt(self, text: str) -> str:
        """Return the text locked."""
        return lock_for(SECRETS).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the text that ``encrypt`` locked."""
        return lock_for(SECRETS).decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        """Return the name an authenticator app shows."""
        return str(settings.SITE_NAME)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return what a passkey is bound to: the host of this site."""
        return {"id": super().get_public_key_credential_rp_entity()["id"], "name": settings.SITE_NAME}

    def get_public_key_credential_user_entity(self, user: Account) -> dict[str, Any]:
        """Return what a passkey calls its account."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"display_name": user.name, "name": user.email}


personal.declare(
    personal.Holding(
        model="mfa.Authenticator",
        what=_("Your passkeys, and the secrets of your one-time codes and recovery codes (encrypted)"),
        why=_("So that nobody gets in with your password alone"),
        keep=_("Until you remove them or your account is erased"),
        purpose="running the site",
        account=("user_id",),
        fields=("type", "created_at", "last_used_at"),
    )
)
_EMPTY = _("It comes with the sign-in library and stays empty: the address stands in your account.")

personal.declare(
    personal.Holding(
        model="account.EmailAddress",
        what=_("Email addresses beside that of your account"),
        why=_EMPTY,
        keep=_("As long as you have an account"),
        purpose=personal.RUNNING,
        account=("user_id",),
        fields=("email", "verified", "primary"),
    ),
    personal.Holding(
        model="account.EmailConfirmation",
        what=_("Messages that asked you to confirm an email address"),
        why=_EMPTY,
        keep=_("As long as you have an account"),
        purpose=personal.RUNNING,
        account=("email_address__user_id",),
        fields=("created", "sent"),
    ),
)
