"""Documents in: parse, match, show the difference, apply. Nothing is written before the last step."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from waymark.exchange.queries import known_format
from waymark.exchange.types import ImportResult
from waymark.frameworks import commands as frameworks
from waymark.frameworks import queries as framework_queries
from waymark.kernel.errors import Refusal
from waymark.kernel.policy import Actor
from waymark_formats import registry
from waymark_formats.files import digest
from waymark_formats.framework import Note, ReadResult, Unreadable


class NotReadable(Refusal):
    """The document cannot be read; the sentence names the file, and the row and column where there is one."""


class Unnamed(Refusal):
    """Neither the document nor whoever imports it says what the framework or its version is called."""


def import_framework(
    *,
    path: Path,
    format: str = "",
    into: str = "",
    version: str = "",
    owner: str | None = None,
    licence: str = "",
    publish: bool = False,
    plan: bool = False,
    reason: str = "",
    actor: Actor,
    at: datetime,
) -> ImportResult:
    """Read the document at ``path`` and make it the next version of a framework, whole or not at all.

    Args:
        path: a file or a folder.
        format: name of the format; guessed from the path when empty.
        into: slug of the framework; the document's own, or its format's default, when empty.
        version: label of the version; likewise.
        owner: slug of the profession that owns a new framework; the document's own, or its format's default, when
            None; nobody in particular when empty.
        licence: of this version; the document's own, or its format's default, when empty.
        publish: also put the version in force.
        plan: say what would happen and write nothing.
        reason: why, for the record.
        actor: an operator.
        at: when.

    Raises:
        NotReadable: the document is not what its format asks for.
        Unnamed: there is no slug or no version label.
        UnknownFormat: there is no such format.
        Refusal: whatever ``frameworks.commands.import_version`` refuses.
    """
    found, digest = _format(path, format)
    if not licence and owner is None:
        framework_queries.refuse_the_same_files(digest, found.name, into, version, actor, at)
    read = _parse(path, found)
    document = read.document
    slug, label = into or document.slug, version or document.version
    if not slug or not label:
        missing = _("the framework's short name (--into)") if not slug else _("the version's label (--version)")
        raise Unnamed(_("%(file)s does not say %(what)s; give it.") % {"file": path.name, "what": missing})
    owner = document.profession if owner is None else owner
    if plan:
        imported = framework_queries.plan_import(
            document=document, into=slug, owner=owner, version=label, licence=licence, actor=actor, at=at
        )
    else:
        imported = frameworks.import_version(
            document=document,
            into=slug,
            owner=owner,
            version=label,
            licence=licence,
            source_format=found.name,
            source_digest=digest,
            publish=publish,
            reason=reason,
            actor=actor,
            at=at,
        )
    remarks = tuple(Note(path.name, None, remark.what, remark.done) for remark in imported.remarks)
    return ImportResult(imported, read.notes + remarks)


def _format(path: Path, format: str) -> tuple[registry.Format, str]:
    """Return the format to read a path in, and the digest of the files there."""
    try:
        found = known_format(format) if format else registry.guess(path)
        if found.read is None:
            raise NotReadable(
                _('The format "%(name)s" is written and not read. Those that are read: %(known)s.')
                % {"name": found.name, "known": ", ".join(registry.readable())}
            )
        return found, digest(path, limit=settings.IMPORT_MAX_BYTES)
    except Unreadable as error:
        raise NotReadable(str(error)) from error


def _parse(path: Path, found: registry.Format) -> ReadResult:
    try:
        assert found.read is not None, "_format refuses those that are only written"
        return found.read(path, limit=settings.IMPORT_MAX_BYTES)
    except Unreadable as error:
        raise NotReadable(str(error)) from error
