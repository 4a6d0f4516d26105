"""Whether a change of organisations makes sense, told from the bodies it names alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils import timezone

from waymark.organisation.types import Body, Change, ChangeKind

MOST_NAME = 200
MOST_CODE = 40
MOST_REASON = 400
MOST_PATH = 200
DEPARTMENT = "department"
BODY_KINDS = (DEPARTMENT, "agency", "unit")


class Wrong(StrEnum):
    """What can be wrong with a change."""

    NO_REASON = "no-reason"
    NO_BODY = "no-body"
    NO_NAME = "no-name"
    NO_TARGET = "no-target"
    NOTHING_GOES = "nothing-goes"
    WRONG_KIND = "wrong-kind"
    NOT_OPEN = "not-open"
    OPEN_ALREADY = "open-already"
    INTO_ITSELF = "into-itself"
    NOT_A_PART = "not-a-part"
    TWICE_A_DAY = "twice-a-day"
    CHANGED_LATER = "changed-later"
    NOTHING_CHANGES = "nothing-changes"
    HAS_PARTS = "has-parts"
    TOO_LONG = "too-long"
    DEEP = "deep"


@dataclass(frozen=True, slots=True)
class Objection:
    """One thing that is wrong, with the body it is about and, where it matters, another one or a day."""

    wrong: Wrong
    body: Body | None = None
    other: Body | None = None
    day: date | None = None


def why_not(change: Change, bodies: Mapping[int, Body], parts: Mapping[int, int]) -> Objection | None:
    """Return the first thing that is wrong with a change, or None.

    Args:
        change: what is asked for.
        bodies: every body that it names, as it stands; an id that is not among them is no body.
        parts: how many open bodies each of them is directly made of.
    """
    return next(_objections(change, bodies, parts), None)


def _objections(change: Change, bodies: Mapping[int, Body], parts: Mapping[int, int]) -> Iterator[Objection]:
    about = [bodies[pk] for pk in change.organisation_ids if pk in bodies]
    if not change.reason.strip():
        yield Objection(Wrong.NO_REASON)
    if max(len(change.name) - MOST_NAME, len(change.code) - MOST_CODE, len(change.reason) - MOST_REASON) > 0:
        yield Objection(Wrong.TOO_LONG)
    if (change.kind is not ChangeKind.OPEN and not about) or len(about) != len(change.organisation_ids):
        yield Objection(Wrong.NO_BODY)
    if len(about) > 1 and change.kind is not ChangeKind.MERGE:
        yield Objection(Wrong.NO_BODY)
    parent = bodies.get(change.parent_id) if change.parent_id is not None else None
    if change.parent_id is not None and parent is None:
        yield Objection(Wrong.NO_TARGET)
    again = _opens_again(change, bodies)
    yield from _of_kind(change, about, parent, bodies, parts, again)
    for body in about:
        if body is not again:
            yield from _not_open(body, change.on)
    if again is not None and again.is_open:
        yield Objection(Wrong.OPEN_ALREADY, again)
    into = bodies.get(change.into_id) if change.into_id is not None and again is None else None
    for target in (parent, into):
        if target is not None:
            yield from _not_open(target, change.on)
            if target.changed_on is not None and target.changed_on > change.on:
                yield Objection(Wrong.CHANGED_LATER, target, day=target.changed_on)
    units = [bodies[pk] for pk in change.units if pk in bodies]
    for unit in units:
        yield from _not_open(unit, change.on)
    for body in (*about, *units, *([again] if again else [])):
        yield from _too_early(body, change.on)


def _opens_again(change: Change, bodies: Mapping[int, Body]) -> Body | None:
    """Return the closed body that a change opens again."""
    if change.kind is ChangeKind.OPEN and change.organisation_ids:
        return bodies.get(change.organisation_ids[0])
    if change.kind is ChangeKind.SPLIT and change.into_id is not None:
        return bodies.get(change.into_id)
    return None


def _of_kind(
    change: Change,
    about: list[Body],
    parent: Body | None,
    bodies: Mapping[int, Body],
    parts: Mapping[int, int],
    again: Body | None,
) -> Iterator[Objection]:
    first = about[0] if about else None
    match change.kind:
        case ChangeKind.OPEN:
            if again is None:
                yield from _new_body(change, parent)
            elif parent is not None and parent.path.startswith(again.path):
                yield Objection(Wrong.INTO_ITSELF, again, parent)
        case ChangeKind.RENAME:
            if not change.name.strip():
                yield Objection(Wrong.NO_NAME)
            if first is not None and (change.name.strip(), change.code.strip()) == (first.name, first.code):
                yield Objection(Wrong.NOTHING_CHANGES, first)
        case ChangeKind.MOVE:
            if first is not None and first.parent_id == change.parent_id:
                yield Objection(Wrong.NOTHING_CHANGES, first)
            if first is not None and parent is not None and parent.path.startswith(first.path):
                yield Objection(Wrong.INTO_ITSELF, first, parent)
        case ChangeKind.MERGE:
            into = bodies.get(change.into_id or 0)
            if into is None:
                yield Objection(Wrong.NO_TARGET)
                return
            for body in about:
                if into.path.startswith(body.path):
                    yield Objection(Wrong.INTO_ITSELF, body, into)
                for other in about:
                    if other is not body and other.path.startswith(body.path):
                        yield Objection(Wrong.INTO_ITSELF, other, body)
        case ChangeKind.SPLIT:
            yield from _split(change, first, parent, bodies, again)
        case ChangeKind.CLOSE:
            if first is not None and parts.get(first.id, 0):
                yield Objection(Wrong.HAS_PARTS, first)


def _split(
    change: Change, source: Body | None, parent: Body | None, bodies: Mapping[int, Body], again: Body | None
) -> Iterator[Objection]:
    if change.into_id is not None and again is None:
        yield Objection(Wrong.NO_TARGET)
    if again is None:
        yield from _new_body(change, parent)
    if not change.units and not change.posts and (change.undoes is None or again is None):
        yield Objection(Wrong.NOTHING_GOES, source)
    if source is None:
        return
    if again is not None and source.path.startswith(again.path):
        yield Objection(Wrong.INTO_ITSELF, source, again)
    units = [bodies[pk] for pk in change.units if pk in bodies]
    if len(units) != len(change.units):
        yield Objection(Wrong.NO_BODY)
    for unit in units:
        if unit is source or not unit.path.startswith(source.path):
            yield Objection(Wrong.NOT_A_PART, unit, source)
        for target in (parent, again):
            if target is not None and target.path.startswith(unit.path):
                yield Objection(Wrong.INTO_ITSELF, unit, target)
        for other in units:
            if other is not unit and other.path.startswith(unit.path):
                yield Objection(Wrong.INTO_ITSELF, other, unit)


def _new_body(change: Change, parent: Body | None) -> Iterator[Objection]:
    if not change.name.strip():
        yield Objection(Wrong.NO_NAME)
    if change.body_kind not in BODY_KINDS or (change.body_kind == DEPARTMENT) != (change.parent_id is None):
        yield Objection(Wrong.WRONG_KIND)
    if parent is not None and len(parent.path) > MOST_PATH - 20:
        yield Objection(Wrong.DEEP, parent)


def _not_open(body: Body, on: date) -> Iterator[Objection]:
    if not body.is_open:
        yield Objection(Wrong.NOT_OPEN, body, day=body.until_on)
    elif body.from_on is not None and body.from_on > on:
        yield Objection(Wrong.NOT_OPEN, body, day=body.from_on)


def _too_early(body: Body, on: date) -> Iterator[Objection]:
    days = (body.changed_on, body.shared_on, body.from_on)
    latest = max((day for day in days if day is not None), default=None)
    if latest is not None and latest == on:
        yield Objection(Wrong.TWICE_A_DAY, body, day=on)
    if latest is not None and latest > on:
        yield Objection(Wrong.CHANGED_LATER, body, day=latest)


def kind_under(kind: str, parent_id: int | None) -> str:
    """Return what kind a body becomes that moves: what stands by itself is a department, nothing else is one."""
    if parent_id is None:
        return DEPARTMENT
    return "agency" if kind == DEPARTMENT else kind


def day_of(at: datetime) -> date:
    """Return the day ``at`` falls on where the organisation works."""
    return timezone.localdate(at)
