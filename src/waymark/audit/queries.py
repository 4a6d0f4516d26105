"""Reading the record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db.models import Count, Min, QuerySet
from django.utils.translation import gettext as _

from waymark.audit import policies, rules
from waymark.audit.models import Entry, OutboxEvent, Seal, Subject
from waymark.audit.types import ERASED_KIND, ChainReport, EntryLine, OutboxState, StuckEvent
from waymark.kernel.policy import Actor

CHUNK = 2_000


def entries_about(person_id: int, *, actor: Actor, at: datetime, limit: int = 50) -> tuple[EntryLine, ...]:
    """Return what was done about a person, newest first, as far as the actor may see it.

    The person sees all of it; somebody else sees nothing, which looks the same as a person with no entries.

    Args:
        person_id: whom the entries are about.
        actor: who asks.
        at: when they ask.
        limit: entries at most.

    Cost: one query.
    """
    about = Subject.objects.filter(person_id=person_id).values("entry_id")
    rows = Entry.objects.filter(pk__in=about).filter(pk__in=policies.SEE_ENTRY.visible(actor, at))
    return tuple(
        EntryLine(
            id=entry.pk,
            kind=entry.kind,
            at=entry.at,
            actor_account_id=entry.actor_account_id,
            by_operator=entry.by_operator,
            reason=entry.reason,
            sealed=entry.seal_id is not None,
            erased=entry.erased,
        )
        for entry in rows.order_by("-at", "-pk")[:limit]
    )


def outbox(actor: Actor, at: datetime, limit: int = 20) -> OutboxState:
    """Return what waits in the outbox, for whoever runs the site; nothing for anyone else. Two queries."""
    rows = OutboxEvent.objects.filter(pk__in=policies.SEE_OUTBOX.visible(actor, at), settled_at=None)
    found = rows.aggregate(waiting=Count("pk"), oldest=Min("at"))
    stuck = rows.exclude(problem="").order_by("at", "pk").values_list("kind", "at", "attempts", "next_at", "problem")
    return OutboxState(found["waiting"], found["oldest"], tuple(StuckEvent(*row) for row in stuck[:limit]))


def verify_chain() -> ChainReport:
    """Read the whole record and say whether it is as it was written.

    Every entry's payload is held against its digest, every seal against the digests of its entries and against the
    seal before it. An entry whose payload was erased counts as whole when another entry says that it was erased.
    What cannot be seen from inside is a chain rewritten from some point on, or cut off at its end: for that, compare
    ``head`` with one kept elsewhere.

    Cost: reads every entry, a few thousand at a time; the rest of the program goes on meanwhile.
    """
    reading = _Reading()
    seals = list(Seal.objects.order_by("number"))
    last = seals[-1].number if seals else 0
    sealed = Entry.objects.filter(seal__isnull=False, seal__number__lte=last).order_by("seal__number", "pk")
    members = reading.digests_by_seal(sealed)
    previous, number = rules.BEFORE_THE_FIRST, 0
    at_hand = next(members, None)
    for seal in seals:
        for skipped in range(number + 1, seal.number):
            reading.problems.append(_("Seal %(number)d is missing.") % {"number": skipped})
        if seal.previous != previous:
            reading.problems.append(
                _("Seal %(number)d does not follow the seal before it: the link between them is broken.")
                % {"number": seal.number}
            )
        digests: list[tuple[int, str]] = []
        if at_hand is not None and at_hand[0] == seal.number:
            digests = at_hand[1]
            at_hand = next(members, None)
        reading.hold_against(seal, digests)
        previous, number = seal.digest, seal.number
    unsealed = sum(len(digests) for _seal, digests in reading.digests_by_seal(Entry.objects.filter(seal=None)))
    reading.account_for_erasures()
    return ChainReport(
        seals=len(seals),
        entries=reading.sealed,
        unsealed=unsealed,
        head=previous if seals else "",
        problems=tuple(reading.problems),
    )


@dataclass(slots=True)
class _Reading:
    """What one pass over the record has found so far."""

    problems: list[str] = field(default_factory=list)
    erased: dict[int, str] = field(default_factory=dict)
    sealed: int = 0

    def digests_by_seal(self, entries: QuerySet[Entry]) -> Iterator[tuple[int, list[tuple[int, str]]]]:
        """Check each payload on the way, and give the ids and digests of one seal after the other (0: no seal yet)."""
        number, digests = 0, list[tuple[int, str]]()
        for entry, subjects in _with_subjects(entries):
            theirs = entry.seal.number if entry.seal else 0
            if theirs != number and digests:
                yield number, digests
                digests = []
            number = theirs
            digests.append((entry.pk, entry.digest))
            self._check_payload(entry, subjects)
        if digests:
            yield number, digests

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

    def _check_payload(self, entry: Entry, subjects: list[int]) -> None:
        if entry.erased:
            self.erased[entry.pk] = entry.kind
            return
        digest = rules.payload_digest(
            salt=entry.salt,
            kind=entry.kind,
            actor_account_id=entry.actor_account_id,
            by_operator=entry.by_operator,
            at=entry.at,
            reason=entry.reason,
            facts=entry.facts,
            subjects=subjects,
        )
        if digest != entry.digest:
            self.problems.append(
                _("Entry %(id)d (%(kind)s) does not match its digest: what it says, or whom it is about, was changed.")
                % {"id": entry.pk, "kind": entry.kind}
            )


def _with_subjects(entries: QuerySet[Entry]) -> Iterator[tuple[Entry, list[int]]]:
    rows: Iterable[Entry] = entries.select_related("seal").iterator(chunk_size=CHUNK)
    stream = iter(rows)
    while chunk := list(islice(stream, CHUNK)):
        people: dict[int, list[int]] = defaultdict(list)
        about = Subject.objects.filter(entry_id__in=[entry.pk for entry in chunk])
        for entry_id, person_id in about.values_list("entry_id", "person_id"):
            people[entry_id].append(person_id)
        for entry in chunk:
            yield entry, people[entry.pk]
