"""What a file of people would change, worked out without a write: everything comes from the file and the database."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.people.commands.feeding import records
from waymark.people.commands.feeding.records import Here, Known
from waymark.people.commands.feeding.together import Together
from waymark.people.commands.feeding.twice import twins
from waymark.people.rules import feed_rows
from waymark.people.rules import feeding as rules
from waymark.people.rules.feeding import Place, Reason, Row
from waymark.people.types import PersonSaid, RowKind
from waymark_formats.framework import Unreadable
from waymark_formats.people_feed import COLUMNS, END, Glimpse, PeopleFile

Say = Callable[[str], None]
SAID_EVERY = 50_000
"""Rows after which somebody who waits is told how far it is."""


class FileRefused(Exception):
    """The whole file is refused; the sentence says why and what to do. The run keeps it."""


@dataclass(slots=True)
class Checked:
    """What a file would change. The people lie in a file of their own, one JSON list a line."""

    rows: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    also: Counter[str] = field(default_factory=Counter)
    """What else tells an unusual file: see ``rules.unusual``."""
    before: int = 0
    digest: str = ""
    columns: dict[str, list[Any]] = field(default_factory=dict)
    """As ``RunCard.columns``."""


@dataclass(slots=True)
class _Index:
    """What has to be known of a whole file before a single row can be judged."""

    times: Counter[str] = field(default_factory=Counter)
    """How many rows each person has."""
    posts: dict[str, tuple[int, int | None]] = field(default_factory=dict)
    """Hash of title and unit, and the grade, of each post."""
    torn: set[str] = field(default_factory=set)
    """Posts of which two rows say otherwise."""


class Checking:
    """One check of one file."""

    def __init__(
        self, file: PeopleFile, here: Here, place: Place, *, full: bool, day: date, out: Path, say: Say
    ) -> None:
        self.file, self.here, self.place, self.full, self.day = file, here, place, full, day
        self.say, self._path = say, out
        self.kept = records.aliases()
        self.names = records.names_of(here)
        self.done = Checked()
        self.together = Together(here, self.kept, day)
        self._unnamed = 0
        """Rows that name nobody."""
        self._nobody: set[str] = set()
        """Whom the file calls so have gone, and nobody here knows them."""
        self._notes: dict[str, list[Reason]] = {}
        """What is left out of what is said of somebody."""

    def check(self, *, needs_end: bool, columns_before: list[str]) -> Checked:
        """Read the file twice, and write down what it would do to each person.

        Raises:
            Unreadable: it cannot be read, or is not whole.
            FileRefused: it is not this department's, or was exported otherwise than the last one.
        """
        index = self._read_once()
        lacking = feed_rows.lacking(self.file.places, columns_before)
        if lacking:
            raise FileRefused(
                _("The file has no column for %(columns)s, and the last one had. Export it again with all columns.")
                % {"columns": ", ".join(lacking)}
            )
        if needs_end and self.file.promised is None:
            raise FileRefused(
                _(
                    "The file does not end with the row “%(end)s”, so nobody can tell whether it is whole. Export it "
                    "with that row, or say under “Columns, and what is usual” that it need not be there."
                )
                % {"end": END}
            )
        self.done.columns = _columns(self.file)
        with self._writing():
            for batch in records.chunks(self._people(index)):
                self._compare(batch, index)
            leaving = self._absent(index) if self.full else set()
        if not self.full:
            self.done.before = records.count_there(self.here, self.day)
        aside = self.together.settle(leaving)
        lost = self.together.lost(leaving, self._nobody)
        if aside or lost:
            self._write_anew(aside, lost)
        self.done.also["unnamed"] = self._unnamed
        self.done.digest = self._hash.hexdigest()
        return self.done

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Open the file of what would change, empty, and count what is written to it."""
        self._hash = hashlib.sha256()
        self.done.counts, self.done.also = Counter({"same": self.done.counts["same"]}), Counter()
        with self._path.open("w", encoding="utf-8") as self._out:
            yield

    def _write_anew(self, aside: Mapping[str, Reason], lost: set[str]) -> None:
        """Write what would change once more, now that it is known who is set aside after all, and whose manager is."""
        before = self._path.with_name(f"{self._path.name}.before")
        self._path.rename(before)
        with self._writing():
            for kind, row, value, name, person_id, twin_id, said, was, words in kept_rows(before):
                if value in aside and kind != RowKind.ASIDE:
                    self._put(RowKind.ASIDE, row, value, name, person_id, None, None, [aside[value]])
                    continue
                if value in lost and all(code != "no_manager" for code, *_more in words):
                    words = [*words, ("no_manager", rules.from_json(said).manager or "", "")]
                self._put(kind, row, value, name, person_id, twin_id, said, words, was)
        before.unlink()

    def _read_once(self) -> _Index:
        index, votes = _Index(), feed_rows.Votes(self.place)
        for row in self.file.glimpses():
            votes.count(row)
            index.times[row.staff_number] += 1
            self._note_post(row, index)
            if votes.rows % SAID_EVERY == 0:
                self.say(_("Reading the file: %(rows)s rows") % {"rows": f"{votes.rows:,}"})
        self.done.rows = votes.rows
        if votes.another_department():
            raise FileRefused(
                _(
                    "Most rows name departments or units that are not part of %(name)s. If it is another department’s "
                    "file, bring it to that one’s feed; else add the units here first."
                )
                % {"name": sorted(self.place.department)[0]}
            )
        return index

    def _note_post(self, row: Glimpse, index: _Index) -> None:
        """Note what a row says of its post, and whether another said otherwise. One that is over says nothing."""
        unit = self.place.units.get(rules.key(row.unit))
        grade = self.place.grades.get(rules.key(row.grade)) if row.grade else None
        if unit is None or (row.grade and grade is None) or (row.last is not None and row.last < self.day):
            return
        words = hash((row.job_title, unit))
        before, before_grade = index.posts.setdefault(row.post_number, (words, grade))
        if before != words or (grade is not None and before_grade is not None and grade != before_grade):
            index.torn.add(row.post_number)
        elif before_grade is None and grade is not None:
            index.posts[row.post_number] = words, grade

    def _people(self, index: _Index) -> Iterator[tuple[int, PersonSaid]]:
        """Yield who can be used, with their first row, and write down who is set aside."""
        waiting: dict[str, list[Row]] = {}
        read = 0
        for row in self.file.rows():
            read += 1
            if read % SAID_EVERY == 0:
                self.say(_("Comparing: %(rows)s rows") % {"rows": f"{read:,}"})
            value = row.staff_number
            understood = feed_rows.understood(row, self.place, self.file.places)
            if not value or len(value) > 40:
                self._unnamed += 1
                self._aside(value[:40], understood, list(understood.reasons))
                continue
            if index.times[value] > rules.MOST_ROWS:
                self._unnamed += 1
                self._aside(value, understood, [("many", value, str(index.times[value]))])
                continue
            if index.times[value] > 1:
                rows = waiting.setdefault(value, [])
                rows.append(understood)
                if len(rows) < index.times[value]:
                    continue
                del waiting[value]
            else:
                rows = [understood]
            said, aside = rules.joined(value, rows)
            if said is not None and index.torn:
                aside = [
                    (row.number, ("post_twice", row.seat.post_number, ""))
                    for row in rows
                    if row.seat is not None and row.seat.post_number in index.torn and self._is_in_it(row)
                ]
            if aside:
                self._set_aside(value, rows, aside)
            elif said is not None:
                if notes := [note for row in rows for note in row.notes]:
                    self._notes[value] = list(dict.fromkeys(notes))
                yield rows[0].number, said

    def _is_in_it(self, row: Row) -> bool:
        goes_on = row.seat is not None and rules.goes_on(row.seat, self.day)
        return goes_on and (row.leaving_on is None or row.leaving_on > self.day)

    def _set_aside(self, value: str, rows: list[Row], aside: list[tuple[int, Reason]]) -> None:
        self.together.aside.add(value)
        by_row: dict[int, list[Reason]] = {}
        for number, reason in aside:
            by_row.setdefault(number, []).append(reason)
        for row in rows:
            if row.number in by_row:
                self._aside(value, row, by_row[row.number])

    def _aside(self, value: str, row: Row, reasons: list[Reason]) -> None:
        name = f"{row.given_name} {row.family_name}".strip()[:201]
        self._put(RowKind.ASIDE, row.number, value, name, None, None, None, reasons)

    def _compare(self, batch: list[tuple[int, PersonSaid]], index: _Index) -> None:
        """Say of each of these people what would become of them."""
        left_out, self._notes = self._notes, {}
        numbers = {said.value: number for number, said in batch}
        people = [said for _number, said in batch]
        spoken = {said.value: said for said in people}
        known = records.known(self.here, list(spoken), self.kept, spoken)
        twice = {said.value for said in people if self._speaks_again_of(said, known)}
        fresh = [
            said
            for said in people
            if said.value in twice or said.value not in known or known[said.value].said != rules.digest(said)
        ]
        self.done.counts["same"] += len(people) - len(fresh)
        above: dict[str, Known] = {}
        for values in records.chunks(sorted({said.manager for said in fresh if said.manager})):
            above.update(records.known(self.here, values, self.kept))
        ids = {known[said.value].person_id for said in fresh if said.value in known}
        before = records.on_record(ids, self.day, self.here)
        managers = records.known_numbers({one.manager_id for one in before.values() if one.manager_id is not None})
        self.together.look_at(fresh, known, above.values())
        new = [said for said in fresh if said.value not in known]
        alike = twins({said.value: said for said in new})
        for said in fresh:
            one = known.get(said.value)
            if one is not None and said.value in twice:
                reason = ("merged", said.value, self.together.seen[one.person_id])
                self.together.aside.add(said.value)
                self._put(
                    RowKind.ASIDE, numbers[said.value], said.value, _name(said), one.person_id, None, None, [reason]
                )
                continue
            notes = left_out.get(said.value, [])
            manager = above.get(said.manager or "")
            if said.manager and said.manager not in index.times and (manager is None or self.together.gone(manager)):
                manager = None
                notes.append(("no_manager", said.manager, ""))
            was = before.get(one.person_id) if one else None
            kind, words = rules.compared(said, was, manager.person_id if manager else None, self.day)
            if one is None and not any(rules.goes_on(seat, self.day) for seat in rules.effective(said)):
                # Nobody here knows them, and they are gone already.
                self.done.counts["same"] += 1
                self._nobody.add(said.value)
                continue
            self.together.manage(one.person_id if one else said.value, was.manager_id if was else None, said, manager)
            twin = alike[said.value][0] if said.value in alike else None
            self._put(
                kind, numbers[said.value], said.value, _name(said), one.person_id if one else None, twin,
                rules.to_json(said), [*self._in_names(words, managers), *notes],
                one.said if one and one.identified else "",
            )  # fmt: skip

    def _in_names(self, words: Iterable[Reason], managers: Mapping[int, tuple[str, str]]) -> list[Reason]:
        """Return differences with names where the rules have ids, as they are now: that is what is shown."""
        found = []
        for code, before, after in words:
            if code == "manager" and before:
                before = "{1} ({0})".format(*managers.get(int(before), (before, "")))
            elif code in self.names:
                before, after = (
                    ", ".join(self.names[code].get(one, one) for one in text.split(",") if one)
                    for text in (before, after)
                )
            found.append((code, before, after))
        return found

    def _speaks_again_of(self, said: PersonSaid, known: dict[str, Known]) -> bool:
        """Note whom the file speaks of; say whether it did before, under another number: the two were merged."""
        one = known.get(said.value)
        return one is not None and self.together.seen.setdefault(one.person_id, said.value) != said.value

    def _absent(self, index: _Index) -> set[int]:
        """Take everybody who works here and whom the file does not name as having left, and return them."""
        there = records.there(self.here, self.day, self.kept)
        self.done.before = len(there)
        # Those set aside are there, whatever is wrong with their rows, and by whichever number they are named.
        named = set(self.together.seen)
        for values in records.chunks(sorted(self.together.aside)):
            named.update(one.person_id for one in records.known(self.here, values, self.kept).values())
        absent = [
            pk for pk, values in there.items() if pk not in named and all(value not in index.times for value in values)
        ]
        leaving = set()
        for some in records.chunks(absent):
            numbers = records.known_numbers(some)
            said = records.said_of(self.here, [there[pk][0] for pk in some if there[pk]])
            for pk in some:
                number, name = numbers[pk]
                value = there[pk][0] if there[pk] else number
                if value in index.times:
                    continue
                leaving.add(pk)
                self._put(
                    RowKind.LEFT, 0, value, name, pk, None, None, [("absent", "", "")], said.get(value, (pk, ""))[1]
                )
        return leaving

    def _put(
        self,
        kind: RowKind,
        row: int,
        value: str,
        name: str,
        person_id: int | None,
        twin_id: int | None,
        said: list[Any] | None,
        words: list[Reason],
        was: str = "",
    ) -> None:
        self.done.counts[kind] += 1
        if kind != RowKind.ASIDE:
            codes = {code for code, *_more in words}
            self.done.also["absent"] += "absent" in codes
            self.done.also["renamed"] += not codes.isdisjoint(("name", "email"))
        line = json.dumps([kind, row, value, name, person_id, twin_id, said, was, words], ensure_ascii=False)
        self._hash.update(line.encode())
        self._out.write(line + "\n")


def _name(said: PersonSaid) -> str:
    return f"{said.given_name} {said.family_name}"[:201]


def _columns(file: PeopleFile) -> dict[str, list[Any]]:
    """Return the headings of a file, read and not, as ``RunCard.columns`` has them."""
    ours = {column.key: column.heading for column in COLUMNS}
    read = [[file.headings[place], ours[key]] for key, place in sorted(file.places.items(), key=lambda one: one[1])]
    return {"read": read, "ignored": [[text] for text in file.ignored]}


def kept_rows(path: Path) -> Iterator[tuple[Any, ...]]:
    """Yield what a check wrote down: kind, row, value, name, person, twin, what is said, what was said, words."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield tuple(json.loads(line))


def too_few(done: Checked) -> None:
    """Refuse a file of which nothing is left, or that would end everyone.

    Raises:
        FileRefused: it is one of these.
    """
    if feed_rows.ends_everyone(done.counts, done.before):
        raise FileRefused(
            ngettext(
                "The file would end the work of the only person there. Nothing was done. Bring it with everybody in "
                "it, or say that it names only those of whom something has changed.",
                "The file would end the work of all %(num)d people there. Nothing was done. Bring it with everybody in "
                "it, or say that it names only those of whom something has changed.",
                done.before,
            )
            % {"num": done.before}
        )


__all__ = ["Checked", "Checking", "FileRefused", "Unreadable", "kept_rows", "too_few"]
