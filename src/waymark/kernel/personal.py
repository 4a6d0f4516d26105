"""What each table holds about people, declared as data beside the table.

Subject access, erasure, retention and the pages that explain them all come from these declarations; a model without
one fails a test. Mechanism only: which people there are, and who may ask, is decided by the rooms above.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

Text = str | Promise


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
    sentences for the person, translatable.
    """

    model: str
    """The model, as "room.Model"."""
    what: Text
    why: Text
    keep: Text
    """How long it is kept, in words."""
    purpose: str
    """A purpose of ``kernel.policy.Purpose``, or "running the site" for what every use of it needs."""
    person: tuple[str, ...] = ()
    account: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    """Lookups by which a row about somebody else names a person, as its maker for example. Such rows are part of an
    export by their date and kind alone; erasing sets them empty."""
    fields: tuple[str, ...] = ()
    """What an export shows of a row, in order; empty: every column."""
    erasing: Erasing = Erasing.DELETE
    blanks: tuple[tuple[str, Any], ...] = ()
    kept_because: Text = ""
    after: str = ""
    """The column from which the time it is kept counts; empty: kept as long as the person or account is."""
    days: int | None = None
    """Days it is kept after that; None: no fixed time."""


_HOLDINGS: dict[str, Holding] = {}
_WITHOUT: dict[str, str] = {}


def declare(*holdings: Holding) -> None:
    """Say what tables hold about people; called once by the room that owns them."""
    for holding in holdings:
        _HOLDINGS[holding.model.lower()] = holding


def nothing_personal(because: str, *models: str) -> None:
    """Say that tables hold nothing about people, and why that is so."""
    for model in models:
        _WITHOUT[model.lower()] = because


def holdings() -> tuple[Holding, ...]:
    """Return every declaration of the rooms that are installed, in the order they were made: lower rooms first."""
    return tuple(_HOLDINGS.values())


def without() -> dict[str, str]:
    """Return the tables that hold nothing about people, by "room.model", with the reason."""
    return dict(_WITHOUT)
