"""A framework retires or is kept after all, or a version is withdrawn.

Nothing disappears: what does not hold any more stays readable.

All are done inside the transaction of a command that two people agreed to, and that keeps the record. Whether they may
be done was for that command to decide.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.frameworks.commands.publishing import one_at_a_time
from waymark.frameworks.events import VersionWithdrawn
from waymark.frameworks.models import Version
from waymark.frameworks.queries.findables import findables
from waymark.frameworks.queries.versions import current, version_by_id
from waymark.kernel.errors import Refusal
from waymark.search import commands as search


class NotInForce(Refusal):
    """The version was never published, or is withdrawn or retiring already."""

    def __init__(self, label: str) -> None:
        super().__init__(
            _("Version %(label)s is not in force: it was never published, was withdrawn, or retires already.")
            % {"label": label}
        )


def retire(*, version_id: int, from_at: datetime, reason: str, at: datetime) -> None:
    """Let the framework of a version retire: from ``from_at`` on none of its versions holds.

    Until then everything is as it was, and readers are told of the day and the reason. Search finds it until then.

    Raises:
        NotInForce: the version does not stand for its framework any more.
    """
    version = _in_force(version_id, at, Version.State.PUBLISHED)
    rows = Version.objects.filter(
        framework_id=version.framework_id, published_at__isnull=False, state=Version.State.PUBLISHED
    )
    rows.update(state=Version.State.RETIRING, ends_at=max(from_at, at), ended_because=reason)
    search.replace_group(group=version_by_id(version_id).framework_slug, findables=(), from_at=max(from_at, at))


def keep(*, version_id: int, at: datetime) -> None:
    """Call off that the framework of a version retires: its versions hold as before, and search finds them.

    Raises:
        NotInForce: it does not retire, or has retired.
    """
    version = _in_force(version_id, at, Version.State.RETIRING)
    rows = Version.objects.filter(framework_id=version.framework_id, state=Version.State.RETIRING)
    rows.update(state=Version.State.PUBLISHED, ends_at=None, ended_because="")
    held = current(at).filter(framework_id=version.framework_id)
    to_come = Version.objects.filter(
        framework_id=version.framework_id, state=Version.State.PUBLISHED, effective_from__gt=at
    )
    for found in (*held, *to_come.order_by("effective_from", "pk")):
        search.replace_group(
            group=version_by_id(version_id).framework_slug,
            findables=findables(found.pk),
            from_at=max(at, found.effective_from or at),
        )


def withdraw(*, version_id: int, reason: str, at: datetime) -> None:
    """Take a published version out of force at ``at``, for a reason that readers are told; the one before holds again.

    Judgements that were made against it keep it. Search finds the version that holds instead. Of a framework that
    retires on a later day a version can be withdrawn before.

    Raises:
        NotInForce: it does not hold, or was withdrawn before.
    """
    version = _in_force(version_id, at, Version.State.PUBLISHED, Version.State.RETIRING)
    retires_at = version.ends_at
    version.state, version.ends_at, version.ended_because = Version.State.WITHDRAWN, at, reason
    version.save(update_fields=["state", "ends_at", "ended_because"])
    from_at = max(at, version.effective_from or at)
    instead = current(from_at).filter(framework_id=version.framework_id).values_list("pk", flat=True).first()
    search.replace_group(
        group=version_by_id(version_id).framework_slug,
        findables=findables(instead) if instead is not None else (),
        from_at=from_at,
        until_at=retires_at,
    )
    audit.announce(VersionWithdrawn(version.pk), at=at)


def _in_force(version_id: int, at: datetime, *states: str) -> Version:
    one_at_a_time()
    version = Version.objects.select_for_update(of=("self",)).get(pk=version_id)
    over = version.ends_at is not None and version.ends_at <= at
    if version.published_at is None or version.state not in states or over:
        raise NotInForce(version.label)
    return version
