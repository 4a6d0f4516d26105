"""Writing many rows at once, past the ORM's per-object cost.

The ORM's ``bulk_create`` builds an object and a parameter list per row; COPY and ``executemany`` do not.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import connections, models

Convert = Callable[[Any], Any]


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], *, using: str = "default"
) -> int:
    """Insert ``rows`` into the table of ``model`` and return how many there were.

    Args:
        model: the table. Database defaults and Python defaults do not apply: name every column that must be set.
        columns: attribute names (``skill_id``, not ``skill``), in the order of each row.
        rows: values as Python objects (UUID, datetime with a zone, dict or list for JSON; None is NULL in any column);
            consumed once, never held whole.
        using: the database alias.

    Raises:
        ValueError: a datetime has no zone.
        django.db.IntegrityError: a row breaks a constraint (foreign keys are looked at when the transaction ends).

    Cost: COPY in PostgreSQL, one prepared ``executemany`` in SQLite. Call it inside a transaction.
    """
    connection = connections[using]
    fields = [_field(model, column) for column in columns]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    postgresql = connection.vendor == "postgresql"
    converters = [(_to_postgresql if postgresql else _to_sqlite)(_target(field)) for field in fields]
    needs = [(i, convert) for i, convert in enumerate(converters) if convert is not None]
    count = 0

    def converted() -> Iterator[Sequence[Any]]:
        nonlocal count
        for row in rows:
            count += 1
            if needs:
                row = list(row)
                for i, convert in needs:
                    if row[i] is not None:
                        row[i] = convert(row[i])
            yield row

    connection.ensure_connection()
    with connection.wrap_database_errors:
        if postgresql:
            with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in converted():
                    copy.write_row(row)
        else:
            marks = ", ".join(["?"] * len(fields))
            connection.connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", converted())
    return count


def update_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], *, using: str = "default"
) -> int:
    """Change rows of the table of ``model``, each to values of its own, and return how many were named.

    Args:
        model: the table.
        columns: attribute names (``skill_id``, not ``skill``) of what is changed.
        rows: the id of each row and its new values, in the order of ``columns``; consumed once. No id twice.
        using: the database alias.

    Raises:
        ValueError: a datetime has no zone.
        django.db.IntegrityError: a row breaks a constraint.

    Cost: COPY into a table of this transaction and one UPDATE in PostgreSQL, one prepared ``executemany`` in SQLite.
    Call it inside a transaction.
    """
    connection = connections[using]
    quote = connection.ops.quote_name
    fields = [_field(model, column) for column in columns]
    table = quote(model._meta.db_table)
    names = [quote(field.column) for field in fields]
    postgresql = connection.vendor == "postgresql"
    converters = [(_to_postgresql if postgresql else _to_sqlite)(_target(field)) for field in fields]
    count = 0

    def converted() -> Iterator[list[Any]]:
        nonlocal count
        for pk, *values in rows:
            count += 1
            yield [
                pk,
                *(
                    value if value is None or convert is None else convert(value)
                    for value, convert in zip(values, converters, strict=True)
                ),
            ]

    connection.ensure_connection()
    with connection.wrap_database_errors:
        if not postgresql:
            changes = ", ".join(f"{name} = ?" for name in names)
            connection.connection.executemany(
                f"UPDATE {table} SET {changes} WHERE id = ?", ((*row[1:], row[0]) for row in converted())
            )
            return count
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TEMPORARY TABLE changed_rows ON COMMIT DROP AS SELECT id, {', '.join(names)} FROM {table} "
                "WHERE false"
            )
            with cursor.copy(f"COPY changed_rows (id, {', '.join(names)}) FROM STDIN") as copy:
                for row in converted():
                    copy.write_row(row)
            cursor.execute("ANALYZE changed_rows")
            changes = ", ".join(f"{name} = changed_rows.{name}" for name in names)
            cursor.execute(f"UPDATE {table} SET {changes} FROM changed_rows WHERE {table}.id = changed_rows.id")
            cursor.execute("DROP TABLE changed_rows")
    return count


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Have Python look for garbage once in 200,000 new objects instead of once in 700, while this lasts.

    Rows held by the ten thousand are no garbage, and looking at them again and again took a fifth of the processor
    time of a file of people. For work that takes minutes; the whole process collects rarely meanwhile.
    """
    before = gc.get_threshold()
    gc.set_threshold(200_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def insert_row(model: type[models.Model], row: dict[str, Any], *, using: str = "default") -> int:
    """Insert one row and return its id: for what every command writes, at a third of what the ORM takes for it.

    Args:
        model: the table. As with ``insert_rows``, no defaults apply.
        row: values by attribute name (``skill_id``, not ``skill``).
        using: the database alias.

    Raises:
        ValueError: a datetime has no zone.
        django.db.IntegrityError: the row breaks a constraint.

    Cost: one query.
    """
    connection = connections[using]
    postgresql = connection.vendor == "postgresql"
    names, values = [], []
    for name, value in row.items():
        field = _field(model, name)
        convert = (_to_postgresql if postgresql else _to_sqlite)(_target(field))
        names.append(connection.ops.quote_name(field.column))
        values.append(value if value is None or convert is None else convert(value))
    table = connection.ops.quote_name(model._meta.db_table)
    sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"
    with connection.cursor() as cursor:
        cursor.execute(sql + " RETURNING id" if postgresql else sql, values)
        made: int = cursor.fetchone()[0] if postgresql else cursor.lastrowid
    return made


def next_id(model: type[models.Model]) -> int:
    """Return the first free id of a table, for rows that refer to each other before they are written.

    The caller holds the write lock (SQLite) or has nobody else writing (a generator, a staged import).
    """
    top = model._default_manager.aggregate(top=models.Max("pk"))["top"]
    return (top or 0) + 1


def alone(*tables: type[models.Model], using: str = "default") -> None:
    """Keep everybody else from writing to tables until the transaction ends, so that ``next_id`` holds; they may read.

    SQLite has one writer at a time anyway.
    """
    connection = connections[using]
    if connection.vendor == "postgresql":
        names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in tables)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")


def move_sequence(model: type[models.Model], *, using: str = "default") -> None:
    """Tell PostgreSQL that ids were given by hand; SQLite needs no telling."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT COALESCE(MAX(id), 1) FROM {table}))"
            )


def _field(model: type[models.Model], column: str) -> Any:
    for field in model._meta.concrete_fields:
        if field.attname == column:
            return field
    raise FieldDoesNotExist(f"{model._meta.label} has no column {column!r}")


def _target(field: Any) -> Any:
    """Return the field whose kind of value ``field`` holds: for a foreign key, the key it points at."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field


def _to_json(field: models.JSONField) -> Convert:
    return lambda value: json.dumps(value, cls=field.encoder)


def _zoned(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"{value} has no zone")
    return value


def _to_postgresql(field: Any) -> Convert | None:
    if isinstance(field, models.JSONField):
        return _to_json(field)
    if isinstance(field, models.DateTimeField):
        return _zoned
    return None


def _to_sqlite(field: Any) -> Convert | None:
    if isinstance(field, models.UUIDField):
        return lambda value: value.hex
    if isinstance(field, models.JSONField):
        return _to_json(field)
    if isinstance(field, models.DateTimeField):
        return lambda value: _zoned(value).astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    if isinstance(field, models.DateField):
        return lambda value: value.isoformat()
    if isinstance(field, models.BooleanField):
        return int
    if isinstance(field, models.DecimalField):
        return str
    return None
