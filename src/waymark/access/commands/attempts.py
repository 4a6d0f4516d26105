"""Signing in, as far as it is written down: what was tried, what failed, what worked."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.access import rules
from waymark.access.models import Account, Attempts
from waymark.access.types import Try
from waymark.audit import commands as audit
from waymark.kernel.errors import Refusal
from waymark.kernel.policy import PUBLIC, Actor

KEPT = timedelta(days=1)


class LockedOut(Refusal):
    """It was tried too often. The sentence is the same whether or not there is such an account."""

    def __init__(self, what: Try, until: datetime, at: datetime) -> None:
        minutes = max(1, -(-int((until - at).total_seconds()) // 60))
        wait = ngettext("Wait %(num)d minute, then try again", "Wait %(num)d minutes, then try again", minutes)
        words = {
            Try.PASSWORD: _("Too many wrong passwords were entered. %(wait)s, or sign in with a passkey."),
            Try.CODE: _("Too many wrong passwords or codes were entered. %(wait)s."),
            Try.RESET: _("Too many links were asked for. %(wait)s."),
            Try.SIGN_ON: _("Too many answers were refused. %(wait)s."),
            Try.FEED_TOKEN: _("Too many requests were not let in. %(wait)s."),
            Try.RECORD: _("Too many links or codes that open nothing were tried. %(wait)s."),
        }[what]
        super().__init__(words % {"wait": wait % {"num": minutes}})
        self.until = until


@transaction.atomic
def count_try(*, what: Try, whose: str, where: str, at: datetime) -> bool:
    """Count one try before it is made, so that a hundred at once are no more than a hundred one after the other.

    It leaves no entry: what is on record is how the try ended (``note_failed_sign_in``, ``note_sign_in``).

    Args:
        what: what is tried.
        whose: for which e-mail address, or account id.
        where: from which network address.
        at: when.

    Returns:
        Whether it is the last one: if it fails, the next has to wait.

    Raises:
        LockedOut: it was tried too often. Nothing is counted then: waiting is never made longer.

    Cost: two or three queries for each limit.
    """
    last = False
    for counted in rules.counted(what, whose, where, settings.SECRET_KEY):
        row, _new = Attempts.objects.select_for_update().get_or_create(
            key=counted.key, defaults={"whose": counted.whose, "tries": 0, "first_at": at}
        )
        if row.locked_until is not None and row.locked_until > at:
            raise LockedOut(what, row.locked_until, at)
        if row.locked_until is not None or row.first_at + counted.limit.within <= at:
            row.tries, row.first_at, row.locked_until = 0, at, None
        row.tries += 1
        if row.tries >= counted.limit.tries:
            row.locked_until, last = at + counted.limit.wait, True
        row.save(update_fields=["tries", "first_at", "locked_until"])
    return last


@transaction.atomic
def forget_try(*, what: Try, whose: str, where: str) -> None:
    """Take back the count of a try that worked. What counts for the account goes; for the place, one try less.

    Were the place's count to go as well, somebody with one account could try for ever on others from there.
    """
    for counted in rules.counted(what, whose, where, settings.SECRET_KEY):
        if counted.whose:
            Attempts.objects.filter(key=counted.key).delete()
            continue
        for row in Attempts.objects.select_for_update().filter(key=counted.key):
            row.tries = max(row.tries - 1, 0)
            row.locked_until = None
            row.save(update_fields=["tries", "locked_until"])


@transaction.atomic
def note_sign_in(*, account_id: int, how: str, at: datetime) -> None:
    """Enter into the record that somebody signed in.

    Args:
        account_id: with which account.
        how: "password", "password and code", "passkey", "demo".
        at: when.
    """
    audit.record("access.account.signed_in", actor=Actor(account_id=account_id), at=at, account=account_id, how=how)


@transaction.atomic
def note_failed_sign_in(
    *, email: str = "", account_id: int | None = None, how: str, locked: bool, at: datetime
) -> None:
    """Enter into the record that somebody could not sign in. What was typed is never written down.

    Args:
        email: which address was tried; it is on record by its account's id, when there is one, and not otherwise:
            people type passwords into the wrong field.
        account_id: which account, where that is known already.
        how: what was wrong: "password", "code", "passkey".
        locked: whether the next try has to wait.
        at: when.
    """
    if account_id is None:
        account_id = Account.objects.filter(email=email.strip().lower()).values_list("pk", flat=True).first()
    audit.record("access.sign_in.failed", actor=PUBLIC, at=at, account=account_id, how=how, locked=locked)


@transaction.atomic
def forget_old_attempts(*, at: datetime) -> int:
    """Delete counts that no longer matter, and return how many. Run it once a day."""
    gone, _rows = Attempts.objects.filter(first_at__lt=at - KEPT).delete()
    return gone


def forget_attempts(account: Account) -> None:
    """Forget what was tried on an account from anywhere. Part of other commands: it leaves no entry."""
    whose = [
        rules.digest_of(what, known, settings.SECRET_KEY)
        for what, known in ((Try.PASSWORD, account.email), (Try.CODE, str(account.pk)), (Try.RESET, account.email))
    ]
    Attempts.objects.filter(whose__in=whose).delete()
