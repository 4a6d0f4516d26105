"""Lists of reference data that are kept by hand: added to, put right, ended on a day. Nothing is ever deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Model
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.ids import free_slug, new_uuid, slugify
from waymark.kernel.policy import Actor
from waymark.kernel.text import folded, sort_key
from waymark.organisation import policies, queries
from waymark.organisation.commands.refusals import CodeTaken, Incomplete, NameTaken
from waymark.organisation.models import (
    Function,
    Grade,
    GradeBand,
    Location,
    Organisation,
    Profession,
    Region,
    Specialism,
)
from waymark.organisation.types import ListItem, ListKind, NewGrade

_MODELS: dict[ListKind, type[Model]] = {
    ListKind.PROFESSION: Profession,
    ListKind.SPECIALISM: Specialism,
    ListKind.FUNCTION: Function,
    ListKind.REGION: Region,
    ListKind.LOCATION: Location,
    ListKind.GRADE: Grade,
}
_OWNER = {ListKind.SPECIALISM: "profession_id", ListKind.LOCATION: "region_id", ListKind.GRADE: "organisation_id"}
_OWNERS: dict[ListKind, type[Model]] = {
    ListKind.SPECIALISM: Profession,
    ListKind.LOCATION: Region,
    ListKind.GRADE: Organisation,
}
_CODED = {ListKind.REGION: 10, ListKind.LOCATION: 10, ListKind.GRADE: 20}
"""Lists whose things have codes, and the most characters of one."""
_MOST = {ListKind.REGION: 120, ListKind.LOCATION: 120, ListKind.GRADE: 80}
"""The most characters of a name where it is not 200."""


class DatesBackwards(Refusal):
    """Something would end before it begins."""


class SchemeThere(Refusal):
    """An organisation has grades of its own already."""


@transaction.atomic
def add_item(
    *, kind: ListKind, name: str, code: str = "", of_id: int | None = None, from_on: date, actor: Actor, at: datetime
) -> int:
    """Add one thing to a list from a day on, and return its id.

    Args:
        kind: which list; grades are added as a scheme (``add_grades``).
        name: what it is called; once among what belongs to the same.
        code: for regions and locations, where they have one.
        of_id: the profession of a specialism, the region of a location.
        from_on: the first day.
        actor: an administrator in a session, or the operator.
        at: when.

    Raises:
        NotVisible: the actor runs nothing here, or there is no such profession or region.
        Incomplete, NameTaken, CodeTaken: what was said does not do; each says what to do.
    """
    policies.must_run_the_site(actor)
    model = _MODELS[kind]
    if kind in _OWNERS and not _OWNERS[kind]._default_manager.filter(pk=of_id or 0).exists():
        raise NotVisible
    name, code = _checked(kind, name, code, of_id, None)
    slugs = set(model._default_manager.values_list("slug", flat=True))
    row: dict[str, Any] = {
        "uuid": new_uuid(), "name": name, "from_on": from_on,
        "slug": free_slug(slugify(name), taken=slugs, suffix=kind.value),
    }  # fmt: skip
    if kind in _OWNER:
        row[_OWNER[kind]] = of_id
    if kind in _CODED:
        row["code"] = code
    if kind is ListKind.PROFESSION:
        row["sort_key"] = sort_key(name)
    made = model._default_manager.create(**row)
    audit.record(
        "organisation.item.added", actor=actor, at=at, list=kind.value, item=made.pk, name=name, code=code, of=of_id,
        from_on=from_on.isoformat(),
    )  # fmt: skip
    return int(made.pk)


@transaction.atomic
def change_item(
    *, kind: ListKind, item_id: int, name: str, code: str = "", band_id: int | None = None, actor: Actor, at: datetime
) -> None:
    """Put the name, the code or, of a grade, the band of one thing right. Its address and its past stay.

    Raises:
        NotVisible: the actor runs nothing here, or there is no such thing.
        Incomplete, NameTaken, CodeTaken: what was said does not do; each says what to do.
    """
    policies.must_run_the_site(actor)
    before = queries.item(kind, item_id)
    name, code = _checked(kind, name, code, before.of_id, item_id)
    values: dict[str, Any] = {"name": name}
    if kind in _CODED:
        values["code"] = code
    if kind is ListKind.PROFESSION:
        values["sort_key"] = sort_key(name)
    if kind is ListKind.GRADE:
        values["band_id"] = _band(band_id)
    _MODELS[kind]._default_manager.filter(pk=item_id).update(**values)
    audit.record(
        "organisation.item.changed", actor=actor, at=at, list=kind.value, item=item_id, name=name, code=code,
        band=band_id, before={"name": before.name, "code": before.code, "band": before.band_id},
    )  # fmt: skip


@transaction.atomic
def end_item(*, kind: ListKind, item_id: int, until_on: date | None, actor: Actor, at: datetime) -> None:
    """Let one thing be in its list until a day (exclusive), or again for good (None). Who has it keeps it.

    Raises:
        NotVisible: the actor runs nothing here, or there is no such thing.
        DatesBackwards: it begins on that day or later.
    """
    policies.must_run_the_site(actor)
    before = queries.item(kind, item_id)
    if until_on is not None and before.from_on is not None and until_on <= before.from_on:
        raise DatesBackwards(
            _("“%(name)s” begins on %(day)s. Choose a later day.")
            % {"name": before.name, "day": date_format(before.from_on, "j F Y")}
        )
    _MODELS[kind]._default_manager.filter(pk=item_id).update(until_on=until_on)
    audit.record(
        "organisation.item.ended", actor=actor, at=at, list=kind.value, item=item_id,
        until_on=until_on.isoformat() if until_on else None,
    )  # fmt: skip


@transaction.atomic
def add_grades(
    *, organisation_id: int, grades: Sequence[NewGrade], from_on: date, actor: Actor, at: datetime
) -> tuple[int, ...]:
    """Give an organisation grades of its own from a day on, most junior first; return their ids.

    The band makes each equivalent to the grades of other organisations in it; without one a grade is equivalent to
    none.

    Raises:
        NotVisible: the actor runs nothing here, or there is no such organisation or band.
        SchemeThere: it has grades of its own that have not ended by then.
        Incomplete, CodeTaken: a grade lacks a code or a name, none was said, or a code is said twice.
    """
    policies.must_run_the_site(actor)
    body = queries.bodies([organisation_id]).get(organisation_id)
    if body is None:
        raise NotVisible
    own = queries.items(ListKind.GRADE, of_id=organisation_id)
    if any(one.until_on is None or one.until_on > from_on for one in own):
        raise SchemeThere(
            _("“%(name)s” has grades of its own. End them first, or put single ones right.") % {"name": body.name}
        )
    if not grades:
        raise Incomplete(_("Enter at least one grade"), "grades")
    rank = Grade.objects.filter(organisation_id=organisation_id).aggregate(top=Max("rank"))["top"] or 0
    rows, codes = [], {folded(one.code) for one in own}
    for number, new in enumerate(grades, rank + 1):
        code, name = new.code.strip(), new.name.strip()
        if not code or not name or len(code) > _CODED[ListKind.GRADE] or len(name) > _MOST[ListKind.GRADE]:
            raise Incomplete(_("Enter a code (up to 20 characters) and a name (up to 80) for every grade"), "grades")
        if folded(code) in codes:
            raise CodeTaken(_("The code “%(code)s” is used twice. Give each grade its own.") % {"code": code})
        codes.add(folded(code))
        rows.append(
            Grade(
                uuid=new_uuid(), organisation_id=organisation_id, code=code, name=name, band_id=_band(new.band_id),
                rank=number, from_on=from_on,
            )
        )  # fmt: skip
    made = Grade.objects.bulk_create(rows)
    audit.record(
        "organisation.grades.added", actor=actor, at=at, organisation=organisation_id, from_on=from_on.isoformat(),
        grades=[[row.code, row.name, row.band_id] for row in rows],
    )  # fmt: skip
    return tuple(row.pk for row in made)


def _band(band_id: int | None) -> int | None:
    if band_id is not None and not GradeBand.objects.filter(pk=band_id).exists():
        raise NotVisible
    return band_id


def _checked(kind: ListKind, name: str, code: str, of_id: int | None, own_id: int | None) -> tuple[str, str]:
    """Return a name and a code as they are kept, when they do among what belongs to the same."""
    name, code = " ".join(name.split()), code.strip()
    most = _MOST.get(kind, 200)
    if not name or len(name) > most:
        raise Incomplete(_("Enter a name of up to %(most)d characters") % {"most": most}, "name")
    if len(code) > _CODED.get(kind, 0) or (kind is ListKind.GRADE and not code):
        raise Incomplete(_("Enter a code of up to %(most)d characters") % {"most": _CODED.get(kind, 0)}, "code")
    beside: list[ListItem] = [
        one
        for one in queries.items(kind, of_id=of_id)
        if one.id != own_id and one.until_on is None and (kind not in _OWNER or one.of_id == of_id)
    ]
    for one in beside:
        if folded(one.name) == folded(name):
            raise NameTaken(_("“%(name)s” is in the list already. Choose another name.") % {"name": one.name})
        if code and folded(one.code) == folded(code):
            raise CodeTaken(
                _("“%(name)s” has the code “%(code)s” already. Choose another code.") % {"name": one.name, "code": code}
            )
    return name, code
