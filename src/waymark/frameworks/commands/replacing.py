"""A draft gets the content of a file in place of its own."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError

from waymark.audit import commands as audit
from waymark.frameworks.commands.discarding import ROWS, StillNeeded, forget_unworded
from waymark.frameworks.commands.editing import open_draft
from waymark.frameworks.commands.rows import Writing
from waymark.frameworks.models import SkillWording, UnsavedForm, Version
from waymark.frameworks.queries import planning
from waymark.frameworks.queries.addresses import address
from waymark.frameworks.types import ImportedVersion
from waymark.kernel.policy import Actor
from waymark_formats.framework import FrameworkDocument


@transaction.atomic
def replace_draft(
    *,
    version_id: int,
    document: FrameworkDocument,
    licence: str,
    source_format: str,
    source_digest: str = "",
    seen: str | None = None,
    reason: str,
    actor: Actor,
    at: datetime,
) -> ImportedVersion:
    """Make a document the whole content of a draft, whole or not at all. Its readers and what is said of it stay.

    Args:
        version_id: the draft; it keeps its label.
        document: as its reader gave it; its own slug, version and profession do not count here.
        licence: of this version; the document's own when empty.
        source_format: name of the format it was read from.
        source_digest: of the file it was read from.
        seen: what it would do as its author saw it (``queries.seen_of`` of the plan); None: they saw nothing.
        reason: why, for the record.
        actor: an author of the profession.
        at: when.

    Raises:
        NotVisible, NotADraft: see ``commands.editing``.
        AlreadyImported, NothingToImport, NotStorable, DiffersNow: see each.
        StillNeeded: another room has something about a thing of this draft that it keeps.

    Cost: as discarding the draft and importing the document.
    """
    version = open_draft(version_id, actor, at)
    framework = version.framework
    planned = planning.plan(
        document=document, into=framework.slug, owner="", version=version.label, licence=licence, replaces=True,
        actor=actor, at=at,
    )  # fmt: skip
    planning.must_be_as_seen(planned, seen)
    _clear(version)
    whole = planned.settled.document
    version.title, version.summary, version.licence = whole.title, whole.summary, whole.licence
    version.attribution, version.notes, version.source = whole.attribution, whole.notes, dict(whole.source)
    version.source_format, version.source_digest = source_format, source_digest
    version.save()
    Writing(version.pk, framework.pk, planned.settled).write()
    forget_unworded(framework.pk)
    audit.record(
        "frameworks.draft.replaced",
        actor=actor,
        at=at,
        reason=reason,
        framework=framework.pk,
        version=version.pk,
        label=version.label,
        source_format=source_format,
    )
    return ImportedVersion(
        version_id=version.pk,
        framework_slug=framework.slug,
        label=version.label,
        state=version.state,
        counts=planned.counts,
        difference=planned.difference,
        compared_with=version.label,
        remarks=planned.remarks,
    )


def _clear(version: Version) -> None:
    """Delete the rows of a draft, and the forms that were filled in for it and not saved: they are about other text."""
    SkillWording.objects.filter(version=version).update(parent=None)
    try:
        with transaction.atomic():
            for model in ROWS:
                model._default_manager.filter(version=version).delete()
    except ProtectedError as needed:
        raise StillNeeded(version.label, needed.protected_objects) from None
    UnsavedForm.objects.filter(place__startswith=address("draft", version.framework.slug, version.label) + "/").delete()
