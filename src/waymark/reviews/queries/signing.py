"""Who signs a draft off, and what they said."""

from __future__ import annotations

from datetime import datetime, timedelta

from waymark.access import queries as access
from waymark.access.types import AccountName
from waymark.frameworks import queries as frameworks
from waymark.reviews.models import Signatory, SignOff
from waymark.reviews.types import NOBODY, SignOffView, Who

LONGEST_COMMAND = timedelta(hours=1)
"""A command that began before a sign-off may end after it."""


def sign_offs(version_id: int, at: datetime) -> tuple[SignOffView, ...]:
    """Return everyone who is chosen to sign a version off, in the order they were chosen, with what they said last.

    Those who cannot read it any more at ``at`` are among them, and say so. The caller has decided who may know.

    Cost: seven queries; and, when something was done to a framework since this was last
    asked, the eleven of ``frameworks.queries.content_digest``, which reads the whole version.
    """
    chosen = list(Signatory.objects.filter(version_id=version_id, until_at__isnull=True).order_by("from_at", "pk"))
    if not chosen:
        return ()
    last: dict[int, SignOff] = {}
    for said in SignOff.objects.filter(signatory__in=[one.pk for one in chosen]).order_by("pk"):
        last[said.signatory_id] = said
    names = access.account_names(one.account_id for one in chosen)
    now = ""
    if last:
        since = min(said.at for said in last.values()) - LONGEST_COMMAND
        now = frameworks.content_digest_since(version_id, since)
    reading = frameworks.readers(version_id, at)
    return tuple(
        _view(one, last.get(one.pk), names.get(one.account_id), now, reads=one.account_id in reading) for one in chosen
    )


def is_ready(version_id: int, at: datetime) -> bool:
    """Say whether nobody who was chosen stands in the way: all of them said ready about the content as it stands.

    Nobody waits for those who cannot read the draft any more. True where nobody was chosen: then there is nobody to
    wait for. Cost: see ``sign_offs``.
    """
    return not any(one.awaited for one in sign_offs(version_id, at))


def _view(one: Signatory, said: SignOff | None, name: AccountName | None, now: str, *, reads: bool) -> SignOffView:
    return SignOffView(
        uuid=one.uuid,
        version_id=one.version_id,
        who=Who(name.id, name.name, name.email) if name else NOBODY,
        chosen_at=one.from_at,
        ready=said.ready if said else None,
        reason=said.reason if said else "",
        said_at=said.at if said else None,
        changed_since=said is not None and said.digest != now,
        reads=reads,
    )
