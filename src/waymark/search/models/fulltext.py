"""The full-text index over ``words_title``, ``words_labels`` and ``words_body``, one way for each database.

Both find the same rows: text reaches them as words parted by one space (``rules.words``), so neither has anything to
decide. PostgreSQL takes the words as they are (``array_to_tsvector``), because its own parser, even with the ``simple``
configuration, cuts some of them differently ("5e3x"). Order is not left to either; see ``queries``.

SQLite keeps an external-content FTS5 table in step by triggers. It drops a table's triggers silently when Django
rebuilds the table, so ``install`` runs again after every migration (see ``apps``).
"""

from __future__ import annotations

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import RawSQL

TABLE = "search_searchentry"
INDEX = "search_words"
_COLUMNS = ("words_title", "words_labels", "words_body")


def _columns(row: str = "") -> str:
    return ", ".join(row + column for column in _COLUMNS)


_ADD = f"INSERT INTO {INDEX} (rowid, {_columns()}) VALUES (new.id, {_columns('new.')});"
_DROP = f"INSERT INTO {INDEX} ({INDEX}, rowid, {_columns()}) VALUES ('delete', old.id, {_columns('old.')});"

_SQLITE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {INDEX} USING fts5({_columns()}, content='{TABLE}', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 2', prefix='2 3 4')",
    f"CREATE TRIGGER IF NOT EXISTS {INDEX}_insert AFTER INSERT ON {TABLE} BEGIN {_ADD} END",
    f"CREATE TRIGGER IF NOT EXISTS {INDEX}_delete AFTER DELETE ON {TABLE} BEGIN {_DROP} END",
    f"CREATE TRIGGER IF NOT EXISTS {INDEX}_update AFTER UPDATE OF id, {_columns()} ON {TABLE} BEGIN {_DROP} {_ADD} END",
)
_ALL_WORDS = r"words_title || ' ' || replace(words_labels, E'\n', ' ') || ' ' || words_body"
_POSTGRESQL = (
    f"ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS {INDEX} tsvector GENERATED ALWAYS AS "
    f"(array_to_tsvector(array_remove(string_to_array({_ALL_WORDS}, ' '), ''))) STORED",
    f"CREATE INDEX IF NOT EXISTS {INDEX}_gin ON {TABLE} USING gin ({INDEX})",
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the index and what keeps it in step in place. Safe to repeat; needs the table."""
    with connection.cursor() as cursor:
        for statement in _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the index away."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for event in ("insert", "delete", "update"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {INDEX}_{event}")
            cursor.execute(f"DROP TABLE IF EXISTS {INDEX}")
        else:
            cursor.execute(f"ALTER TABLE {TABLE} DROP COLUMN IF EXISTS {INDEX}")


def rebuild(connection: BaseDatabaseWrapper) -> None:
    """Fill the index from the table again: entries that were there before the index was."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {INDEX} ({INDEX}) VALUES ('rebuild')")


def matching(words: tuple[str, ...], vendor: str, *, every: bool) -> models.Q:
    """Return the filter for entries with words that begin with ``words``: with every one, or with any.

    Args:
        words: normalised words, at least one: letters and digits alone, so that neither query language has anything
            in them to obey.
        vendor: which database is asked.
        every: True for entries that have all the words, False for those that have at least one.
    """
    if vendor == "sqlite":
        asked = (" AND " if every else " OR ").join(f'"{word}"*' for word in words)
        return models.Q(pk__in=RawSQL(f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s", [asked]))
    asked = (" & " if every else " | ").join(f"'{word}':*" for word in words)
    return models.Q(RawSQL(f"{TABLE}.{INDEX} @@ %s::tsquery", [asked], output_field=models.BooleanField()))
