"""Where the files of an import lie: a folder of its own under the data folder, named by its UUID."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID

_UNSAFE = re.compile(r"[^\w. ,()+-]+")
_LONGEST = 80


def folder(root: Path, uuid: UUID) -> Path:
    """Return the folder of an import."""
    return root / uuid.hex


def safe_name(name: str) -> str:
    """Return what somebody called a file, without a path and without characters that mean something to a system."""
    name = _UNSAFE.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    stem, dot, suffix = name.rpartition(".")
    return f"{(stem or suffix)[:_LONGEST]}{dot}{suffix[:8]}" if stem else (name[:_LONGEST] or "file")


def suffix_for(name: str, suffix: str) -> str:
    """Return a file's name with the ending that its content asks for."""
    return name if name.lower().endswith(suffix) else f"{name}{suffix}"
