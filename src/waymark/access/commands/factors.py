"""Second factors: one-time codes, passkeys, recovery codes. The tables and the ceremonies are allauth's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import decrypt, encrypt
from django.db import transaction
from django.utils.translation import gettext as _

from waymark.access import policies, rules
from waymark.access.commands.telling import ACCOUNT_PAGE, RECOVERY_PAGE, tell
from waymark.access.models import Account, Authenticator
from waymark.audit import commands as audit
from waymark.kernel.errors import Refusal
from waymark.kernel.policy import Actor, fetch

TOTP, WEBAUTHN, RECOVERY = (
    Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES,
)  # fmt: skip
NAME_LENGTH = 60


class WrongCode(Refusal):
    """It is no code that counts now."""

    def __init__(self) -> None:
        super().__init__(_("That code is not right, or was used already. Enter the one that is shown now."))


class CodesOnAlready(Refusal):
    """One-time codes are on."""

    def __init__(self) -> None:
        super().__init__(_("One-time codes are on already. Turn them off first to use another app."))


class NoSecondFactor(Refusal):
    """Recovery codes stand in for something else, and there is nothing."""

    def __init__(self) -> None:
        super().__init__(_("Recovery codes stand in for one-time codes or a passkey. Set up one of those first."))


@transaction.atomic
def turn_on_codes(*, secret: str, code: str, actor: Actor, at: datetime) -> bool:
    """Ask for a one-time code from now on, whenever the actor signs in with a password.

    Args:
        secret: the shared secret, in base 32, that the actor's app was given.
        code: what the app shows: proof that it has the secret.
        actor: whose.
        at: when.

    Returns:
        Whether recovery codes were made along with it, which the actor should now see.

    Raises:
        NotVisible: the actor has no account.
        WrongCode: the code is not one of that secret's.
        CodesOnAlready: another app is in use.
    """
    account = _own(actor, at)
    if Authenticator.objects.filter(user=account, type=TOTP).exists():
        raise CodesOnAlready
    step = rules.matching_step(secret, code, at)
    if step is None:
        raise WrongCode
    data = {"secret": encrypt(secret), "last_step": step}
    Authenticator.objects.create(user=account, type=TOTP, data=data, created_at=at)
    made = _with_recovery_codes(account, at)
    audit.record("access.codes.turned_on", actor=actor, at=at, account=account.pk)
    _tell(account, _("One-time codes were turned on"), at)
    return made


@transaction.atomic
def turn_off_codes(*, actor: Actor, at: datetime) -> None:
    """Stop asking for one-time codes. Without a passkey the recovery codes go too: there is nothing to recover.

    Raises:
        NotVisible: they are not on.
    """
    account = _own(actor, at)
    fetch(policies.MAY_CHANGE_FACTOR, Authenticator.objects.all(), actor, at, user=account, type=TOTP).delete()
    _without_recovery_codes(account)
    audit.record("access.codes.turned_off", actor=actor, at=at, account=account.pk)
    _tell(account, _("One-time codes were turned off"), at)


@transaction.atomic
def use_code(*, code: str, actor: Actor, at: datetime) -> str:
    """Use up a one-time code, or a recovery code, and say which it was: "code" or "recovery code".

    Each code counts once. It leaves no entry: what is on record is the sign-in it belongs to. The use of a recovery
    code is told to its holder.

    Raises:
        WrongCode: it is none that counts.
    """
    account = _own(actor, at)
    rows = {row.type: row for row in Authenticator.objects.select_for_update().filter(user=account)}
    app = rows.get(TOTP)
    if app is not None:
        step = rules.matching_step(decrypt(app.data["secret"]), code, at, after=app.data.get("last_step", 0))
        if step is not None:
            app.data["last_step"], app.last_used_at = step, at
            app.save(update_fields=["data", "last_used_at"])
            return "code"
    spare = rows.get(RECOVERY)
    if spare is not None and len(rows) > 1 and RecoveryCodes(spare).validate_code("".join(code.split())):
        Authenticator.objects.filter(pk=spare.pk).update(last_used_at=at)
        tell(
            account.pk, _("A recovery code was used to sign in"),
            _("It cannot be used again. If it was not you, set a new password and make new recovery codes."),
            RECOVERY_PAGE, at,
        )  # fmt: skip
        return "recovery code"
    raise WrongCode


@transaction.atomic
def add_passkey(*, name: str, credential: Mapping[str, Any], actor: Actor, at: datetime) -> bool:
    """Keep a passkey that the actor's device has just made.

    Args:
        name: what its holder calls it.
        credential: what the device answered; the door has verified it.
        actor: whose.
        at: when.

    Returns:
        Whether recovery codes were made along with it, which the actor should now see.

    Raises:
        NotVisible: the actor has no account.
    """
    account = _own(actor, at)
    data = {"name": _named(name), "credential": dict(credential)}
    Authenticator.objects.create(user=account, type=WEBAUTHN, data=data, created_at=at)
    made = _with_recovery_codes(account, at)
    audit.record("access.passkey.added", actor=actor, at=at, account=account.pk)
    _tell(account, _("A passkey was added"), at)
    return made


@transaction.atomic
def rename_passkey(*, passkey_id: int, name: str, actor: Actor, at: datetime) -> None:
    """Call a passkey something else.

    Raises:
        NotVisible: there is no such passkey, or it is not the actor's.
    """
    row = fetch(
        policies.MAY_CHANGE_FACTOR, Authenticator.objects.select_for_update(), actor, at, pk=passkey_id, type=WEBAUTHN
    )
    row.data["name"] = _named(name)
    row.save(update_fields=["data"])
    audit.record("access.passkey.renamed", actor=actor, at=at, account=actor.account_id)


@transaction.atomic
def remove_passkey(*, passkey_id: int, actor: Actor, at: datetime) -> str:
    """Forget a passkey, and return what it was called.

    Raises:
        NotVisible: there is no such passkey, or it is not the actor's.
    """
    account = _own(actor, at)
    row = fetch(policies.MAY_CHANGE_FACTOR, Authenticator.objects.all(), actor, at, pk=passkey_id, type=WEBAUTHN)
    name = str(row.data["name"])
    row.delete()
    _without_recovery_codes(account)
    audit.record("access.passkey.removed", actor=actor, at=at, account=account.pk)
    _tell(account, _("A passkey was removed"), at)
    return name


@transaction.atomic
def use_passkey(*, passkey_id: int, actor: Actor, at: datetime) -> None:
    """Note that a passkey was used now. The door has verified it; the sign-in it belongs to is what is on record.

    Raises:
        NotVisible: it is not the actor's.
    """
    row = fetch(policies.SEE_FACTOR, Authenticator.objects.all(), actor, at, pk=passkey_id, type=WEBAUTHN)
    Authenticator.objects.filter(pk=row.pk).update(last_used_at=at)


@transaction.atomic
def make_recovery_codes(*, actor: Actor, at: datetime) -> None:
    """Make ten new recovery codes. The ones before stop working.

    Raises:
        NotVisible: the actor has no account.
        NoSecondFactor: neither one-time codes nor a passkey is set up.
    """
    account = _own(actor, at)
    if not Authenticator.objects.filter(user=account, type__in=(TOTP, WEBAUTHN)).exists():
        raise NoSecondFactor
    Authenticator.objects.filter(user=account, type=RECOVERY).delete()
    _with_recovery_codes(account, at)
    audit.record("access.recovery_codes.made", actor=actor, at=at, account=account.pk)
    _tell(account, _("New recovery codes were made"), at)


def _own(actor: Actor, at: datetime) -> Account:
    """Return the actor's account, locked until the command is done."""
    return fetch(policies.MAY_CHANGE_ACCOUNT, Account.objects.select_for_update(), actor, at, pk=actor.account_id)


def _named(name: str) -> str:
    return name.strip()[:NAME_LENGTH] or _("Passkey")


def _with_recovery_codes(account: Account, at: datetime) -> bool:
    if Authenticator.objects.filter(user=account, type=RECOVERY).exists():
        return False
    data = {"seed": encrypt(RecoveryCodes.generate_seed()), "used_mask": 0}
    Authenticator.objects.create(user=account, type=RECOVERY, data=data, created_at=at)
    return True


def _without_recovery_codes(account: Account) -> None:
    if not Authenticator.objects.filter(user=account, type__in=(TOTP, WEBAUTHN)).exists():
        Authenticator.objects.filter(user=account, type=RECOVERY).delete()


def _tell(account: Account, title: str, at: datetime) -> None:
    words = _("If you did not do this, set a new password now and look at how you sign in.")
    tell(account.pk, title, words, ACCOUNT_PAGE, at)
