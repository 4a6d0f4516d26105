"""A mapping of a package with its place. Reading is lenient: what is of another type than expected is left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NoReturn
from uuid import UUID

from waymark_formats.case.vocabulary import OURS, Json
from waymark_formats.framework import Unreadable

_UUID_AT_END = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$")


class Part:
    """One mapping: its own properties (``raw``, without ours) and what we said in its extensions (``ours``)."""

    def __init__(self, value: Any, path: str, file: str) -> None:
        self.path, self.file = path, file
        if not isinstance(value, dict):
            self.refuse("", "should be a mapping with keys")
        self.raw, self.ours = opened(value)

    def refuse(self, key: str, why: str) -> NoReturn:
        """Raise ``Unreadable`` for a property."""
        raise Unreadable(f"{self.file}, {'.'.join(filter(None, (self.path, key))) or 'the top'}: {why}.")

    def text(self, key: str) -> str:
        """Return the text at ``key``, empty when there is none."""
        value = self.raw.get(key)
        return value if isinstance(value, str) else ""

    def identifier(self) -> str:
        """Return the identifier, in lower case.

        Raises:
            Unreadable: there is none, or it is not a UUID.
        """
        value = self.raw.get("identifier")
        if not isinstance(value, str) or not value:
            self.refuse("identifier", "is missing, and every thing of a package has one")
        try:
            return str(UUID(value))
        except ValueError:
            self.refuse("identifier", f'"{value[:40]}" is not a UUID')

    def parts(self, key: str) -> Iterator[Part]:
        """Yield the mappings of the list at ``key``; none when it is left out or null."""
        value = self.raw.get(key)
        if value is None:
            return
        if not isinstance(value, list):
            self.refuse(key, "should be a list")
        for i, one in enumerate(value):
            yield Part(one, f"{self.path}.{key}[{i}]" if self.path else f"{key}[{i}]", self.file)

    def node(self, key: str) -> tuple[str, str, str]:
        """Return identifier, address and title of what the association's ``key`` points at.

        Raises:
            Unreadable: it points at nothing.
        """
        value = self.raw.get(key)
        link = value if isinstance(value, dict) else {"uri": value if isinstance(value, str) else ""}
        found = {name: link[name] if isinstance(link.get(name), str) else "" for name in ("identifier", "uri", "title")}
        identifier = found["identifier"].strip().lower()
        if not identifier and (at_end := _UUID_AT_END.search(found["uri"].lower())):
            identifier = at_end.group()
        if not identifier and not found["uri"].strip():
            self.refuse(key, "points at nothing")
        return identifier, found["uri"].strip(), found["title"]


def opened(value: Json) -> tuple[Json, Json]:
    """Return a mapping as it was before strict writing, and what we said in its extensions.

    Properties that the strict schema has no room for travel in our extension under ``other``; here they come back.
    """
    extensions = value.get("extensions")
    if not isinstance(extensions, dict) or not isinstance(ours := extensions.get(OURS), dict):
        return value, {}
    theirs = {key: one for key, one in extensions.items() if key != OURS}
    raw = {key: one for key, one in value.items() if key != "extensions"}
    other = ours.get("other")
    raw |= other if isinstance(other, dict) else {}
    if theirs:
        raw["extensions"] = theirs
    return raw, {key: one for key, one in ours.items() if key != "other"}
