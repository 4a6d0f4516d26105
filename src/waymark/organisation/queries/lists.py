"""Lists of reference data that are kept by hand, with the days on which each thing is in them."""

from __future__ import annotations

from datetime import date

from waymark.kernel.errors import NotVisible
from waymark.kernel.text import sort_key
from waymark.organisation.models import Function, Grade, Location, Profession, Region, Specialism
from waymark.organisation.types import ListItem, ListKind, Named, Scheme

_MODELS = {
    ListKind.PROFESSION: (Profession, ("name", None, None, None)),
    ListKind.SPECIALISM: (Specialism, ("name", None, "profession_id", "profession__name")),
    ListKind.FUNCTION: (Function, ("name", None, None, None)),
    ListKind.REGION: (Region, ("name", "code", None, None)),
    ListKind.LOCATION: (Location, ("name", "code", "region_id", "region__name")),
    ListKind.GRADE: (Grade, ("name", "code", "organisation_id", "organisation__name")),
}
"""The table of each list, and its columns for name, code, what it belongs to and what that is called."""


def items(kind: ListKind, *, day: date | None = None, of_id: int | None = None) -> tuple[ListItem, ...]:
    """Return a list, A to Z within what its things belong to; grades by rank. One query.

    Args:
        kind: which list.
        day: only what is in it on that day; None for everything, ended things last.
        of_id: only what belongs to this profession, region or organisation; None for all.
    """
    found = _read(kind, {} if of_id is None else {_MODELS[kind][1][2] or "pk": of_id})
    kept = [one for one in found if day is None or one.holds_on(day)]
    return tuple(
        sorted(kept, key=lambda one: (one.until_on is not None, sort_key(one.of_name), one.rank, sort_key(one.name)))
    )


def item(kind: ListKind, item_id: int) -> ListItem:
    """Return one thing of a list. One query.

    Raises:
        NotVisible: there is none of that id.
    """
    found = _read(kind, {"pk": item_id})
    if not found:
        raise NotVisible
    return found[0]


def schemes(day: date) -> tuple[Scheme, ...]:
    """Return the grades that hold on a day: the common ones, then each organisation's own. Two queries."""
    grades = [one for one in _read(ListKind.GRADE, {}) if one.holds_on(day)]
    slugs = dict(Grade.objects.exclude(organisation=None).values_list("organisation_id", "organisation__slug"))
    by_owner: dict[int | None, list[ListItem]] = {}
    for one in sorted(grades, key=lambda grade: grade.rank):
        by_owner.setdefault(one.of_id, []).append(one)
    owners = sorted(by_owner, key=lambda pk: (pk is not None, sort_key(by_owner[pk][0].of_name)))
    return tuple(
        Scheme(None if pk is None else Named(pk, slugs[pk], by_owner[pk][0].of_name), tuple(by_owner[pk]))
        for pk in owners
    )


def _read(kind: ListKind, where: dict[str, object]) -> list[ListItem]:
    model, (name, code, of_id, of_name) = _MODELS[kind]
    more = ("band_id", "band__name", "rank") if kind is ListKind.GRADE else ()
    columns = tuple(column for column in (name, code, of_id, of_name) if column)
    found = []
    for row in model._default_manager.filter(**where).values("pk", "from_on", "until_on", *columns, *more):
        found.append(
            ListItem(
                id=row["pk"],
                name=row[name],
                code=row[code] if code else "",
                of_id=row[of_id] if of_id else None,
                of_name=(row[of_name] or "") if of_name else "",
                from_on=row["from_on"],
                until_on=row["until_on"],
                band_id=row.get("band_id"),
                band_name=row.get("band__name") or "",
                rank=row.get("rank", 0),
            )
        )
    return found
