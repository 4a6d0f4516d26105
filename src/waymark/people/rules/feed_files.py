"""Where the files of feeds lie: a folder each under the data folder, named by the run's UUID."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID

QUICK = 256 * 1024
"""Bytes of a CSV file that are checked and applied at once; larger ones, and workbooks over a tenth, by a worker."""

_UNSAFE = re.compile(r"[^\w. ,()+-]+")


def folder(root: Path, uuid: UUID) -> Path:
    """Return the folder of a run."""
    return root / uuid.hex


def safe_name(name: str) -> str:
    """Return what somebody called a file, without a path and characters that mean something to a system."""
    name = _UNSAFE.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    return name[-100:] or "file"


def suffix_of(beginning: bytes, name: str) -> str:
    """Return the ending that a file is kept under, by what it holds."""
    if beginning.startswith(b"PK\x03\x04"):
        return ".ods" if b"opendocument.spreadsheet" in beginning[:200] else ".xlsx"
    if beginning.startswith(b"\xd0\xcf\x11\xe0"):
        return ".xls"
    return ".csv"


def takes_long(size: int, suffix: str) -> bool:
    """Say whether a step with a file of so many bytes may take more than two seconds."""
    return size > (QUICK if suffix == ".csv" else QUICK // 10)
