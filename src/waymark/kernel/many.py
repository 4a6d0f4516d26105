"""``column__in=values`` with thousands of values, at a fraction of what Django takes for them.

Django writes a placeholder for each value and PostgreSQL's driver reads the statement apart at each: of a file of
people, half the program's own time. Here PostgreSQL gets one array, which means the same; SQLite, which knows no
arrays, gets its placeholders without a look at each whether it is an expression.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Field, IntegerField, TextField
from django.db.models.fields.related import ForeignObject
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In

if TYPE_CHECKING:
    from django.db.models.sql.compiler import SQLCompiler

MANY = 50
"""Values from which on it pays. Below, statements stay as Django writes them."""

_ANY = "ANY(%s)"


class _Many(In):
    """``in`` that looks at many plain values together: numbers, texts or UUIDs. Anything else goes Django's way."""

    def get_prep_lookup(self) -> Any:
        field = getattr(self.lhs.output_field, "target_field", self.lhs.output_field)
        if self.rhs_is_direct_value() and _as_they_are(self.rhs, field):
            return list(self.rhs)
        return super().get_prep_lookup()

    def process_rhs(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        values = _plain(self.rhs) if self.rhs_is_direct_value() else []
        if len(values) < MANY:
            return super().process_rhs(compiler, connection)
        field = self.lhs.output_field
        prepare = getattr(field, "target_field", field).get_db_prep_value
        prepared = [prepare(value, connection, prepared=True) for value in values]
        if connection.vendor == "postgresql":
            return _ANY, (prepared,)
        return f"({', '.join(['%s'] * len(prepared))})", tuple(prepared)

    def get_rhs_op(self, connection: BaseDatabaseWrapper, rhs: str) -> str:
        return f"= {rhs}" if rhs == _ANY else super().get_rhs_op(connection, rhs)


class ManyIn(_Many):
    """Of a column."""


class ManyRelatedIn(_Many, RelatedIn):
    """Of a foreign key."""


def _as_they_are(values: Any, field: Field[Any, Any]) -> bool:
    """Say whether a column takes many values as they are: numbers for a number, texts for a text."""
    if len(values) < MANY:
        return False
    kind = int if isinstance(field, IntegerField) else str if isinstance(field, CharField | TextField) else None
    return kind is not None and {type(value) for value in values} == {kind}


def _plain(values: Any) -> list[Any]:
    """Return the different values, None left out; nothing where they are not all numbers, all texts or all UUIDs."""
    if len(values) < MANY:
        return []
    try:
        different = list(dict.fromkeys(value for value in values if value is not None))
    except TypeError:  # something that cannot be hashed
        return []
    kinds = {type(value) for value in different}
    return different if len(kinds) == 1 and kinds <= {int, str, UUID} else []


def register() -> None:
    """Put these in place of Django's, for every model."""
    Field.register_lookup(ManyIn)
    ForeignObject.register_lookup(ManyRelatedIn)
