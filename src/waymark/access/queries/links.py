"""Links that set a password: made for whoever asks, read when they are opened."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from waymark.access.models import Account
from waymark.access.types import Holder, Invitation
from waymark.kernel.errors import NotVisible

SECONDS_PER_DAY = 86_400


def password_link(email: str) -> Invitation | None:
    """Return a link with which the holder of an address sets a password; None when there is no open account for it.

    The door sends it to that address and to nobody else, and answers whoever asked for it alike in both cases. The
    accounts of the demo have none: their addresses are invented.
    """
    account = Account.objects.filter(email=email.strip().lower(), is_active=True, demo_key=None).first()
    return invitation_for(account) if account is not None else None


def invitation_for(account: Account) -> Invitation:
    """Return a link for an account, as its commands and queries hand it out."""
    return Invitation(
        account_id=account.pk,
        email=account.email,
        name=account.name,
        uid=urlsafe_base64_encode(force_bytes(account.pk)),
        token=default_token_generator.make_token(account),
        days=settings.PASSWORD_RESET_TIMEOUT // SECONDS_PER_DAY,
    )


def holder_of_link(uid: str, token: str) -> Holder:
    """Return whose link it is that somebody has opened. One query.

    Raises:
        NotVisible: nobody's: it was used, is too old or was never made, or the account is closed.
    """
    try:
        account_id = int(urlsafe_base64_decode(uid))
    except ValueError:
        raise NotVisible from None
    account = Account.objects.filter(pk=account_id, is_active=True).first() if account_id < 2**63 else None
    if account is None or not default_token_generator.check_token(account, token):
        raise NotVisible
    return Holder(account.pk, account.email, account.name)
