"""The sessions in which an administrator's duty counts."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from waymark.access import policies, rules
from waymark.access.commands.granting import about, stated
from waymark.access.commands.refusals import NoSession, SessionOpen, WrongLength
from waymark.access.models import Account, AdminSession, Grant
from waymark.access.types import AdminSessionView
from waymark.audit import commands as audit
from waymark.kernel.errors import NotVisible
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch


@transaction.atomic
def open_admin_session(
    *, reason: str, minutes: int = rules.SESSION_USUAL, actor: Actor, at: datetime
) -> AdminSessionView:
    """Let the actor's duty of administrator count from ``at`` for a number of minutes.

    Args:
        reason: what they are about to do; up to 400 characters.
        minutes: how long, 1 to ``rules.SESSION_LONGEST``.
        actor: an administrator.
        at: when.

    Raises:
        NotVisible: the actor is no administrator.
        SessionOpen: a session of theirs is open.
        WrongLength: too short or too long.
        ReasonMissing, ReasonTooLong: no reason, or too long a one.
    """
    own = policies.MAY_OPEN_ADMIN_SESSION.visible(actor, at).first()
    if own is None:
        raise NotVisible
    grant = fetch(policies.MAY_OPEN_ADMIN_SESSION, Grant.objects.all(), actor, at, pk=own["pk"])
    # Two tabs at once: the second waits here and then sees what the first opened.
    Account.objects.select_for_update(no_key=True).get(pk=grant.account_id)
    there = AdminSession.objects.filter(policies.open_session(at), account_id=grant.account_id).first()
    if there is not None:
        raise SessionOpen(there.until_at)
    if not 1 <= minutes <= rules.SESSION_LONGEST:
        raise WrongLength
    reason = stated(reason)
    opened = AdminSession.objects.create(
        uuid=new_uuid(), account_id=grant.account_id, reason=reason, from_at=at,
        until_at=at + timedelta(minutes=minutes),
    )  # fmt: skip
    audit.record(
        "access.admin_session.opened", actor=actor, at=at, subjects=about(grant), reason=reason, minutes=minutes,
        session=str(opened.uuid),
    )  # fmt: skip
    return AdminSessionView(opened.uuid, opened.reason, opened.from_at, opened.until_at, None)


@transaction.atomic
def end_admin_session(*, actor: Actor, at: datetime) -> None:
    """End the actor's open session as an administrator before its time.

    Raises:
        NoSession: none is open.
    """
    rows = AdminSession.objects.select_for_update().filter(policies.open_session(at))
    own = rows.filter(pk__in=policies.MAY_END_ADMIN_SESSION.visible(actor, at)).order_by("pk").first()
    if own is None:
        raise NoSession
    row = fetch(policies.MAY_END_ADMIN_SESSION, rows, actor, at, pk=own.pk)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    audit.record(
        "access.admin_session.ended", actor=actor, at=at, subjects=[actor.person_id] if actor.person_id else [],
        session=str(row.uuid),
    )  # fmt: skip
