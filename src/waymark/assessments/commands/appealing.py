"""Another look by another assessor, and what waits too long."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from waymark.assessments import policies, rules
from waymark.assessments.commands import refusals, sending, steps, using
from waymark.assessments.models import Answer, Assessment, Audience, Judgement, Source, Step
from waymark.assessments.queries import chain, views
from waymark.assessments.types import AssessmentView, NoOtherLook
from waymark.audit import commands as audit
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import OPERATOR, Actor, fetch
from waymark.people import queries as people

AT_ONCE = 500
_NO_OTHER_LOOK = {
    NoOtherLook.OPEN: refusals.AppealOpen,
    NoOtherLook.DECIDED: refusals.AppealDecided,
    NoOtherLook.GIVEN_UP: refusals.AppealGivenUp,
}


@transaction.atomic
def appeal(*, assessment: UUID, reason: str, actor: Actor, at: datetime) -> AssessmentView:
    """Ask another assessor to look at an assessment again: an assessment of its own, submitted with the same answers.

    What was decided stays and counts until somebody decides about the appeal. An appeal that lapsed, or was taken back
    before a level was said, is as if it had not been made.

    Args:
        assessment: one of the actor's that was signed off or declined.
        reason: in the person's own words.
        actor: the person.
        at: when.

    Raises:
        NotVisible: no such assessment of theirs.
        NotDecidable: it was neither signed off nor declined.
        AppealOpen, AppealDecided: there is an appeal against it already, or one was decided.
        AppealGivenUp: there was one that they took back after an assessor had said their levels.
        NoReason, TooLong: there is no reason, or it does not fit.
        AllHadAPart: everybody who could assess it had a part in it.
    """
    if not reason.strip():
        raise refusals.NoReason
    if len(reason) > rules.MOST_NOTE:
        raise refusals.TooLong(length=len(reason), most=rules.MOST_NOTE)
    person_id = actor.as_person()
    people.row_of(person_id).select_for_update(no_key=True).get()
    row = fetch(policies.MAY_APPEAL, Assessment.objects.select_for_update(), actor, at, uuid=assessment)
    if (row.state, "appeal") not in rules.MOVES:
        raise refusals.NotDecidable
    if (look := chain.earlier_look(row)) is not None:
        raise _NO_OTHER_LOOK[look.why]
    told = sending.could_assess(row, at, but=chain.had_a_part(row.pk) | {actor.account_id or 0})
    if not told:
        raise refusals.AllHadAPart
    said = views.of(row)
    again = Assessment.objects.create(
        uuid=new_uuid(), person_id=person_id, role_level_id=row.role_level_id, version_id=row.version_id,
        kind=row.kind, state=rules.IN_PROGRESS, goes_to=Assessment.GoesTo.ASSESSOR, appeal_of=row, skills=row.skills,
        beside=row.beside, started_at=at,
    )  # fmt: skip
    steps.step(again, "start", before="", actor=actor, at=at)
    Judgement.objects.bulk_create(
        Judgement(
            uuid=new_uuid(), person_id=person_id, skill_id=answer.skill_id, version_id=said.version_of(answer.skill_id),
            assessment=again, source=Source.SELF, maker_id=person_id, level=answer.level, has_skill=answer.has_skill,
            note=answer.note, made_at=answer.saved_at, audience=Audience.ONLY_ME,
        )
        for answer in said.answers
    )  # fmt: skip
    using.send_along(row, again)
    steps.moved(again, "submit", actor=actor, at=at, reason=reason, submitted_at=at)
    steps.moved(row, "appeal", actor=actor, at=at, reason=reason)
    sending.hand_over(again, told, at)
    audit.record(
        "assessments.assessment.appealed", actor=actor, at=at, subjects=(person_id,), reason=reason,
        assessment=str(row.uuid), appeal=str(again.uuid),
    )  # fmt: skip
    steps.tell(again, told, at)
    return views.of(again, own=True)


@transaction.atomic
def lapse_returned(*, at: datetime) -> int:
    """Let what was sent back and not submitted again for 90 days lapse; return how many. Safe to repeat.

    Its drafts go; what was submitted stays on record as the person's own word.
    """
    late = Assessment.objects.filter(state=rules.RETURNED).exclude(
        pk__in=Step.objects.filter(move="return", at__gt=at - rules.LAPSES_AFTER).values("assessment_id")
    )
    rows = list(late.select_for_update().order_by("pk")[:AT_ONCE])
    for row in rows:
        Answer.objects.filter(assessment=row, by=None).delete()
        using.drop_drafts(row)
        steps.moved(row, "lapse", actor=OPERATOR, at=at)
        steps.tell(row, (), at)
    if rows:
        audit.record(
            "assessments.assessment.lapsed", actor=OPERATOR, at=at, subjects=[row.person_id for row in rows],
            assessments=len(rows),
        )  # fmt: skip
    return len(rows)
