"""What the tables of the record refuse by themselves."""

from __future__ import annotations

from waymark.kernel import triggers

APPEND_ONLY = "The record is append-only: a later row supersedes."
_BEING_ERASED = "EXISTS (SELECT 1 FROM people_erasure e WHERE e.person_id = {person} AND e.done_at IS NULL)"


def deletes_with(table: str, person: str = "") -> triggers.Guard:
    """Return the guard that rows go only with everything else about their person, while they are being erased.

    Args:
        table: whose rows.
        person: SQL of the person's id; empty: rows hang on an assessment, and are about its person.
    """
    if person:
        refused = f"NOT {_BEING_ERASED.format(person=person)}"
    else:
        erased = _BEING_ERASED.format(person="a.person_id")
        refused = f"NOT EXISTS (SELECT 1 FROM assessments_assessment a WHERE a.id = OLD.assessment_id AND {erased})"
    return triggers.Guard(table, "DELETE", refused, APPEND_ONLY)


def never_changes(table: str, person: str = "") -> tuple[triggers.Guard, ...]:
    """Return the guards of a table that is appended to, and whose rows go with their person only."""
    return triggers.Guard(table, "UPDATE", "1 = 1", APPEND_ONLY), deletes_with(table, person)
