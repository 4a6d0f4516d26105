"""Showing that it is oneself: with the password, a code or a passkey. Each try is counted before it is made."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from waymark.access import commands as access
from waymark.access.types import Try
from waymark.kernel.errors import Refusal
from waymark.kernel.policy import Actor
from waymark.web.account import ceremonies
from waymark.web.base.going import place_of
from waymark.web.base.request import Request


class PasswordWrong(Refusal):
    """It is not the password of whoever is signed in."""

    def __init__(self) -> None:
        super().__init__(_("That is not your password. Check it and try again"))


def with_code(request: Request, typed: str, actor: Actor) -> str:
    """Use up a code of the actor's, and return "code" or "recovery code".

    Raises:
        LockedOut: too many were wrong.
        WrongCode: it is none that counts.
    """
    whose, where = str(actor.account_id), place_of(request)
    last = access.count_try(what=Try.CODE, whose=whose, where=where, at=request.at)
    try:
        how = access.use_code(code=typed, actor=actor, at=request.at)
    except access.WrongCode:
        access.note_failed_sign_in(account_id=actor.account_id, how="code", locked=last, at=request.at)
        raise
    access.forget_try(what=Try.CODE, whose=whose, where=where)
    return how


def with_passkey(request: Request, account: Any, actor: Actor) -> str:
    """Take a passkey of the actor's, and return "passkey".

    Raises:
        PasskeyRefused: it is none of theirs, or the answer is old or forged.
    """
    try:
        found = ceremonies.passkey_used(request, account)
    except ceremonies.PasskeyRefused:
        access.note_failed_sign_in(account_id=account.pk, how="passkey", locked=False, at=request.at)
        raise
    access.use_passkey(passkey_id=found.pk, actor=actor, at=request.at)
    return "passkey"


def with_password(request: Request, account: Any, typed: str) -> str:
    """Check the password of whoever is signed in, and return "password". It counts with their codes.

    Raises:
        LockedOut: too many were wrong.
        PasswordWrong: it is not theirs.
    """
    whose, where = str(account.pk), place_of(request)
    last = access.count_try(what=Try.CODE, whose=whose, where=where, at=request.at)
    if not account.check_password(typed):
        access.note_failed_sign_in(account_id=account.pk, how="password", locked=last, at=request.at)
        raise PasswordWrong
    access.forget_try(what=Try.CODE, whose=whose, where=where)
    return "password"
