"""The arithmetic of the chain: what a digest covers, and in which form. No table, no clock."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

BEFORE_THE_FIRST = "0" * 64
"""What the first seal chains itself to."""


def plain(value: Any) -> Any:
    """Return ``value`` as the plain JSON that comes back from either database.

    Dates and UUIDs become text, a whole float becomes an integer (as PostgreSQL reads it back), and what PostgreSQL
    cannot keep in JSON is taken out of text: NUL, and half of a character.

    Raises:
        TypeError: something in it has no form in JSON.
        ValueError: it holds infinity or "not a number".
    """
    return _tidy(json.loads(json.dumps(value, cls=DjangoJSONEncoder, allow_nan=False)))


def plain_text(text: str) -> str:
    """Return ``text`` without what PostgreSQL cannot keep: NUL, and half of a character."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def objects_in(facts: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the things that an entry's facts name, as pairs of noun and id: ("grant", "31").

    A fact names a thing when it is a UUID, or a whole number under a singular noun: "grant" is one of them, "people"
    and "judgements" are how many. Numbers that name nothing ("level") are harmless: nobody asks for them.

    Args:
        facts: plain JSON (see ``plain``).
    """
    found = []
    for noun, value in facts.items():
        if isinstance(value, int) and not isinstance(value, bool):
            if not noun.endswith("s") and noun != "people":
                found.append((noun[:40], str(value)[:40]))
        elif isinstance(value, str) and (uuid := as_uuid(value)):
            found.append((noun[:40], uuid))
    return tuple(found)


def as_uuid(text: str) -> str:
    """Return a UUID as the record writes it; empty for a text that is none."""
    if len(text) not in {32, 36}:  # what else UUID() reads, nobody means
        return ""
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def payload_digest(
    *,
    salt: str,
    kind: str,
    actor_account_id: int | None,
    by_operator: bool,
    at: datetime,
    reason: str,
    facts: Mapping[str, Any],
    subjects: Iterable[int],
) -> str:
    """Return the digest of one entry: SHA-256, in hexadecimal, over the salt and the entry as canonical JSON.

    ``salt`` is random, one per entry: without it a digest would give away a payload that is easily guessed. ``facts``
    are plain JSON (see ``plain``); ``subjects`` are ids in any order, each once.
    """
    document = {
        "kind": kind,
        "actor": actor_account_id,
        "operator": by_operator,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "reason": reason,
        "facts": _tidy(facts),
        "subjects": sorted(subjects),
    }
    return hashlib.sha256((salt + json.dumps(document, sort_keys=True, separators=(",", ":"))).encode()).hexdigest()


def digest_of(entry: Any, subjects: Iterable[int]) -> str:
    """Return the digest that an entry should have, for what it says and whom it is about.

    Args:
        entry: anything with the columns of an entry.
        subjects: ids of the people it is about.
    """
    return payload_digest(
        salt=entry.salt,
        kind=entry.kind,
        actor_account_id=entry.actor_account_id,
        by_operator=entry.by_operator,
        at=entry.at,
        reason=entry.reason,
        facts=entry.facts,
        subjects=subjects,
    )


def thing_asked(text: str) -> tuple[str, str]:
    """Return what someone looks for who types "grant=31", "grant 31" or a UUID, as noun and id.

    The noun is empty when none was given. A UUID may be typed with or without its dashes.
    """
    text = plain_text(text).strip()
    noun, found, thing = text.rpartition("=")
    if not found:
        noun, _space, thing = text.rpartition(" ")
    thing = thing.strip()
    return noun.strip().lower().replace(" ", "_"), as_uuid(thing) or thing


class SealDigest:
    """The digest of one seal, fed with its entries in the order of their ids."""

    def __init__(self, *, number: int, previous: str, sealed_at: datetime) -> None:
        self._hash = hashlib.sha256()
        self._feed(str(number), previous, sealed_at.astimezone(UTC).isoformat(timespec="microseconds"))

    def add(self, entry_id: int, digest: str) -> None:
        """Cover one more entry."""
        self._feed(str(entry_id), digest)

    def hexdigest(self) -> str:
        """Return the digest of what was covered so far."""
        return self._hash.hexdigest()

    def _feed(self, *parts: str) -> None:
        self._hash.update((" ".join(parts) + "\n").encode())


def _tidy(value: Any) -> Any:
    match value:
        case str():
            return plain_text(value)
        case float() if value.is_integer():
            return int(value)
        case Mapping():
            return {plain_text(key): _tidy(item) for key, item in value.items()}
        case list() | tuple():
            return [_tidy(item) for item in value]
        case _:
            return value
