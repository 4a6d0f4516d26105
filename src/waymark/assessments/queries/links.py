"""Links to records: for their person, and for whoever has one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from waymark.assessments import policies, rules
from waymark.assessments.models import Judgement, RecordLink
from waymark.assessments.queries import signed
from waymark.assessments.types import LinkView, PortableRecord
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.policy import Actor, fetch
from waymark.people import queries as people


class LinkOver(Refusal):
    """The link was ended, or has run out: what is printed from it could not be verified."""

    def __init__(self) -> None:
        super().__init__(
            _("This link does not work any more, so nobody could verify what you print from it. Make another link.")
        )


def record_links(actor: Actor, at: datetime, limit: int = 50) -> tuple[LinkView, ...]:
    """Return the links that whoever asks made, the latest first. One query."""
    rows = RecordLink.objects.filter(pk__in=policies.SEE_RECORD_LINK.visible(actor, at))
    return views(rows.order_by("-pk")[:limit], at)


def own_record(uuid: UUID, actor: Actor, at: datetime) -> PortableRecord:
    """Return what a link of one's own shows. Seven queries.

    Raises:
        NotVisible: there is no such link of theirs.
        LinkOver: it does not work any more.
    """
    row = fetch(policies.SEE_RECORD_LINK, RecordLink.objects.all(), actor, at, uuid=uuid)
    if not _open(row, at):
        raise LinkOver
    return portable(row, at)


def working(rows: Iterable[RecordLink], at: datetime) -> RecordLink:
    """Return the link that opens at ``at``. One query more: whether its person's record may be used.

    Raises:
        NotVisible: none does.
    """
    row = next(iter(rows), None)
    if row is None or not _open(row, at) or people.restricted(at).filter(person_id=row.person_id).exists():
        raise NotVisible
    return row


def portable(row: RecordLink, at: datetime) -> PortableRecord:
    """Return what a link shows. Six queries."""
    return PortableRecord(
        link=row.uuid,
        name=people.names([row.person_id])[row.person_id],
        levels=signed.as_levels(Judgement.objects.filter(uuid__in=row.items, person_id=row.person_id), at),
        made_at=row.made_at,
        expires_at=row.expires_at,
        code=rules.code_of(row.uuid, settings.SECRET_KEY),
    )


def views(rows: Iterable[RecordLink], at: datetime) -> tuple[LinkView, ...]:
    """Return links as their person sees them. One query."""
    return tuple(
        LinkView(
            uuid=row.uuid,
            items=len(row.items),
            made_at=row.made_at,
            expires_at=row.expires_at,
            ended_at=row.ended_at,
            looks=row.looks,
            looked_at=row.looked_at,
            open=_open(row, at),
        )
        for row in rows
    )


def _open(row: RecordLink, at: datetime) -> bool:
    return row.ended_at is None and at < row.expires_at
