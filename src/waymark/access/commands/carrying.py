"""Duties over an organisation that has become part of another one: given anew over the other, when somebody says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.access import queries
from waymark.access.commands.granting import give_duty
from waymark.access.commands.refusals import AlreadyHeld, GivenToOneself, NotYoursToGive, WrongPeriod
from waymark.access.types import CarriedDuties, DutyNotCarried
from waymark.kernel.policy import Actor


@transaction.atomic
def carry_duties(
    *, grants: Sequence[UUID], organisation_id: int, reason: str, actor: Actor, at: datetime
) -> CarriedDuties:
    """Give duties that were over one organisation over another, each as a grant of its own with its own entry.

    A duty over the larger body covers more people than before, so it goes the way of every gift: one that takes two
    people is proposed and waits for the second. The grants before stay as they are and end by themselves; over a body
    that is closed they cover nobody.

    Args:
        grants: which; covers are left out, since their holder can be named again.
        organisation_id: over which organisation they are to be.
        reason: why, in words; up to 400 characters.
        actor: somebody whose duties give such duties there.
        at: when.

    Returns:
        How many were given or proposed, and of those that were not, why.

    Raises:
        NotVisible: the actor may not know of a grant, or there is no such organisation.
        ReasonMissing, ReasonTooLong: no reason, or too long a one.

    Cost: some ten queries for each grant.
    """
    given, proposed = 0, 0
    left: list[DutyNotCarried] = []
    for uuid in grants:
        card = queries.grant(uuid, actor, at).card
        if card.covered_name:
            left.append(DutyNotCarried(card, _("It covers for somebody: the holder can name a cover again.")))
            continue
        try:
            with transaction.atomic():
                give_duty(
                    account=card.account_uuid, kind=card.kind.kind, profession_id=card.profession_id,
                    organisation_id=organisation_id, from_at=card.from_at if card.from_at > at else None,
                    until_at=card.until_at, reason=reason, person_id=card.person_id, actor=actor, at=at,
                )  # fmt: skip
        except (AlreadyHeld, GivenToOneself, NotYoursToGive, WrongPeriod) as refusal:
            left.append(DutyNotCarried(card, str(refusal)))
        else:
            waits = card.kind.two_people and not actor.operator
            given, proposed = given + (not waits), proposed + waits
    return CarriedDuties(given, proposed, tuple(left))
