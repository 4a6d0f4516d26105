"""Taking a copy of the record: bounded, with a reason, and on record itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import policies
from waymark.audit.commands.entries import record
from waymark.audit.policies import Ids
from waymark.audit.queries.entries import matching
from waymark.audit.types import EXPORT_CSV, EXPORT_JSON_LINES, RecordExport, Search
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.policy import Actor

MOST_ENTRIES = 100_000
MOST_DAYS = 366


class NoReasonGiven(Refusal):
    """An export says what it is for."""

    def __init__(self) -> None:
        super().__init__(_("Enter why you need this export. The reason is kept in the record."))


class DatesNeeded(Refusal):
    """An export is bounded in time."""

    def __init__(self) -> None:
        super().__init__(
            _("Enter the first and the last day of the export, in order and at most %(days)d days apart.")
            % {"days": MOST_DAYS}
        )


class TooManyEntries(Refusal):
    """An export would be larger than anybody reads."""

    def __init__(self) -> None:
        super().__init__(
            _("More than %(most)s entries match. Choose fewer days, or narrow the search.")
            % {"most": f"{MOST_ENTRIES:,}"}
        )


class UnknownForm(Refusal):
    """An export has two forms."""

    def __init__(self) -> None:
        super().__init__(_("Choose CSV or JSON lines."))


@transaction.atomic
def export_record(
    *, wanted: Search, form: str, reason: str, actor: Actor, at: datetime, people: Ids | None = None
) -> RecordExport:
    """Grant an export of the entries that match, and put it on record. ``queries.exported`` then gives the lines.

    Entries from ``at`` on are left out: this one too.

    Args:
        wanted: which entries; from when until when must be said.
        form: "csv" or "jsonl".
        reason: what it is for; kept in the record.
        actor: who asks.
        at: when.
        people: the people within the actor's duty, when that is limited (see ``queries.bounds``).

    Raises:
        NotVisible: the actor may not export the record.
        NoReasonGiven: no reason was given.
        ReasonTooLong: the reason has more than 400 characters.
        DatesNeeded: a day is missing, or they are not in order, or more than 366 days apart.
        TooManyEntries: more than 100,000 entries match.
        UnknownForm: the form is neither.
    """
    if not policies.reads_by_duty(actor, people):
        raise NotVisible
    if form not in {EXPORT_CSV, EXPORT_JSON_LINES}:
        raise UnknownForm
    if not reason.strip():
        raise NoReasonGiven
    since, until = wanted.since, wanted.until
    if since is None or until is None or not since < until <= since + timedelta(days=MOST_DAYS):
        raise DatesNeeded
    wanted = replace(wanted, until=min(until, at))
    entries = matching(wanted, actor=actor, at=at, people=people)[: MOST_ENTRIES + 1].count()
    if entries > MOST_ENTRIES:
        raise TooManyEntries
    record(
        "audit.record.exported",
        actor=actor,
        at=at,
        subjects=() if wanted.person_id is None else (wanted.person_id,),
        reason=reason.strip(),
        form=form,
        entries=entries,
        since=since,
        until=wanted.until,
        by=wanted.actor_account_id,
        kinds=wanted.kind,
        named=wanted.thing,
    )
    return RecordExport(wanted, form, entries)
