"""What each table holds about people, declared as data beside the table.

Copies of somebody's data, erasure, retention and the pages that explain them all come from these declarations; a
model without one fails a test. Mechanism only: which people there are, who may ask and what is on hold is decided by
the rooms above.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Count, DateField, DateTimeField, F, Model, Q, QuerySet, Value
from django.db.models.functions import Replace
from django.utils.functional import Promise
from django.utils.timezone import localdate

Text = str | Promise

RUNNING = "running the site"
"""The purpose of what every use of the site needs, whatever else somebody does here."""

REMOVED = "[erased]"
"""What stands in other people's texts where somebody's name or address was."""

_CHUNK = 2_000


class Erasing(StrEnum):
    """What erasing a person does to the rows about them."""

    DELETE = "delete"
    """The rows go."""
    BLANK = "blank"
    """The rows stay, because others hang on them; ``blanks`` says what each personal column becomes."""
    KEEP = "keep"
    """The rows stay as they are, for the reason given in ``kept_because``."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What one table holds about people, why, for how long, and how it is erased.

    A table is about a person by ``person`` (lookups that lead from a row to a person's id: "person_id",
    "assessment__person_id"), about an account by ``account`` (likewise, to an account's id), or both. All texts are
    sentences for the person, translatable. Within a room, declare a table before those that hang on it: erasing goes
    through the declarations from the last to the first.
    """

    model: str
    """The model, as "room.Model"."""
    what: Text
    why: Text
    keep: Text
    """How long it is kept, in words."""
    purpose: str
    """A purpose of ``kernel.policy.Purpose``, or ``RUNNING`` for what every use of the site needs."""
    person: tuple[str, ...] = ()
    account: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    """Lookups by which a row about somebody else names a person, as its maker for example. Such rows are part of a
    copy by their date and kind alone. Erasing leaves them: they then name somebody who has no name."""
    account_mentions: tuple[str, ...] = ()
    """Likewise, lookups that lead to the id of an account."""
    fields: tuple[str, ...] = ()
    """What a copy shows of a row, in order, as lookups ("post__title" is shown as "post_title"); empty: every
    column."""
    erasing: Erasing = Erasing.DELETE
    blanks: tuple[tuple[str, Any], ...] = ()
    """Column and what it becomes: a value, or a function of the row's id."""
    kept_because: Text = ""
    after: str = ""
    """The column from which the time it is kept counts; empty: kept as long as the person or account is."""
    days: int | None = None
    """Days it is kept after that; None: no fixed time."""
    texts: tuple[str, ...] = ()
    """Columns of text, about whomever, in which a person can be named: erasing takes the name out of all rows."""
    withheld: Text = ""
    """Why rows are not part of the person's own copy; empty: they are."""

    @property
    def key(self) -> str:
        """The stable name of the table in a copy."""
        return self.model.lower()


_HOLDINGS: dict[str, Holding] = {}
_WITHOUT: dict[str, Text] = {}


def declare(*holdings: Holding) -> None:
    """Say what tables hold about people; called once by the room that owns them."""
    for holding in holdings:
        _HOLDINGS[holding.key] = holding


def nothing_personal(because: Text, *models: str) -> None:
    """Say that tables hold nothing about people, and why that is so."""
    for model in models:
        _WITHOUT[model.lower()] = because


def holdings() -> tuple[Holding, ...]:
    """Return every declaration whose table is installed, in the order they were made: lower rooms first."""
    there = _models()
    return tuple(holding for key, holding in _HOLDINGS.items() if key in there)


def without() -> dict[str, Text]:
    """Return the tables that hold nothing about people, by "room.model", with the reason."""
    return dict(_WITHOUT)


def rows_about(holding: Holding, *, person_id: int | None, account_id: int | None) -> QuerySet[Any]:
    """Return the rows of a table that are about a person, about their account, or about both."""
    model = _models()[holding.key]
    return _leading_to(model, (holding.person, person_id), (holding.account, account_id))


def rows_mentioning(holding: Holding, *, person_id: int | None, account_id: int | None) -> QuerySet[Any]:
    """Return the rows about somebody else that name a person or their account."""
    model = _models()[holding.key]
    named = _leading_to(model, (holding.mentions, person_id), (holding.account_mentions, account_id))
    about = rows_about(holding, person_id=person_id, account_id=account_id)
    return named.exclude(pk__in=about.values("pk"))


def counts(*, person_id: int | None, account_id: int | None) -> dict[str, int]:
    """Return how many rows each table that is about people holds about a person, by key. One query."""
    parts = []
    for holding in holdings():
        if holding.person or holding.account:
            rows = rows_about(holding, person_id=person_id, account_id=account_id)
            named = rows.order_by().annotate(holding=Value(holding.key)).values("holding")
            parts.append(named.annotate(rows=Count("pk")).values_list("holding", "rows"))
    if not parts:
        return {}
    first, *others = parts
    return dict(first.union(*others, all=True))


def stream(holding: Holding, *, person_id: int | None, account_id: int | None) -> Iterator[dict[str, Any]]:
    """Yield what a copy shows of each row about a person, oldest first, a few thousand at a time."""
    rows = rows_about(holding, person_id=person_id, account_id=account_id)
    fields = holding.fields or tuple(field.attname for field in _models()[holding.key]._meta.concrete_fields)
    names = [column_name(field) for field in fields]
    for values in rows.order_by("pk").values_list(*fields).iterator(chunk_size=_CHUNK):
        yield dict(zip(names, values, strict=True))


def mentions(holding: Holding, *, person_id: int | None, account_id: int | None) -> Iterator[date | None]:
    """Yield when each row about somebody else that names a person was made; None where the table does not say."""
    if not (holding.mentions or holding.account_mentions):
        return
    dated = [field.attname for field in _models()[holding.key]._meta.concrete_fields if isinstance(field, DateField)]
    rows = rows_mentioning(holding, person_id=person_id, account_id=account_id).order_by("pk")
    if dated:
        yield from rows.values_list(dated[0], flat=True).iterator(chunk_size=_CHUNK)
    else:
        yield from [None] * rows.count()


def column_name(field: str) -> str:
    """Return the name under which a copy shows a field: "post__title" is "post_title"."""
    return field.replace("__", "_")


def erase(*, person_id: int | None, account_id: int | None, names: Collection[str]) -> dict[str, int]:
    """Erase what every table holds about a person and their account; return the rows gone or blanked, by key.

    Call it inside the transaction that put the erasure on record: guards of append-only tables look for that.

    Args:
        person_id: whom to erase; None for an account that belongs to nobody.
        account_id: how they sign in; None for somebody without an account.
        names: texts that say who they are (name, e-mail, number, UUID), to be taken out of texts about others.

    Cost: a few queries per table, and one reading of every table that declares ``texts``.
    """
    done: dict[str, int] = {}
    for holding in reversed(holdings()):
        rows = rows_about(holding, person_id=person_id, account_id=account_id)
        match holding.erasing:
            case Erasing.DELETE:
                done[holding.key] = _delete(rows)
            case Erasing.BLANK:
                done[holding.key] = _blank(holding, rows)
            case Erasing.KEEP:
                pass
        _take_names_out(holding, names)
    return {key: count for key, count in done.items() if count}


def due(
    holding: Holding, at: datetime, *, spared: Sequence[int] = (), spared_accounts: Sequence[int] = ()
) -> QuerySet[Any]:
    """Return the rows whose time is over at ``at``; none for a table that keeps its rows for no fixed time.

    Args:
        holding: the table.
        at: when.
        spared: people whose rows stay, because they are on hold or restricted.
        spared_accounts: their accounts.
    """
    model = _models()[holding.key]
    if not holding.after or holding.days is None:
        return model._default_manager.none()
    limit: Any = at - timedelta(days=holding.days)
    if not isinstance(model._meta.get_field(holding.after), DateTimeField):
        limit = localdate(limit)
    rows = model._default_manager.filter(**{f"{holding.after}__lt": limit})
    for lookups, ids in ((holding.person, spared), (holding.account, spared_accounts)):
        for lookup in lookups:
            if ids:
                rows = rows.exclude(**{f"{lookup}__in": list(ids)})
    return rows


def delete_due(
    holding: Holding, at: datetime, *, spared: Sequence[int] = (), spared_accounts: Sequence[int] = ()
) -> int:
    """Delete the rows whose time is over, a few thousand at a time, and return how many there were."""
    rows = due(holding, at, spared=spared, spared_accounts=spared_accounts)
    deleted = 0
    while ids := list(rows.order_by("pk").values_list("pk", flat=True)[:_CHUNK]):
        deleted += _delete(rows.model._default_manager.filter(pk__in=ids))
    return deleted


def _models() -> dict[str, type[Model]]:
    """Return every table that is installed, by key: a declaration names its own table and no other."""
    return {model._meta.label_lower: model for model in apps.get_models()}


def _leading_to(model: type[Model], *ways: tuple[tuple[str, ...], int | None]) -> QuerySet[Any]:
    wanted = [(lookup, pk) for lookups, pk in ways for lookup in lookups if pk is not None]
    rows = model._default_manager.all()
    if not wanted:
        return rows.none()
    if len(wanted) == 1 and "__" not in wanted[0][0]:
        return rows.filter(**dict(wanted))
    # By id: a lookup through another table can find one row several times, and ORed joins read whole tables.
    found = [Q(pk__in=rows.filter(**{lookup: pk}).order_by().values("pk")) for lookup, pk in wanted]
    return rows.filter(reduce(or_, found))


def _delete(rows: QuerySet[Any]) -> int:
    _total, by_model = rows.delete()
    return int(by_model.get(rows.model._meta.label, 0))


def _blank(holding: Holding, rows: QuerySet[Any]) -> int:
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    for pk in ids:
        values = {column: value(pk) if callable(value) else value for column, value in holding.blanks}
        rows.model._default_manager.filter(pk=pk).update(**values)
    return len(ids)


def _take_names_out(holding: Holding, names: Collection[str]) -> None:
    table = _models()[holding.key]._default_manager
    for column in holding.texts:
        for name in names:
            without = Replace(F(column), Value(name), Value(REMOVED))
            table.filter(**{f"{column}__contains": name}).update(**{column: without})
