"""A version comes into force."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.frameworks import policies
from waymark.frameworks.events import VersionPublished
from waymark.frameworks.models import Framework, Version
from waymark.frameworks.queries.findables import findables
from waymark.frameworks.queries.planning import refuse_too_early
from waymark.frameworks.queries.versions import version_by_id
from waymark.frameworks.types import VersionCard
from waymark.kernel.errors import Refusal
from waymark.kernel.policy import Actor, fetch
from waymark.search import commands as search


class AlreadyPublished(Refusal):
    """The version is published; it can only be retired."""

    def __init__(self, label: str) -> None:
        super().__init__(_("Version %(label)s is already published.") % {"label": label})


@transaction.atomic
def publish(*, version_id: int, effective_from: datetime, reason: str, actor: Actor, at: datetime) -> VersionCard:
    """Publish a draft: from then on not a row of it changes, and from ``effective_from`` on it is the current one.

    What search finds of the framework changes with it, at the same moment.

    Raises:
        NotVisible: there is no such version that this actor may publish.
        AlreadyPublished: it was published before.
        TooEarly: ``effective_from`` is before that of the version that holds at ``at``.
    """
    one_at_a_time()
    version = fetch(policies.MAY_PUBLISH, Version.objects.all(), actor, at, pk=version_id)
    if version.published_at is not None:
        raise AlreadyPublished(version.label)
    put_in_force(version, effective_from=effective_from, at=at)
    audit.record(
        "frameworks.version.published",
        actor=actor,
        at=at,
        reason=reason,
        framework=version.framework_id,
        version=version.pk,
        label=version.label,
        effective_from=effective_from,
    )
    return version_by_id(version.pk)


def release(*, version_id: int, effective_from: datetime, notes: str, at: datetime) -> VersionCard:
    """Publish a draft inside the transaction of a command that two people agreed to, and that keeps the record.

    Whether it may be published was for that command to decide.

    Args:
        version_id: the draft.
        effective_from: from when it is the current one.
        notes: what readers are told of it.
        at: when it is published.

    Raises:
        AlreadyPublished, TooEarly: see each.
    """
    one_at_a_time()
    version = Version.objects.select_for_update(of=("self",)).get(pk=version_id)
    if version.published_at is not None:
        raise AlreadyPublished(version.label)
    version.notes = notes
    version.save(update_fields=["notes"])
    put_in_force(version, effective_from=effective_from, at=at)
    return version_by_id(version.pk)


def put_in_force(version: Version, *, effective_from: datetime, at: datetime) -> None:
    """Publish ``version`` inside another command's transaction, which keeps the record.

    Of a framework that retires on a later day it retires on that day too: two people agreed to it, and readers know.
    """
    refuse_too_early(version.framework_id, effective_from, at)
    version.state = Version.State.PUBLISHED
    version.effective_from = effective_from
    version.published_at = at
    ends = Version.objects.filter(
        framework=version.framework_id, state=Version.State.RETIRING, ends_at__gt=effective_from
    ).first()
    if ends is not None:
        version.state, version.ends_at, version.ended_because = ends.state, ends.ends_at, ends.ended_because
    version.save(update_fields=["state", "effective_from", "published_at", "ends_at", "ended_because"])
    card = version_by_id(version.pk)
    search.replace_group(
        group=card.framework_slug, findables=findables(version.pk), from_at=effective_from, until_at=version.ends_at
    )
    audit.announce(VersionPublished(version.pk), at=at)


def hold(version_id: int) -> None:
    """Let nobody change a version until the transaction ends: what another room's command reads of it stays so.

    A command that calls it does so before it locks anything else.
    """
    one_at_a_time()
    Version.objects.select_for_update(of=("self",)).filter(pk=version_id).first()


def one_at_a_time() -> None:
    """Let one import or publication write at a time, until its transaction ends; readers never wait.

    SQLite has one writer anyway (transactions begin IMMEDIATE). In PostgreSQL two next versions at once would take
    the same slugs and ids.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Framework._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
