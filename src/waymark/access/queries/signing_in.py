"""How an account signs in, and where it is signed in. Each answer is one query, or says how many."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.contrib.auth.hashers import is_password_usable

from waymark.access import policies, rules
from waymark.access.models import Account, Attempts, Authenticator, Session
from waymark.access.types import Factors, PasskeyCard, SessionCard, Try
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor


def sessions(actor: Actor, at: datetime) -> tuple[SessionCard, ...]:
    """Return where the actor is signed in, the one seen last first."""
    rows = Session.objects.filter(pk__in=policies.SEE_SESSION.visible(actor, at), uuid__isnull=False)
    found = rows.order_by("-seen_at", "uuid").values_list("uuid", "started_at", "seen_at", "user_agent")
    return tuple(
        SessionCard(uuid, started_at, seen_at, rules.device(user_agent))
        for uuid, started_at, seen_at, user_agent in found
        if uuid and started_at and seen_at
    )


def session_called(session_key: str) -> UUID:
    """Return what the session of a key is called where others may read it. No query."""
    return rules.session_uuid(session_key, settings.SECRET_KEY)


def locked_until(*, what: Try, whose: str, where: str, at: datetime) -> datetime | None:
    """Return until when something may not be tried (see ``count_try``); None: it may. Nothing is counted."""
    keys = [one.key for one in rules.counted(what, whose, where, settings.SECRET_KEY)]
    rows = Attempts.objects.filter(key__in=keys, locked_until__gt=at)
    return rows.order_by("-locked_until").values_list("locked_until", flat=True).first()


def factors(actor: Actor, at: datetime) -> Factors:
    """Return how the actor proves that they are the holder of their account. Two queries."""
    hashed = Account.objects.filter(pk=actor.account_id or 0).values_list("password", flat=True).first()
    rows = Authenticator.objects.filter(pk__in=policies.SEE_FACTOR.visible(actor, at)).order_by("pk")
    passkeys, codes_since, spare = [], None, 0
    for row in rows:
        if row.type == Authenticator.Type.TOTP:
            codes_since = row.created_at
        elif row.type == Authenticator.Type.RECOVERY_CODES:
            spare = len(RecoveryCodes(row).get_unused_codes())
        else:
            passkeys.append(PasskeyCard(row.pk, str(row.data["name"]), row.created_at, row.last_used_at))
    return Factors(is_password_usable(hashed or "!"), codes_since is not None, codes_since, tuple(passkeys), spare)


def passkey(passkey_id: int, actor: Actor, at: datetime) -> PasskeyCard:
    """Return one passkey of the actor's.

    Raises:
        NotVisible: there is none, or it is not theirs.
    """
    rows = Authenticator.objects.filter(pk__in=policies.SEE_FACTOR.visible(actor, at), type=Authenticator.Type.WEBAUTHN)
    row = rows.filter(pk=passkey_id).first()
    if row is None:
        raise NotVisible
    return PasskeyCard(row.pk, str(row.data["name"]), row.created_at, row.last_used_at)


def recovery_codes(actor: Actor, at: datetime) -> tuple[str, ...]:
    """Return the recovery codes the actor has left; empty when there are none."""
    rows = Authenticator.objects.filter(pk__in=policies.SEE_FACTOR.visible(actor, at))
    row = rows.filter(type=Authenticator.Type.RECOVERY_CODES).first()
    return tuple(RecoveryCodes(row).get_unused_codes()) if row is not None else ()
