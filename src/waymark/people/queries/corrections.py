"""What people say is wrong about their record, for them and for whoever can put it right."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from waymark.frameworks import queries as frameworks
from waymark.kernel.policy import Actor, fetch
from waymark.people import policies, rules
from waymark.people.models import Appointment, Correction
from waymark.people.types import CorrectionPage, CorrectionView

OPEN = Correction.State.OPEN.value
SIZE = 25


def my_corrections(actor: Actor, at: datetime, limit: int = 20) -> tuple[CorrectionView, ...]:
    """Return what the actor said is wrong about themselves, newest first. Two queries at most."""
    rows = policies.THEY_ASKED.rows(actor, at).order_by("-asked_at", "-pk")
    return _views(rows[:limit], actor, at)


def correction(uuid: UUID, actor: Actor, at: datetime) -> CorrectionView:
    """Return one correction, to whoever asked for it and to whoever may decide it.

    Raises:
        NotVisible: there is none, or the actor may not know of it.
    """
    row = fetch(policies.SEE_CORRECTION, _with_people(), actor, at, uuid=uuid)
    (view,) = _views([row], actor, at)
    return view


def corrections_to_decide(actor: Actor, at: datetime, *, open_only: bool = True, page: int = 1) -> CorrectionPage:
    """Return a page of the corrections that the actor may decide, or of those that were decided.

    Three queries at most.
    """
    rows = _with_people().filter(pk__in=policies.MAY_DECIDE_CORRECTION.visible(actor, at))
    if open_only:
        rows = rows.filter(state=OPEN).order_by("asked_at", "pk")
    else:
        rows = rows.exclude(state=OPEN).order_by("-decided_at", "-pk")
    total = rows.count()
    pages = max(-(-total // SIZE), 1)
    page = min(page, pages)
    return CorrectionPage(_views(rows[(page - 1) * SIZE : page * SIZE], actor, at), page, pages, total)


def may_decide_correction(uuid: UUID, actor: Actor, at: datetime) -> bool:
    """Say whether the actor is among those who decide this correction."""
    return Correction.objects.filter(pk__in=policies.MAY_DECIDE_CORRECTION.visible(actor, at), uuid=uuid).exists()


def role_correction(uuid: UUID, post_uuid: UUID, actor: Actor, at: datetime) -> CorrectionView | None:
    """Return what the holder of a post says about their role, while it waits for the actor to decide; else None."""
    here = Appointment.objects.filter(policies.open_on(rules.day_of(at)), post__uuid=post_uuid)
    rows = _with_people().filter(
        pk__in=policies.MAY_DECIDE_CORRECTION.visible(actor, at, uuid=uuid), state=OPEN, about=Correction.About.ROLE,
        person_id__in=here.values("person_id"),
    )  # fmt: skip
    return next(iter(_views(rows, actor, at)), None)


def _with_people() -> QuerySet[Correction]:
    return Correction.objects.select_related("person", "proposed_manager")


def _views(rows: Iterable[Correction], actor: Actor, at: datetime) -> tuple[CorrectionView, ...]:
    if isinstance(rows, QuerySet):
        rows = rows.select_related("person", "proposed_manager")
    rows = list(rows)
    proposed = {row.proposed_role_level_id for row in rows if row.proposed_role_level_id is not None}
    refs = frameworks.role_level_refs(proposed, at) if proposed else {}
    return tuple(
        CorrectionView(
            uuid=row.uuid,
            person_id=row.person_id,
            person_name=rules.full_name(row.person.given_name, row.person.family_name),
            about=row.about,
            said=row.said,
            text=row.text,
            proposed_manager_id=row.proposed_manager_id,
            proposed_manager_name=(
                rules.full_name(row.proposed_manager.given_name, row.proposed_manager.family_name)
                if row.proposed_manager
                else ""
            ),
            proposed_role=refs.get(row.proposed_role_level_id or 0),
            asked_at=row.asked_at,
            state=row.state,
            answer=row.answer,
            decided_at=row.decided_at,
            own=row.person_id == actor.person_id,
        )
        for row in rows
    )
