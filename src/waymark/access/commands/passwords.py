"""Passwords and addresses: what an account signs in with."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from waymark.access import policies, rules
from waymark.access.commands.accounts import must_be_free
from waymark.access.commands.attempts import forget_attempts
from waymark.access.commands.telling import ACCOUNT_PAGE, SESSIONS_PAGE, tell
from waymark.access.models import Account, Session
from waymark.audit import commands as audit
from waymark.kernel.errors import Refusal
from waymark.kernel.policy import Actor, fetch


class PasswordRefused(Refusal):
    """The password will not do; the sentence says why."""


@transaction.atomic
def set_password(*, account_id: int, password: str, keep: str | None = None, actor: Actor, at: datetime) -> None:
    """Give an account a password, end its other sessions and forget what was tried on it.

    Args:
        account_id: whose.
        password: the new password, as it was typed.
        keep: the key of the session that goes on; None ends every session.
        actor: the holder, or whoever opened a link that was sent to them.
        at: when.

    Raises:
        NotVisible: it is not the actor's account.
        PasswordRefused: too short, too long or too easy to guess.
    """
    account = fetch(policies.MAY_CHANGE_ACCOUNT, Account.objects.select_for_update(), actor, at, pk=account_id)
    why_not = rules.why_not_password(password, email=account.email, name=account.name, site=settings.SITE_NAME)
    if why_not:
        raise PasswordRefused(why_not[0])
    first = not account.has_usable_password()
    account.set_password(password)
    account.save(update_fields=["password"])
    ended, _rows = Session.objects.filter(account=account).exclude(session_key=keep or "").delete()
    forget_attempts(account)
    audit.record("access.password.set", actor=actor, at=at, account=account.pk, first=first, sessions=ended)
    if not first:
        tell(
            account.pk, _("Your password was changed"),
            _("If you did not do this, set a new password now and end the sessions that are not yours."),
            SESSIONS_PAGE, at,
        )  # fmt: skip


@transaction.atomic
def change_email(*, account_id: int, before: str, email: str, actor: Actor, at: datetime) -> None:
    """Make another address the one an account signs in with.

    Whoever holds the new address has shown that they do, by opening a link sent to it: the door sees to that.

    Args:
        account_id: whose.
        before: the address it had when the link was made: a link is good for one change.
        email: the new one.
        actor: the holder.
        at: when.

    Raises:
        NotVisible: it is not the actor's account, or it has had another address since.
        EmailWrong, EmailTaken: that is no address, or somebody else's.
    """
    account = fetch(
        policies.MAY_CHANGE_ACCOUNT, Account.objects.select_for_update(), actor, at, pk=account_id, email=before
    )
    must_be_free(email)
    account.email = email.strip().lower()
    account.save(update_fields=["email"])
    audit.record("access.email.changed", actor=actor, at=at, account=account.pk)
    tell(
        account.pk, _("You now sign in with another email address"),
        _("If you did not do this, ask whoever runs this site to close your account."), ACCOUNT_PAGE, at,
    )  # fmt: skip
