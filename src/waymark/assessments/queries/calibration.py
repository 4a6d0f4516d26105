"""Exercises for assessors: which there are, and one of them. The panel's word is kept back until they answered."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from waymark.access.types import DutyKind
from waymark.assessments import policies
from waymark.assessments.models import ExerciseAnswer, ExerciseCase
from waymark.assessments.types import ExerciseLine, ExerciseList, ExerciseView
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import ScaleView, SkillOnScale
from waymark.kernel.policy import Actor, fetch

_Answers = dict[int, tuple[int, str, datetime]]


def exercises(actor: Actor, at: datetime) -> ExerciseList:
    """Return the exercises somebody is asked to answer, those they answered, and those they look after. Six queries.

    Retired ones are there for whoever answered them and for moderators, after the others.
    """
    rows = list(ExerciseCase.objects.filter(pk__in=policies.SEE_EXERCISE.visible(actor, at)).order_by("pk"))
    asked = set(policies.MAY_ANSWER_EXERCISE.visible(actor, at).values_list("pk", flat=True))
    moderated = set(policies.SEE_PANEL_AT_ONCE.visible(actor, at).values_list("pk", flat=True))
    looked_after = {row.pk for row in rows if row.pk in moderated and (row.pk not in asked or row.retired_at)}
    answers = _answers([row.pk for row in rows], actor, at)
    scales = frameworks.skills_on_scales({(row.skill_id, row.version_id) for row in rows}, at)
    lines = [
        (row, _line(row, scales[row.skill_id, row.version_id], answers.get(row.pk), row.pk in looked_after))
        for row in sorted(rows, key=lambda row: (row.retired_at is not None, row.pk))
    ]
    return ExerciseList(
        to_do=tuple(one for row, one in lines if row.pk in asked and not one.own and not one.retired),
        done=tuple(one for _row, one in lines if one.own),
        others=tuple(one for row, one in lines if row.pk in looked_after and not one.own),
        assesses=bool(actor.holding(DutyKind.ASSESSOR)),
        moderates=bool(actor.holding(DutyKind.MODERATOR)),
    )


def exercise(uuid: UUID, actor: Actor, at: datetime) -> ExerciseView:
    """Return one exercise. About nine queries.

    Raises:
        NotVisible: there is none, or the actor neither assesses nor moderates for its profession.
    """
    row = fetch(policies.SEE_EXERCISE, ExerciseCase.objects.all(), actor, at, uuid=uuid)
    answered = _answers([row.pk], actor, at).get(row.pk)
    moderates = policies.MAY_RETIRE_EXERCISE.decide(actor, row, at).allowed
    may_answer = policies.MAY_ANSWER_EXERCISE.decide(actor, row, at).allowed
    page = frameworks.skill_pages([row.skill_id], row.version_id)[row.skill_id]
    # Somebody who moderates and assesses answers first: seeing the panel's level would settle theirs.
    open_panel = answered is not None or (moderates and (not may_answer or row.retired_at is not None))
    return ExerciseView(
        uuid=row.uuid,
        title=row.title,
        sample=row.sample,
        skill_name=page.name,
        skill_slug=page.slug,
        framework_title=page.version.title,
        version_label=page.version.label,
        descriptors=page.descriptors,
        levels=level_names(page.scale),
        level=answered[0] if answered else None,
        reason=answered[1] if answered else "",
        answered_at=answered[2] if answered else None,
        panel_level=row.panel_level if open_panel else None,
        panel_reason=row.panel_reason if open_panel else "",
        may_answer=may_answer and answered is None and row.retired_at is None,
        may_retire=moderates and row.retired_at is None,
        retired=row.retired_at is not None,
    )


def level_names(scale: ScaleView) -> tuple[str, ...]:
    """Return the names of the levels of a scale, rank by rank, "not yet at the first" among them."""
    return tuple(scale.name_of(rank) for rank in range(scale.top + 1))


def _answers(case_ids: Collection[int], actor: Actor, at: datetime) -> _Answers:
    """Return the actor's own answers, by case: level, reason, when."""
    own = ExerciseAnswer.objects.filter(
        case_id__in=case_ids,
        account_id=actor.account_id or 0,
        pk__in=policies.SEE_EXERCISE_ANSWER.visible(actor, at, account_id=actor.account_id or 0),
    )
    rows = own.values_list("case_id", "level", "reason", "at")
    return {case: (level, reason, said_at) for case, level, reason, said_at in rows}


def _line(
    row: ExerciseCase, on: SkillOnScale, answered: tuple[int, str, datetime] | None, open_panel: bool
) -> ExerciseLine:
    return ExerciseLine(
        uuid=row.uuid,
        title=row.title,
        skill_name=on.name,
        framework_title=on.scale.framework_title,
        answered_at=answered[2] if answered else None,
        own=on.scale.name_of(answered[0]) if answered else "",
        panel=on.scale.name_of(row.panel_level) if answered or open_panel else "",
        retired=row.retired_at is not None,
    )
