"""Exercises: cases that a panel judged, for assessors to judge and compare."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from waymark.assessments import policies, rules
from waymark.assessments.commands import refusals
from waymark.assessments.models import ExerciseAnswer, ExerciseCase
from waymark.assessments.types import ExercisesAdded, ExerciseWords
from waymark.audit import commands as audit
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import SkillOnScale, VersionCard
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch


class NoSuchExercise(Refusal):
    """An exercise that somebody brings cannot be one: the sentence names it and says what is wrong."""


class AddedMeanwhile(Refusal):
    """Somebody else brought an exercise under one of these keys at the same moment."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody else was bringing exercises with some of the same keys at the same moment, and theirs are "
                "there now. None of yours was added. Look at what is there, then bring yours again."
            )
        )


class AnsweredAlready(Refusal):
    """They gave their level before, and have seen the panel's since."""

    def __init__(self) -> None:
        super().__init__(_("You have answered this exercise. Your first answer stands, and the panel’s is beside it."))


class ExerciseRetired(Refusal):
    """Nobody is asked any more."""

    def __init__(self) -> None:
        super().__init__(_("This exercise was retired while it was open here, so it takes no answers. Choose another."))


@transaction.atomic
def add_exercises(*, framework: str, exercises: Sequence[ExerciseWords], actor: Actor, at: datetime) -> ExercisesAdded:
    """Add exercises about skills of a framework, in the words of its current version. All or none; once for each key.

    One that is there in the same words is left as it is, in use or retired. One that is there in other words is
    retired, and the new one takes its place; answers that were given to the earlier one stay.

    Args:
        framework: its short name.
        exercises: what they are; each key once.
        actor: an operator, or a moderator of the profession that owns the framework.
        at: when.

    Raises:
        NotVisible: the framework has no version that holds, or the actor may not add exercises to it.
        NoSuchExercise: a text is missing or too long, the framework has no such skill, the scale no such level, or a
            key stands twice or is of another framework.
        AddedMeanwhile: somebody else added one of the keys between this reading them and writing its own.

    Cost: about eight queries, whatever their number, and the entry in the record.
    """
    version = frameworks.framework(framework, at)
    new = {one.key: one for one in exercises}
    if len(new) < len(exercises):
        raise NoSuchExercise(_("Two exercises have the same key. Give each its own."))
    skills = _skills(version, exercises, at)
    rows = [_row(one, skills[one.key].skill_id, version, actor, at) for one in exercises]
    # Locked, so that of two who replace the same exercise the second sees that it is retired already.
    before = list(ExerciseCase.objects.select_for_update().filter(key__in=new).order_by("pk"))
    for earlier in before:
        if earlier.skill_id not in {row.skill_id for row in rows} and earlier.retired_at is None:
            _refuse_another_framework(earlier, version)
    there = {_words(row) for row in before}
    fresh = [row for row in rows if _words(row) not in there]
    in_use = {row.key: row for row in before if row.retired_at is None}
    replaced = [in_use[row.key].pk for row in fresh if row.key in in_use]
    ExerciseCase.objects.filter(pk__in=replaced).update(retired_at=at)
    try:
        with transaction.atomic():
            made = ExerciseCase.objects.bulk_create(fresh)
    except IntegrityError:  # one of a key, which nobody can lock before it is there
        raise AddedMeanwhile from None
    _all_of_them_may([row.pk for row in made] or [row.pk for row in before], actor, at)
    done = ExercisesAdded(len(fresh) - len(replaced), len(replaced), len(rows) - len(fresh))
    if fresh:
        audit.record(
            "assessments.exercises.added", actor=actor, at=at, framework=version.framework_id, version=version.id,
            exercises=[str(row.uuid) for row in fresh], replaced=len(replaced),
        )  # fmt: skip
    return done


@transaction.atomic
def retire_exercise(*, exercise: UUID, actor: Actor, at: datetime) -> None:
    """Ask nobody any more. The answers that were given stay, and go on counting. Nothing, when it was retired before.

    Args:
        exercise: which.
        actor: an operator, or a moderator of the profession.
        at: when.

    Raises:
        NotVisible: there is none, or the actor may not retire it.
    """
    row = fetch(policies.MAY_RETIRE_EXERCISE, ExerciseCase.objects.select_for_update(), actor, at, uuid=exercise)
    if row.retired_at is not None:
        return
    row.retired_at = at
    row.save(update_fields=["retired_at"])
    audit.record("assessments.exercise.retired", actor=actor, at=at, exercise=str(exercise))


@transaction.atomic
def answer_exercise(*, exercise: UUID, level: int, reason: str, actor: Actor, at: datetime) -> None:
    """Say the level of an exercise, once. From then on they see the panel's.

    Args:
        exercise: which.
        level: a rank of the skill's scale; 0: not yet at the first level.
        reason: why, up to 4,000 characters.
        actor: an assessor of the profession.
        at: when.

    Raises:
        NotVisible: there is none, or the actor is not asked.
        ExerciseRetired: nobody is asked any more.
        AnsweredAlready: they answered before.
        NoReason: no reason was given.
        TooLong: it does not fit.
        NotOnScale: the scale has no such level.

    Cost: about seven queries.
    """
    if actor.account_id is None:
        raise NotVisible
    row = fetch(policies.MAY_ANSWER_EXERCISE, ExerciseCase.objects.all(), actor, at, uuid=exercise)
    reason = reason.strip()
    if ExerciseAnswer.objects.filter(case=row, account_id=actor.account_id).exists():
        raise AnsweredAlready
    if row.retired_at is not None:
        raise ExerciseRetired
    if not reason:
        raise refusals.NoReason
    if len(reason) > rules.MOST_NOTE:
        raise refusals.TooLong(length=len(reason), most=rules.MOST_NOTE)
    pair = (row.skill_id, row.version_id)
    scale = frameworks.skills_on_scales([pair], at)[pair].scale
    if not 0 <= level <= scale.top:
        raise refusals.NotOnScale(_("Choose one of the levels."))
    try:
        with transaction.atomic():
            ExerciseAnswer.objects.create(case=row, account_id=actor.account_id, level=level, reason=reason, at=at)
    except IntegrityError:  # from another tab, at the same moment
        raise AnsweredAlready from None
    audit.record("assessments.exercise.answered", actor=actor, at=at, exercise=str(exercise))


def _skills(version: VersionCard, exercises: Sequence[ExerciseWords], at: datetime) -> dict[str, SkillOnScale]:
    """Return the skill of each exercise, by the exercise's key.

    Where another framework of the site had a skill of that name first, ours is called after its framework too.
    """
    ids = {row.slug: row.id for row in frameworks.skills_a_to_z(at, framework=version.framework_slug)}
    suffix = version.framework_slug[:36].strip("-")
    chosen = {one.key: ids.get(one.skill) or ids.get(f"{one.skill}-{suffix}") for one in exercises}
    scales = frameworks.skills_on_scales({(pk, version.id) for pk in chosen.values() if pk is not None}, at)
    found = {}
    for one in exercises:
        _refuse_words(one)
        skill_id = chosen[one.key]
        if skill_id is None:
            raise NoSuchExercise(
                _('The exercise "%(key)s" is about the skill "%(skill)s", which %(framework)s does not have.')
                % {"key": one.key, "skill": one.skill, "framework": version.title}
            )
        found[one.key] = on = scales[skill_id, version.id]
        if not on.scale.levels or not 0 <= one.panel_level <= on.scale.top:
            raise NoSuchExercise(
                _('The exercise "%(key)s" has the level %(level)s; %(skill)s has levels 0 to %(top)s.')
                % {"key": one.key, "level": one.panel_level, "skill": on.name, "top": on.scale.top}
            )
    return found


def _refuse_words(one: ExerciseWords) -> None:
    most = {"key": 120, "title": 200, "sample": 20_000, "reason": rules.MOST_NOTE}
    for name, length in most.items():
        text = getattr(one, name)
        if not text.strip() or len(text) > length:
            raise NoSuchExercise(
                _('The exercise "%(key)s": its %(name)s has to be there, with %(most)s characters at most.')
                % {"key": one.key[:120], "name": name, "most": f"{length:,}"}
            )


def _refuse_another_framework(earlier: ExerciseCase, version: VersionCard) -> None:
    if frameworks.version_by_id(earlier.version_id).framework_id != version.framework_id:
        raise NoSuchExercise(
            _('The key "%(key)s" is that of an exercise of another framework. Give it one of its own.')
            % {"key": earlier.key}
        )


def _row(one: ExerciseWords, skill_id: int, version: VersionCard, actor: Actor, at: datetime) -> ExerciseCase:
    return ExerciseCase(
        uuid=new_uuid(), key=one.key, skill_id=skill_id, version_id=version.id, profession_id=version.profession_id,
        title=one.title.strip(), sample=one.sample.strip(), panel_level=one.panel_level,
        panel_reason=one.reason.strip(), added_by_id=actor.account_id, at=at,
    )  # fmt: skip


def _words(row: ExerciseCase) -> tuple[object, ...]:
    return row.key, row.skill_id, row.title, row.sample, row.panel_level, row.panel_reason


def _all_of_them_may(pks: Sequence[int], actor: Actor, at: datetime) -> None:
    """Refuse to whoever may not add one of them: the transaction takes back what was written."""
    allowed = policies.MAY_ADD_EXERCISES.visible(actor, at, pk__in=pks)
    if len(set(allowed.values_list("pk", flat=True))) < len(set(pks)):
        raise NotVisible
