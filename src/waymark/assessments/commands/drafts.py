"""Drafts of what was submitted."""

from __future__ import annotations

from datetime import datetime

from waymark.assessments.models import Answer, Assessment
from waymark.assessments.queries import views


def reopen(row: Assessment, at: datetime) -> None:
    """Make what the person submitted editable again."""
    Answer.objects.bulk_create(
        Answer(
            assessment=row,
            skill_id=answer.skill_id,
            level=answer.level,
            has_skill=answer.has_skill,
            note=answer.note,
            saved_at=at,
        )
        for answer in views.of(row).answers
    )
