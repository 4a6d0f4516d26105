"""Who may do what to an account, its sessions and its second factors."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.access.models import Account, Authenticator, Session
from waymark.kernel.policy import Actor, Ground, Policy


def _own_account(actor: Actor, at: datetime) -> QuerySet[Account]:
    return Account.objects.none() if actor.account_id is None else Account.objects.filter(pk=actor.account_id)


def _every_account(actor: Actor, at: datetime) -> QuerySet[Account]:
    return Account.objects.all() if actor.operator else Account.objects.none()


def _own_sessions(actor: Actor, at: datetime) -> QuerySet[Session]:
    if actor.account_id is None:
        return Session.objects.none()
    return Session.objects.filter(account_id=actor.account_id, expire_date__gt=at)


def _own_factors(actor: Actor, at: datetime) -> QuerySet[Any]:
    found: QuerySet[Any] = Authenticator.objects.none()
    if actor.account_id is not None:
        found = Authenticator.objects.filter(user_id=actor.account_id)
    return found


THEIR_OWN = Ground(_("it is their account"), _own_account)
OPERATOR = Ground(_("they operate the site"), _every_account)
THEIR_SESSION = Ground(_("it is a session of theirs"), _own_sessions)
THEIR_FACTOR = Ground(_("it is a passkey or a code of theirs"), _own_factors)

MAY_RUN_ACCOUNT = Policy(OPERATOR, about=_("close an account, open it again, send its holder a link, unlock it"))
MAY_CHANGE_ACCOUNT = Policy(THEIR_OWN, about=_("change an account’s address, password and ways to sign in"))
SEE_SESSION = Policy(THEIR_SESSION, about=_("see where an account is signed in"))
MAY_END_SESSION = Policy(THEIR_SESSION, about=_("sign an account out somewhere"))
SEE_FACTOR = Policy(THEIR_FACTOR, about=_("see an account’s passkeys and codes"))
MAY_CHANGE_FACTOR = Policy(THEIR_FACTOR, about=_("add and remove an account’s passkeys and codes"))
