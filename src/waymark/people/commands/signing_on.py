"""Signing on by a department's provider: who somebody is at work decides whether they get in, and as whom."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from waymark.access import commands as access
from waymark.access.types import Fault, Proof, ProviderCard
from waymark.audit import commands as audit
from waymark.kernel.policy import Actor
from waymark.people import rules
from waymark.people.models import Person
from waymark.people.queries.signing_on import matched, works_in


@transaction.atomic
def sign_on(*, provider: ProviderCard, proof: Proof, at: datetime) -> int:
    """Return the account of somebody for whom a provider vouches; at their first sign-on, match them.

    Somebody is matched once, to the one person in the provider's department whom it means. A person without an account
    is given one: nobody else is. From then on the issuer and its subject are the key, whatever address it says. Each
    time, they must work in the department: a leaver does not get in, nor does somebody who moved away.

    Args:
        provider: the provider that was asked.
        proof: what it says; the door has checked that it is true.
        at: when.

    Raises:
        SignOnRefused: nobody is meant, or more than one; their account is closed, or somebody else's; they do not
            work there now; the provider is turned off.
    """
    account_id = access.use_identity(provider_id=provider.id, proof=proof, at=at)
    if account_id is not None:
        if not works_in(provider.organisation_id, account_id, at):
            raise access.SignOnRefused(Fault.NOT_THERE)
        return account_id
    found = matched(provider.organisation_id, provider.matched_by, proof.said, at)
    if len(found) != 1:
        raise access.SignOnRefused(Fault.UNMATCHED)
    # Locked, so that of two first sign-ons at once the second finds the account of the first.
    person = Person.objects.select_for_update().get(pk=found[0])
    if person.account_id is None:
        name = rules.full_name(person.given_name, person.family_name)
        person.account_id = access.open_account_by_provider(
            provider_id=provider.id, email=person.email, name=name, at=at
        )
        person.save(update_fields=["account_id"])
        actor = Actor(account_id=person.account_id, person_id=person.pk)
        audit.record("people.account.linked", actor=actor, at=at, subjects=[person.pk], account=person.account_id)
    access.bind_identity(provider_id=provider.id, account_id=person.account_id, proof=proof, at=at)
    return person.account_id


@transaction.atomic
def confirm_sign_on(*, provider: ProviderCard, proof: Proof, asked_at: datetime, actor: Actor, at: datetime) -> None:
    """Take a provider's word that the actor is there now, before a strong act. It leaves no entry, as with a password.

    Args:
        provider: the provider that was asked.
        proof: what it says; the door has checked that it is true.
        asked_at: when it was asked; an older sign-in than that is not enough.
        actor: who is signed in.
        at: when.

    Raises:
        SignOnRefused: it is somebody else, it is no fresh sign-in, or the provider is turned off; or they do not work
            in its department now.
    """
    access.confirm_by_provider(provider_id=provider.id, proof=proof, asked_at=asked_at, actor=actor, at=at)
    if actor.account_id is None or not works_in(provider.organisation_id, actor.account_id, at):
        raise access.SignOnRefused(Fault.NOT_THERE)
