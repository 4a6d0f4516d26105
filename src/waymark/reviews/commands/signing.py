"""Choosing who signs a draft off, and signing it off."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from waymark.audit import commands as audit
from waymark.frameworks import commands as frameworks_commands
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch
from waymark.reviews import policies, rules
from waymark.reviews.commands import refusals
from waymark.reviews.events import SignatoryChosen, SignatoryDropped, SignedOff
from waymark.reviews.models import Signatory, SignOff


@transaction.atomic
def choose_signatory(*, version_id: int, account_id: int, actor: Actor, at: datetime) -> UUID:
    """Choose somebody who reads a draft to sign it off.

    Raises:
        NotVisible: there is no such draft that the actor writes.
        NotAReader: they cannot read it.
        AlreadyChosen: they are chosen already.
    """
    policies.MAY_RUN.require(actor, version_id, at)
    frameworks_commands.hold(version_id)
    if account_id not in frameworks.readers(version_id, at):
        raise refusals.NotAReader
    if Signatory.objects.filter(version_id=version_id, account_id=account_id, until_at=None).exists():
        raise refusals.AlreadyChosen
    row = Signatory.objects.create(
        uuid=new_uuid(), version_id=version_id, account_id=account_id, chosen_by_id=actor.account_id, from_at=at
    )
    audit.record(
        "reviews.signatory.chosen", actor=actor, at=at, version=version_id, signatory=str(row.uuid), account=account_id
    )
    audit.announce(SignatoryChosen(row.pk), at=at)
    return row.uuid


@transaction.atomic
def drop_signatory(*, signatory: UUID, actor: Actor, at: datetime) -> None:
    """Choose somebody no longer to sign a draft off. What they said stays in the record.

    Raises:
        NotVisible: nobody of that number is chosen for a draft the actor writes.
    """
    rows = Signatory.objects.select_for_update().filter(until_at__isnull=True)
    row = fetch(policies.MAY_DROP, rows, actor, at, uuid=signatory)
    row.until_at = at
    row.save(update_fields=["until_at"])
    audit.record("reviews.signatory.dropped", actor=actor, at=at, version=row.version_id, signatory=str(signatory))
    audit.announce(SignatoryDropped(row.pk), at=at)


@transaction.atomic
def sign_off(*, version_id: int, ready: bool, reason: str = "", seen: str, actor: Actor, at: datetime) -> None:
    """Say of a draft one was chosen to sign off that it is ready, or not yet and why.

    Args:
        version_id: the draft.
        ready: whether it is.
        reason: why not yet, up to 400 characters; may be empty for "ready".
        seen: the digest of the content the actor looked at (``frameworks.queries.content_digest``).
        actor: whoever was chosen.
        at: when.

    Raises:
        NotVisible: the actor is not chosen to sign off such a draft.
        DraftChanged: the content is another by now.
        NotSaid: the reason is missing or too long.

    Cost: reads the whole version.
    """
    frameworks_commands.hold(version_id)  # a release that is agreed to meanwhile reads all of this or nothing of it
    rows = Signatory.objects.select_for_update().filter(version_id=version_id, until_at__isnull=True)
    row = rows.filter(account_id=actor.account_id or 0).first()
    if row is None or not policies.MAY_SIGN_OFF.decide(actor, row, at).allowed:
        raise NotVisible
    if why_not := rules.why_not_said(reason, rules.MOST_REASON, needed=not ready):
        raise refusals.NotSaid(why_not)
    digest = frameworks.content_digest(version_id)
    if digest != seen:
        raise refusals.DraftChanged
    said = SignOff.objects.create(signatory=row, ready=ready, reason=reason.strip(), digest=digest, at=at)
    audit.record(
        "reviews.sign_off.said", actor=actor, at=at, version=version_id, signatory=str(row.uuid), ready=ready,
        content=digest,
    )  # fmt: skip
    audit.announce(SignedOff(said.pk), at=at)
