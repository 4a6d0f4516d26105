"""Placing and releasing holds."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from waymark.audit import commands as audit
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch
from waymark.privacy import policies, rules
from waymark.privacy.commands import refusals
from waymark.privacy.models import Hold
from waymark.privacy.types import Basis


@transaction.atomic
def place_hold(
    *, person_id: int, basis: Basis, reason: str, until_on: date | None = None, actor: Actor, at: datetime
) -> UUID:
    """Keep a person's data from being erased or deleted, from ``at`` on, and return the hold.

    The person is not told, and the record does not name them under it: to know of a hold could spoil its reason.

    Args:
        person_id: whose data.
        basis: what obliges to keep it.
        reason: which claim, case or duty; up to 4,000 characters.
        until_on: the day it ends by itself; None: until it is released.
        actor: a data protection officer who answers for their data, or an operator.
        at: when.

    Raises:
        NotVisible: the actor is neither.
        NotTheseWords: the reason is missing or too long.
        EndsInThePast: it would end before it begins.
    """
    policies.MAY_PLACE_HOLD.require(actor, person_id, at)
    if why_not := rules.why_not_these_words(reason, rules.MOST_TEXT):
        raise refusals.NotTheseWords(why_not)
    if until_on is not None and until_on <= localdate(at):
        raise refusals.EndsInThePast
    row = Hold.objects.create(
        uuid=new_uuid(), person_id=person_id, basis=basis, reason=reason, placed_at=at,
        placed_by_id=actor.account_id, until_on=until_on,
    )  # fmt: skip
    # No subjects: the person sees the entries about them.
    audit.record("privacy.hold.placed", actor=actor, at=at, hold=row.pk, basis=basis)
    return row.uuid


@transaction.atomic
def release_hold(*, hold: UUID, because: str, actor: Actor, at: datetime) -> None:
    """End a hold: its duty is over.

    Raises:
        NotVisible: there is no such hold, or it is not the actor's to release.
        AlreadyReleased: it was released before.
        NotTheseWords: the reason is missing or too long.
    """
    row = fetch(policies.MAY_RELEASE_HOLD, Hold.objects.select_for_update(), actor, at, uuid=hold)
    if row.released_at is not None:
        raise refusals.AlreadyReleased
    if why_not := rules.why_not_these_words(because, rules.MOST_TEXT):
        raise refusals.NotTheseWords(why_not)
    row.released_at, row.released_because, row.released_by_id = at, because, actor.account_id
    row.save(update_fields=["released_at", "released_because", "released_by"])
    audit.record("privacy.hold.released", actor=actor, at=at, hold=row.pk)
