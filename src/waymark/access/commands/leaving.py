"""Accounts of people who left, and of those who came back. Many at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from waymark.access.models import Account, AdminSession, Session
from waymark.audit import commands as audit
from waymark.kernel.policy import Actor

AT_ONCE = 10_000


@transaction.atomic
def close_of_leavers(*, account_ids: Sequence[int], actor: Actor, at: datetime) -> int:
    """Close the accounts of people who left, end their sessions at once, and return how many were open.

    Called by the room of people inside its own command, which has decided that they left. What they did stays on
    record; their duties count no more, because nobody can sign in to them.

    Cost: three writes per 10,000 accounts, and the entry in the record.
    """
    closed = sessions = 0
    for some in _some(account_ids):
        closed += Account.objects.filter(pk__in=some, is_active=True).update(is_active=False, closed_at=at)
        sessions += Session.objects.filter(account_id__in=some).delete()[0]
        AdminSession.objects.filter(account_id__in=some, ended_at=None, until_at__gt=at).update(ended_at=at)
    audit.record("access.leavers.closed", actor=actor, at=at, accounts=closed, sessions=sessions)
    return closed


@transaction.atomic
def reopen_for_returners(*, account_ids: Sequence[int], actor: Actor, at: datetime) -> int:
    """Open the accounts again of people who came back, and return how many. Called like ``close_of_leavers``."""
    opened = sum(
        Account.objects.filter(pk__in=some, is_active=False).update(is_active=True, closed_at=None)
        for some in _some(account_ids)
    )
    audit.record("access.returners.reopened", actor=actor, at=at, accounts=opened)
    return opened


def _some(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
