"""Kinds of column that both databases treat alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    Text = models.CharField[str, str]
else:
    Text = models.CharField


class SortKey(Text):
    """A key from ``kernel.text.sort_key``: compared byte by byte, so that order and ranges are the same everywhere.

    SQLite does so anyway; PostgreSQL would otherwise go by the language its cluster was made for.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        """Return the column's type and collation in this database."""
        return super().db_parameters(connection) | {"collation": "C" if connection.vendor == "postgresql" else None}


LAST = chr(0x10FFFF)
"""Sorts after every character: the keys that begin with ``x`` are those from ``x`` up to ``x + LAST``."""
