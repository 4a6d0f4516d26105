"""What may stand in a package anywhere: text that runs nothing, addresses that open nothing, no endless depth."""

from __future__ import annotations

from typing import Any

from waymark_formats.files import LONGEST_CELL
from waymark_formats.framework import Unreadable
from waymark_formats.hypertext import why_hostile
from waymark_formats.links import is_hostile
from waymark_formats.markup import excerpt

DEEPEST = 60
"""Levels of lists and mappings in one another. A package of CASE has about eight."""


def check(top: Any, file: str) -> None:
    """Look at every text of a tree.

    Raises:
        Unreadable: a null character, half a character, a text that is too long, something that could run, a hostile
            link, or mappings in mappings without end; the sentence names the path, ``CFItems[2].fullStatement``.
    """
    waiting: list[tuple[Any, str, int]] = [(top, "", 0)]
    while waiting:
        value, path, depth = waiting.pop()
        if isinstance(value, str):
            _check_text(value, path, file)
        elif isinstance(value, dict | list):
            if depth > DEEPEST:
                raise Unreadable(f"{file}, {path[:80]}: it is nested too deeply.")
            pairs = enumerate(value) if isinstance(value, list) else value.items()
            for key, below in pairs:
                if isinstance(key, str):
                    _check_text(key, path or "the top", file)
                place = f"{path}[{key}]" if isinstance(key, int) else f"{path}.{key[:60]}" if path else key[:60]
                waiting.append((below, place, depth + 1))


def _check_text(text: str, path: str, file: str) -> None:
    if "\0" in text:
        raise Unreadable(f"{file}, {path}: holds a null character, which no database keeps.")
    if len(text) > LONGEST_CELL:
        raise Unreadable(
            f"{file}, {path}: the text has {len(text):,} characters and at most {LONGEST_CELL:,} are read."
        )
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise Unreadable(f"{file}, {path}: holds half of a character (a lone surrogate).") from None
    if "<" in text and (why := why_hostile(text)):
        raise Unreadable(f"{file}, {path}: {why}.")
    is_address = path.rpartition(".")[2].partition("[")[0].lower().endswith(("uri", "url"))
    if is_address and ":" in text[:200] and is_hostile(text):
        raise Unreadable(f'{file}, {path}: the link "{excerpt(text)}" could run something or open a file; take it out.')
