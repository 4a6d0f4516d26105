"""A parsed tree with its paths: each value is asked for by key and type, and what nobody asked for is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from waymark_formats.framework import Unreadable
from waymark_formats.markup import TAG_REMEDY, excerpt, html_tag

E = TypeVar("E", bound=StrEnum)

MOST = 32_767
"""The largest whole number a rank, a rung, a weight or a count may be."""


class Node:
    """One mapping of the tree. ``path`` is how a person finds it: ``families[0].roles[2]``."""

    def __init__(self, value: Any, path: str, file: str) -> None:
        self.path = path
        self.file = file
        if not isinstance(value, dict):
            self.refuse("", f"should be a mapping with keys, and is {_kind(value)}")
        self._values: dict[Any, Any] = value
        self._asked: set[str] = set()

    def refuse(self, key: str, why: str) -> Any:
        """Raise ``Unreadable`` for a key of this mapping."""
        where = f"{self.path}.{key}" if self.path and key else self.path or key or "the top"
        raise Unreadable(f"{self.file}, {where}: {why}.")

    def finish(self) -> None:
        """Refuse what nobody asked for."""
        for key in self._values:
            if key not in self._asked:
                known = ", ".join(sorted(self._asked))
                self.refuse(str(key)[:80], f"this key is not known here; known are {known}")

    def text(self, key: str, *, required: bool = False) -> str:
        """Return the text at ``key``, empty when it is left out and not required."""
        value = self._take(key)
        if value is None and not required:
            return ""
        if not isinstance(value, str):
            hint = "; put it in quotation marks" if isinstance(value, int | float | date) else ""
            self.refuse(key, f"should be text, and is {_kind(value)}{hint}")
        if required and not value.strip():
            self.refuse(key, "is empty and has to say something")
        self._clean(key, value)
        return str(value)

    def number(self, key: str, *, least: int = 1) -> int | None:
        """Return the whole number at ``key``, None when it is left out or null."""
        value = self._take(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self.refuse(key, f"should be a whole number, and is {_kind(value)}")
        if not least <= value <= MOST:
            self.refuse(key, f"should be a whole number from {least} to {MOST:,}, and is {str(value)[:20]}")
        return int(value)

    def decimal(self, key: str) -> Decimal | None:
        """Return the number at ``key``, written as text so that it stays exact; None when it is left out."""
        value = self.text(key)
        if not value:
            return None
        if not re.fullmatch(r"-?[0-9]{1,8}(\.[0-9]{1,4})?", value):
            self.refuse(key, f'"{value[:40]}" is not a number in quotation marks, such as "2.5"')
        return Decimal(value)

    def choice(self, key: str, kinds: type[E], default: E) -> E:
        """Return one of ``kinds``."""
        value = self.text(key)
        if not value:
            return default
        try:
            return kinds(value)
        except ValueError:
            refused: E = self.refuse(key, f'"{value[:40]}" is not one of {", ".join(kinds)}')
            return refused

    def day(self, key: str) -> date | None:
        """Return the date at ``key``: a YAML date, or text as 2026-01-05."""
        value = self._take(key)
        if value is None:
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            refused: date = self.refuse(key, f"should be a date such as 2026-01-05, and is {_kind(value)}")
            return refused

    def identity(self, key: str = "uuid") -> UUID | None:
        """Return the UUID at ``key``."""
        value = self.text(key)
        if not value:
            return None
        try:
            return UUID(value)
        except ValueError:
            refused: UUID = self.refuse(key, f'"{value[:40]}" is not a UUID')
            return refused

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the list of texts at ``key``."""
        return tuple(self._list_of_texts(key))

    def nodes(self, key: str) -> Iterator[Node]:
        """Yield the mappings of the list at ``key``; none when it is left out."""
        for i, value in enumerate(self._list(key)):
            yield Node(value, self._below(f"{key}[{i}]"), self.file)

    def node(self, key: str) -> Node:
        """Return the mapping at ``key``, an empty one when it is left out."""
        value = self._take(key)
        return Node({} if value is None else value, self._below(key), self.file)

    def by_rank(self, key: str, *, undefined: bool = False) -> dict[int, str | None]:
        """Return the texts at ``key`` by rank. Null is a level left undefined, where ``undefined`` allows it."""
        value = self._take(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.refuse(key, f"should map ranks to text, and is {_kind(value)}")
        found: dict[int, str | None] = {}
        for rank, text in value.items():
            place = f"{key}.{str(rank)[:40]}"
            if isinstance(rank, str) and rank.isascii() and rank.isdecimal() and len(rank) < 6:
                rank = int(rank)
            if isinstance(rank, bool) or not isinstance(rank, int):
                self.refuse(place, "a rank should be a whole number")
            if rank in found:
                self.refuse(place, "this rank stands here twice")
            if text is None and undefined:
                found[rank] = None
            elif isinstance(text, str):
                self._clean(place, text)
                found[rank] = text
            else:
                self.refuse(place, f"should be text, and is {_kind(text)}")
        return dict(sorted(found.items()))

    def words(self, key: str) -> dict[str, str]:
        """Return the mapping of texts to texts at ``key``."""
        node = self.node(key)
        return {name: node.text(name) for name in node.names()}

    def names(self) -> list[str]:
        """Return the keys of a mapping whose keys are free text."""
        for name in self._values:
            if not isinstance(name, str):
                self.refuse(str(name)[:40], "a key should be text")
            self._clean("a key", name)
        return list(self._values)

    def _take(self, key: str) -> Any:
        self._asked.add(key)
        return self._values.get(key)

    def _below(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def _list(self, key: str) -> list[Any]:
        value = self._take(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.refuse(key, f"should be a list, and is {_kind(value)}")
        found: list[Any] = value
        return found

    def _list_of_texts(self, key: str) -> Iterator[str]:
        for i, value in enumerate(self._list(key)):
            if not isinstance(value, str):
                self.refuse(f"{key}[{i}]", f"should be text, and is {_kind(value)}")
            self._clean(f"{key}[{i}]", value)
            yield value

    def _clean(self, key: str, value: str) -> None:
        if "\0" in value:
            self.refuse(key, "holds a null character, which no database keeps")
        try:
            value.encode()
        except UnicodeEncodeError:
            self.refuse(key, "holds half of a character (a lone surrogate)")
        if tag := html_tag(value):
            self.refuse(key, f'holds the HTML tag "{excerpt(tag)}"; {TAG_REMEDY}')


def _kind(value: object) -> str:
    if value is None:
        return "missing"
    if isinstance(value, bool):
        return "true or false"
    names: Mapping[type, str] = {str: "text", int: "a number", float: "a number", list: "a list", dict: "a mapping"}
    for kind, name in names.items():
        if isinstance(value, kind):
            return name
    return "a date" if isinstance(value, date) else type(value).__name__
