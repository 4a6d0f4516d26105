"""Places in a list: rows are counted from 0 without a hole, and no two stand in one place."""

from __future__ import annotations

from typing import Any, Literal

from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext as _

from waymark.kernel.errors import Refusal

Way = Literal["up", "down"]


class AtTheEnd(Refusal):
    """The thing is the first or the last of its list already."""

    def __init__(self, way: Way) -> None:
        super().__init__(
            _("It is the first already. Nothing was moved.")
            if way == "up"
            else _("It is the last already. Nothing was moved.")
        )


def next_place(siblings: QuerySet[Any]) -> int:
    """Return the place behind the last row. One query."""
    last = siblings.aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1


def step(siblings: QuerySet[Any], row: Any, way: Way) -> None:
    """Let a row change places with its neighbour. Three statements, however long the list.

    Raises:
        AtTheEnd: there is no neighbour on that side.
    """
    if way == "up":
        neighbour = siblings.filter(position__lt=row.position).order_by("-position", "-pk").first()
    else:
        neighbour = siblings.filter(position__gt=row.position).order_by("position", "pk").first()
    if neighbour is None:
        raise AtTheEnd(way)
    row.position, neighbour.position = neighbour.position, row.position
    row.save(update_fields=["position"])
    neighbour.save(update_fields=["position"])


def close(siblings: QuerySet[Any], place: int) -> None:
    """Close the hole that a row left at ``place``. One statement, however long the list."""
    siblings.filter(position__gt=place).update(position=F("position") - 1)
