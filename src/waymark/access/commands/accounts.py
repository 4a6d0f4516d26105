"""Every change to accounts."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from waymark.access.models import Account
from waymark.audit import commands as audit
from waymark.kernel.errors import NotAllowed, Refusal
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor


class EmailTaken(Refusal):
    """Somebody signs in with that address already."""

    def __init__(self, email: str) -> None:
        super().__init__(_("There is already an account for %(email)s. Use another address.") % {"email": email})


class DemoKeyTaken(Refusal):
    """A ready-made person of that key exists already."""

    def __init__(self, key: str) -> None:
        super().__init__(_("There is already a demo person called “%(key)s”. Use another key.") % {"key": key})


class DemoOnly(Refusal):
    """A one-click account was asked for outside demo mode."""

    def __init__(self) -> None:
        super().__init__(_("Demo accounts exist in demo mode only. Leave the demo key out."))


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
        EmailTaken, DemoKeyTaken: the address or the key is in use.
        DemoOnly: a demo key outside demo mode.
    """
    if not actor.operator:
        raise NotAllowed(_("Only an operator may add accounts. Ask whoever runs this site."))
    if demo_key is not None and not settings.DEMO:
        raise DemoOnly
    if Account.objects.filter(email__iexact=email).exists():
        raise EmailTaken(email)
    if demo_key is not None and Account.objects.filter(demo_key=demo_key).exists():
        raise DemoKeyTaken(demo_key)

    account = Account.objects.create(
        uuid=new_uuid(), email=email.lower(), name=name, demo_key=demo_key, password=make_password(None), created_at=at
    )
    audit.record("access.account.created", actor=actor, at=at, account=account.pk, demo_key=demo_key or "")
    return account.pk
