"""Rows of assessments and answers as what the room hands out."""

from __future__ import annotations

from collections.abc import Iterable

from waymark.assessments import rules
from waymark.assessments.models import Answer, Assessment, Judgement
from waymark.assessments.types import AnswerView, AssessmentView
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Beside, RoleLevelView


def of(assessment: Assessment) -> AssessmentView:
    """Return one assessment. One query."""
    (view,) = of_many([assessment])
    return view


def of_many(assessments: Iterable[Assessment]) -> tuple[AssessmentView, ...]:
    """Return assessments with their answers: drafts of the open ones, judgements of the others. Two queries at most."""
    rows = list(assessments)
    opened = [row.pk for row in rows if row.state == rules.IN_PROGRESS]
    closed = [row.pk for row in rows if row.state != rules.IN_PROGRESS]
    answers: dict[int, dict[int, AnswerView]] = {row.pk: {} for row in rows}
    for answer in Answer.objects.filter(assessment_id__in=opened, by=None):
        answers[answer.assessment_id][answer.skill_id] = of_answer(answer)
    for judgement in Judgement.objects.filter(assessment_id__in=closed):
        assert judgement.assessment_id is not None
        answers[judgement.assessment_id][judgement.skill_id] = AnswerView(
            skill_id=judgement.skill_id,
            level=judgement.level,
            has_skill=judgement.has_skill,
            note=judgement.note,
            revision=0,
            saved_at=judgement.made_at,
        )
    return tuple(
        AssessmentView(
            uuid=row.uuid,
            kind=row.kind,
            state=row.state,
            role_level_id=row.role_level_id,
            version_id=row.version_id,
            skills=tuple(row.skills),
            answers=tuple(answers[row.pk][skill_id] for skill_id in row.skills if skill_id in answers[row.pk]),
            started_at=row.started_at,
            submitted_at=row.submitted_at,
            withdrawn_at=row.withdrawn_at,
            beside=tuple(Beside(**one) for one in row.beside),
        )
        for row in rows
    )


def asked_by(assessment: AssessmentView) -> RoleLevelView:
    """Return what an assessment asks: its version, and what the person's department asked for beside that.

    Four queries; three more where the department asked for anything.
    """
    (standard,) = frameworks.role_levels_in_version([assessment.role_level_id], assessment.version_id)
    (found,) = frameworks.asked_again([(standard, assessment.beside)])
    return found


def of_answer(answer: Answer) -> AnswerView:
    """Return one draft."""
    return AnswerView(
        skill_id=answer.skill_id,
        level=answer.level,
        has_skill=answer.has_skill,
        note=answer.note,
        revision=answer.revision,
        saved_at=answer.saved_at,
        quick=answer.quick,
    )
