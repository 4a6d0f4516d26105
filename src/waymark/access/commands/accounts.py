"""Making, closing and opening accounts: an operator's acts."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from waymark.access import policies
from waymark.access.commands.attempts import forget_attempts
from waymark.access.commands.telling import ACCOUNT_PAGE, tell
from waymark.access.models import Account, Authenticator, Session
from waymark.access.queries.links import invitation_for
from waymark.access.types import Invitation
from waymark.audit import commands as audit
from waymark.kernel.errors import NotAllowed, NotVisible, Refusal
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch


class EmailTaken(Refusal):
    """Somebody signs in with that address already."""

    def __init__(self, email: str) -> None:
        super().__init__(_("There is already an account for %(email)s. Use another address.") % {"email": email})


class EmailWrong(Refusal):
    """That is no e-mail address."""

    def __init__(self, email: str) -> None:
        super().__init__(
            _("%(email)s is not an email address. Use one like name@example.com.") % {"email": email or "“”"}
        )


class DemoKeyTaken(Refusal):
    """A ready-made person of that key exists already."""

    def __init__(self, key: str) -> None:
        super().__init__(_("There is already a demo person called “%(key)s”. Use another key.") % {"key": key})


class DemoOnly(Refusal):
    """A one-click account was asked for outside demo mode."""

    def __init__(self) -> None:
        super().__init__(_("Demo accounts exist in demo mode only. Leave the demo key out."))


class AccountUnknown(Refusal):
    """Nobody signs in with that address."""

    def __init__(self, email: str) -> None:
        super().__init__(_("There is no account for %(email)s. Check how it is written.") % {"email": email})


class ClosedAlready(Refusal):
    """The account is closed."""

    def __init__(self, email: str) -> None:
        super().__init__(
            _("The account for %(email)s is closed. Open it again with: waymark account reopen %(email)s")
            % {"email": email}
        )


class OpenAlready(Refusal):
    """The account is open."""

    def __init__(self, email: str) -> None:
        super().__init__(_("The account for %(email)s is open. There is nothing to do.") % {"email": email})


class NoFactors(Refusal):
    """The account has no second factor."""

    def __init__(self, email: str) -> None:
        super().__init__(
            _("The account for %(email)s has no passkey and no one-time codes. There is nothing to remove.")
            % {"email": email}
        )


@transaction.atomic
def create_account(*, email: str, name: str, demo_key: str | None = None, actor: Actor, at: datetime) -> int:
    """Add an account without a usable password and return its id.

    Args:
        email: how the account signs in; compared without case.
        name: what the site calls its holder.
        demo_key: the ready-made person it stands for; None for everyone else.
        actor: an operator.
        at: when.

    Raises:
        NotAllowed: the actor is not an operator.
        EmailWrong: that is no address.
        EmailTaken, DemoKeyTaken: the address or the key is in use.
        DemoOnly: a demo key outside demo mode.
    """
    if not actor.operator:
        raise NotAllowed(_("Only an operator may add accounts. Ask whoever runs this site."))
    if demo_key is not None and not settings.DEMO:
        raise DemoOnly
    must_be_free(email)
    if demo_key is not None and Account.objects.filter(demo_key=demo_key).exists():
        raise DemoKeyTaken(demo_key)

    account = Account.objects.create(
        uuid=new_uuid(), email=email.lower(), name=name, demo_key=demo_key, password=make_password(None), created_at=at
    )
    audit.record("access.account.created", actor=actor, at=at, account=account.pk, demo_key=demo_key or "")
    return account.pk


@transaction.atomic
def invite(*, email: str, actor: Actor, at: datetime) -> Invitation:
    """Make a link with which the holder of an account sets a password, once, in the next few days.

    The link is handed out and kept nowhere. Setting a password makes every earlier link worthless.

    Raises:
        AccountUnknown: there is no such account, or the actor may not know of it.
        ClosedAlready: the account is closed.
    """
    account = _run(email, actor, at)
    if not account.is_active:
        raise ClosedAlready(account.email)
    audit.record("access.account.invited", actor=actor, at=at, account=account.pk)
    return invitation_for(account)


@transaction.atomic
def close_account(*, email: str, reason: str = "", actor: Actor, at: datetime) -> int:
    """Close an account and end its sessions, at once. What it did stays on record; its person stays a person.

    Returns:
        How many sessions ended.

    Raises:
        AccountUnknown: there is no such account, or the actor may not know of it.
        ClosedAlready: it is closed.
    """
    account = _run(email, actor, at)
    if not account.is_active:
        raise ClosedAlready(account.email)
    account.is_active, account.closed_at = False, at
    account.save(update_fields=["is_active", "closed_at"])
    ended, _rows = Session.objects.filter(account=account).delete()
    audit.record("access.account.closed", actor=actor, at=at, reason=reason, account=account.pk, sessions=ended)
    return ended


@transaction.atomic
def reopen_account(*, email: str, reason: str = "", actor: Actor, at: datetime) -> None:
    """Let the holder of a closed account sign in again, with the password and the second factors it had.

    Raises:
        AccountUnknown: there is no such account, or the actor may not know of it.
        OpenAlready: it is open.
    """
    account = _run(email, actor, at)
    if account.is_active:
        raise OpenAlready(account.email)
    account.is_active, account.closed_at = True, None
    account.save(update_fields=["is_active", "closed_at"])
    audit.record("access.account.reopened", actor=actor, at=at, reason=reason, account=account.pk)


@transaction.atomic
def unlock_account(*, email: str, actor: Actor, at: datetime) -> None:
    """Forget the wrong passwords and codes that were tried on an account, so that it can be tried again now.

    Raises:
        AccountUnknown: there is no such account, or the actor may not know of it.
    """
    account = _run(email, actor, at)
    forget_attempts(account)
    audit.record("access.account.unlocked", actor=actor, at=at, account=account.pk)


@transaction.atomic
def reset_factors(*, email: str, reason: str = "", actor: Actor, at: datetime) -> int:
    """Take every passkey, one-time code and recovery code off an account whose holder has lost them, and tell them.

    Its sessions end too. From then on the password alone lets in: hand a link over only to somebody you know.

    Returns:
        How many passkeys and apps there were.

    Raises:
        AccountUnknown: there is no such account, or the actor may not know of it.
        NoFactors: there is nothing to take off.
    """
    account = _run(email, actor, at)
    rows = Authenticator.objects.filter(user=account)
    found: int = rows.exclude(type=Authenticator.Type.RECOVERY_CODES).count()
    if not rows.exists():
        raise NoFactors(account.email)
    rows.delete()
    Session.objects.filter(account=account).delete()
    forget_attempts(account)
    audit.record("access.factors.reset", actor=actor, at=at, reason=reason, account=account.pk, factors=found)
    words = _("Whoever runs this site did this. If you did not ask for it, tell them at once.")
    tell(account.pk, _("Your passkeys and one-time codes were removed"), words, ACCOUNT_PAGE, at)
    return found


def must_be_free(email: str) -> None:
    """See that an address can be given to an account.

    Raises:
        EmailWrong: that is no address.
        EmailTaken: somebody signs in with it.
    """
    try:
        validate_email(email)
    except ValidationError:
        raise EmailWrong(email) from None
    if Account.objects.filter(email__iexact=email).exists():
        raise EmailTaken(email)


def _run(email: str, actor: Actor, at: datetime) -> Account:
    """Return the account an operator means, locked until the command is done."""
    try:
        return fetch(
            policies.MAY_RUN_ACCOUNT, Account.objects.select_for_update(), actor, at, email=email.strip().lower()
        )
    except NotVisible:
        raise AccountUnknown(email) from None
