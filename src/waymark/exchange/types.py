"""What the exchange hands out."""

from __future__ import annotations

import io
import zipfile
from dataclasses import asdict, dataclass
from typing import Any

from waymark.frameworks.types import ImportedVersion
from waymark_formats.framework import Note


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, or would do, and what it noticed on the way."""

    version: ImportedVersion
    notes: tuple[Note, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the object that ``waymark import --json`` prints. Its keys are stable: other systems read them."""
        return {
            "framework": self.version.framework_slug,
            "version": self.version.label,
            "state": self.version.state,
            "counts": asdict(self.version.counts),
            "difference": self.version.difference.counts,
            "notes": [asdict(note) for note in self.notes],
        }


@dataclass(frozen=True, slots=True)
class Export:
    """A version of a framework as files. ``filename`` is the folder's name when there are several."""

    files: dict[str, bytes]
    media_type: str
    """Of each file."""
    filename: str

    def as_one(self) -> tuple[str, str, bytes]:
        """Return name, media type and content of one file to send: several files travel as a ZIP archive."""
        if len(self.files) == 1:
            (name, content), *_ = self.files.items()
            return name, self.media_type, content
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.files.items():
                # A date of its own for each file would make every download differ.
                archive.writestr(zipfile.ZipInfo(f"{self.filename}/{name}", (1980, 1, 1, 0, 0, 0)), content)
        return f"{self.filename}.zip", "application/zip", out.getvalue()
