"""Lists of reference data that are kept by hand: added to, put right, ended on a day. Nothing is ever deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Model, Q
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


class ItemChanged(Refusal):
    """Somebody has changed a thing since it was looked at."""


class SchemeThere(Refusal):
    """An organisation has grades of its own already."""


@transaction.atomic
def add_item(
    *, kind: ListKind, name: str, code: str = "", of_id: int | None = None, from_on: date, actor: Actor, at: datetime
) -> int:
    """Add one thing to a list from a day on, and return its id.

    Args:
        kind: which list; grades are added by ``add_grades`` and ``add_grade``.
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
    _one_at_a_time(kind)
    model = _MODELS[kind]
    if kind in _OWNERS and not _OWNERS[kind]._default_manager.filter(pk=of_id or 0).exists():
        raise NotVisible
    name, code = _checked(kind, name, code, of_id, None, from_on, None)
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


def check_item(
    *,
    kind: ListKind,
    item_id: int,
    name: str,
    code: str = "",
    band_id: int | None = None,
    seen: str | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Refuse what ``change_item`` would refuse, but for a reason, and write nothing: for a page that shows it first."""
    _right(kind, item_id, name, code, band_id, seen, actor)


@transaction.atomic
def change_item(
    *, kind: ListKind, item_id: int, name: str, code: str = "", band_id: int | None = None, reason: str,
    seen: str | None = None, actor: Actor, at: datetime,
) -> None:  # fmt: skip
    """Put the name, the code or, of a grade, the band of one thing right, for all its time. Its address stays.

    Args:
        kind: which list.
        item_id: which thing.
        name: what it is called.
        code: for regions, locations and grades.
        band_id: of a grade; None makes it equivalent to nothing.
        reason: why, for the record.
        seen: ``ListItem.seen`` as whoever changes it saw it; None compares nothing.
        actor: an administrator in a session, or the operator.
        at: when.

    Raises:
        NotVisible: the actor runs nothing here, or there is no such thing.
        ItemChanged: somebody has changed it meanwhile.
        Incomplete, NameTaken, CodeTaken: what was said does not do; each says what to do.
    """
    _one_at_a_time(kind)
    before, values = _right(kind, item_id, name, code, band_id, seen, actor)
    _MODELS[kind]._default_manager.filter(pk=item_id).update(**values)
    audit.record(
        "organisation.item.changed", actor=actor, at=at, reason=_reason(reason), list=kind.value, item=item_id,
        name=values["name"], code=values.get("code", ""), band=band_id,
        before={"name": before.name, "code": before.code, "band": before.band_id},
    )  # fmt: skip


def _right(
    kind: ListKind, item_id: int, name: str, code: str, band_id: int | None, seen: str | None, actor: Actor
) -> tuple[ListItem, dict[str, Any]]:
    """Return one thing as it is, and what is written to put it right."""
    policies.must_run_the_site(actor)
    before = _as_seen(kind, item_id, seen)
    name, code = _checked(kind, name, code, before.of_id, item_id, before.from_on, before.until_on)
    values: dict[str, Any] = {"name": name}
    if kind in _CODED:
        values["code"] = code
    if kind is ListKind.PROFESSION:
        values["sort_key"] = sort_key(name)
    if kind is ListKind.GRADE:
        values["band_id"] = _band(band_id)
    return before, values


def check_end(
    *, kind: ListKind, item_id: int, until_on: date | None, seen: str | None, actor: Actor, at: datetime
) -> None:
    """Refuse what ``end_item`` would refuse, but for a reason, and write nothing: for a page that shows it first."""
    _ending(kind, item_id, until_on, seen, actor)


@transaction.atomic
def end_item(
    *, kind: ListKind, item_id: int, until_on: date | None, reason: str, seen: str | None = None, actor: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """Let one thing be in its list until a day (exclusive), or again for good (None). Who has it keeps it.

    Raises:
        NotVisible: the actor runs nothing here, or there is no such thing.
        ItemChanged: somebody has changed it meanwhile.
        DatesBackwards: it begins on that day or later.
        NameTaken, CodeTaken: another has its name or code on a day on which it would be in the list again.
        Incomplete: no reason.
    """
    _one_at_a_time(kind)
    before = _ending(kind, item_id, until_on, seen, actor)
    _MODELS[kind]._default_manager.filter(pk=item_id).update(until_on=until_on)
    audit.record(
        "organisation.item.ended", actor=actor, at=at, reason=_reason(reason), list=kind.value, item=item_id,
        until_on=until_on.isoformat() if until_on else None,
        before=before.until_on.isoformat() if before.until_on else None,
    )  # fmt: skip


def _ending(kind: ListKind, item_id: int, until_on: date | None, seen: str | None, actor: Actor) -> ListItem:
    policies.must_run_the_site(actor)
    before = _as_seen(kind, item_id, seen)
    if until_on is not None and before.from_on is not None and until_on <= before.from_on:
        raise DatesBackwards(
            _("“%(name)s” begins on %(day)s. Choose a later day.")
            % {"name": before.name, "day": date_format(before.from_on, "j F Y")}
        )
    if before.until_on is not None and (until_on is None or until_on > before.until_on):
        _checked(kind, before.name, before.code, before.of_id, item_id, before.until_on, until_on)
    return before


def _as_seen(kind: ListKind, item_id: int, seen: str | None) -> ListItem:
    found = queries.item(kind, item_id)
    if seen is not None and seen != found.seen:
        raise ItemChanged(
            _("Somebody else has changed “%(name)s” meanwhile. Look at it as it is now, then send yours again.")
            % {"name": found.name}
        )
    return found


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Incomplete(_("Enter why this changes"), "reason")
    return reason.strip()[:400]


def _one_at_a_time(kind: ListKind) -> None:
    """Let changes of a list wait for each other: two could each be right and have one name together."""
    list(_MODELS[kind]._default_manager.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True)[:1])


@transaction.atomic
def add_grades(
    *, organisation_id: int, grades: Sequence[NewGrade], from_on: date, actor: Actor, at: datetime
) -> tuple[int, ...]:
    """Give an organisation grades of its own from a day on, most junior first; return their ids.

    The band makes each equivalent to the grades of other organisations in it; without one a grade is equivalent to
    none.

    Raises:
        NotVisible: the actor runs nothing here, or there is no such organisation or band.
        SchemeThere: it has grades of its own that have not ended by then; single ones are added by ``add_grade``.
        Incomplete, CodeTaken: a grade lacks a code or a name, none was said, or a code is said twice.
    """
    policies.must_run_the_site(actor)
    _one_at_a_time(ListKind.GRADE)
    body = queries.bodies([organisation_id]).get(organisation_id)
    if body is None:
        raise NotVisible
    own = queries.items(ListKind.GRADE, of_id=organisation_id)
    if any(one.until_on is None or one.until_on > from_on for one in own):
        raise SchemeThere(
            _("“%(name)s” has grades of its own. End them first, or add single ones to them.") % {"name": body.name}
        )
    if not grades:
        raise Incomplete(_("Enter at least one grade"), "grades")
    rank = Grade.objects.filter(organisation_id=organisation_id).aggregate(top=Max("rank"))["top"] or 0
    rows, codes = [], set()
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


@transaction.atomic
def add_grade(
    *, organisation_id: int | None, grade: NewGrade, above_id: int | None, from_on: date, actor: Actor, at: datetime
) -> int:
    """Add one grade to a scheme from a day on, and return its id; more senior grades move up by one rank.

    Args:
        organisation_id: whose scheme; None for the common grades.
        grade: its code, name and band.
        above_id: the grade of the scheme that it is next above; None for the most junior.
        from_on: the first day.
        actor: an administrator in a session, or the operator.
        at: when.

    Raises:
        NotVisible: the actor runs nothing here, or there is no such grade in the scheme, or no such band; or the
            organisation has no grades of its own (``add_grades`` begins a scheme).
        Incomplete, NameTaken, CodeTaken: what was said does not do; each says what to do.
    """
    policies.must_run_the_site(actor)
    _one_at_a_time(ListKind.GRADE)
    scheme = Grade.objects.filter(Q(organisation_id=organisation_id))
    below = dict(scheme.values_list("pk", "rank"))
    if (organisation_id is not None and not below) or (above_id is not None and above_id not in below):
        raise NotVisible
    name, code = _checked(ListKind.GRADE, grade.name, grade.code, organisation_id, None, from_on, None)
    rank = below[above_id] + 1 if above_id is not None else min(below.values(), default=1)
    scheme.filter(rank__gte=rank).update(rank=F("rank") + 1)
    made = Grade.objects.create(
        uuid=new_uuid(), organisation_id=organisation_id, code=code, name=name, band_id=_band(grade.band_id), rank=rank,
        from_on=from_on,
    )  # fmt: skip
    audit.record(
        "organisation.item.added", actor=actor, at=at, list=ListKind.GRADE.value, item=made.pk, name=name, code=code,
        of=organisation_id, from_on=from_on.isoformat(),
    )  # fmt: skip
    return int(made.pk)


def _band(band_id: int | None) -> int | None:
    if band_id is not None and not GradeBand.objects.filter(pk=band_id).exists():
        raise NotVisible
    return band_id


def _checked(
    kind: ListKind, name: str, code: str, of_id: int | None, own_id: int | None, from_on: date | None,
    until_on: date | None,
) -> tuple[str, str]:  # fmt: skip
    """Return a name and a code as they are kept, when they do among what belongs to the same in a period."""
    name, code = " ".join(name.split()), code.strip()
    most = _MOST.get(kind, 200)
    if not name or len(name) > most:
        raise Incomplete(_("Enter a name of up to %(most)d characters") % {"most": most}, "name")
    if len(code) > _CODED.get(kind, 0) or (kind is ListKind.GRADE and not code):
        raise Incomplete(_("Enter a code of up to %(most)d characters") % {"most": _CODED.get(kind, 0)}, "code")
    beside: list[ListItem] = [
        one
        for one in queries.items(kind, of_id=of_id)
        if one.id != own_id and one.overlaps(from_on, until_on) and (kind not in _OWNER or one.of_id == of_id)
    ]
    for one in beside:
        if folded(one.name) == folded(name):
            raise NameTaken(_("“%(name)s” is in the list already. Choose another name.") % {"name": one.name})
        if code and folded(one.code) == folded(code):
            raise CodeTaken(
                _("“%(name)s” has the code “%(code)s” already. Choose another code.") % {"name": one.name, "code": code}
            )
    return name, code
