"""What is shown to whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from waymark.access import queries as access
from waymark.assessments import policies
from waymark.assessments.models import Assessment, Share, Source
from waymark.assessments.policies.shares import shared_now
from waymark.assessments.queries import views
from waymark.assessments.types import AssessmentView, SharedView, ShareView
from waymark.kernel.policy import Actor, fetch


def my_shares(actor: Actor, at: datetime) -> tuple[ShareView, ...]:
    """Return what the actor shows to others at ``at``, newest first; empty when nothing. Two queries."""
    rows = Share.objects.filter(shared_now(at), pk__in=policies.THEIR_SHARE.rows(actor, at).values("pk"))
    return _views(rows.order_by("-from_at", "-pk"))


def shares_of(assessment: UUID, actor: Actor, at: datetime) -> tuple[ShareView, ...]:
    """Return to whom an assessment of the actor's is shown and was shown, newest first. Three queries at most.

    Raises:
        NotVisible: no such assessment of theirs.
    """
    row = fetch(policies.MAY_SHARE, Assessment.objects.all(), actor, at, uuid=assessment)
    return _views(Share.objects.filter(assessment=row).order_by("-from_at", "-pk"))


def shared_with(actor: Actor, at: datetime) -> tuple[SharedView, ...]:
    """Return what others show to the actor at ``at``, newest first, one line per assessment; empty when nothing.

    An assessment shown to the actor both by name and as manager is there once, by the earlier share. One query.
    """
    grounds = policies.SEE_SHARE.grounds[1:]
    first, second = (ground.rows(actor, at).order_by().values("pk") for ground in grounds)
    rows = Share.objects.filter(pk__in=first.union(second, all=True)).select_related("assessment")
    found: dict[int, SharedView] = {}
    # Their own words only, each skill once: what others decided, or they put again, is no answer more.
    own = Count("assessment__judgements__skill", filter=Q(assessment__judgements__source=Source.SELF), distinct=True)
    for share in rows.annotate(answered=own).order_by("from_at", "pk"):
        found.setdefault(share.assessment_id, _shared(share, share.answered))
    return tuple(sorted(found.values(), key=lambda one: (one.from_at, str(one.share_uuid)), reverse=True))


def shared_assessments(person_id: int, actor: Actor, at: datetime) -> tuple[AssessmentView, ...]:
    """Return the assessments of a person that they show to the actor at ``at``, newest first. Two queries at most.

    Empty when there are none, and when there is no such person: the two look the same.
    """
    grounds = (policies.SHARED_WITH_THEM, policies.SHARED_WITH_MANAGER)
    first, second = (ground.rows(actor, at).order_by().values("pk") for ground in grounds)
    rows = Assessment.objects.filter(person_id=person_id, pk__in=first.union(second, all=True))
    return views.of_many(rows.order_by("-submitted_at", "-pk"))


def view_of(share_id: int) -> ShareView:
    """Return one share, for its person; the caller has decided that they may know. Two queries."""
    (view,) = _views(Share.objects.filter(pk=share_id))
    return view


def _views(rows: QuerySet[Share]) -> tuple[ShareView, ...]:
    shares: Sequence[Share] = list(rows.select_related("assessment"))
    cards = access.account_cards(share.with_account_id for share in shares if share.with_account_id is not None)
    return tuple(
        ShareView(
            uuid=share.uuid,
            assessment=share.assessment.uuid,
            kind=share.assessment.kind,
            role_level_id=share.assessment.role_level_id,
            version_id=share.assessment.version_id,
            submitted_at=share.assessment.submitted_at,
            with_account_id=share.with_account_id,
            with_name=cards[share.with_account_id].name if share.with_account_id in cards else "",
            with_manager=share.with_manager,
            message=share.message,
            from_at=share.from_at,
            ended_at=share.ended_at,
        )
        for share in shares
    )


def _shared(share: Share, answered: int) -> SharedView:
    assessment = share.assessment
    return SharedView(
        share_uuid=share.uuid,
        person_id=assessment.person_id,
        assessment=assessment.uuid,
        kind=assessment.kind,
        role_level_id=assessment.role_level_id,
        version_id=assessment.version_id,
        submitted_at=assessment.submitted_at,
        with_manager=share.with_manager,
        message=share.message,
        from_at=share.from_at,
        asked=len(assessment.skills),
        answered=answered,
    )
