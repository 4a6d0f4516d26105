"""Triggers declared as data: what the database itself refuses, in SQLite and in PostgreSQL.

SQLite drops a table's triggers silently when Django rebuilds the table, and refuses to rebuild a table that another
table's trigger names. So in SQLite they are lifted before a migration runs and in both databases they are put back
after it (``config`` wires that), and ``doctor`` says when one is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

Event = Literal["INSERT", "UPDATE", "DELETE"]


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuse ``event`` on a row of ``table`` while ``condition`` holds.

    ``condition`` is SQL that both databases read, with ``IS [NOT] DISTINCT FROM`` to compare what may be NULL; it sees
    the row as OLD (update, delete) or NEW (insert, update). A condition that comes out as NULL refuses nothing.
    """

    table: str
    event: Event
    condition: str
    message: str

    @property
    def name(self) -> str:
        """Name of the trigger: the same in both databases."""
        return f"guard_{self.table}_{self.event.lower()}"


_DECLARED: dict[str, Guard] = {}


def declare(*guards: Guard) -> None:
    """Add guards to the ones this project keeps; called once by the room that owns the table."""
    for guard in guards:
        _DECLARED[guard.name] = guard


def declared() -> tuple[Guard, ...]:
    """Return every guard of the rooms that are installed."""
    return tuple(_DECLARED.values())


def create_statements(guard: Guard, vendor: str) -> list[str]:
    """Return the SQL that puts ``guard`` in place, and in the place of an earlier one of its name."""
    message = guard.message.replace("'", "''")
    if vendor == "sqlite":
        # Before 3.39 SQLite has only its own word for it.
        condition = guard.condition.replace("IS NOT DISTINCT FROM", "IS").replace("IS DISTINCT FROM", "IS NOT")
        return [
            f"DROP TRIGGER IF EXISTS {guard.name}",
            f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
            f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END",
        ]
    row = "OLD" if guard.event == "DELETE" else "NEW"
    return [
        f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {guard.condition} THEN RAISE EXCEPTION '{message.replace('%', '%%')}' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $$",
        f"CREATE OR REPLACE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {guard.name}()",
    ]


def present(connection: BaseDatabaseWrapper) -> set[str]:
    """Return the names of the guards that stand in the database now."""
    sql = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard_%'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D' "
        "AND tgname LIKE 'guard_%'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {name for (name,) in cursor.fetchall()}


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the guards that should stand and do not, in order."""
    return sorted({guard.name for guard in declared()} - present(connection))


def install(connection: BaseDatabaseWrapper, guards: Iterable[Guard] | None = None) -> None:
    """Put guards in place wherever their table exists. Safe to repeat; a guard declared anew replaces the old one."""
    tables = set(connection.introspection.table_names())
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for guard in declared() if guards is None else guards:
            needed = {guard.table, *re.findall(r"FROM (?!OLD|NEW)(\w+)", guard.condition)}
            if needed <= tables:
                for statement in create_statements(guard, connection.vendor):
                    cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper, guards: Iterable[Guard] | None = None) -> None:
    """Take guards away: for a migration, for tests that clean up and for restoring a backup, never for a command."""
    tables = set(connection.introspection.table_names())
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for guard in declared() if guards is None else guards:
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {guard.name}")
            elif guard.table in tables:
                cursor.execute(f"DROP TRIGGER IF EXISTS {guard.name} ON {guard.table}")


@contextmanager
def suspended(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Take the guards away for the block and put them back, whatever happens in it."""
    remove(connection)
    try:
        yield
    finally:
        install(connection)
