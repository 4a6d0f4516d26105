"""Addresses in framework files. They are never fetched; only some sorts are kept as links."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
_KEPT = frozenset({"http", "https", "urn"})
_HOSTILE = frozenset({"javascript", "vbscript", "data", "file", "blob", "filesystem", "jar", "view-source"})


def scheme(address: str) -> str:
    """Return the sort of an address in lower case (``https``), empty when it says none.

    White space and control characters do not count: a browser skips them.
    """
    found = _SCHEME.match(re.sub(r"[\x00-\x20\x7f]", "", address[:200]).lower())
    return found.group(1) if found else ""


def is_hostile(address: str) -> bool:
    """Say whether following ``address`` would run a program or open a file of the reader's own machine."""
    return scheme(address) in _HOSTILE


def is_link(address: str) -> bool:
    """Say whether ``address`` is one that we keep as a link: http, https or urn."""
    return scheme(address) in _KEPT
