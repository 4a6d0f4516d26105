"""Naming somebody who covers a duty while its holder is away."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from waymark.access import policies, rules
from waymark.access.commands.granting import about, facts, kind_called, refuse_held, stated
from waymark.access.commands.refusals import CannotCover, CoverOutside, WrongPeriod
from waymark.access.events import GrantGiven, GrantProposed
from waymark.access.models import Account, Grant
from waymark.audit import commands as audit
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch


@transaction.atomic
def name_cover(
    *,
    grant: UUID,
    account: UUID,
    from_at: datetime | None = None,
    until_at: datetime,
    reason: str,
    person_id: int | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Name who covers a duty of one's own for a period inside one's own time. Return the UUID of the cover's grant.

    A duty that takes two people to give takes them to cover as well: an administrator has to approve the cover.

    Args:
        grant: the duty; it has to count now.
        account: who covers it.
        from_at: when the cover begins; None for now.
        until_at: when it ends, exclusive.
        reason: why, in words; up to 400 characters.
        person_id: who the covering account is at work, if anybody: whom the record is about.
        actor: the holder.
        at: when.

    Raises:
        NotVisible: there is no such grant or account, or the grant is not the actor's.
        CannotCover: it is a cover itself, does not count now, or the two are the same account.
        CoverOutside, WrongPeriod: the period reaches beyond the holder's own, or into the past.
        AlreadyHeld: they cover it at some of that time already.
        ReasonMissing, ReasonTooLong: no reason, or too long a one.
    """
    covering = fetch(policies.FIND_ACCOUNT, Account.objects.select_for_update(no_key=True), actor, at, uuid=account)
    own = fetch(policies.MAY_COVER, Grant.objects.select_for_update(of=("self",)), actor, at, uuid=grant)
    why_not = rules.why_not_cover(
        itself_a_cover=own.covers_id is not None,
        holder_id=own.account_id,
        account_id=covering.pk,
        counts=Grant.objects.filter(policies.in_force(at), pk=own.pk).exists(),
    )
    if why_not:
        raise CannotCover(why_not)
    from_at = from_at or at
    kind = kind_called(own.kind)
    if why_not := rules.why_not_period(kind, from_at, until_at, at):
        raise WrongPeriod(why_not)
    if not rules.covers_within(from_at, until_at, own.from_at, own.until_at):
        raise CoverOutside(own.from_at, own.until_at)
    reason = stated(reason)
    refuse_held(covering.pk, kind, own.profession_id, own.organisation_id, from_at, until_at, covers=own)

    cover = Grant.objects.create(
        uuid=new_uuid(), account=covering, person_id=person_id, kind=own.kind, profession_id=own.profession_id,
        organisation_id=own.organisation_id, from_at=from_at, until_at=until_at, two_people=kind.two_people,
        reason=reason, proposed_by_id=actor.account_id, covers=own, created_at=at,
    )  # fmt: skip
    audit.record(
        "access.grant.proposed" if kind.two_people else "access.grant.given", actor=actor, at=at,
        subjects=about(cover), reason=reason, **facts(cover),
    )  # fmt: skip
    audit.announce(GrantProposed(cover.pk) if kind.two_people else GrantGiven(cover.pk), at=at)
    return cover.uuid
