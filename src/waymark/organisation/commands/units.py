"""A department's units from a sheet: looked at, then opened, all of them together."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.kernel import bulk
from waymark.kernel.errors import Refusal
from waymark.kernel.ids import derived_uuid, free_slug, new_uuid, slugify
from waymark.kernel.policy import Actor
from waymark.organisation import policies, queries, rules
from waymark.organisation.commands.changes import one_at_a_time
from waymark.organisation.commands.refusals import NotYet, refusal_for
from waymark.organisation.models import ChangeOutcome, ChangePart, Organisation, OrganisationChange
from waymark.organisation.types import Body, ChangeKind, OutcomeKind, UnitsPlan
from waymark_formats.units import UnitRow


class NothingNew(Refusal):
    """Every unit of a sheet is there already, or set aside."""

    def __init__(self) -> None:
        super().__init__(_("No unit of the sheet is new: each is here already, or set aside."))


class SeenOtherwise(Refusal):
    """The tree is not as it was when the sheet was looked at."""

    def __init__(self) -> None:
        super().__init__(_("The units here have changed since you looked. See what the sheet adds now."))


def look_at_units(
    *, organisation_id: int, rows: Sequence[UnitRow], on: date, actor: Actor, at: datetime
) -> tuple[UnitsPlan, str]:
    """Return what a sheet would add below a body, and the mark of it that ``add_units`` is given. Writes nothing.

    Raises:
        NotVisible: there is no such body, or the actor runs nothing here.
        NotYet: the day has not come.
        NotOpen: the body is not open on the day.

    Cost: four queries, of which one reads the units of the department.
    """
    policies.MAY_REORGANISE.require(actor, organisation_id, at)
    if on > rules.day_of(at):
        raise NotYet(_("Units of a sheet open today or on an earlier day. Enter such a day."))
    here = queries.bodies([organisation_id])[organisation_id]
    if not here.is_open or (here.from_on is not None and here.from_on > on):
        raise refusal_for(rules.Objection(rules.Wrong.NOT_OPEN, here, day=here.until_on or here.from_on))
    plan = rules.sort_units(rows, here, _coded(here), on)
    return plan, hashlib.sha256(repr((plan.new, organisation_id, on)).encode()).hexdigest()


@transaction.atomic
def add_units(
    *, organisation_id: int, rows: Sequence[UnitRow], on: date, reason: str, seen: str, actor: Actor, at: datetime
) -> int:
    """Open the new units of a sheet from a day on, and return how many. Nothing that is there is changed.

    Each has a change of its own, as if it had been opened by itself, so that each has its history and can be undone.

    Args:
        organisation_id: the department, agency or unit that the sheet is about.
        rows: the sheet.
        on: their first day.
        reason: why, for their history and the record.
        seen: the mark of what was looked at.
        actor: an administrator in a session, or the operator.
        at: when.

    Raises:
        NothingNew: it adds no unit.
        SeenOtherwise: it would add something else than what was looked at.
        Incomplete: no reason.
        What ``look_at_units`` refuses.

    Cost: six queries and five bulk writes, however many units there are.
    """
    if not reason.strip():
        raise refusal_for(rules.Objection(rules.Wrong.NO_REASON))
    one_at_a_time()
    bulk.alone(Organisation)
    plan, mark = look_at_units(organisation_id=organisation_id, rows=rows, on=on, actor=actor, at=at)
    if mark != seen:
        raise SeenOtherwise
    if not plan.new:
        raise NothingNew
    ids = _open(plan, on)
    changes = OrganisationChange.objects.bulk_create(
        OrganisationChange(
            uuid=new_uuid(), kind=ChangeKind.OPEN, on=on, name=one.row.name, code=one.row.code, body_kind="unit",
            parent_id=parent_id, reason=reason.strip()[: rules.MOST_REASON], account_id=actor.account_id, at=at,
        )
        for one, (_pk, parent_id) in zip(plan.new, ids, strict=True)
    )  # fmt: skip
    ChangePart.objects.bulk_create(
        ChangePart(change=change, after_id=pk, whole=True) for change, (pk, _parent) in zip(changes, ids, strict=True)
    )
    ChangeOutcome.objects.bulk_create(
        ChangeOutcome(change=change, kind=OutcomeKind.MADE, account_id=actor.account_id, at=at) for change in changes
    )
    audit.record(
        "organisation.units.added", actor=actor, at=at, reason=reason.strip(), organisation=organisation_id,
        units=len(ids), on=on.isoformat(),
    )  # fmt: skip
    return len(ids)


def _coded(here: Body) -> dict[str, Body]:
    """Return the open bodies of the department by code, and those without one by their id: their names count."""
    top = f"/{here.path.split('/')[1]}/"
    ids = list(Organisation.objects.filter(path__startswith=top, until_on=None).values_list("pk", flat=True))
    return {rules.key(body.code) or f"id {body.id}": body for body in queries.bodies(ids).values()}


def _open(plan: UnitsPlan, on: date) -> list[tuple[int, int]]:
    """Write the units, and return of each its id and that of what it is part of."""
    taken = set(Organisation.objects.values_list("slug", flat=True))
    given = {one.parent_id for one in plan.new if one.parent_id is not None}
    paths = dict(Organisation.objects.filter(pk__in=given).values_list("pk", "path"))
    ids: dict[str, int] = {}
    rows, found = [], []
    for pk, one in enumerate(plan.new, bulk.next_id(Organisation)):
        parent_id = one.parent_id if one.parent_id is not None else ids[rules.key(one.row.above)]
        slug = free_slug(slugify(one.row.name), taken=taken, suffix="unit")
        taken.add(slug)
        ids[rules.key(one.row.code)], paths[pk] = pk, f"{paths[parent_id]}{pk}/"
        found.append((pk, parent_id))
        rows.append(
            (pk, derived_uuid("organisation", slug), slug, one.row.code, one.row.name, "unit", parent_id, paths[pk], on)
        )
    columns = ("id", "uuid", "slug", "code", "name", "kind", "parent_id", "path", "from_on")
    bulk.insert_rows(Organisation, columns, rows)
    bulk.move_sequence(Organisation)
    return found
