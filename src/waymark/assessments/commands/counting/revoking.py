"""A level that was signed off counts no more."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from waymark.access import queries as access
from waymark.assessments import policies
from waymark.assessments.commands import standings
from waymark.assessments.commands.counting.exempting import reason_of
from waymark.assessments.commands.counting.refusals import NotYoursToRevoke, RevokedAlready
from waymark.assessments.events import LevelRevoked
from waymark.assessments.models import Judgement, Revocation, Source
from waymark.audit import commands as audit
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor
from waymark.people import queries as people


@transaction.atomic
def revoke_level(*, judgement: UUID, reason: str, actor: Actor, at: datetime) -> None:
    """Have a signed-off level count no more, from ``at`` on. The judgement stays on record, with the reason.

    What the same assessment said of the skill before goes with it: what was confirmed on the way to the sign-off would
    count in its place else. What the person holds is worked out anew at once, and they are told why and how to ask for
    another look.

    Args:
        judgement: one that was signed off.
        reason: why, up to 400 characters; the person reads it.
        actor: a moderator of the profession, or the assessor who signed it off.
        at: when.

    Raises:
        NotVisible: there is no such judgement, or the actor may not know of it.
        NotYoursToRevoke: they see it and may not revoke it: it is their own, or another's to revoke.
        RevokedAlready: somebody did before.
        WhyNeeded, TooLong: there is no reason, or it does not fit.
    """
    reason = reason_of(reason)
    row = Judgement.objects.filter(uuid=judgement).first()
    if row is None:
        raise NotVisible
    if not policies.MAY_REVOKE.decide(actor, row, at).allowed:
        if policies.SEE_JUDGEMENT.decide(actor, row, at).allowed:
            raise NotYoursToRevoke
        raise NotVisible
    people.row_of(row.person_id).select_for_update(no_key=True).get()
    before = Revocation.objects.filter(judgement=row).first()
    if before is not None:
        names = access.account_names([before.account_id]) if before.account_id else {}
        name = names[before.account_id].name if before.account_id in names else ""
        raise RevokedAlready(name=name, at=before.at, reason=before.reason)
    others = Judgement.objects.filter(assessment=row.assessment, skill_id=row.skill_id, revocation__isnull=True)
    Revocation.objects.bulk_create(
        Revocation(judgement=one, account_id=actor.account_id, reason=reason, at=at)
        for one in (row, *others.exclude(source=Source.SELF).exclude(pk=row.pk).order_by("pk"))
    )
    standings.derive_for(row.person_id, [row.skill_id])
    audit.record(
        "assessments.level.revoked", actor=actor, at=at, subjects=(row.person_id,), reason=reason,
        judgement=str(row.uuid), skill=row.skill_id,
    )  # fmt: skip
    audit.announce(LevelRevoked(str(row.uuid), row.person_id), at=at)
