"""Whether the record is as it was written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from waymark.audit import rules
from waymark.audit.models import Entry, Seal, Subject
from waymark.audit.types import ERASED_KIND, ChainReport

CHUNK = 5_000
"""Entries read at a time."""

SEALS_AT_ONCE = 500
Progress = Callable[[int, int], None]

_COLUMNS = (
    "pk", "seal_id", "kind", "actor_account_id", "by_operator", "at", "reason", "facts", "salt", "digest", "erased"
)  # fmt: skip


def verify_chain(*, newest: int | None = None, progress: Progress | None = None) -> ChainReport:
    """Read the record and say whether it is as it was written.

    Every entry's payload is held against its digest, every seal against the digests of its entries and against the
    seal before it. An entry whose payload was erased counts as whole when another entry says that it was erased.
    What cannot be seen from inside is a chain rewritten from some point on, or cut off at its end: for that, compare
    ``head`` with one kept elsewhere.

    Args:
        newest: read only the newest seals, as many as it takes to hold this many entries, and what has no seal yet;
            the first of them is taken at its word for the seal before it. None: read everything.
        progress: told now and then how many entries were read, of how many.

    Cost: reads every entry it looks at, a few thousand at a time (5,000 to 40,000 a second); the rest of the
    program goes on meanwhile. What is sealed after it began is left for the next time.
    """
    reading = _Reading()
    newest_seal = Seal.objects.order_by("-number").first()
    last = newest_seal.number if newest_seal else 0
    first = 1 if newest is None else _first_of_the_newest(newest)
    before = Seal.objects.filter(number__lt=first).order_by("-number").first()
    previous, number = (before.digest, before.number) if before else (rules.BEFORE_THE_FIRST, 0)
    expected = Seal.objects.filter(number__gte=first, number__lte=last).aggregate(all=Sum("entries"))["all"] or 0
    seals = 0
    for batch in _batches(first, last):
        members = reading.digests_by_seal(Entry.objects.filter(seal_id__in=[seal.pk for seal in batch]))
        for seal in batch:
            for skipped in range(number + 1, seal.number):
                reading.problems.append(_("Seal %(number)d is missing.") % {"number": skipped})
            if seal.previous != previous:
                reading.problems.append(
                    _("Seal %(number)d does not follow the seal before it: the link between them is broken.")
                    % {"number": seal.number}
                )
            reading.hold_against(seal, members.get(seal.pk, []))
            previous, number = seal.digest, seal.number
        seals += len(batch)
        if progress:
            progress(reading.sealed, expected)
    unsealed = sum(len(digests) for digests in reading.digests_by_seal(Entry.objects.filter(seal=None)).values())
    reading.account_for_erasures()
    return ChainReport(
        seals=seals,
        entries=reading.sealed,
        unsealed=unsealed,
        first=first,
        head=newest_seal.digest if newest_seal else "",
        problems=tuple(reading.problems),
    )


def _first_of_the_newest(entries: int) -> int:
    """Return the number of the first seal, counted from the newest, by which so many entries are covered."""
    covered, first = 0, 1
    for number, members in Seal.objects.order_by("-number").values_list("number", "entries").iterator(chunk_size=500):
        covered, first = covered + members, number
        if covered >= entries:
            return first
    return 1


def _batches(first: int, last: int) -> Iterator[list[Seal]]:
    """Give the seals in order, as many at a time as hold a chunk of entries."""
    batch, entries, number = list[Seal](), 0, first - 1
    while seals := list(Seal.objects.filter(number__gt=number, number__lte=last).order_by("number")[:SEALS_AT_ONCE]):
        for seal in seals:
            if batch and entries + seal.entries > CHUNK:
                yield batch
                batch, entries = [], 0
            batch.append(seal)
            entries += seal.entries
        number = seals[-1].number
        if len(batch) >= SEALS_AT_ONCE:
            yield batch
            batch, entries = [], 0
    if batch:
        yield batch


@dataclass(slots=True)
class _Reading:
    """What one pass over the record has found so far."""

    problems: list[str] = field(default_factory=list)
    erased: dict[int, str] = field(default_factory=dict)
    sealed: int = 0

    def digests_by_seal(self, entries: QuerySet[Entry]) -> dict[int | None, list[tuple[int, str]]]:
        """Check each payload, and return ids and digests by seal, in the order of their ids. Two queries."""
        people: dict[int, list[int]] = defaultdict(list)
        about = Subject.objects.filter(entry__in=entries).order_by()
        for entry_id, person_id in about.values_list("entry_id", "person_id").iterator():
            people[entry_id].append(person_id)
        digests: dict[int | None, list[tuple[int, str]]] = defaultdict(list)
        for entry in entries.order_by("pk").values_list(*_COLUMNS, named=True).iterator():
            digests[entry.seal_id].append((entry.pk, entry.digest))
            self._check_payload(entry, people.get(entry.pk, ()))
        return digests

    def hold_against(self, seal: Seal, digests: list[tuple[int, str]]) -> None:
        """Compare a seal with the entries found under it."""
        self.sealed += len(digests)
        if len(digests) != seal.entries:
            self.problems.append(
                _("Seal %(number)d covers %(entries)d entries, and %(found)d are there: entries are missing or added.")
                % {"number": seal.number, "entries": seal.entries, "found": len(digests)}
            )
            return
        digest = rules.SealDigest(number=seal.number, previous=seal.previous, sealed_at=seal.sealed_at)
        for entry_id, entry_digest in digests:
            digest.add(entry_id, entry_digest)
        if digest.hexdigest() != seal.digest:
            self.problems.append(
                _("Seal %(number)d does not match its entries: one of them, or the seal itself, was changed.")
                % {"number": seal.number}
            )

    def account_for_erasures(self) -> None:
        """Name each erased entry that no entry accounts for. Asked last: erasing goes on while the chain is read."""
        if not self.erased:
            return
        told: set[int] = set()
        for facts in Entry.objects.filter(kind=ERASED_KIND, erased=False).values_list("facts", flat=True):
            if isinstance(facts, dict):
                told.update(facts.get("entries", ()))
        self.problems.extend(
            _("Entry %(id)d (%(kind)s) has lost its payload, and no entry says who erased it.")
            % {"id": entry_id, "kind": kind}
            for entry_id, kind in sorted(self.erased.items())
            if entry_id not in told
        )

    def _check_payload(self, entry: Any, subjects: Iterable[int]) -> None:
        if entry.erased:
            self.erased[entry.pk] = entry.kind
        elif rules.digest_of(entry, subjects) != entry.digest:
            self.problems.append(
                _("Entry %(id)d (%(kind)s) does not match its digest: what it says, or whom it is about, was changed.")
                % {"id": entry.pk, "kind": entry.kind}
            )
