"""Files that take too long to make while somebody waits: made by a worker, and kept, because what is published stays.

What is kept can be deleted at any time: it is then made again when somebody asks.
"""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.utils.translation import get_language

from waymark.exchange import rules
from waymark.exchange.queries.exporting import export_version, known_format
from waymark.exchange.queries.typesetting import kept_at
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Counts, VersionCard
from waymark.work import queries as work
from waymark.work.types import JobView
from waymark_formats.registry import FORMATS


def downloads(card: VersionCard, counts: Counts) -> tuple[tuple[str, str, bool], ...]:
    """Return name and title of every format a version can be had in, and whether it has to be made first.

    A version that is too large to be set for reading is not offered so. No query.
    """
    return tuple(
        (known.name, known.title, _waits(card, known.name, counts))
        for known in FORMATS.values()
        if known.write is not None and not (known.typeset and rules.too_large_to_set(counts))
    )


def must_wait(card: VersionCard, format: str) -> bool:
    """Say whether a version has to be made into a file before it can be downloaded. One query.

    Raises:
        UnknownFormat: there is no such format.
    """
    known_format(format)
    return _waits(card, format, frameworks.counts(card.id))


def download(card: VersionCard, format: str) -> tuple[str, str, bytes]:
    """Return name, media type and content of the one file that a version is downloaded as.

    Raises:
        UnknownFormat, NotExportable: see ``export_version``.
    """
    known = known_format(format)
    if card.published_at is not None and (path := _made(card, format)) is not None and not known.typeset:
        return path.name, _ZIP if path.suffix == ".zip" else known.media_type, path.read_bytes()
    return export_version(card, format).as_one()


def being_made(card: VersionCard, format: str) -> JobView | None:
    """Return the job that makes a file, or made it or failed to the last time; None when nobody asked. One query."""
    note = noted_at(card, format)
    try:
        return work.shown_beside(UUID(note.read_text()))
    except (OSError, ValueError):
        return None


def made_at(card: VersionCard, format: str) -> Path:
    """Return where a file that is set for reading is kept, for the language that is active."""
    return kept_at(known_format(format), card, (get_language() or "en").split("-")[0])


def folder_at(card: VersionCard, format: str) -> Path:
    """Return the folder that holds one file that is kept, under the name that it is downloaded by."""
    path = made_at(card, format)
    return path.with_name(path.name + ".kept")


def noted_at(card: VersionCard, format: str) -> Path:
    """Return where it stands which job makes a file."""
    path = made_at(card, format)
    return path.with_name(path.name + ".job")


_ZIP = "application/zip"


def _waits(card: VersionCard, format: str, counts: Counts) -> bool:
    typeset = FORMATS[format].typeset
    if card.published_at is None or not rules.file_takes_long(counts, typeset=typeset):
        return False
    if typeset and rules.too_large_to_set(counts):
        return False  # it is refused
    return _made(card, format) is None


def _made(card: VersionCard, format: str) -> Path | None:
    """Return the file that is kept of a version; None when there is none."""
    if FORMATS[format].typeset:
        path = made_at(card, format)
        return path if path.exists() else None
    return next(folder_at(card, format).glob("[!.]*"), None)
