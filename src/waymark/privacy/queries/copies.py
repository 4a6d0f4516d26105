"""A copy of everything the site holds about somebody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.conf import settings

from waymark.frameworks import queries as frameworks
from waymark.kernel import personal
from waymark.kernel.policy import Actor
from waymark.people import queries as people
from waymark.privacy import policies, rules
from waymark.privacy.types import CopyTable, PersonalCopy

_NAMED = {"skill_id": "skill", "role_level_id": "role_level", "own_role_level_id": "own_role_level"}
"""Columns that lead to the words of a framework: a copy shows the words."""


def copy(person_id: int, actor: Actor, at: datetime) -> PersonalCopy:
    """Return everything every table holds about a person and their account.

    Other people are in it by what they did and the office they did it in, not by name; the exception is who managed
    the person, which they are told on every page. Rows about others that name this person are in it by date alone.

    Args:
        person_id: whose data.
        actor: that person, a data protection officer who answers for their data, or an operator.
        at: when.

    Raises:
        NotVisible: the actor is none of these.

    Cost: one query per table, two for names; memory grows with what is held about this one person.
    """
    policies.MAY_COPY.require(actor, person_id, at)
    card = people.card(person_id, at)
    account_id = people.accounts_of([person_id]).get(person_id)
    tables = [
        _table(holding, person_id, account_id)
        for purpose in rules.PURPOSES
        for holding in personal.holdings()
        if holding.purpose == purpose
    ]
    names = _names(tables, at)
    return PersonalCopy(
        made_at=at,
        site=settings.SITE_NAME,
        organisation=settings.ORGANISATION_NAME,
        uuid=card.uuid,
        staff_number=card.staff_number,
        name=card.name,
        tables=tuple(_with_names(table, names) for table in tables),
    )


def _table(holding: personal.Holding, person_id: int, account_id: int | None) -> CopyTable:
    rows: tuple[dict[str, Any], ...] = ()
    mentions: tuple[date | None, ...] = ()
    if not holding.withheld:
        rows = tuple(personal.stream(holding, person_id=person_id, account_id=account_id))
        mentions = tuple(personal.mentions(holding, person_id=person_id, account_id=account_id))
    return CopyTable(
        key=holding.key,
        title=str(holding.what),
        why=str(holding.why),
        keep=str(holding.keep),
        purpose=holding.purpose,
        withheld=str(holding.withheld),
        rows=rows,
        mentions=mentions,
    )


def _names(tables: list[CopyTable], at: datetime) -> dict[str, dict[int, str]]:
    """Return the names of the skills and role levels in some tables, by column and id."""
    ids = {column: set(_found(tables, column)) for column in _NAMED}
    levels = ids["role_level_id"] | ids["own_role_level_id"]
    titles = {pk: ref.title for pk, ref in frameworks.role_level_refs(levels, at).items()}
    return {
        "skill_id": {pk: row.name for pk, row in frameworks.skill_rows(ids["skill_id"], at).items()},
        "role_level_id": titles,
        "own_role_level_id": titles,
    }


def _found(tables: list[CopyTable], column: str) -> Iterator[int]:
    for table in tables:
        for row in table.rows:
            if row.get(column) is not None:
                yield row[column]


def _with_names(table: CopyTable, names: dict[str, dict[int, str]]) -> CopyTable:
    rows = tuple(
        {
            _NAMED.get(column, column): names[column].get(found, str(found))
            if column in _NAMED and found is not None
            else found
            for column, found in row.items()
        }
        for row in table.rows
    )
    return CopyTable(table.key, table.title, table.why, table.keep, table.purpose, table.withheld, rows, table.mentions)
