"""What may stand in a package anywhere: text that runs nothing, addresses that open nothing, no endless depth."""

from __future__ import annotations

import re
from typing import Any

from waymark_formats.files import LONGEST_CELL
from waymark_formats.framework import Unreadable
from waymark_formats.hypertext import why_hostile
from waymark_formats.links import is_hostile
from waymark_formats.markup import excerpt

DEEPEST = 60
"""Levels of lists and mappings in one another. A package of CASE has about eight."""

Place = tuple[Any, ...]
"""Where something stands: the place of what it is in, and its key there. Empty at the top."""

_USUAL = ("https://", "http://", "urn:")
_ODD = re.compile("[<\0\ud800-\udfff]")


def check(top: Any, file: str) -> None:
    """Look at every text of a tree.

    Raises:
        Unreadable: a null character, half a character, a text that is too long, something that could run, a hostile
            link, or mappings in mappings without end; the sentence names the path, ``CFItems[2].fullStatement``.
    """
    waiting: list[tuple[Any, Place, int]] = [(top, (), 0)]
    known_keys: set[str] = set()
    while waiting:
        value, place, depth = waiting.pop()
        if depth > DEEPEST:
            raise Unreadable(f"{file}, {_path(place)[:80]}: it is nested too deeply.")
        if isinstance(value, dict):
            for key in value.keys() - known_keys:
                _check_text(key, False, (place, key), file)
                known_keys.add(key)
        for key, below in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(below, str):
                is_address = isinstance(key, str) and key.lower().endswith(("uri", "url"))
                is_address = is_address and not below.startswith(_USUAL)
                if is_address or len(below) > LONGEST_CELL or _ODD.search(below):
                    _check_text(below, is_address, (place, key), file)
            elif isinstance(below, dict | list):
                waiting.append((below, (place, key), depth + 1))


def _check_text(text: str, is_address: bool, place: Place, file: str) -> None:
    why = ""
    if "\0" in text:
        why = "holds a null character, which no database keeps"
    elif len(text) > LONGEST_CELL:
        why = f"the text has {len(text):,} characters and at most {LONGEST_CELL:,} are read"
    elif any("\ud800" <= mark <= "\udfff" for mark in _ODD.findall(text)):
        why = "holds half of a character (a lone surrogate)"
    elif is_address and is_hostile(text):
        why = f'the link "{excerpt(text)}" could run something or open a file; take it out'
    elif "<" in text:
        why = why_hostile(text)
    if why:
        raise Unreadable(f"{file}, {_path(place)}: {why}.")


def _path(place: Place) -> str:
    """Return a place as a person finds it."""
    keys: list[Any] = []
    while place:
        place, key = place
        keys.append(key)
    path = "".join(f"[{key}]" if isinstance(key, int) else f".{excerpt(key)}" for key in reversed(keys))
    return path.removeprefix(".") or "the top"
