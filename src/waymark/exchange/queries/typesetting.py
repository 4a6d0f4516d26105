"""Versions set for reading: one at a time, and what is published only once.

Setting a framework of 1,800 requirements takes five seconds of a processor and half a gigabyte. So whoever asks for a
second one meanwhile waits for the first, also in another process, and a published version is kept, because it never
changes. What is kept can be deleted at any time: it is then made again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.core.files import locks
from django.utils.translation import get_language

from waymark import __version__
from waymark.exchange import rules
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import VersionCard
from waymark.organisation import queries as organisation
from waymark_formats.registry import Format


def typeset(found: Format, card: VersionCard) -> dict[str, bytes]:
    """Return a version set for reading: in the reader's language, the profession by its name.

    Raises:
        Unwritable: the format cannot say what the version says.

    Cost: reading a file, where a published version was asked for before.
    """
    language = (get_language() or "en").split("-")[0]
    kept = kept_at(found, card, language)
    name = f"{card.framework_slug}-{card.label}.{found.name}"
    if card.published_at is not None and kept.exists():
        return {name: kept.read_bytes()}
    with _alone():
        if card.published_at is not None and kept.exists():  # made while this one waited
            return {name: kept.read_bytes()}
        files = _made(found, card, language)
        (content,) = files.values()
        if card.published_at is not None:
            arriving = kept.with_suffix(f".{os.getpid()}")
            arriving.write_bytes(content)
            arriving.replace(kept)
    return {name: content}


def kept_at(found: Format, card: VersionCard, language: str) -> Path:
    """Return where a published version is kept: another release of this program may set it otherwise."""
    return Path(settings.DOCUMENTS_DIR) / f"{card.uuid.hex}-{language}-{__version__}.{found.name}"


def _made(found: Format, card: VersionCard, language: str) -> dict[str, bytes]:
    owner = organisation.profession_by_id(card.profession_id).name if card.profession_id is not None else ""
    assert found.write is not None, "whoever exports asks first"
    return found.write(
        replace(frameworks.document(card.id), profession=owner),
        fonts=settings.FONTS_DIR,
        words=rules.pdf_words(),
        language=language,
    )


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until nobody on this machine sets anything, and keep others from it."""
    folder = Path(settings.DOCUMENTS_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        locks.lock(file, locks.LOCK_EX)
        try:
            yield
        finally:
            locks.unlock(file)
