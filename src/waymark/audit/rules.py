"""The arithmetic of the chain: what a digest covers, and in which form. No table, no clock."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

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
