"""What a feed says of people, written set-based: once for a file of half a million, and once for one person.

First everybody and every post is there (``_everybody``), because a manager may come later in the file than the managed;
then comes what hangs on them (``_what_hangs``). The same function writes for a file and for SCIM.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q

from waymark.kernel import bulk
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor
from waymark.kernel.text import folded, sort_key
from waymark.people import rules as people_rules
from waymark.people.commands import listing
from waymark.people.commands.feeding import ending, leaving, records, twice
from waymark.people.commands.feeding.records import AT_ONCE, Here, Known
from waymark.people.commands.feeding.rows import Rows
from waymark.people.commands.moving import append_moves
from waymark.people.models import Identifier, Movement, Person, Post
from waymark.people.rules import feeding as rules
from waymark.people.rules.feeding import OnRecord
from waymark.people.types import PersonSaid, RowKind, Seat


class Change(NamedTuple):
    """What is to be written of one person."""

    kind: str
    value: str
    """What the feed calls them; empty for whoever it never named."""
    person_id: int | None
    """None: they are added."""
    said: PersonSaid | None
    """None: they left, as the feed says no more of them."""
    whole: bool = True
    """Whether all that was said could be understood: else it is looked at again next time."""
    leaving_on: date | None = None
    """Of whoever left: the first day they do not work here; None: the day it is written."""
    stays: bool = False
    """Whether whoever is in no post any more has not left for that: their access stays."""


class Written(NamedTuple):
    """What was written."""

    first: int
    """First and last id of the movements; last is before first when there are none."""
    last: int
    movements: dict[str, int]
    closed: int
    """Accounts that were closed."""


Chunks = Callable[[], Iterator[list[Change]]]
"""The changes, at most ``AT_ONCE`` at a time; asked for twice."""


def write(here: Here, chunks: Chunks, *, run_id: int | None, actor: Actor, at: datetime) -> Written:
    """Write changes inside the transaction of the command that decided on them, which holds the feed's lock."""
    day = people_rules.day_of(at)
    bulk.alone(Person, Post, Movement)
    first = bulk.next_id(Movement)
    counts: Counter[str] = Counter()
    kept = records.aliases()
    for chunk in chunks():
        _everybody(here, chunk, kept, day, at)
    for model in (Person, Post):
        bulk.move_sequence(model)
    for chunk in chunks():
        counts.update(_what_hangs(here, chunk, kept, day, run_id, at))
    bulk.move_sequence(Movement)
    last = first + sum(counts.values()) - 1
    closed = leaving.settle_leavers(actor=actor, at=at) if counts[Movement.Kind.LEFT] else 0
    if counts[Movement.Kind.JOINED]:
        joined = Movement.objects.filter(pk__gte=first, kind=Movement.Kind.JOINED)
        leaving.let_back_in(joined.values("person"), actor=actor, at=at)
    return Written(first, last, dict(counts), closed)


_PERSON = ("id", "uuid", "staff_number", "account_id", "given_name", "family_name", "email", "sort_key", "given_key")
_NAMES = ("given_name", "family_name", "email", "sort_key", "given_key")
_POST = ("id", "uuid", "number", "title", "organisation_id", "grade_id", "region_id", "profession_id", "role_level_id")
_POST_CHANGES = ("title", "organisation_id", "grade_id", "region_id", "title_group_id")


def _everybody(here: Here, chunk: list[Change], kept: dict[int, int], day: date, at: datetime) -> None:
    """Add who is new, call people as they are called now, and have every post there."""
    spoken = {change.value: change.said for change in chunk if change.value}
    known = records.known(here, list(spoken), kept, spoken)
    new = [change for change in chunk if change.said and change.value not in known and change.person_id is None]
    taken = records.numbers_taken([change.value for change in new])
    first = bulk.next_id(Person)
    bulk.insert_rows(Person, _PERSON, _new_people(here, new, taken, first))
    named = {change.value: first + place for place, change in enumerate(new)}
    twice.note_new(here, named, {change.value: change.said for change in new if change.said}, at)
    _identify(here, chunk, known, named)
    _rename([change for change in chunk if change.said and change.value not in named], known)
    _posts(here, [seat for change in chunk if change.said for seat in rules.effective(change.said)], day)


def _new_people(here: Here, new: Sequence[Change], taken: set[str], first: int) -> Iterator[tuple[Any, ...]]:
    for pk, change in enumerate(new, first):
        said = change.said
        assert said is not None, "whoever is added was spoken of"
        number = rules.own_number(said.value, here.mark) if said.value in taken else said.value
        yield (pk, new_uuid(), number, None, *_names(said, said.email))


def _names(said: PersonSaid, email: str) -> tuple[str, str, str, str, str]:
    family_first = sort_key(f"{said.family_name} {said.given_name}")
    given_first = sort_key(f"{said.given_name} {said.family_name}")
    return said.given_name, said.family_name, email, family_first, given_first


def _identify(here: Here, chunk: list[Change], known: dict[str, Known], named: dict[str, int]) -> None:
    """Keep what the feed calls people, and what it said of them last."""
    said = {change.value: _digest(change) for change in chunk if change.value}
    spoken_of = {change.value for change in chunk if change.said is not None}
    there = {value for value, one in known.items() if one.identified}
    bulk.insert_rows(
        Identifier,
        ("source", "value", "person_id", "said"),
        (
            (here.source, value, named[value] if value in named else known[value].person_id, digest)
            for value, digest in said.items()
            if value in spoken_of and value not in there
        ),
    )
    ids = dict(Identifier.objects.filter(source=here.source, value__in=sorted(there)).values_list("value", "pk"))
    bulk.update_rows(Identifier, ("said",), ((pk, said[value]) for value, pk in ids.items()))


def _digest(change: Change) -> str:
    return rules.digest(change.said) if change.said is not None and change.whole else ""


def _rename(changes: list[Change], known: dict[str, Known]) -> None:
    """Give people the names and addresses that the feed gives them. What it leaves out stays."""
    ids = {known[change.value].person_id: change for change in changes if change.value in known}
    rows = Person.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "given_name", "family_name", "email")
    changed = []
    for pk, given, family, email in list(rows):
        said = ids[pk].said
        assert said is not None, "only those who are spoken of are called anything"
        names = _names(said, said.email or email)
        if (given, family, email) != names[:3]:
            changed.append((pk, *names))
    bulk.update_rows(Person, _NAMES, changed)


def _posts(here: Here, seats: list[Seat], day: date) -> None:
    """Have every post of these seats there, as they say it is. A file in which two differ is set aside with both.

    Of one that goes to another unit it is appended where it was until the day.
    """
    wanted: dict[str, Seat] = {}
    # What is said of somebody who has left a post counts only where nobody says more.
    for seat in sorted(seats, key=lambda seat: rules.goes_on(seat, day)):
        before = wanted.get(seat.post_number, seat)
        wanted[seat.post_number] = seat._replace(
            grade_id=seat.grade_id or before.grade_id, region_id=seat.region_id or before.region_id,
            profession_id=seat.profession_id or before.profession_id,
        )  # fmt: skip
    for numbers in records.chunks(sorted(wanted)):
        found = records.posts_called(here, numbers)
        new = [number for number in numbers if number not in found]
        taken = records.post_numbers_taken(new)
        first = bulk.next_id(Post)
        bulk.insert_rows(
            Post,
            _POST,
            (
                (
                    pk, new_uuid(), rules.own_number(number, here.mark) if number in taken else number,
                    *_of_post(wanted[number], None), None,
                )
                for pk, number in enumerate(new, first)
            ),
        )  # fmt: skip
        changed = [
            # Which posts are like it is worked out anew.
            (pk, *_of_post(wanted[number], seat)[:-1], None)
            for number, (pk, seat) in found.items()
            if _of_post(wanted[number], seat) != _of_post(seat, None)
        ]
        moves = [
            (pk, seat.organisation_id, wanted[number].organisation_id)
            for number, (pk, seat) in found.items()
            if seat.organisation_id != wanted[number].organisation_id
        ]
        append_moves(moves, day)
        bulk.update_rows(Post, _POST_CHANGES, changed)
        _follow_decisions([(pk, seat, wanted[number]) for number, (pk, seat) in found.items()])


def _follow_decisions(posts: list[tuple[int, Seat, Seat]]) -> None:
    """Let a decided profession stand while the feed says what it said; mark decided posts that are called otherwise.

    Of each post: what the feed said of it, and what it says.
    """
    bulk.update_rows(
        Post,
        ("profession_id", "fed_profession_id"),
        [
            (pk, now.profession_id, None)
            for pk, before, now in posts
            if now.profession_id is not None and now.profession_id != before.profession_id
        ],
    )
    renamed = [pk for pk, before, now in posts if folded(now.title) != folded(before.title)]
    Post.objects.filter(Q(role_level__isnull=False) | Q(in_no_framework=True), pk__in=renamed).update(look_again=True)


def _of_post(seat: Seat, before: Seat | None) -> tuple[Any, ...]:
    """Return what a seat says of its post; what it leaves out stays as it was."""
    return (
        seat.title,
        seat.organisation_id,
        seat.grade_id or (before.grade_id if before else None),
        seat.region_id or (before.region_id if before else None),
        seat.profession_id or (before.profession_id if before else None),
    )


def _what_hangs(
    here: Here, chunk: list[Change], kept: dict[int, int], day: date, run_id: int | None, at: datetime
) -> Counter[str]:
    """Write appointments, managers and professions of a chunk, and list its people anew."""
    managers = {change.said.manager for change in chunk if change.said and change.said.manager}
    known = records.known(here, [change.value for change in chunk if change.value], kept)
    above = {}
    for values in records.chunks(sorted(managers)):
        above.update(records.known(here, values, kept))
    ids = [(change, change.person_id or known[change.value].person_id) for change in chunk]
    before = records.on_record({person_id for _change, person_id in ids}, day, here)
    numbers = {seat.post_number for change in chunk if change.said for seat in change.said.seats}
    posts: dict[str, int] = {}
    for some in records.chunks(sorted(numbers)):
        posts.update({number: pk for number, (pk, _seat) in records.posts_called(here, some).items()})
    to_come = Movement.objects.filter(kind=Movement.Kind.LEFT, settled_at=None, on__gt=day, person_id__in=list(before))
    on_record = [person_id for change, person_id in ids if change.said and change.person_id]
    coming = [person_id for person_id in on_record if not before[person_id].seats]
    rows = Rows(
        records.past(here, on_record, day),
        dict(to_come.order_by("pk").values_list("person_id", "on")),
        records.came_from(here, coming, day) if coming else {},
    )
    for change, person_id in ids:
        one = before[person_id]
        if change.said is None:
            ending.leave(rows, person_id, one, change.leaving_on or day, day)
        else:
            manager = above.get(change.said.manager or "") if change.whole else None
            _one(rows, person_id, change, one, posts, manager.person_id if manager else None, day)
    ending.end_lines_of_leavers(here, rows, day)
    changed = sorted({person_id for change, person_id in ids if change.kind != RowKind.KNOWN})
    # A day to leave on that was named before counts no more where another is said now, or none.
    to_come.filter(person_id__in=[pk for pk in changed if pk not in rows.holds]).update(settled_at=at)
    rows.write(run_id, at)
    listing.relist(changed)
    return Counter(kind for _person, kind, *_rest in rows.movements)


def _one(
    rows: Rows,
    person_id: int,
    change: Change,
    one: OnRecord,
    posts: dict[str, int],
    manager_id: int | None,
    day: date,
) -> None:
    said = change.said
    assert said is not None
    seats = [seat for seat in rules.effective(said) if seat.until_on is None or seat.until_on > seat.from_on]
    open_seats = [seat for seat in seats if rules.goes_on(seat, day)]
    began = bool(one.seats)
    since = _seats(rows, person_id, one, seats, posts, day)
    ends = [seat.until_on for seat in open_seats or seats if seat.until_on is not None]
    if not open_seats:
        if began:
            on = said.leaving_on or max(ends, default=day)
            ending.left(rows, person_id, one, on, day, stays=change.stays)
        return
    until = None
    if len(ends) == len(open_seats):
        until = said.leaving_on or max(ends)
        ending.leaves(rows, person_id, one, until)
    ended = _memberships(rows, person_id, one, said, since, until, day)
    if said.manager is not None and one.manager_id != manager_id and manager_id != person_id:
        if one.line_id is not None:
            rows.line_ends.append((one.line_id, day))
        if manager_id is not None:
            rows.lines.append((person_id, manager_id, since, until))
        one.line_id = None
    if until is not None and not one.elsewhere:
        ending.end_what_hangs(rows, one, until, ended)
    elif until is None and one.ending:
        ending.go_on_after_all(rows, one, ended)
    post_ids = [posts[seat.post_number] for seat in open_seats]
    before_ids = [standing.post_id for standing in one.seats]
    if not began:
        rows.movements.append((person_id, Movement.Kind.JOINED, since, rows.came_from.get(person_id), post_ids[0]))
    elif change.kind == RowKind.MOVED:
        post = next((pk for pk in post_ids if pk not in before_ids), post_ids[0])
        rows.movements.append((person_id, Movement.Kind.MOVED, day, before_ids[0], post))


def _seats(rows: Rows, person_id: int, one: OnRecord, seats: Iterable[Seat], posts: dict[str, int], day: date) -> date:
    """Have the appointments of a person as the feed says; those it does not name any more end on the day.

    Returns:
        From when what is new of them holds: the day; of somebody who was in no post, the day they began or came back.
    """
    before = {standing.post_id: standing for standing in one.seats}
    past = rows.past.get(person_id, ())
    # Whoever comes back was not there meanwhile, whatever first day their system keeps.
    gone = max((was.until_on for was in past), default=date.min) if not before else date.min
    named, begun = set(), []
    for seat in seats:
        post_id = posts[seat.post_number]
        standing = before.get(post_id)
        same = [was for was in past if was.post_id == post_id]
        free = max([gone, *(was.until_on for was in same if was.until_on > was.from_on)])
        if standing is not None and (rules.goes_on(seat, day) or seat.from_on == standing.seat.from_on):
            named.add(post_id)
            from_on = seat.from_on if seat.from_on >= free else standing.seat.from_on
            now = (from_on, seat.until_on, seat.fte)
            if now != (standing.seat.from_on, standing.seat.until_on, standing.seat.fte):
                rows.appointment_changes.append((standing.id, *now))
        elif rules.goes_on(seat, day):
            again = next((was for was in same if was.from_on == seat.from_on), None)
            begun.append(day if again or seat.from_on < free else seat.from_on)
            if again:
                rows.appointment_changes.append((again.id, seat.from_on, seat.until_on, seat.fte))
            else:
                rows.appointments.append((person_id, post_id, begun[-1], seat.until_on, seat.fte))
    for post_id, standing in before.items():
        if post_id not in named:
            end = max(day, standing.seat.from_on)
            rows.appointment_changes.append((standing.id, standing.seat.from_on, end, standing.seat.fte))
    return day if before else min(begun, default=day)


def _memberships(
    rows: Rows, person_id: int, one: OnRecord, said: PersonSaid, since: date, until: date | None, day: date
) -> set[int]:
    """Have the professions of a person as the feed says, and return ids of the memberships that end by it."""
    ended = set()
    main = said.main_profession_id
    if main is not None and main != one.main_profession_id:
        if one.main_id is not None:
            ended.add(one.main_id)
        rows.memberships.append((person_id, main, True, since, until))
    others = one.others or {}
    if said.other_profession_ids is not None:
        ended |= {pk for profession_id, pk in others.items() if profession_id not in said.other_profession_ids}
        for profession_id in said.other_profession_ids:
            if profession_id not in others:
                rows.memberships.append((person_id, profession_id, False, since, until))
    rows.membership_ends += [(pk, day) for pk in ended]
    return ended


assert AT_ONCE <= listing.AT_ONCE, "what is written at once is listed at once"
