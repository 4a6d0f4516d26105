"""Changes of organisations: planned, made on their day, called off.

The tree is this room's; people and posts stand above. ``people.commands.reorganise`` is what doors call: it follows
with posts and people in the same transaction, and what is done here is its entry in the record.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.audit import commands as audit
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch
from waymark.kernel.text import folded
from waymark.organisation import policies, queries, rules
from waymark.organisation.commands.making import make
from waymark.organisation.commands.refusals import (
    CodeTaken,
    NameTaken,
    NotYet,
    SettledAlready,
    refusal_for,
)
from waymark.organisation.events import ChangePlanned, ChangeSettled
from waymark.organisation.models import ChangeBody, ChangeOutcome, Organisation, OrganisationChange
from waymark.organisation.types import Body, Change, ChangeKind, Made, OutcomeKind


def check_change(*, change: Change, actor: Actor, at: datetime) -> None:
    """Refuse what ``plan_change`` would refuse, and write nothing: for a page that shows what a change would do.

    Raises:
        NotVisible, and what ``plan_change`` refuses.
    """
    _check(change, actor, at)


@transaction.atomic
def plan_change(*, change: Change, actor: Actor, at: datetime) -> UUID:
    """Write down a change for a day to come, and return its UUID. The worker makes it on that day.

    Args:
        change: what is to be; checked against the tree as it is now, and again when it is made.
        actor: an administrator in a session, or the operator.
        at: when.

    Raises:
        NotVisible: there is no such body, or the actor runs nothing here.
        Incomplete, NotOpen, OpenAlready, IntoItself, NotAPart, TwiceADay, ChangedLater, NothingChanges,
            StillHasParts, NameTaken, CodeTaken: it makes no sense; each says what to do.
    """
    one_at_a_time()
    row = _write(change, actor, at)
    audit.record(
        "organisation.change.planned", actor=actor, at=at, reason=row.reason, **_facts(row), on=row.on.isoformat()
    )
    audit.announce(ChangePlanned(row.pk), at=at)
    return row.uuid


@transaction.atomic
def make_change(*, change: Change, counted: Mapping[str, int], actor: Actor, at: datetime) -> Made:
    """Make a change from today or an earlier day on.

    Args:
        change: what is to be.
        counted: what rooms above count that it touches ("people", "posts"), for the record.
        actor: an administrator in a session, or the operator.
        at: when.

    Raises:
        NotYet: its day has not come.
        NotVisible, and what ``plan_change`` refuses.

    Cost: a fixed number of queries and set-based writes, however many parts a body has.
    """
    if change.on > rules.day_of(at):
        raise NotYet(_("The day of this change has not come. Plan it, and it is made on its day."))
    one_at_a_time()
    return _make(_write(change, actor, at), change, counted, actor, at)


@transaction.atomic
def make_planned(
    *, change: UUID, counted: Mapping[str, int], posts_gone: Collection[str] = (), actor: Actor, at: datetime
) -> Made:
    """Make a change whose day has come, as it was planned. It is checked again.

    Parts and posts that were to go along with a split, and have gone elsewhere since, are left where they are; the
    outcome says how many.

    Args:
        change: which.
        counted: what rooms above count that it touches, for the record.
        posts_gone: numbers of posts that are no longer the body's.
        actor: an administrator in a session, or the operator.
        at: when.

    Raises:
        SettledAlready: it was made, called off or stopped.
        NotYet: its day has not come.
        NotVisible, and what ``plan_change`` refuses.
    """
    one_at_a_time()
    row = _waiting(change, actor, at)
    if row.on > rules.day_of(at):
        raise NotYet(_("The day of this change has not come. It is made on its day."))
    planned = queries.asked_for(row.pk)
    asked = queries.still_there(planned, posts_gone)
    _check(asked, actor, at, planned=row.pk)
    return _make(
        row, asked, counted, actor, at, gone=len(planned.units + planned.posts) - len(asked.units + asked.posts)
    )


@transaction.atomic
def call_off(*, change: UUID, reason: str, actor: Actor, at: datetime) -> None:
    """Call off a change that waits for its day.

    Raises:
        NotVisible: there is none, or the actor may not.
        SettledAlready: it waits no longer.
        Incomplete: no reason.
    """
    if not reason.strip():
        raise refusal_for(rules.Objection(rules.Wrong.NO_REASON))
    one_at_a_time()
    row = _waiting(change, actor, at)
    ChangeOutcome.objects.create(
        change=row, kind=OutcomeKind.CALLED_OFF, words=reason.strip()[:400], account_id=actor.account_id, at=at
    )
    audit.record("organisation.change.called_off", actor=actor, at=at, reason=reason.strip(), **_facts(row))
    audit.announce(ChangeSettled(row.pk), at=at)


@transaction.atomic
def stop_change(*, change: UUID, words: str, actor: Actor, at: datetime) -> None:
    """Write down that a change could not be made on its day, and why; whoever planned it is told.

    Raises:
        NotVisible: there is none, or the actor may not.
        SettledAlready: it waits no longer.
    """
    row = _waiting(change, actor, at)
    ChangeOutcome.objects.create(change=row, kind=OutcomeKind.STOPPED, words=words[:400], account_id=None, at=at)
    audit.record("organisation.change.stopped", actor=actor, at=at, **_facts(row), words=words[:400])
    audit.announce(ChangeSettled(row.pk), at=at)


def one_at_a_time() -> None:
    """Let changes wait for each other: two of them could each be right and make a circle together."""
    list(Organisation.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True)[:1])


def _waiting(uuid: UUID, actor: Actor, at: datetime) -> OrganisationChange:
    row = fetch(policies.SEE_CHANGE, OrganisationChange.objects.all(), actor, at, uuid=uuid)
    if ChangeOutcome.objects.filter(change=row).exists():
        raise SettledAlready(_("This change waits no longer: it was made, called off or stopped. Look at it again."))
    return row


def _write(change: Change, actor: Actor, at: datetime) -> OrganisationChange:
    undone = (
        fetch(policies.SEE_CHANGE, OrganisationChange.objects.all(), actor, at, uuid=change.undoes)
        if change.undoes is not None
        else None
    )
    _check(change, actor, at)
    row = OrganisationChange.objects.create(
        uuid=new_uuid(), kind=change.kind, on=change.on, name=change.name.strip(), code=change.code.strip(),
        body_kind=change.body_kind, parent_id=change.parent_id, into_id=change.into_id, posts=list(change.posts),
        reason=change.reason.strip(), account_id=actor.account_id, at=at, undoes=undone,
    )  # fmt: skip
    ChangeBody.objects.bulk_create(
        [ChangeBody(change=row, organisation_id=pk) for pk in change.organisation_ids]
        + [ChangeBody(change=row, organisation_id=pk, unit=True) for pk in change.units]
    )
    return row


def _make(
    row: OrganisationChange, change: Change, counted: Mapping[str, int], actor: Actor, at: datetime, gone: int = 0
) -> Made:
    made = make(row, change, queries.bodies(_named(change)))
    words = (
        ngettext(
            "%(num)d part or post had gone elsewhere since and was left where it is.",
            "%(num)d parts and posts had gone elsewhere since and were left where they are.",
            gone,
        )
        % {"num": gone}
        if gone
        else ""
    )
    ChangeOutcome.objects.create(change=row, kind=OutcomeKind.MADE, words=words, account_id=actor.account_id, at=at)
    audit.record(
        "organisation.change.made", actor=actor, at=at, reason=row.reason, **_facts(row), on=row.on.isoformat(),
        opened=made.opened_id, counted=dict(counted),
    )  # fmt: skip
    audit.announce(ChangeSettled(row.pk), at=at)
    return made


def _named(change: Change) -> set[int]:
    named = {*change.organisation_ids, *change.units}
    return named | {pk for pk in (change.parent_id, change.into_id) if pk is not None}


def _check(change: Change, actor: Actor, at: datetime, planned: int | None = None) -> None:
    """Refuse what makes no sense; ``planned`` is the change itself when it was written before."""
    policies.must_run_the_site(actor)
    named = _named(change)
    for pk in sorted(named):
        policies.MAY_REORGANISE.require(actor, pk, at)
    bodies = queries.bodies(named, undoing=change.undoes)
    parts = queries.open_parts(change.organisation_ids)
    _parent_of_what_opens(change, bodies)
    objection = rules.why_not(change, bodies, parts)
    if objection is not None:
        raise refusal_for(objection, parts.get(objection.body.id, 0) if objection.body else 0)
    _refuse_too_deep(change, bodies)
    for pk, day in queries.changed_within(_carried(change, bodies), change.on):
        body = queries.bodies([pk])[pk]
        wrong = rules.Wrong.TWICE_A_DAY if day == change.on else rules.Wrong.CHANGED_LATER
        raise refusal_for(rules.Objection(wrong, body, day=day))
    clash = ChangeBody.objects.filter(
        change__outcome__isnull=True,
        change__on=change.on,
        organisation_id__in=[*change.organisation_ids, *change.units],
    ).exclude(change_id=planned)
    if change.undoes is not None:  # what one change brought together is given back on one day
        clash = clash.exclude(change__undoes__uuid=change.undoes)
    for pk in clash.values_list("organisation_id", flat=True)[:1]:
        raise refusal_for(rules.Objection(rules.Wrong.TWICE_A_DAY, bodies[pk], day=change.on))
    _refuse_taken(change, bodies)


def _parent_of_what_opens(change: Change, bodies: Mapping[int, Body]) -> None:
    """Refuse to open a body again, for what goes in a split, whose own parent is closed."""
    again = bodies.get(change.into_id or 0) if change.kind is ChangeKind.SPLIT else None
    if again is not None and again.parent_id is not None:
        parent = queries.bodies([again.parent_id])[again.parent_id]
        if not parent.is_open:
            raise refusal_for(rules.Objection(rules.Wrong.NOT_OPEN, parent, day=parent.until_on))


def _carried(change: Change, bodies: Mapping[int, Body]) -> list[str]:
    """Return the paths of what comes to stand elsewhere with everything below it."""
    if change.kind is ChangeKind.SPLIT:
        return [bodies[pk].path for pk in change.units]
    if change.kind in {ChangeKind.MOVE, ChangeKind.MERGE, ChangeKind.OPEN}:
        return [bodies[pk].path for pk in change.organisation_ids]
    return []


def _refuse_too_deep(change: Change, bodies: Mapping[int, Body]) -> None:
    """Refuse what would give something a longer path than a path may have."""
    into = change.parent_id if change.kind in {ChangeKind.MOVE, ChangeKind.OPEN} else change.into_id
    target = bodies.get(into or change.parent_id or 0)
    above = len(target.path) if target else 1
    if change.kind is ChangeKind.SPLIT and change.into_id is None:
        above += len("/9999999999999999999")  # the body that opens has no id yet
    for path in _carried(change, bodies):
        # Of a merger only what is below goes along, of everything else the body itself does.
        lost = path if change.kind is ChangeKind.MERGE else path[: path.rstrip("/").rfind("/") + 1]
        if above + queries.deepest(path) - len(lost) > rules.MOST_PATH:
            raise refusal_for(rules.Objection(rules.Wrong.DEEP, target or bodies[change.organisation_ids[0]]))


def _refuse_taken(change: Change, bodies: Mapping[int, Body]) -> None:
    """Refuse a name that another part of the same parent has, and a code that another of the department has."""
    first = bodies[change.organisation_ids[0]] if change.organisation_ids else None
    match change.kind:
        case ChangeKind.OPEN if first is not None:
            name, code, parent_id, own = first.name, first.code, change.parent_id, first.path
        case ChangeKind.SPLIT if change.into_id is not None:
            again = bodies[change.into_id]
            name, code, parent_id, own = again.name, again.code, again.parent_id, again.path
        case ChangeKind.OPEN | ChangeKind.SPLIT:
            name, code, parent_id, own = change.name, change.code, change.parent_id, ""
        case ChangeKind.RENAME if first is not None:
            name, code, parent_id, own = change.name, change.code, first.parent_id, first.path
        case ChangeKind.MOVE if first is not None:
            name, code, parent_id, own = first.name, "", change.parent_id, first.path
        case _:
            return
    others = Organisation.objects.filter(until_on__isnull=True)
    for other_path, other_name in others.filter(parent_id=parent_id).values_list("path", "name"):
        if other_path != own and folded(other_name) == folded(name):
            raise NameTaken(
                _("There is a “%(name)s” there already. Choose another name, or merge the two.") % {"name": other_name}
            )
    if not code.strip():
        return
    department = _department(parent_id, own)
    taken = others.filter(code=code.strip(), path__startswith=department).exclude(path=own)
    if department and (name_of := taken.values_list("name", flat=True).first()):
        raise CodeTaken(
            _("“%(name)s” has the code “%(code)s” already. Choose another code.")
            % {"name": name_of, "code": code.strip()}
        )


def _department(parent_id: int | None, own: str) -> str:
    """Return the path of the department that a body belongs to; empty for a department that is new."""
    path = own if parent_id is None else Organisation.objects.values_list("path", flat=True).get(pk=parent_id)
    return f"/{path.split('/')[1]}/" if path else ""


def _facts(row: OrganisationChange) -> dict[str, Any]:
    named = ChangeBody.objects.filter(change=row).order_by("pk").values_list("organisation_id", "unit")
    bodies: Iterable[tuple[int, bool]] = list(named)
    return {
        "change": str(row.uuid),
        "what": row.kind,
        "organisations": [pk for pk, unit in bodies if not unit],
        "units": [pk for pk, unit in bodies if unit],
        "name": row.name,
        "parent": row.parent_id,
        "into": row.into_id,
        "undoes": row.undoes_id,
    }
