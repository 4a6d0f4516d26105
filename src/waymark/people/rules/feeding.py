"""What a people feed may do, without a table: what a row means, why it is set aside, and what differs.

A person of whom any row is wrong is set aside whole: to take the good half of what is said of somebody would end the
other half. Somebody who is set aside is there, and never counts as having left.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

from waymark.kernel.text import folded
from waymark.people.types import PersonSaid, RowKind, Seat

Reason = tuple[str, str, str]
"""Code, and what it is about; the words come from ``web`` and ``cli``."""

Node = int | str
"""A person by id; somebody a file brings, by what it calls them."""

OTHERS_SHARE = 0.5
"""A file is another department's when more than this share of its rows is."""
MOST_ROWS = 20
"""Rows of one staff number: more are no person’s, but a word such as "TBC" that stands for the number."""
UNKNOWN_UNITS = 0.9
"""Nor does a file belong here of which so many rows name units that nobody knows."""


class Place(NamedTuple):
    """What the words of a department's files mean. Keys are folded; None: more than one thing is called so."""

    units: Mapping[str, int | None]
    grades: Mapping[str, int]
    regions: Mapping[str, int]
    professions: Mapping[str, int]
    department: frozenset[str]
    """What the department itself is called."""
    others: frozenset[str]
    """Codes of units that other departments have, and this one has not."""
    closed: Mapping[str, Reason]
    """Units that are closed, or not open yet, with the reason why a row that names one is set aside."""
    ended: Mapping[str, Reason]
    """Grades that hold no more, or not yet, likewise."""


class Standing(NamedTuple):
    """An appointment on record."""

    id: int
    post_id: int
    seat: Seat


@dataclass(slots=True)
class OnRecord:
    """A person as the site has them on a day: what a feed is compared with."""

    given_name: str
    family_name: str
    email: str
    seats: list[Standing]
    """Those in the feed's department that are open on the day or begin later."""
    line_id: int | None = None
    manager_id: int | None = None
    main_id: int | None = None
    main_profession_id: int | None = None
    others: dict[int, int] | None = None
    """Ids of other memberships by profession."""
    ending: set[tuple[str, int]] | None = None
    """Lines and memberships that end on a later day, by "line" or "membership" and id: they stay if the person does."""
    elsewhere: bool = False
    """Whether they are, or will be, in a post of another department as well: two numbers were merged."""


class Row(NamedTuple):
    """What one row of a file says, as far as it can be read: a person's row in a post."""

    number: int
    given_name: str
    family_name: str
    email: str
    seat: Seat | None
    manager: str | None
    main_profession_id: int | None
    other_profession_ids: tuple[int, ...] | None
    leaving_on: date | None
    reasons: tuple[Reason, ...]
    notes: tuple[Reason, ...] = ()
    """What is left out of it."""


def day_after(day: date | None) -> date | None:
    """Return the day after a last day; None where there is none."""
    return None if day is None or day == date.max else day + timedelta(days=1)


@lru_cache(maxsize=50_000)
def key(text: str) -> str:
    """Return a text as the words of ``Place`` are kept."""
    return folded(text)


def joined(value: str, rows: Sequence[Row]) -> tuple[PersonSaid | None, list[tuple[int, Reason]]]:
    """Put the rows of one person together, or say why they cannot be: each reason with the row it is about.

    Args:
        value: what the feed calls the person.
        rows: all of theirs, in the file's order; at least one.
    """
    aside = [(row.number, reason) for row in rows for reason in row.reasons]
    first = rows[0]
    for row in rows[1:]:
        for what, one, other in (
            ("name", f"{first.given_name} {first.family_name}", f"{row.given_name} {row.family_name}"),
            ("email", first.email, row.email),
            ("manager", first.manager or "", row.manager or ""),
            ("leaving", str(first.leaving_on or ""), str(row.leaving_on or "")),
        ):
            if one != other:
                aside.append((row.number, ("twice", what, str(first.number))))
    aside += seats_in_the_way([(row.number, row.seat) for row in rows if row.seat is not None])
    if first.manager and first.manager == value:
        aside.append((first.number, ("circle", value, value)))
    if aside:
        return None, aside
    seats = tuple(row.seat for row in rows if row.seat is not None)
    return (
        PersonSaid(
            value, first.given_name, first.family_name, first.email, seats, first.manager, first.main_profession_id,
            first.other_profession_ids, first.leaving_on,
        ),
        [],
    )  # fmt: skip


def seats_in_the_way(seats: Sequence[tuple[int, Seat]]) -> list[tuple[int, Reason]]:
    """Return why the numbered seats of one person cannot all be theirs: one twice, or more than full time together.

    What comes together is most on the first day of some seat. Cost: each seat is compared with every other.
    """
    found: list[tuple[int, Reason]] = []
    for place, (number, seat) in enumerate(seats):
        twice = next(
            (n for n, one in seats[:place] if one.post_number == seat.post_number and _overlap(one, seat)), None
        )
        if twice is not None:
            found.append((number, ("twice", "post", str(twice))))
            continue
        # Of two that begin on one day the later row is in the way.
        beside = [
            (n, one)
            for at, (n, one) in enumerate(seats)
            if at != place and (one.from_on, at) < (seat.from_on, place) and _overlap(one, seat)
        ]
        if beside and seat.fte + sum((one.fte for _n, one in beside), Decimal(0)) > 1:
            found.append((number, ("overlap", seat.post_number, str(beside[0][0]))))
    return found


def _overlap(one: Seat, other: Seat) -> bool:
    return one.from_on < (other.until_on or date.max) and other.from_on < (one.until_on or date.max)


def posts_differ(one: Seat, other: Seat) -> bool:
    """Say whether two who are in one post say otherwise of it. What one leaves out agrees with anything."""
    return (one.title, one.organisation_id) != (other.title, other.organisation_id) or (
        one.grade_id is not None and other.grade_id is not None and one.grade_id != other.grade_id
    )


def circles(managers: Mapping[Node, Node]) -> set[Node]:
    """Return everybody who stands in a circle of managers, whatever its length.

    Args:
        managers: the manager of each person; who is not a key has none.

    Cost: each person is looked at once.
    """
    done: set[Node] = set()
    found: set[Node] = set()
    for start in managers:
        path: dict[Node, int] = {}
        order: list[Node] = []
        above: Node | None = start
        while above is not None and above not in done and above not in path:
            path[above] = len(order)
            order.append(above)
            above = managers.get(above)
        if above is not None and above in path:
            found.update(order[path[above] :])
        done.update(order)
    return found


def effective(said: PersonSaid) -> tuple[Seat, ...]:
    """Return the seats of a person, none of them after they leave."""
    if said.leaving_on is None:
        return said.seats
    found = []
    for seat in said.seats:
        until = said.leaving_on if seat.until_on is None else min(seat.until_on, said.leaving_on)
        found.append(seat._replace(until_on=max(until, seat.from_on)))
    return tuple(found)


def goes_on(seat: Seat, day: date) -> bool:
    """Say whether a seat is open on a day or begins later."""
    return seat.until_on is None or (seat.until_on > day and seat.until_on > seat.from_on)


def compared(
    said: PersonSaid, on_record: OnRecord | None, manager_id: int | None, day: date
) -> tuple[RowKind, tuple[Reason, ...]]:
    """Say what a feed would do to a person, and what differs: code, before, after.

    Args:
        said: what it says.
        on_record: the person as they are; None for somebody new.
        manager_id: of whoever the feed calls their manager; None when it names nobody, 0 for somebody to come.
        day: on which it is applied.

    Returns:
        ``KNOWN`` with nothing, where nothing differs.
    """
    seats = [seat for seat in effective(said) if goes_on(seat, day)]
    if on_record is None:
        return RowKind.NEW, ()
    before = {one.seat.post_number: one.seat for one in on_record.seats}
    after = {seat.post_number: seat for seat in seats}
    words: list[Reason] = []
    old_name = f"{on_record.given_name} {on_record.family_name}"
    new_name = f"{said.given_name} {said.family_name}"
    if (on_record.given_name, on_record.family_name) != (said.given_name, said.family_name):
        words.append(("name", old_name, new_name))
    if said.email and on_record.email.lower() != said.email.lower():
        words.append(("email", on_record.email, said.email))
    for number in sorted({*before, *after}):
        words += _seat_words(before.get(number), after.get(number))
    if seats:
        if said.manager is not None and on_record.manager_id != manager_id:
            words.append(("manager", str(on_record.manager_id or ""), said.manager))
        if said.main_profession_id is not None and on_record.main_profession_id != said.main_profession_id:
            words.append(
                ("main_profession", str(on_record.main_profession_id or ""), str(said.main_profession_id or ""))
            )
        others = said.other_profession_ids
        if others is not None and set(on_record.others or {}) != set(others):
            words.append(
                (
                    "other_professions",
                    ",".join(map(str, sorted(on_record.others or {}))),
                    ",".join(map(str, sorted(others))),
                )
            )
    if not words:
        return RowKind.KNOWN, ()
    if not before and after:
        return RowKind.NEW, tuple(words)
    if before and (not after or _newly_leaves(said, before, after)):
        return RowKind.LEFT, tuple(words)
    if before and not set(before) & set(after):
        return RowKind.MOVED, tuple(words)
    moved = any(code in {"post_new", "post_over", "unit"} for code, _before, _after in words)
    return (RowKind.MOVED if moved else RowKind.CHANGED), tuple(words)


def _newly_leaves(said: PersonSaid, before: Mapping[str, Seat], after: Mapping[str, Seat]) -> bool:
    """Say whether a day to leave on is named that was not known: some post went on beyond it."""
    if said.leaving_on is None:
        return False
    return any(seat.until_on is None or seat.until_on > said.leaving_on for seat in before.values())


def _seat_words(before: Seat | None, after: Seat | None) -> list[Reason]:
    if before is None and after is not None:
        return [("post_new", "", after.title)]
    if after is None and before is not None:
        return [("post_over", before.title, "")]
    assert before is not None, "one of the two is there"
    assert after is not None, "one of the two is there"
    pairs: tuple[tuple[str, Any, Any], ...] = (
        ("title", before.title, after.title),
        ("unit", before.organisation_id, after.organisation_id),
        ("grade", before.grade_id, after.grade_id),
        ("region", before.region_id, after.region_id),
        ("post_profession", before.profession_id, after.profession_id),
        ("start", before.from_on, after.from_on),
        ("end", before.until_on, after.until_on),
        ("fte", before.fte.normalize(), after.fte.normalize()),
    )
    return [
        (code, "" if one is None else str(one), "" if other is None else str(other))
        for code, one, other in pairs
        # What a file leaves out is not taken away.
        if one != other and not (other is None and code in {"grade", "region", "post_profession"})
    ]


USUAL = {"leavers": 10, "joiners": 20, "moved": 20, "renamed": 5, "aside": 10}
"""Per cent of the people there that is usual in a feed until somebody says otherwise."""
_COUNTED = {
    "leavers": RowKind.LEFT, "joiners": RowKind.NEW, "moved": RowKind.MOVED, "renamed": "renamed",
    "aside": RowKind.ASIDE,
}  # fmt: skip


def unusual(counts: Mapping[str, int], before: int, limits: Mapping[str, int]) -> tuple[tuple[str, int, int], ...]:
    """Return what is unusually many: its kind, per cent of the people there, and the most that is usual.

    A first file, into a department without people, is not unusual; nor is what becomes of one person, however few are
    there. One that ends people it does not name, while rows
    of it name nobody, always is: those rows may be theirs. That is "unnamed", with the number of such rows and 0.

    Args:
        counts: by kind of row; "renamed" of names and addresses, "absent" of those not named, "unnamed" of rows.
        before: how many people were there.
        limits: the most that is usual, as in ``USUAL``.
    """
    if not before:
        return ()
    found = []
    for what, kind in _COUNTED.items():
        if counts.get(kind, 0) > 1 and counts[kind] * 100 > limits[what] * before:
            found.append((what, -(-counts[kind] * 100 // before), limits[what]))
    if counts.get("unnamed") and counts.get("absent"):
        found.append(("unnamed", counts["unnamed"], 0))
    return tuple(found)


def digest(said: PersonSaid) -> str:
    """Return what tells whether a feed says the same of a person again."""
    return blake2b(json.dumps(to_json(said), separators=(",", ":")).encode(), digest_size=16).hexdigest()


def to_json(said: PersonSaid) -> list[Any]:
    """Return what is said as plain values, to be kept until it is applied."""
    return [
        said.value, said.given_name, said.family_name, said.email,
        [
            [
                *seat[:6], seat.from_on.isoformat(), seat.until_on and seat.until_on.isoformat(),
                str(seat.fte.normalize()),
            ]
            for seat in said.seats
        ],
        said.manager, said.main_profession_id,
        None if said.other_profession_ids is None else sorted(said.other_profession_ids),
        said.leaving_on and said.leaving_on.isoformat(),
    ]  # fmt: skip


def from_json(kept: Sequence[Any]) -> PersonSaid:
    """Return what ``to_json`` kept."""
    value, given, family, email, seats, manager, main, others, leaving = kept
    return PersonSaid(
        value, given, family, email,
        tuple(
            Seat(
                post_number=seat[0], title=seat[1], organisation_id=seat[2], grade_id=seat[3], region_id=seat[4],
                profession_id=seat[5], from_on=date.fromisoformat(seat[6]),
                until_on=date.fromisoformat(seat[7]) if seat[7] else None, fte=Decimal(seat[8]),
            )
            for seat in seats
        ),
        manager, main, None if others is None else tuple(others), date.fromisoformat(leaving) if leaving else None,
    )  # fmt: skip


def own_number(number: str, mark: str, longest: int = 40) -> str:
    """Return a number for what has one that another department uses already: the number with a mark behind it."""
    return f"{number[: longest - len(mark) - 1]}~{mark}"


def plain_number(number: str) -> str:
    """Return a number without the mark that ``own_number`` gave it."""
    return number.partition("~")[0]


def not_now(what: str, name: str, from_on: date | None, until_on: date | None, day: date) -> Reason | None:
    """Say why a unit or a grade cannot be named on a day; None: it can.

    Args:
        what: unit or grade.
        name: what it is called.
        from_on: the first day it is there; None: always was.
        until_on: the first day it is not there any more; None: it goes on.
        day: which day.
    """
    if until_on is not None and until_on <= day:
        return f"{what}_over", name, until_on.isoformat()
    if from_on is not None and from_on > day:
        return f"{what}_later", name, from_on.isoformat()
    return None


def taken_apart(names: Iterable[tuple[str, int]]) -> dict[str, int | None]:
    """Return ids by folded name; None for a name that two things have."""
    found: dict[str, int | None] = {}
    for name, pk in names:
        if name:
            known = key(name)
            found[known] = pk if found.get(known, pk) == pk else None
    return found
