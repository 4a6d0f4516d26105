"""Ending sessions."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from waymark.access import policies
from waymark.access.models import AdminSession, Session
from waymark.audit import commands as audit
from waymark.kernel.policy import Actor, fetch


@transaction.atomic
def end_session(*, session: UUID, actor: Actor, at: datetime) -> None:
    """End one session: its next request is signed out.

    Raises:
        NotVisible: there is no such session, or it is not the actor's.
    """
    row = fetch(policies.MAY_END_SESSION, Session.objects.all(), actor, at, uuid=session)
    row.delete()
    audit.record("access.session.ended", actor=actor, at=at, account=actor.account_id, sessions=1)


@transaction.atomic
def end_other_sessions(*, keep: UUID, actor: Actor, at: datetime) -> int:
    """End every session of the actor but one, and return how many.

    Raises:
        NotVisible: the one to keep is not the actor's.
    """
    this = fetch(policies.MAY_END_SESSION, Session.objects.all(), actor, at, uuid=keep)
    others = Session.objects.filter(account=this.account).exclude(uuid=keep)
    ended, _rows = others.delete()
    audit.record("access.session.ended", actor=actor, at=at, account=actor.account_id, sessions=ended)
    return ended


def end_sessions_among(rows: QuerySet[Session], *, actor: Actor, at: datetime) -> int:
    """End sessions, and what their holders opened as administrators, and return how many; the actor's own stay.

    Part of other commands: it leaves no entry.
    """
    ended = rows.filter(account_id__isnull=False).exclude(account_id=actor.account_id or 0)
    opened = AdminSession.objects.filter(account_id__in=ended.values("account_id"), ended_at=None, until_at__gt=at)
    opened.update(ended_at=at)
    return ended.delete()[0]


@transaction.atomic
def forget_old_sessions(*, at: datetime) -> int:
    """Delete sessions that are over, and return how many. Run it once a day; it leaves no entry."""
    gone, _rows = Session.objects.filter(expire_date__lt=at).delete()
    return gone
