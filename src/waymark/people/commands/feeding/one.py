"""One person at a time: what SCIM and other systems say, written by the same functions as a file."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.kernel import bulk
from waymark.kernel.errors import NotAllowed
from waymark.kernel.policy import Actor, fetch
from waymark.organisation import queries as organisation
from waymark.people import policies
from waymark.people import rules as people_rules
from waymark.people.commands.feeding import leaving, records, writing
from waymark.people.commands.feeding.records import Here
from waymark.people.commands.feeding.refusals import NobodyCalledSo, SaidWrongly
from waymark.people.commands.feeding.runs import here_of
from waymark.people.commands.feeding.writing import Change
from waymark.people.events import Joined, Left, Moved
from waymark.people.models import Feed, Movement, Person, Post, ReportingLine
from waymark.people.rules import feeding as rules
from waymark.people.rules.feed_words import in_words
from waymark.people.types import PersonSaid, Put, RowKind, Seat


@transaction.atomic
def put(*, feed: UUID, said: PersonSaid, actor: Actor, at: datetime) -> Put:
    """Bring one person's record up to date with what a feed says of them: they join, move, change or leave.

    Saying the same again changes nothing. Somebody with a day to leave on that has come loses their access at once.

    Args:
        feed: whose word it is.
        said: all it says of the person, with ids of the organisation room; units belong to the feed's department.
        actor: an administrator, or an operator; a system acts for the operator who let it in.
        at: when.

    Raises:
        NotVisible: there is no such feed, or the actor does not run it.
        FeedEnded: its department or agency is closed.
        SaidWrongly: posts overlap, days are backwards, the manager is nobody on record or works for the person; a unit
            or a grade is not the department's, or not there now.
    """
    row = fetch(policies.MAY_RUN_FEED, Feed.objects.select_for_update(of=("self",)), actor, at, uuid=feed)
    done = say(row, said, actor=actor, at=at)
    if done.written:
        audit.record(
            "people.person.put", actor=actor, at=at, subjects=[done.person_id], feed=row.pk, what=str(done.kind)
        )
    return Put(done.person_id, done.kind)


class Done(NamedTuple):
    """What became of what was said, before the record has it."""

    person_id: int
    kind: RowKind
    written: bool
    ended: bool = False
    """Whether they have no post any more, or none without an end where they had one."""


def say(row: Feed, said: PersonSaid, *, stays: bool = False, actor: Actor, at: datetime) -> Done:
    """Write what a feed says of somebody, inside the transaction of a command that holds the feed's lock.

    Whoever ``stays`` has not left when they are in no post any more: their access stays.

    Raises:
        SaidWrongly: as ``put``.
    """
    here, day = here_of(row), people_rules.day_of(at)
    kept = records.aliases()
    wanted = [said.value, *([said.manager] if said.manager else [])]
    known = records.known(here, wanted, kept, {said.value: said})
    one, manager = known.get(said.value), known.get(said.manager or "")
    if one is not None and one.said == rules.digest(said):
        return Done(one.person_id, RowKind.KNOWN, written=False)
    # From here on no change of organisations is made meanwhile.
    bulk.alone(Person, Post, Movement)
    here = here_of(row)
    before = records.on_record([one.person_id], day, here) if one else {}
    held = {standing.seat for on_record in before.values() for standing in on_record.seats}
    _must_be_right(said, held, one.person_id if one else None, manager.person_id if manager else None)
    _must_be_there([seat for seat in said.seats if seat not in held], here, day)
    kind, _words = rules.compared(
        said, before[one.person_id] if one else None, manager.person_id if manager else None, day
    )
    if stays and kind == RowKind.LEFT and not said.seats:
        kind = RowKind.CHANGED
    change = Change(kind, said.value, one.person_id if one else None, said, stays=stays and not said.seats)
    written = writing.write(here, lambda: iter([[change]]), run_id=None, actor=actor, at=at)
    person_id = one.person_id if one else records.known(here, [said.value], kept)[said.value].person_id
    _announce(written.first, at)
    return Done(person_id, kind, written=True, ended=_ends(held, said, day))


@transaction.atomic
def leave(*, feed: UUID, value: str, on: date, actor: Actor, at: datetime) -> Put:
    """Say that somebody leaves, or has left: ``on`` is the first day they do not work here. It ends their access then.

    Saying so again changes nothing.

    Raises:
        NotVisible: there is no such feed, or the actor does not run it.
        FeedEnded: its department or agency is closed.
        NobodyCalledSo: the feed never spoke of such a person.
    """
    row = fetch(policies.MAY_RUN_FEED, Feed.objects.select_for_update(of=("self",)), actor, at, uuid=feed)
    done = end(row, value, on, actor=actor, at=at)
    if done.written:
        audit.record(
            "people.person.left", actor=actor, at=at, subjects=[done.person_id], feed=row.pk, on=on.isoformat()
        )
    return Put(done.person_id, done.kind)


def end(row: Feed, value: str, on: date, *, actor: Actor, at: datetime) -> Done:
    """Write that somebody leaves, inside the transaction of a command that holds the feed's lock.

    Raises:
        NobodyCalledSo: as ``leave``.
    """
    here, day = here_of(row), people_rules.day_of(at)
    one = records.known(here, [value], records.aliases(), {value: None}).get(value)
    if one is None:
        raise NobodyCalledSo(value)
    found = records.on_record([one.person_id], day, here)[one.person_id]
    if all(standing.seat.until_on is not None and standing.seat.until_on <= on for standing in found.seats):
        return Done(one.person_id, RowKind.KNOWN, written=False)
    written = writing.write(
        here, lambda: iter([[Change(RowKind.LEFT, value, one.person_id, None, leaving_on=on)]]), run_id=None,
        actor=actor, at=at,
    )  # fmt: skip
    _announce(written.first, at)
    return Done(one.person_id, RowKind.LEFT, written=True, ended=True)


@transaction.atomic
def end_access_of_leavers(*, actor: Actor, at: datetime) -> int:
    """Close the accounts of everybody whose day to leave has come, and return how many were closed.

    Whoever left by a file or by ``leave`` with a day that had come lost access then; this is for days that were still
    to come. Safe to repeat.

    Raises:
        NotAllowed: the actor is not an operator.
    """
    if not actor.operator:
        raise NotAllowed
    closed = leaving.settle_leavers(actor=actor, at=at)
    if closed:
        audit.record("people.leavers.settled", actor=actor, at=at, accounts=closed)
    return closed


def _ends(held: set[Seat], said: PersonSaid, day: date) -> bool:
    after = [seat for seat in rules.effective(said) if rules.goes_on(seat, day)]
    lasted = any(seat.until_on is None for seat in held)
    return bool(held) and (not after or (lasted and all(seat.until_on is not None for seat in after)))


def _announce(first: int, at: datetime) -> None:
    for pk, kind, before, post, on in (
        Movement.objects.filter(pk__gte=first)
        .order_by("pk")
        .values_list("person_id", "kind", "before_post_id", "post_id", "on")
    ):
        moved = Moved(pk, before, post, on.isoformat())
        event = {"joined": Joined(pk), "left": Left(pk), "moved": moved}[kind]
        audit.announce(event, at=at)
        if kind == Movement.Kind.JOINED and before is not None:  # from another department: to whoever hears, a move
            audit.announce(moved, at=at)


def _must_be_right(said: PersonSaid, held: set[Seat], person_id: int | None, manager_id: int | None) -> None:
    """Refuse what a file would set aside, but posts that are held already and stay as they are.

    Raises:
        SaidWrongly: with the reason.
    """
    for seat in said.seats:
        if seat.until_on is not None and seat.until_on <= seat.from_on:
            raise SaidWrongly(_("The last day in a post is before the first."))
        if not 0 < seat.fte <= 1:
            raise SaidWrongly(_("A share of full time is more than 0 and at most 1."))
    if not held.issuperset(said.seats) and rules.seats_in_the_way(list(enumerate(said.seats))):
        raise SaidWrongly(_("Two posts overlap and come to more than full time, or one is named twice."))
    if said.manager and manager_id is None:
        raise SaidWrongly(_("The manager %(number)s is nobody on record.") % {"number": said.manager})
    if said.manager and (said.manager == said.value or _works_for(manager_id, person_id)):
        raise SaidWrongly(_("The manager %(number)s works for this person.") % {"number": said.manager})


def _must_be_there(seats: list[Seat], here: Here, day: date) -> None:
    """Refuse units and grades that are not the department's, or are not there on the day. Two queries.

    Raises:
        SaidWrongly: with the reason.
    """
    units = organisation.bodies({seat.organisation_id for seat in seats})
    grades = {grade.id: grade for grade in organisation.grade_names(here.path)}
    for seat in seats:
        unit = units.get(seat.organisation_id)
        if unit is None or not unit.path.startswith(here.path):
            raise SaidWrongly(_("The unit of post %(number)s is not this department’s.") % {"number": seat.post_number})
        reason = rules.not_now("unit", unit.name, unit.from_on, unit.until_on, day)
        if reason is None and seat.grade_id is not None:
            grade = grades.get(seat.grade_id)
            if grade is None:
                raise SaidWrongly(
                    _("The grade of post %(number)s is not one of this department.") % {"number": seat.post_number}
                )
            reason = rules.not_now("grade", grade.code, grade.from_on, grade.until_on, day)
        if reason is not None:
            raise SaidWrongly(in_words(reason))


def _works_for(manager_id: int | None, person_id: int | None) -> bool:
    """Say whether somebody works for a person, at whatever remove. One query for each step up."""
    above, steps = manager_id, 0
    while above is not None and person_id is not None and steps < people_rules.HIGHEST:
        if above == person_id:
            return True
        above = (
            ReportingLine.objects.filter(person_id=above, until_on=None).values_list("manager_id", flat=True).first()
        )
        steps += 1
    return False
