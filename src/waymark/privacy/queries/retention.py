"""What is past its time, and the runs that looked for it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Min
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from waymark.kernel import personal
from waymark.kernel.policy import Actor, fetch
from waymark.people import queries as people
from waymark.privacy import policies, rules
from waymark.privacy.models import RetentionRun
from waymark.privacy.queries.held import what
from waymark.privacy.queries.holds import in_force
from waymark.privacy.types import PastItsTime, RetentionView


def spared(at: datetime) -> tuple[list[int], list[int]]:
    """Return the people of whom nothing is deleted at ``at``, and their accounts: on hold, or restricted."""
    ids = {
        *in_force(at).values_list("person_id", flat=True),
        *people.restricted(at).values_list("person_id", flat=True),
    }
    everyone = sorted(ids)
    return everyone, sorted(people.accounts_of(everyone).values())


def past_their_time(at: datetime) -> list[dict[str, Any]]:
    """Return what is past its time at ``at``: key, rows and oldest day, for each kind of data that has any.

    Cost: one query per table that keeps its rows for a fixed time.
    """
    persons, accounts = spared(at)
    found = []
    for holding in personal.holdings():
        rows = personal.due(holding, at, spared=persons, spared_accounts=accounts)
        count = rows.count()
        if count:
            oldest = rows.aggregate(oldest=Min(holding.after))["oldest"]
            day = localtime(oldest).date() if isinstance(oldest, datetime) else oldest
            found.append({"key": holding.key, "rows": count, "oldest": day.isoformat() if day else None})
    leavers = leavers_to_erase(at, persons)
    if leavers:
        found.append({"key": rules.LEAVERS, "rows": len(leavers), "oldest": None})
    return found


def leavers_to_erase(at: datetime, persons_spared: list[int]) -> list[int]:
    """Return the people who left so long ago that nothing of theirs is kept any more. One query."""
    rows = people.left_before(localdate(at - timedelta(days=rules.LEAVERS_DAYS)))
    return sorted(rows.exclude(pk__in=persons_spared).values_list("pk", flat=True))


def retention_run(uuid: UUID, actor: Actor, at: datetime) -> RetentionView:
    """Return one retention run.

    Raises:
        NotVisible: there is none, or the actor does not answer for the whole site.
    """
    return view_of(fetch(policies.SEE_RETENTION, RetentionRun.objects.all(), actor, at, uuid=uuid))


def retention_runs(actor: Actor, at: datetime, limit: int = 10) -> tuple[RetentionView, ...]:
    """Return the latest retention runs that the actor may see. One query."""
    rows = RetentionRun.objects.filter(pk__in=policies.SEE_RETENTION.visible(actor, at)).order_by("-at", "-pk")
    return tuple(view_of(row) for row in rows[:limit])


def view_of(row: RetentionRun) -> RetentionView:
    """Return a run as the room hands it out."""
    keeps = {holding.key: str(holding.keep) for holding in personal.holdings()}
    return RetentionView(
        uuid=row.uuid,
        at=row.at,
        found=tuple(
            PastItsTime(
                key=line["key"],
                what=named(line["key"]),
                keep=keeps.get(line["key"], _("Six years after their last post ended")),
                rows=line["rows"],
                oldest=date.fromisoformat(line["oldest"]) if line["oldest"] else None,
            )
            for line in row.found
        ),
        done_at=row.done_at,
        deleted=dict(row.deleted),
    )


def named(key: str) -> str:
    """Return what a line of a run is called."""
    return _("People who left, with everything about them") if key == rules.LEAVERS else what(key)
