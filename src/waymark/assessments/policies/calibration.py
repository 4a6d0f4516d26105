"""Who may do what with exercises. Answers to them are the assessor's own, and for the moderators of the profession."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.access.types import DutyKind
from waymark.assessments.models import ExerciseAnswer, ExerciseCase, ExerciseDraft
from waymark.kernel.policy import WORKING, Actor, Duty, Ground, Policy
from waymark.people import queries as people


def _of(duties: tuple[Duty, ...], lookup: str) -> Q:
    """Return the condition that a row is of the profession of one of these duties; none of them: of nothing."""
    if any(duty.profession_id is None for duty in duties):
        return ~Q(pk__in=())
    return Q(**{f"{lookup}__in": [duty.profession_id for duty in duties]})


def _assessed(actor: Actor, at: datetime) -> QuerySet[ExerciseCase]:
    return ExerciseCase.objects.filter(_of(actor.holding(DutyKind.ASSESSOR), "profession_id"))


def _moderated(actor: Actor, at: datetime) -> QuerySet[ExerciseCase]:
    return ExerciseCase.objects.filter(_of(actor.holding(DutyKind.MODERATOR), "profession_id"))


def _operated(actor: Actor, at: datetime) -> QuerySet[ExerciseCase]:
    return ExerciseCase.objects.all() if actor.operator else ExerciseCase.objects.none()


def _written(actor: Actor, at: datetime) -> QuerySet[ExerciseDraft]:
    return ExerciseDraft.objects.filter(_of(actor.holding(DutyKind.MODERATOR), "profession_id"))


def _every_draft(actor: Actor, at: datetime) -> QuerySet[ExerciseDraft]:
    return ExerciseDraft.objects.all() if actor.operator else ExerciseDraft.objects.none()


def _own(actor: Actor, at: datetime) -> QuerySet[ExerciseAnswer]:
    return ExerciseAnswer.objects.filter(account_id=actor.account_id or 0)


def _answers_moderated(actor: Actor, at: datetime) -> QuerySet[ExerciseAnswer]:
    over = Q(pk__in=())
    for duty in actor.holding(DutyKind.MODERATOR):
        here = _of((duty,), "case__profession_id")
        if duty.path:
            here &= Q(account_id__in=people.placed_under([duty.path], at).values("account_id"))
        over |= here
    return ExerciseAnswer.objects.filter(over)


ASSESSOR = Ground(_("they are an assessor of the profession"), _assessed, WORKING)
MODERATOR = Ground(_("they are a moderator of the profession"), _moderated, WORKING)
OPERATOR = Ground(_("they operate the site"), _operated)

SEE_EXERCISE = Policy(ASSESSOR, MODERATOR, OPERATOR, about=_("see an exercise for assessors"))
SEE_PANEL_AT_ONCE = Policy(MODERATOR, OPERATOR, about=_("see the panel’s level of an exercise without answering it"))
MAY_ADD_EXERCISES = Policy(MODERATOR, OPERATOR, about=_("add exercises for assessors"))
MAY_WRITE_EXERCISE = Policy(
    Ground(_("they are a moderator of the profession"), _written, WORKING),
    Ground(_("they operate the site"), _every_draft),
    about=_("see and write the draft of an exercise"),
)
MAY_RETIRE_EXERCISE = Policy(MODERATOR, OPERATOR, about=_("retire an exercise"))
MAY_ANSWER_EXERCISE = Policy(ASSESSOR, about=_("answer an exercise"))
SEE_EXERCISE_ANSWER = Policy(
    Ground(_("it is their own answer"), _own),
    Ground(_("they are a moderator of the profession"), _answers_moderated, WORKING),
    about=_("see what an assessor answered to an exercise"),
)
