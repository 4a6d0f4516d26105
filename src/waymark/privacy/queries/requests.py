"""What people asked for about their own data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from waymark.kernel.policy import Actor, fetch
from waymark.privacy import policies
from waymark.privacy.models import DataRequest
from waymark.privacy.queries.held import what
from waymark.privacy.types import RequestKind, RequestState, RequestView


def my_requests(actor: Actor, at: datetime, limit: int = 50) -> tuple[RequestView, ...]:
    """Return what the actor asked for about their own data, newest first. One query."""
    rows = DataRequest.objects.filter(pk__in=policies.ASKED_IT.rows(actor, at).values("pk"))
    return _views(rows.order_by("-asked_at", "-pk")[:limit])


def open_requests(actor: Actor, at: datetime, limit: int = 100) -> tuple[RequestView, ...]:
    """Return what waits for the actor's decision, the longest waiting first. One query."""
    rows = DataRequest.objects.filter(state=RequestState.OPEN, pk__in=policies.DECIDES_IT.rows(actor, at).values("pk"))
    return _views(rows.order_by("asked_at", "pk")[:limit])


def decided_requests(actor: Actor, at: datetime, limit: int = 25) -> tuple[RequestView, ...]:
    """Return what was decided last among what the actor answers for, or answered: also of who is erased. One query."""
    theirs, answered = (
        ground.rows(actor, at).order_by().values("pk") for ground in (policies.DECIDES_IT, policies.ANSWERED_IT)
    )
    rows = DataRequest.objects.exclude(state=RequestState.OPEN).filter(pk__in=theirs.union(answered))
    return _views(rows.order_by("-decided_at", "-pk")[:limit])


def request(uuid: UUID, actor: Actor, at: datetime) -> RequestView:
    """Return one request.

    Raises:
        NotVisible: there is none, or it is neither the actor's own nor theirs to decide.
    """
    return view_of(fetch(policies.SEE_REQUEST, DataRequest.objects.all(), actor, at, uuid=uuid))


def view_of(row: DataRequest) -> RequestView:
    """Return a request as the room hands it out."""
    return RequestView(
        uuid=row.uuid,
        kind=RequestKind(row.kind),
        state=RequestState(row.state),
        person_id=row.person_id,
        about=what(row.about),
        text=row.text,
        asked_at=row.asked_at,
        decided_at=row.decided_at,
        answer=row.answer,
    )


def _views(rows: Iterable[DataRequest]) -> tuple[RequestView, ...]:
    return tuple(view_of(row) for row in rows)
