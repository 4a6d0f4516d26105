"""Deleting what is past its time: looked for and counted first, deleted when somebody says so."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.kernel import personal
from waymark.kernel.errors import NotVisible
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch
from waymark.people import commands as people
from waymark.privacy import events, policies, rules
from waymark.privacy.commands import erasing, refusals
from waymark.privacy.models import RetentionRun
from waymark.privacy.queries.retention import leavers_to_erase, past_their_time, spared, view_of
from waymark.privacy.types import RetentionView


@transaction.atomic
def look_for_old_data(*, actor: Actor, at: datetime) -> RetentionView:
    """Count what is past its time at ``at``, and keep the counts as a run to be carried out. Nothing is deleted.

    When nobody's account asks for it (a schedule does), the officers for everybody are told of what was found.

    People under a hold and people whose record is restricted are left out.

    Raises:
        NotVisible: the actor is neither an operator nor an officer for everybody.

    Cost: two queries per table that keeps its rows for a fixed time.
    """
    if not policies.answers_for_all(actor):
        raise NotVisible
    found = past_their_time(at)
    row = RetentionRun.objects.create(uuid=new_uuid(), at=at, looked_by_id=actor.account_id, found=found)
    rows = sum(line["rows"] for line in found)
    audit.record("privacy.retention.looked", actor=actor, at=at, run=row.pk, rows=rows)
    if rows and actor.account_id is None:
        audit.announce(events.OldDataFound(run_id=row.pk, rows=rows), at=at)
    return view_of(row)


def delete_old_data(*, run: UUID, actor: Actor, at: datetime) -> RetentionView:
    """Delete what a run found, as it stood when the run looked, and say how many rows of each kind went.

    What was put on hold or restricted since then stays. People who left long ago are erased one by one, each in a
    transaction of their own.

    Raises:
        NotVisible: there is no such run, or the actor does not answer for the whole site.
        AlreadyCarriedOut: it was carried out before.
        LookAgain: it looked more than 24 hours ago.
    """
    looked_at, found = _begin(run, actor, at)
    erased = 0
    if rules.LEAVERS in found:
        for person_id in leavers_to_erase(looked_at, spared(at)[0]):
            # Put on hold, or erased by somebody else, a moment ago: the others go on.
            with suppress(refusals.UnderHold, people.AlreadyErased):
                erasing.erase_person(person_id=person_id, reason=_("Left more than six years ago."), actor=actor, at=at)
                erased += 1
    return _finish(run, looked_at, found, erased, actor, at)


@transaction.atomic
def _begin(run: UUID, actor: Actor, at: datetime) -> tuple[datetime, set[str]]:
    row = fetch(policies.MAY_CARRY_OUT_RETENTION, RetentionRun.objects.select_for_update(), actor, at, uuid=run)
    if row.done_at is not None:
        raise refusals.AlreadyCarriedOut
    if rules.too_old(row.at, at):
        raise refusals.LookAgain
    return row.at, {line["key"] for line in row.found}


@transaction.atomic
def _finish(run: UUID, looked_at: datetime, found: set[str], erased: int, actor: Actor, at: datetime) -> RetentionView:
    row = fetch(policies.MAY_CARRY_OUT_RETENTION, RetentionRun.objects.select_for_update(), actor, at, uuid=run)
    if row.done_at is not None:
        raise refusals.AlreadyCarriedOut
    persons, accounts = spared(at)
    deleted = {rules.LEAVERS: erased} if erased else {}
    # From the last to the first: what hangs on other rows goes before them.
    for holding in reversed(personal.holdings()):
        if holding.key in found:
            count = personal.delete_due(holding, looked_at, spared=persons, spared_accounts=accounts)
            if count:
                deleted[holding.key] = count
    row.done_at, row.done_by_id, row.deleted = at, actor.account_id, deleted
    row.save(update_fields=["done_at", "done_by", "deleted"])
    audit.record("privacy.retention.carried_out", actor=actor, at=at, run=row.pk, deleted=deleted)
    return view_of(row)
