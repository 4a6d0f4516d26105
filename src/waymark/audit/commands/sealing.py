"""The chain: each seal covers a batch of entries and the seal before it.

A command does not chain its own entry: locking the end of the chain in every transaction made commits 16 times slower.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from waymark.audit import rules
from waymark.audit.models import Entry, EntryObject, Seal
from waymark.kernel import bulk

BATCH = 5_000
"""Entries under one seal, at most."""

_LOCK = 0x5EA1
"""Number of the advisory lock that one sealer holds at a time in PostgreSQL."""


def seal(*, at: datetime) -> int:
    """Chain every entry that has no seal yet, and return how many there were. Note what they name, so it can be found.

    Safe to run in several processes at once: one seals, the others wait and find what is left. An entry is sealed once.
    Not a command of a person: it says nothing about the world and leaves no entry.

    Cost: one query when there is nothing to do; no write lock is taken for that.
    """
    sealed = 0
    while Entry.objects.filter(seal__isnull=True).exists():
        batch = _seal_batch(at)
        sealed += batch
        if batch < BATCH:
            break
    return sealed


@transaction.atomic
def _seal_batch(at: datetime) -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    # In SQLite the transaction itself (IMMEDIATE) is the lock.
    last = Seal.objects.order_by("-number").first()
    # Locked: an erasure waits, and finds what is noted below of the facts it takes out.
    unsealed = Entry.objects.select_for_update().filter(seal__isnull=True).order_by("id")
    entries = list(unsealed.values_list("id", "digest", "facts")[:BATCH])
    if not entries:
        return 0
    number, previous = (last.number + 1, last.digest) if last else (1, rules.BEFORE_THE_FIRST)
    digest = rules.SealDigest(number=number, previous=previous, sealed_at=at)
    for entry_id, entry_digest, _facts in entries:
        digest.add(entry_id, entry_digest)
    made = Seal.objects.create(
        number=number, entries=len(entries), previous=previous, digest=digest.hexdigest(), sealed_at=at
    )
    marked = Entry.objects.filter(pk__in=[entry_id for entry_id, _digest, _facts in entries], seal__isnull=True).update(
        seal=made
    )
    if marked != len(entries):
        raise RuntimeError(f"Seal {number} covers {len(entries)} entries and {marked} took it.")
    named = ((pk, *thing) for pk, _digest, facts in entries for thing in rules.objects_in(facts))
    bulk.insert_rows(EntryObject, ["entry_id", "noun", "object_id"], named)
    return marked
