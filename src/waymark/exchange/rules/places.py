"""Where the files of an import lie: a folder of its own under the data folder, named by its UUID."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID

_UNSAFE = re.compile(r"[^\w. ,()+-]+")
_LONGEST = 80
_MOST_BYTES = 200


def folder(root: Path, uuid: UUID) -> Path:
    """Return the folder of an import."""
    return root / uuid.hex


def safe_name(name: str) -> str:
    """Return what somebody called a file, without a path and without characters that mean something to a system."""
    name = _UNSAFE.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    stem, dot, suffix = name.rpartition(".")
    return f"{_cut(stem)}{dot}{_cut(suffix[:8], 32)}" if stem else (_cut(name) or "file")


def _cut(name: str, most: int = _MOST_BYTES) -> str:
    """Return as much of a name as a file system takes: it counts bytes, and people see characters."""
    return name[:_LONGEST].encode()[:most].decode(errors="ignore")


def suffix_for(name: str, suffix: str) -> str:
    """Return a file's name with the ending that its content asks for."""
    return name if name.lower().endswith(suffix) else f"{name}{suffix}"
