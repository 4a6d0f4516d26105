"""What a chunk of a feed writes, gathered table by table."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from waymark.kernel import bulk
from waymark.people.commands.feeding.records import Past
from waymark.people.models import Appointment, Membership, Movement, ReportingLine


class Rows:
    """What is written for one chunk, table by table; and what is on record of it besides."""

    def __init__(self, past: dict[int, list[Past]], to_come: dict[int, date], came_from: dict[int, int]) -> None:
        self.past, self.to_come = past, to_come
        """What somebody was in before; the day to come on which they leave, as it is on record."""
        self.came_from = came_from
        """Of those who come from another department, the post they were in there last."""
        self.holds: set[int] = set()
        """Those of whom that day holds as it is."""
        self.appointments: list[tuple[Any, ...]] = []
        self.appointment_changes: list[tuple[Any, ...]] = []
        self.lines: list[tuple[Any, ...]] = []
        self.line_ends: list[tuple[Any, ...]] = []
        self.memberships: list[tuple[Any, ...]] = []
        self.membership_ends: list[tuple[Any, ...]] = []
        self.movements: list[tuple[Any, ...]] = []
        self.managed_by: list[int] = []
        """People who manage nobody any more."""

    def write(self, run_id: int | None, at: datetime) -> None:
        """Write it. What ends is ended first: somebody has one manager and one main profession at a time."""
        bulk.update_rows(Appointment, ("from_on", "until_on", "fte"), self.appointment_changes)
        bulk.update_rows(ReportingLine, ("until_on",), self.line_ends)
        bulk.update_rows(Membership, ("until_on",), self.membership_ends)
        bulk.insert_rows(Appointment, ("person_id", "post_id", "from_on", "until_on", "fte"), self.appointments)
        bulk.insert_rows(ReportingLine, ("person_id", "manager_id", "from_on", "until_on"), self.lines)
        bulk.insert_rows(Membership, ("person_id", "profession_id", "main", "from_on", "until_on"), self.memberships)
        bulk.insert_rows(
            Movement,
            ("id", "person_id", "kind", "on", "before_post_id", "post_id", "run_id", "at"),
            # Given by hand, so that those of one run follow each other and an event can name them by two numbers.
            ((pk, *row, run_id, at) for pk, row in enumerate(self.movements, bulk.next_id(Movement))),
        )
