"""Proposals about versions, and what came of them."""

from __future__ import annotations

import hashlib
from datetime import datetime

from waymark.access import queries as access
from waymark.frameworks import queries as frameworks
from waymark.kernel.policy import Actor
from waymark.reviews import policies
from waymark.reviews.models import Release
from waymark.reviews.queries.signing import LONGEST_COMMAND
from waymark.reviews.rules import drafted_notes, shown, total_shown
from waymark.reviews.types import NOBODY, ReleaseView, Who

__all__ = ["drafted_notes", "last_release", "release_digest", "shown", "total_shown"]


def release_digest(version_id: int, since: datetime | None = None) -> str:
    """Return the digest of everything that a proposal is about: what a version says, and what it leaves out for what.

    Args:
        version_id: the version.
        since: a moment before which every command that changed it had ended, to be answered from what is kept.

    Cost: seventeen queries at most, which read the whole version; with ``since`` seven while nothing was done since.
    """
    content = frameworks.content_digest_since(version_id, since) if since else frameworks.content_digest(version_id)
    digest = hashlib.sha256(content.encode())
    digest.update(repr(frameworks.replacements_said(version_id)).encode())
    return digest.hexdigest()


def last_release(version_id: int, actor: Actor, at: datetime) -> ReleaseView | None:
    """Return the latest proposal about a version, for whoever may read it; None when there is none.

    Five queries, and, while it is open, those of ``release_digest`` as it is kept.
    """
    row = (
        Release.objects.filter(pk__in=policies.SEE_RELEASE.visible(actor, at, version_id=version_id))
        .order_by("-pk")
        .first()
    )
    if row is None:
        return None
    open_now = row.state == Release.State.OPEN
    void = open_now and row.act == Release.Act.PUBLISH and row.digest != _digest_now(row)
    names = access.account_names(pk for pk in (row.proposed_by_id, row.decided_by_id) if pk is not None)
    who = {pk: Who(name.id, name.name, name.email) for pk, name in names.items()}
    own = row.proposed_by_id is not None and row.proposed_by_id == actor.account_id
    open_now = open_now and not void
    return ReleaseView(
        uuid=row.uuid,
        version_id=version_id,
        act=row.act,
        state=Release.State.VOID if void else row.state,
        from_at=row.from_at,
        notes=row.notes,
        reason=row.reason,
        proposed_by=who.get(row.proposed_by_id or 0, NOBODY),
        proposed_at=row.proposed_at,
        decided_by=who.get(row.decided_by_id or 0, NOBODY) if row.decided_at else None,
        decided_at=row.decided_at,
        answer=row.answer,
        may_decide=open_now and not own and policies.MAY_DECIDE_RELEASE.decide(actor, row, at).allowed,
        may_take_back=open_now and policies.MAY_TAKE_RELEASE_BACK.decide(actor, row, at).allowed,
        own=own,
    )


def _digest_now(row: Release) -> str:
    return release_digest(row.version_id, row.proposed_at - LONGEST_COMMAND)
