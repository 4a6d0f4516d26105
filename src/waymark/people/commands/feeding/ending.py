"""What ends when somebody leaves, or is said to leave on a day."""

from __future__ import annotations

from datetime import date

from waymark.people.commands.feeding import records
from waymark.people.commands.feeding.records import Here
from waymark.people.commands.feeding.rows import Rows
from waymark.people.models import Identifier, Movement, ReportingLine
from waymark.people.rules.feeding import OnRecord


def leave(rows: Rows, person_id: int, one: OnRecord, on: date, day: date) -> None:
    """End all that goes on, on a day. It stays on record; the account is closed when that day has come."""
    for standing in one.seats:
        end = max(on, standing.seat.from_on)
        if standing.seat.until_on is None or standing.seat.until_on > end:
            rows.appointment_changes.append((standing.id, standing.seat.from_on, end, standing.seat.fte))
    left(rows, person_id, one, on, day)


def left(rows: Rows, person_id: int, one: OnRecord, on: date, day: date, *, stays: bool = False) -> None:
    """Have somebody left on a day on which nothing of theirs goes on; ``stays``: their access stays all the same."""
    if not one.elsewhere:
        end_what_hangs(rows, one, on, set())
    if stays:
        return
    if on <= day and not one.elsewhere:
        rows.managed_by.append(person_id)
    leaves(rows, person_id, one, on)


def leaves(rows: Rows, person_id: int, one: OnRecord, on: date) -> None:
    """Have one word on record of the day somebody leaves on: by it their access ends."""
    if rows.to_come.get(person_id) == on:
        rows.holds.add(person_id)
        return
    first = one.seats[0].post_id if one.seats else None
    rows.movements.append((person_id, Movement.Kind.LEFT, on, first, None))


def end_what_hangs(rows: Rows, one: OnRecord, on: date, ended: set[int]) -> None:
    """End the manager and the professions of somebody on a day, but for the memberships in ``ended``."""
    if one.line_id is not None:
        rows.line_ends.append((one.line_id, on))
    for membership_id in (one.main_id, *(one.others or {}).values()):
        if membership_id is not None and membership_id not in ended:
            rows.membership_ends.append((membership_id, on))


def end_lines_of_leavers(here: Here, rows: Rows, day: date) -> None:
    """End the lines of those whose manager has left. Whoever the feed names another manager for has that one.

    What the feed said of the others is looked at again: the manager may have been left out by mistake.
    """
    ending = {pk for pk, _on in rows.line_ends}
    for some in records.chunks(rows.managed_by):
        reports = ReportingLine.objects.filter(manager_id__in=some, until_on=None)
        Identifier.objects.filter(source=here.source, person__in=reports.values("person")).update(said="")
        lines = reports.values_list("pk", "from_on")
        rows.line_ends += [(pk, max(day, from_on)) for pk, from_on in lines if pk not in ending]


def go_on_after_all(rows: Rows, one: OnRecord, ended: set[int]) -> None:
    """Let go on what was to end with somebody who stays after all, unless something else ends it."""
    for what, pk in one.ending or ():
        if what == "line" and pk == one.line_id:
            rows.line_ends.append((pk, None))
        elif what == "membership" and pk not in ended:
            rows.membership_ends.append((pk, None))
