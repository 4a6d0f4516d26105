"""How skills of frameworks stand to each other, and what levels count as elsewhere, as files that people write.

YAML when the name ends in .yaml or .yml, else JSON; one list in each file. Relations are mappings with the keys
``from`` and ``to`` (short names of skills), ``kind`` ("from is kind to") and ``why``. Equivalences have ``from`` (short
name of a framework), ``to`` (a list of them), ``counts_as`` (a level of the one scale by name, and the level of the
other that it counts as, or "not yet"), ``why``, and ``example``, which may be left out. Keys that are not known are
refused with their path.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from waymark_formats.files import MAX_BYTES
from waymark_formats.framework import Note, RelationKind, Unreadable
from waymark_formats.trees import load
from waymark_formats.waymark.nodes import Node

NOT_YET = "not yet"
"""Stands for "not yet at the first level" where the name of a level could stand."""


@dataclass(frozen=True, slots=True)
class RelationRow:
    """One skill stands to one of another framework as ``kind`` says; both by their short names."""

    skill: str
    kind: RelationKind
    other: str
    why: str


@dataclass(frozen=True, slots=True)
class EquivalenceRow:
    """What each level of a framework's scale counts as in other frameworks, all by their names."""

    framework: str
    others: tuple[str, ...]
    counts_as: Mapping[str, str]
    """In the order of the file, lowest first."""
    why: str
    example: str = ""


def read_relations(path: Path, *, limit: int = MAX_BYTES) -> tuple[RelationRow, ...]:
    """Read the relations in a file.

    Raises:
        Unreadable: one sentence with the file, and the row and column or the path of the key.
    """
    return tuple(_relation(node) for node in _nodes(path, limit))


def read_equivalences(path: Path, *, limit: int = MAX_BYTES) -> tuple[EquivalenceRow, ...]:
    """Read the equivalences in a file.

    Raises:
        Unreadable: as ``read_relations``.
    """
    return tuple(_equivalence(node) for node in _nodes(path, limit))


def _nodes(path: Path, limit: int) -> Iterator[Node]:
    notes: list[Note] = []
    items = load(path, limit=limit, notes=notes)
    if not isinstance(items, list):
        raise Unreadable(f"{path.name}, the top: should be a list, and is not.")
    return (Node(item, f"[{i}]", path.name) for i, item in enumerate(items))


def _relation(node: Node) -> RelationRow:
    skill, other, why = (node.text(key, required=True) for key in ("from", "to", "why"))
    node.text("kind", required=True)
    kind = node.choice("kind", RelationKind, RelationKind.RELATED)
    node.finish()
    return RelationRow(skill, kind, other, why.strip())


def _equivalence(node: Node) -> EquivalenceRow:
    framework, why = node.text("from", required=True), node.text("why", required=True)
    others, counts_as = node.texts("to"), node.words("counts_as")
    if not others:
        node.refuse("to", "names no framework")
    if not counts_as:
        node.refuse("counts_as", "says nothing of any level")
    example = node.text("example")
    node.finish()
    return EquivalenceRow(framework, others, counts_as, why.strip(), example.strip())
