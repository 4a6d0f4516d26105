"""Documents out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from waymark.exchange import rules
from waymark.exchange.queries.typesetting import typeset
from waymark.exchange.types import Export
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import VersionCard
from waymark.kernel.errors import NotVisible, Refusal
from waymark_formats.framework import Unwritable
from waymark_formats.registry import FORMATS, Format


class UnknownFormat(Refusal):
    """Nothing reads or writes a format of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _('There is no format "%(name)s". The formats are: %(known)s.')
            % {"name": name, "known": ", ".join(FORMATS)}
        )


class UnknownVersion(NotVisible):
    """No published framework has that slug, or none of its published versions that label."""

    def __init__(self, slug: str, version: str) -> None:
        Refusal.__init__(
            self,
            _('There is no published version "%(version)s" of a framework "%(slug)s".')
            % {"slug": slug, "version": version}
            if version
            else _('There is no published framework "%(slug)s".') % {"slug": slug},
        )


class NotExportable(Refusal):
    """The format cannot say what the framework says."""


def formats() -> tuple[tuple[str, str], ...]:
    """Return name and title of every format a framework can be exported as."""
    return tuple((known.name, known.title) for known in FORMATS.values() if known.write is not None)


def known_format(name: str) -> Format:
    """Return a format by its name.

    Raises:
        UnknownFormat: there is none of that name.
    """
    if name not in FORMATS:
        raise UnknownFormat(name)
    return FORMATS[name]


def export_framework(slug: str, format: str, version: str, at: datetime) -> Export:
    """Return a published version of a framework as files.

    Args:
        slug: the framework's.
        format: name of a format; see ``formats``.
        version: label; the version that holds at ``at`` when empty.
        at: when.

    Raises:
        UnknownVersion: there is no such framework or no such published version.
        UnknownFormat: there is no such format.
        NotExportable: the format cannot say what this framework says, or is only read.
    """
    _writable(format)
    try:
        card = frameworks.version(slug, version) if version else frameworks.framework(slug, at)
    except NotVisible:
        raise UnknownVersion(slug, version) from None
    return export_version(card, format)


def export_version(card: VersionCard, format: str) -> Export:
    """Return a version as files, drafts included: whoever has its card was let in to it.

    Raises:
        UnknownFormat: there is no such format.
        NotExportable: the format cannot say what this version says, or is only read.
    """
    found, write = _writable(format)
    if found.typeset and rules.too_large_to_set(frameworks.counts(card.id)):
        raise NotExportable(
            _("This framework is too large to be set for reading. Download it as a spreadsheet instead.")
        )
    try:
        files = typeset(found, card) if found.typeset else write(frameworks.document(card.id))
    except Unwritable as error:
        raise NotExportable(str(error)) from error
    return Export(files, found.media_type, f"{card.framework_slug}-{card.label}")


def _writable(name: str) -> tuple[Format, Callable[..., dict[str, bytes]]]:
    """Return a format and what writes it.

    Raises:
        UnknownFormat: there is none of that name.
        NotExportable: it is only read.
    """
    found = known_format(name)
    if found.write is None:
        raise NotExportable(
            _("%(title)s can be imported and not exported. Export as: %(known)s.")
            % {"title": found.title, "known": ", ".join(each for each, _title in formats())}
        )
    return found, found.write
