"""What a reader keeps in ``source`` for writing the document back: JSON text, one key for each part of a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from waymark_formats.framework import Unwritable


def packed(value: Any) -> str:
    """Return a value as JSON text for ``source``. No tag stands in it: our notation would refuse one."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).replace("<", "\\u003c")


def unpacked(source: Mapping[str, str], key: str, kind: type) -> Any:
    """Return what ``packed`` kept at ``key`` of a source, empty when there is nothing.

    Raises:
        Unwritable: somebody changed it, and it is not what it was.
    """
    if key not in source:
        return kind()
    try:
        value = json.loads(source[key])
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, kind):
        raise Unwritable(f'The source text "{key}" is not the JSON it was read as; take it out to export.')
    return value
