"""What a file of people would change, worked out without a write: everything comes from the file and the database."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.people.commands.feeding import records
from waymark.people.commands.feeding.records import Here, Known
from waymark.people.commands.feeding.twice import twins
from waymark.people.models import ReportingLine
from waymark.people.rules import feed_rows
from waymark.people.rules import feeding as rules
from waymark.people.rules.feeding import Place, Reason, Row
from waymark.people.types import PersonSaid, RowKind
from waymark_formats.framework import Unreadable
from waymark_formats.people_feed import END, PeopleFile

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
    before: int = 0
    digest: str = ""


@dataclass(slots=True)
class _Index:
    """What has to be known of a whole file before a single row can be judged."""

    times: Counter[str] = field(default_factory=Counter)
    """How many rows each person has."""
    managers: dict[str, str] = field(default_factory=dict)


class Checking:
    """One check of one file."""

    def __init__(
        self, file: PeopleFile, here: Here, place: Place, *, full: bool, day: date, out: TextIO, say: Say
    ) -> None:
        self.file, self.here, self.place, self.full, self.day = file, here, place, full, day
        self.out, self.say = out, say
        self.kept = records.aliases()
        self.names = records.names_of(here)
        self.done = Checked()
        self._hash = hashlib.sha256()
        self._seen: dict[int, str] = {}
        """People whom the file speaks of, with what it calls them."""

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
                _("The file does not end with the row “%(end)s”, so nobody can tell whether it is whole.")
                % {"end": END}
            )
        circles = rules.circles(self._managers(index))
        for batch in records.chunks(self._people(index, circles)):
            self._compare(batch, index)
        if self.full:
            self._absent(index)
        else:
            self.done.before = records.count_there(self.here, self.day)
        self.done.digest = self._hash.hexdigest()
        return self.done

    def _read_once(self) -> _Index:
        index, votes = _Index(), feed_rows.Votes(self.place)
        for row in self.file.glimpses():
            votes.count(row)
            index.times[row.staff_number] += 1
            if row.manager:
                index.managers.setdefault(row.staff_number, row.manager)
            if votes.rows % SAID_EVERY == 0:
                self.say(_("Reading the file: %(rows)s rows") % {"rows": f"{votes.rows:,}"})
        self.done.rows = votes.rows
        if votes.another_department():
            raise FileRefused(
                _("Most rows name departments or units that are not part of %(name)s. Is it another department’s file?")
                % {"name": sorted(self.place.department)[0]}
            )
        return index

    def _managers(self, index: _Index) -> dict[str, str]:
        """Return who manages whom as the file says; of a file of changes, with those it does not speak of as well."""
        if self.full or not index.managers:
            return index.managers
        return _on_record_managers(self.here) | index.managers

    def _people(self, index: _Index, circles: set[str]) -> Iterator[tuple[int, PersonSaid]]:
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
                self._aside(value[:40], understood, list(understood.reasons))
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
            if said is not None and value in circles and index.managers.get(value):
                aside = [(rows[0].number, ("circle", value, index.managers[value]))]
            if aside:
                self._set_aside(value, rows, aside)
            elif said is not None:
                yield rows[0].number, said

    def _set_aside(self, value: str, rows: list[Row], aside: list[tuple[int, Reason]]) -> None:
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
        new = [said for said in fresh if said.value not in known]
        alike = twins({said.value: said for said in new})
        for said in fresh:
            one = known.get(said.value)
            if one is not None and said.value in twice:
                reason = ("merged", said.value, self._seen[one.person_id])
                self._put(
                    RowKind.ASIDE, numbers[said.value], said.value, _name(said), one.person_id, None, None, [reason]
                )
                continue
            manager_id = None
            notes: list[Reason] = []
            if said.manager:
                manager = above.get(said.manager)
                manager_id = manager.person_id if manager else 0
                if manager is None and said.manager not in index.times:
                    notes.append(("no_manager", said.manager, ""))
            kind, words = rules.compared(said, before.get(one.person_id) if one else None, manager_id or None, self.day)
            if one is None and not any(rules.goes_on(seat, self.day) for seat in rules.effective(said)):
                # Nobody here knows them, and they are gone already.
                self.done.counts["same"] += 1
                continue
            twin = alike[said.value][0] if said.value in alike else None
            self._put(
                kind, numbers[said.value], said.value, _name(said), one.person_id if one else None, twin,
                rules.to_json(said), [*self._in_names(words, managers), *notes],
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
        return one is not None and self._seen.setdefault(one.person_id, said.value) != said.value

    def _absent(self, index: _Index) -> None:
        """Take everybody who works here and whom the file does not name as having left."""
        there = records.there(self.here, self.day)
        self.done.before = len(there)
        # Those set aside are there, whatever is wrong with their rows.
        gone = [pk for pk, value in there.items() if pk not in self._seen and value not in index.times]
        for some in records.chunks(gone):
            numbers = records.known_numbers(some)
            for pk in some:
                number, name = numbers[pk]
                value = there[pk] or number
                if value in index.times:
                    continue
                self._put(RowKind.LEFT, 0, value, name, pk, None, None, [("absent", "", "")])

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
    ) -> None:
        self.done.counts[kind] += 1
        line = json.dumps([kind, row, value, name, person_id, twin_id, said, words], ensure_ascii=False)
        self._hash.update(line.encode())
        self.out.write(line + "\n")


def _name(said: PersonSaid) -> str:
    return f"{said.given_name} {said.family_name}"[:201]


def _on_record_managers(here: Here) -> dict[str, str]:
    """Return who manages whom, by what the feed calls them. One query."""
    rows = ReportingLine.objects.filter(
        until_on=None, person__identifiers__source=here.source, manager__identifiers__source=here.source
    ).values_list("person__identifiers__value", "manager__identifiers__value")
    return dict(rows.iterator(20_000))


def kept_rows(path: Path) -> Iterator[tuple[Any, ...]]:
    """Yield what a check wrote down: kind, row, value, name, person, twin, what was said, words."""
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
                "The file would end the work of the only person there. Nothing was done.",
                "The file would end the work of all %(num)d people there. Nothing was done.",
                done.before,
            )
            % {"num": done.before}
        )


__all__ = ["Checked", "Checking", "FileRefused", "Unreadable", "kept_rows", "too_few"]
