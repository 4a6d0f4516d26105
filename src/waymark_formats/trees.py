"""JSON or YAML text as a tree of plain values, or a sentence with the row and column where it stops being either."""

from __future__ import annotations

import json
import sys
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from waymark_formats.files import decode, read_bytes
from waymark_formats.framework import Note, Unreadable

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


MOST_MEMORY = 800_000_000
"""Bytes. JSON that would take more than this once it is a tree is refused before it is parsed."""


MOST_PARTS = 1_000_000
"""Keys, values and lists of a YAML file, of which each takes some 700 bytes while it is read. JSON takes far less."""

DEEPEST = 200
"""Lists and mappings within each other in a YAML file: its parser would end the process at some thousands."""


class _Duplicate(ValueError):
    pass


class _OneOfEachKey(_Loader):  # type: ignore[misc]
    """Builds plain values only, and refuses a key that stands twice in one mapping (YAML would keep the last)."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[object] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, Hashable) and key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f'the key "{key}" stands twice in one mapping', key_node.start_mark
                )
            seen.add(key if isinstance(key, Hashable) else id(key_node))
        found: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return found


def load(path: Path, *, limit: int, notes: list[Note]) -> Any:
    """Return the tree in a file: YAML when its name ends in .yaml or .yml, else JSON.

    Raises:
        Unreadable: too large, empty, not UTF-8, not JSON or YAML, or a key that stands twice in one mapping.
    """
    name = path.name
    text = decode(read_bytes(path, limit=limit), name, notes)
    if path.suffix.lower() not in {".yaml", ".yml"}:
        return parse_json(text, name)
    try:
        _fits(text, name)
        return yaml.load(text, Loader=_OneOfEachKey)
    except Unreadable:
        raise
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f", row {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise Unreadable(f"{name}{place}: this is not YAML we can read ({error.problem or error.context}).") from None
    except yaml.YAMLError as error:
        raise Unreadable(f"{name}: this is not YAML we can read ({str(error).splitlines()[0]}).") from None
    except (ValueError, RecursionError) as error:
        raise _cannot(name, error) from None


def _fits(text: str, name: str) -> None:
    """Refuse YAML that is nested too deeply, has too many parts or an alias, before anything is built from it.

    By an alias a few lines stand for millions.

    Raises:
        Unreadable: it is, or it has.
    """
    depth = parts = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        parts += isinstance(event, yaml.NodeEvent)
        if isinstance(event, yaml.AliasEvent):
            mark = event.start_mark
            place = f", row {mark.line + 1}, column {mark.column + 1}" if mark else ""
            raise Unreadable(
                f'{name}{place}: the alias "*{str(event.anchor)[:40]}" stands for something else in the file; write it '
                "out in its place."
            )
        row = event.start_mark.line + 1 if event.start_mark else 1
        if depth > DEEPEST:
            raise Unreadable(f"{name}, row {row}: this cannot be read (it is nested too deeply).")
        if parts > MOST_PARTS:
            raise Unreadable(
                f"{name}, row {row}: the file has more than {MOST_PARTS:,} parts, which is more"
                " than is read of YAML; save it as JSON."
            )


def parse_json(text: str, name: str) -> Any:
    """Return the tree in JSON text.

    Raises:
        Unreadable: not JSON, a key that stands twice in one mapping, nested too deeply, or too many parts to hold.
    """
    if sys.getsizeof(text) * 2 + (text.count("{") + text.count("[")) * 200 + text.count(",") * 60 > MOST_MEMORY:
        raise Unreadable(f"{name}: the file has more parts than fit into memory; it was not parsed.")
    try:
        return json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise Unreadable(f"{name}, row {error.lineno}, column {error.colno}: this is not JSON ({error.msg}).") from None
    except _Duplicate as error:
        raise Unreadable(f"{name}: {error}.") from None
    except (ValueError, RecursionError) as error:
        raise _cannot(name, error) from None


def _cannot(name: str, error: Exception) -> Unreadable:
    why = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
    return Unreadable(f"{name}: this cannot be read ({why}).")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Duplicate(f'the key "{twice[:80]}" stands twice in one mapping')
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
