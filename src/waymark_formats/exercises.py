"""Exercise cases as files: a list of invented samples, each with the level a panel gave it and why.

YAML when the name ends in .yaml or .yml, else JSON. A list of mappings with the keys ``key``, ``framework``, ``skill``,
``title``, ``sample``, ``panel_level`` (a rank of the skill's scale, 0 for not yet at the first level) and ``reason``.
All of them have to be there; keys that are not known are refused with their path.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from waymark_formats.files import MAX_BYTES
from waymark_formats.framework import Note, Unreadable
from waymark_formats.trees import load
from waymark_formats.waymark.nodes import Node

SUFFIXES = frozenset({".yaml", ".yml", ".json"})


@dataclass(frozen=True, slots=True)
class ExerciseDocument:
    """One exercise case as a file has it. ``framework`` and ``skill`` are short names of the site's."""

    key: str
    """Its own among all exercises of a site, and the same in every edition of a file."""
    framework: str
    skill: str
    title: str
    sample: str
    panel_level: int
    """A rank of the skill's scale; 0: not yet at the first level."""
    reason: str


def read(path: Path, *, limit: int = MAX_BYTES) -> tuple[ExerciseDocument, ...]:
    """Read the exercises in a file, or in every file of a folder that is named as one, in the order of the names.

    Raises:
        Unreadable: one sentence with the file, and the row and column or the path of the key.
    """
    paths = sorted(one for one in path.iterdir() if one.suffix.lower() in SUFFIXES) if path.is_dir() else [path]
    if not paths:
        raise Unreadable(f"{path.name}: no file in this folder ends in .yaml, .yml or .json.")
    found: dict[str, ExerciseDocument] = {}
    for one in paths:
        for node, exercise in _read(one, limit):
            if exercise.key in found:
                node.refuse("key", f'"{exercise.key[:80]}" is the key of another one')
            found[exercise.key] = exercise
    return tuple(found.values())


def _read(path: Path, limit: int) -> list[tuple[Node, ExerciseDocument]]:
    notes: list[Note] = []
    items = load(path, limit=limit, notes=notes)
    if not isinstance(items, list) or not items:
        raise Unreadable(f"{path.name}, the top: should be a list of exercises, and is not, or is empty.")
    return [(node, _exercise(node)) for node in (Node(item, f"[{i}]", path.name) for i, item in enumerate(items))]


def _exercise(node: Node) -> ExerciseDocument:
    key, framework, skill, title, sample, reason = (
        node.text(name, required=True).strip() for name in ("key", "framework", "skill", "title", "sample", "reason")
    )
    level = node.number("panel_level", least=0)
    if level is None:
        node.refuse("panel_level", "says which level the panel gave, and is missing")
    node.finish()
    assert level is not None, "refused above"
    return ExerciseDocument(key, framework, skill, title, sample, level, reason)
