"""What the kinds of entries in the record are called, declared as data by the room that records them.

A kind is fixed for good ("people.role.claimed"): entries of it are in the record. Its words are for the pages that
show the record, and may change. A kind without words fails a test.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise

Text = str | Promise

_WORDS: dict[str, Text] = {}


def declare(words: Mapping[str, Text]) -> None:
    """Say what kinds are called; called once by the room that records them.

    Args:
        words: by kind, what was done ("Role claimed"); by room, what its kinds are about ("People").
    """
    _WORDS.update(words)


def known() -> dict[str, str]:
    """Return every declared kind with its words, and every room with its own, in the language of the moment."""
    return {kind: str(words) for kind, words in _WORDS.items()}


def words(kind: str) -> str:
    """Return what a kind is called. One that nobody declares any more is spelt out from its own name."""
    declared = _WORDS.get(kind)
    return str(declared) if declared is not None else kind.rpartition(".")[2].replace("_", " ").capitalize()


def under(prefix: str) -> tuple[str, ...]:
    """Return the declared kinds that begin with ``prefix``, in order: whole words, so that a room finds its own."""
    return tuple(sorted(k for k in _WORDS if "." in k and (k == prefix or k.startswith(prefix.rstrip(".") + "."))))
