"""Signing on by a department's provider: the account of an identity, and what is written down about it.

Who somebody is at work is for the people room, which calls ``bind_identity`` inside its own command (``sign_on``).
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from waymark.access import policies, rules
from waymark.access.commands.telling import ACCOUNT_PAGE, tell
from waymark.access.models import Account, IdentityProvider, SignOnIdentity
from waymark.access.types import Fault, Proof
from waymark.audit import commands as audit
from waymark.kernel.errors import Refusal
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import PUBLIC, Actor


class SignOnRefused(Refusal):
    """A provider's answer lets nobody in; ``fault`` says why. ``known``: it failed a moment ago, and is on record."""

    def __init__(self, fault: Fault, *, known: bool = False) -> None:
        super().__init__(str(rules.WORDS[fault]))
        self.fault = fault
        self.known = known


@transaction.atomic
def open_account_by_provider(*, provider_id: int, email: str, name: str, at: datetime) -> int:
    """Make the account of somebody who is in the people records and signs on for the first time; return its id.

    It has no password. There must be no account of that address: an address alone opens nobody's account.

    Raises:
        SignOnRefused: the address is missing, or taken.
    """
    email = email.strip().lower()
    if not email:
        raise SignOnRefused(Fault.NO_ADDRESS)
    if Account.objects.filter(email=email).exists():
        raise SignOnRefused(Fault.TAKEN)
    account = Account.objects.create(
        uuid=new_uuid(), email=email, name=name, password=make_password(None), created_at=at
    )
    audit.record("access.account.created", actor=PUBLIC, at=at, account=account.pk, demo_key="", provider=provider_id)
    return account.pk


@transaction.atomic
def bind_identity(*, provider_id: int, account_id: int, proof: Proof, at: datetime) -> None:
    """Say that somebody at a provider is the holder of an account, from now on and whatever their address becomes.

    The holder is told: it should be they who did this.

    Args:
        provider_id: a provider that is turned on.
        account_id: whose it is; the people room has matched them.
        proof: what the provider says of them.
        at: when.

    Raises:
        SignOnRefused: the account is closed, or is somebody else's at that provider.
    """
    provider = IdentityProvider.objects.get(pk=provider_id)
    if not Account.objects.filter(pk=account_id, is_active=True).exists():
        raise SignOnRefused(Fault.CLOSED)
    try:
        with transaction.atomic():
            SignOnIdentity.objects.create(
                provider=provider, account_id=account_id, kind=provider.kind, issuer=proof.issuer,
                subject=proof.subject, first_at=at, last_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise SignOnRefused(Fault.TAKEN) from error
    actor = Actor(account_id=account_id)
    audit.record("access.identity.bound", actor=actor, at=at, account=account_id, provider=provider_id)
    tell(
        account_id, _("You can now sign in with %(name)s") % {"name": provider.name},
        _("It was used for your account for the first time. If that was not you, tell whoever runs this site at once."),
        ACCOUNT_PAGE, at,
    )  # fmt: skip


@transaction.atomic
def use_identity(*, provider_id: int, proof: Proof, at: datetime) -> int | None:
    """Return the account of somebody at a provider, and note that it was used now; None: nobody has signed on as them.

    A provider whose body has closed counts as turned on for a while.

    It leaves no entry: what is on record is the sign-in it belongs to.

    Raises:
        SignOnRefused: the provider is turned off, the account is closed, or is somebody else's there since.
    """
    provider = IdentityProvider.objects.filter(policies.provider_is_on(at), pk=provider_id).first()
    if provider is None:
        raise SignOnRefused(Fault.TURNED_OFF)
    rows = SignOnIdentity.objects.filter(kind=provider.kind, issuer=proof.issuer, subject=proof.subject)
    found = rows.select_related("account").first()
    if found is None:
        return None
    if found.let_go_at is not None:
        raise SignOnRefused(Fault.REPLACED)
    if not found.account.is_active:
        raise SignOnRefused(Fault.CLOSED)
    rows.update(last_at=at, provider=provider)
    return found.account_id


@transaction.atomic
def confirm_by_provider(*, provider_id: int, proof: Proof, asked_at: datetime, actor: Actor, at: datetime) -> None:
    """Take a provider's word that the actor is there now, before a strong act. It leaves no entry, as with a password.

    Whether they still work in its department is for the people room, which calls this inside its own command.

    Args:
        provider_id: which provider.
        proof: what it says.
        asked_at: when it was asked; an older sign-in than that is not enough.
        actor: who is signed in.
        at: when.

    Raises:
        SignOnRefused: it is somebody else, it is no fresh sign-in, or the provider is turned off.
    """
    account_id = use_identity(provider_id=provider_id, proof=proof, at=at)
    if account_id is None or account_id != actor.account_id:
        raise SignOnRefused(Fault.SOMEBODY_ELSE)
    strong = IdentityProvider.objects.values_list("strong_context", flat=True).get(pk=provider_id)
    fault = rules.why_not_fresh(proof, asked_at=asked_at, at=at, strong_context=strong)
    if fault is not None:
        raise SignOnRefused(fault)


@transaction.atomic
def note_refused_sign_on(*, provider_id: int, fault: Fault, account_id: int | None = None, at: datetime) -> None:
    """Enter into the record that a provider's answer let nobody in: which provider and why, and nothing it said.

    Args:
        provider_id: which provider.
        fault: why.
        account_id: who was signed in already and was to show that it is them; None for a sign-in.
        at: when.
    """
    audit.record(
        "access.sign_on.refused", actor=Actor(account_id=account_id), at=at, account=account_id, provider=provider_id,
        why=fault.value,
    )  # fmt: skip
