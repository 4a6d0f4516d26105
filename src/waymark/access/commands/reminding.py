"""Reminders before a duty ends. A schedule calls them; calling again reminds nobody twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from waymark.access import policies, rules
from waymark.access.events import GrantEnding
from waymark.access.models import EndingReminder, Grant
from waymark.audit import commands as audit
from waymark.kernel.policy import PUBLIC

AT_ONCE = 500


@transaction.atomic
def remind_of_endings(*, at: datetime) -> int:
    """Announce the duties that end in 30 days or in 7, each once, and return how many were announced.

    Of two reminders that are due at once only the nearer one is sent. Nobody is reminded of a duty that began later
    than the moment of the reminder, of one whose successor is settled, or of a cover: whoever covers knows when the
    absence ends.

    Cost: three queries and two more per reminder, ``AT_ONCE`` reminders at most; call again for the rest.
    """
    count = 0
    for days in sorted(rules.REMIND_DAYS):
        for grant in _due(days, at)[: AT_ONCE - count]:
            EndingReminder.objects.create(grant=grant, days=days, at=at)
            audit.announce(GrantEnding(grant.pk, days), at=at)
            count += 1
    if count:
        audit.record("access.endings.reminded", actor=PUBLIC, at=at, grants=count)
    return count


def _due(days: int, at: datetime) -> QuerySet[Grant]:
    """Return the grants whose holders are to be told that they end in ``days`` days or fewer."""
    before = timedelta(days=days)
    told = EndingReminder.objects.filter(grant=OuterRef("pk"), days__lte=days)
    settled = Q(two_people=False) | Q(decision__approved=True)
    successor = Grant.objects.filter(
        settled,
        _same("profession_id") & _same("organisation_id"),
        account=OuterRef("account"),
        kind=OuterRef("kind"),
        covers__isnull=True,
        until_at__gt=OuterRef("until_at"),
        revocation__isnull=True,
    )
    return (
        Grant.objects.select_for_update(of=("self",))
        .filter(policies.counted(at), ~Exists(told), ~Exists(successor), covers__isnull=True)
        .filter(until_at__lte=at + before, from_at__lt=F("until_at") - before)
        .order_by("until_at", "pk")
    )


def _same(column: str) -> Q:
    """Return the condition that a column is what it is in the grant outside, or empty in both."""
    outside = Grant.objects.filter(pk=OuterRef(OuterRef("pk")), **{f"{column}__isnull": True})
    return Q(**{column: OuterRef(column)}) | Q(Exists(outside), **{f"{column}__isnull": True})
