"""Assessments, for their person."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet

from waymark.assessments import policies, rules
from waymark.assessments.models import Assessment
from waymark.assessments.queries import views
from waymark.assessments.types import AssessmentView
from waymark.kernel.policy import Actor, fetch


def assessment(uuid: UUID, actor: Actor, at: datetime) -> AssessmentView:
    """Return one assessment, the actor's own or shared with them. Five queries at most.

    Raises:
        NotVisible: there is none, or the actor may not know of it.
    """
    return views.of(fetch(policies.SEE_ASSESSMENT, Assessment.objects.all(), actor, at, uuid=uuid))


def own_assessment(uuid: UUID, actor: Actor, at: datetime) -> AssessmentView:
    """Return one of the actor's own assessments: for the pages on which they work at it. Three queries.

    Raises:
        NotVisible: there is none, or it is somebody else's, whether they share it or not.
    """
    return views.of(fetch(policies.SEE_OWN_ASSESSMENT, Assessment.objects.all(), actor, at, uuid=uuid), own=True)


def open_assessments(person_id: int, actor: Actor, at: datetime) -> tuple[AssessmentView, ...]:
    """Return the open assessments of a person that the actor may see, newest first. Two queries."""
    rows = _visible(person_id, actor, at).filter(state__in=rules.WITH_PERSON)
    return views.of_many(rows.order_by("-started_at", "-pk"), own=actor.person_id == person_id)


def recent_assessments(person_id: int, actor: Actor, at: datetime, limit: int = 20) -> tuple[AssessmentView, ...]:
    """Return the submitted assessments of a person that the actor may see, newest first. Two queries.

    Those taken back after they were submitted are among them; those withdrawn while open, and those that were sent
    back and are open again, are not.
    """
    rows = _visible(person_id, actor, at).filter(submitted_at__isnull=False).exclude(state=rules.RETURNED)
    return views.of_many(rows.order_by(F("submitted_at").desc(), "-pk")[:limit])


def _visible(person_id: int, actor: Actor, at: datetime) -> QuerySet[Assessment]:
    return Assessment.objects.filter(person_id=person_id, pk__in=policies.SEE_ASSESSMENT.visible(actor, at))
