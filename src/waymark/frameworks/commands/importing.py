"""A document becomes the next version of a framework, whole or not at all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.frameworks.commands.drafting import DraftOpen
from waymark.frameworks.commands.publishing import one_at_a_time, put_in_force
from waymark.frameworks.commands.rows import Writing
from waymark.frameworks.models import Framework, Version
from waymark.frameworks.queries import planning
from waymark.frameworks.queries.drafts import UNPUBLISHED
from waymark.frameworks.types import ImportedVersion
from waymark.kernel.errors import NotAllowed
from waymark.kernel.policy import Actor
from waymark_formats.framework import FrameworkDocument


@transaction.atomic
def import_version(
    *,
    document: FrameworkDocument,
    into: str,
    owner: str,
    version: str,
    licence: str,
    source_format: str,
    source_digest: str = "",
    publish: bool,
    seen: str | None = None,
    reason: str,
    actor: Actor,
    at: datetime,
) -> ImportedVersion:
    """Make ``document`` the next version of the framework ``into``, which begins to exist if it is new.

    Args:
        document: as its reader gave it; its own slug, version and profession do not count here.
        into: slug of the framework.
        owner: slug of the profession a new framework belongs to; empty for everyone's. A framework keeps its owner.
        version: label, unused so far in this framework.
        licence: of this version; the document's own when empty.
        source_format: name of the format it was read from.
        source_digest: of the files it was read from, so that the same files again are recognised unread.
        publish: also put it in force: from the document's ``effective_from``, else from ``at``. A draft of the same
            label that says exactly the same is then published as it is.
        seen: what it would do as its author saw it (``queries.seen_of`` of the plan); None: they saw nothing.
        reason: why, for the record.
        actor: an operator, or an author of the profession that owns the framework; publishing is for an operator.
        at: when.

    Raises:
        VersionExists, AlreadyImported, NothingToImport, UnknownProfession, NotStorable, TooEarly,
            DiffersNow: see each.
        DraftOpen: another version of it is being written, and this one is to be a draft beside it.
        NotAllowed: the actor may not import into it, or not publish.

    Cost: a number of statements that does not depend on the size of the document. Two imports at once queue.
    """
    if publish and not actor.operator:
        raise NotAllowed(_("Publishing on the web takes two people: import it as a draft and propose its release."))
    one_at_a_time()
    planned = planning.plan(
        document=document, into=into, owner=owner, version=version, licence=licence, actor=actor, at=at
    )
    planning.must_be_as_seen(planned, seen)
    framework = _framework(planned, into)
    planning.must_be_allowed(actor, framework, at)
    effective_from = planning.takes_effect(planned.settled.document, at)
    if planned.same_draft is not None:
        if not publish:
            raise planning.AlreadyImported(planning.already(planned.same_draft, into))
        made = Version.objects.get(pk=planned.same_draft.id)
    else:
        being_written = Version.objects.filter(framework=framework, state__in=UNPUBLISHED).first()
        if being_written is not None and not publish:
            raise DraftOpen(being_written.label)
        made = _version(planned, framework, (source_format, source_digest), effective_from, at)
        Writing(made.pk, framework.pk, planned.settled).write()
    if publish:
        put_in_force(made, effective_from=effective_from, at=at)
    audit.record(
        "frameworks.version.imported",
        actor=actor,
        at=at,
        reason=reason,
        framework=into,
        version=made.pk,
        label=version,
        source_format=source_format,
        published=publish,
    )
    return ImportedVersion(
        version_id=made.pk,
        framework_slug=into,
        label=version,
        state=made.state,
        counts=planned.counts,
        difference=planned.difference,
        compared_with=planned.before.label if planned.before else "",
        remarks=planned.remarks,
    )


def _framework(planned: planning.Planned, slug: str) -> Framework:
    if planned.framework_id is not None:
        return Framework.objects.get(pk=planned.framework_id)
    return Framework.objects.create(uuid=planned.framework_uuid, slug=slug, profession_id=planned.profession_id)


def _version(
    planned: planning.Planned, framework: Framework, source: tuple[str, str], effective_from: datetime, at: datetime
) -> Version:
    document = planned.settled.document
    return Version.objects.create(
        uuid=planned.version_uuid,
        framework=framework,
        label=document.version,
        title=document.title,
        summary=document.summary,
        licence=document.licence,
        attribution=document.attribution,
        notes=document.notes,
        source_format=source[0],
        source_digest=source[1],
        source=dict(document.source),
        state=Version.State.DRAFT,
        created_at=at,
        effective_from=effective_from if document.effective_from else None,
    )
