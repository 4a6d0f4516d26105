"""Rows of assessments and answers as what the room hands out."""

from __future__ import annotations

from collections.abc import Iterable

from waymark.assessments import rules
from waymark.assessments.models import Answer, Assessment, Judgement, Source
from waymark.assessments.types import AnswerView, AssessmentView
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import Beside, RoleLevelView, ScaleView


def of(assessment: Assessment, *, own: bool = False) -> AssessmentView:
    """Return one assessment; ``own``: as its person sees it. One query, two for an appeal."""
    (view,) = of_many([assessment], own=own)
    return view


def of_many(
    assessments: Iterable[Assessment], *, own: bool = False, said: Iterable[Judgement] | None = None
) -> tuple[AssessmentView, ...]:
    """Return assessments with their person's answers: drafts of the open ones, judgements of the others.

    What was sent back is a draft to its person (``own``) and as it was submitted to everybody else. Two queries at
    most, and one where there are appeals. ``said``: their judgements, oldest first, where they were read already.
    """
    rows = list(assessments)
    drafted = {rules.IN_PROGRESS, rules.RETURNED} if own else {rules.IN_PROGRESS}
    opened = [row.pk for row in rows if row.state in drafted]
    closed = [row.pk for row in rows if row.state not in drafted]
    answers: dict[int, dict[int, AnswerView]] = {row.pk: {} for row in rows}
    of_row = {row.pk: row.version_id for row in rows}
    versions = {row.pk: {one["skill_id"]: one["version_id"] for one in row.beside} for row in rows}
    if opened:
        for answer in Answer.objects.filter(assessment_id__in=opened, by=None):
            answers[answer.assessment_id][answer.skill_id] = of_answer(answer)
    if closed:
        if said is None:
            said = Judgement.objects.filter(assessment_id__in=closed).order_by("made_at", "pk")
        for judgement in said:
            assert judgement.assessment_id is not None
            if judgement.source != Source.SELF or judgement.version_id != versions[judgement.assessment_id].get(
                judgement.skill_id, of_row[judgement.assessment_id]
            ):
                continue  # also what was put in the words of another version, before its person moved it on
            answers[judgement.assessment_id][judgement.skill_id] = of_judgement(judgement)
    known = {
        row.appeal_of.pk: row.appeal_of.uuid for row in rows if Assessment.appeal_of.is_cached(row) and row.appeal_of
    }
    appealed = {row.appeal_of_id for row in rows if row.appeal_of_id is not None} - set(known)
    asked = dict(Assessment.objects.filter(pk__in=appealed).values_list("pk", "uuid")) if appealed else {}
    against = known | asked
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
            goes_to=row.goes_to,
            due_on=row.due_on,
            blind=row.blind,
            taken_over=tuple(row.taken_over),
            confirmed_at=row.confirmed_at,
            own_role_level_id=row.own_role_level_id,
            seen_version_id=row.seen_version_id,
            appeal_of=against.get(row.appeal_of_id or 0),
        )
        for row in rows
    )


def of_judgement(judgement: Judgement) -> AnswerView:
    """Return one judgement as an answer: it has no revision."""
    return AnswerView(
        skill_id=judgement.skill_id,
        level=judgement.level,
        has_skill=judgement.has_skill,
        note=judgement.note,
        revision=0,
        saved_at=judgement.made_at,
    )


def level_title(judgement: Judgement, scale: ScaleView) -> str:
    """Return what a judgement says, standing on its own, by the names of a scale. No query."""
    names = [level.name for level in scale.levels]
    return rules.answer_title(names, level=judgement.level, has_skill=judgement.has_skill)


def framework_of(assessment: Assessment) -> int:
    """Return the framework an assessment is held against. One query."""
    return frameworks.version_by_id(assessment.version_id).framework_id


def asked_by(assessment: AssessmentView) -> RoleLevelView:
    """Return what an assessment asks: its version, and what the person's department asked for beside that.

    Three queries; three more where the department asked for anything.
    """
    standard = frameworks.role_level_in_version(assessment.role_level_id, assessment.version_id)
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
