"""Files that a worker makes, for whoever waits for them."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import translation

from waymark.audit import commands as audit
from waymark.exchange.queries import made
from waymark.exchange.queries.exporting import export_version, known_format
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor
from waymark.work import commands as work

MAKE_JOB = "exchange.make"
"""Kind of job that makes a file of a published version."""


@transaction.atomic
def have_made(*, version_id: int, format: str, actor: Actor, at: datetime) -> None:
    """Have a worker make a file of a published version, in the language that is active. Asked for already, it is.

    Args:
        version_id: a published version: anyone may have its files.
        format: name of a format.
        actor: whoever asks; nobody in particular, where the public does.
        at: when.

    Raises:
        NotVisible: there is no such version, or it is not published.
        UnknownFormat: there is no such format.
    """
    card = frameworks.version_by_id(version_id)
    known_format(format)
    if card.published_at is None:
        raise NotVisible
    if not made.must_wait(card, format):
        return
    job = made.being_made(card, format)
    if job is not None and job.open:
        return
    language = translation.get_language() or settings.LANGUAGE_CODE
    asked = work.start(
        kind=MAKE_JOB,
        key=f"{MAKE_JOB}.{card.id}.{format}.{language}.{at.timestamp():.0f}",
        arguments={"version": card.id, "format": format, "language": language},
        actor=actor,
        at=at,
    )
    _write(made.noted_at(card, format), str(asked).encode())
    audit.record("exchange.file.asked", actor=actor, at=at, version=card.id, format=format)


def make(*, version_id: int, format: str, language: str) -> int:
    """Make a file of a published version, if it is not there, and return its size in bytes.

    Nothing is written but the file, so this leaves nothing in the record.

    Raises:
        NotVisible: there is no such version, or it is not published.
        NotExportable: the format cannot say what the version says.
    """
    card = frameworks.version_by_id(version_id)
    if card.published_at is None:
        raise NotVisible
    with translation.override(language):
        if known_format(format).typeset:
            return sum(map(len, export_version(card, format).files.values()))  # which keeps it
        name, _media_type, content = export_version(card, format).as_one()
        _write(made.folder_at(card, format) / name, content)
        return len(content)


def _write(path: Path, content: bytes) -> None:
    """Keep a file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    arriving = path.with_name(f".{path.name}.{os.getpid()}")
    arriving.write_bytes(content)
    arriving.replace(path)
