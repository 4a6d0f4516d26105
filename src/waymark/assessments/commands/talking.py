"""The conversation sheet: begun by a difference, written by the person and their manager, ended by the manager."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from waymark.assessments import policies, rules
from waymark.assessments.commands import refusals
from waymark.assessments.events import TalkBegun, TalkEnded
from waymark.assessments.models import Answer, Assessment, Talk, TalkPoint
from waymark.assessments.queries import reviewing, talking, views
from waymark.assessments.types import AnswerView, Said, TalkView, TalkWords, Word
from waymark.audit import commands as audit
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor, Policy, fetch
from waymark.people import queries as people


def begin(row: Assessment, words: Collection[Word], actor: Actor, at: datetime) -> int:
    """Put what a manager sees differently on the sheet, inside a command that holds the row; return how many skills.

    A skill that is on it already stays as it is. A sheet that was ended and gets a new one is begun anew.
    """
    answers: Mapping[int, AnswerView] = {one.skill_id: one for one in views.of(row).answers}
    differing = {
        word.skill_id: word
        for word in words
        if word.skill_id in answers and reviewing.said(answers[word.skill_id]) != Said(word.level, word.has_skill)
    }
    sheet = Talk.objects.filter(assessment=row).first() if differing else None
    there = set(sheet.points.values_list("skill_id", flat=True)) if sheet else set()
    new = [pk for pk in row.skills if pk in differing and pk not in there]
    if not new:
        return 0
    if sheet is None:
        sheet = Talk.objects.create(assessment=row, account_id=actor.account_id, begun_at=at)
    elif sheet.ended_at is not None:
        sheet.account_id, sheet.begun_at, sheet.ended_at = actor.account_id, at, None
        sheet.save(update_fields=["account", "begun_at", "ended_at"])
    TalkPoint.objects.bulk_create(
        TalkPoint(
            talk=sheet,
            skill_id=pk,
            own_level=answers[pk].level,
            own_has_skill=answers[pk].has_skill,
            manager_level=differing[pk].level,
            manager_has_skill=differing[pk].has_skill,
            about=differing[pk].reason,
            saved_at=at,
            by_id=actor.account_id,
        )
        for pk in new
    )
    audit.announce(TalkBegun(str(row.uuid), row.person_id, actor.account_id, sheet.pk, len(there) + len(new)), at=at)
    return len(new)


@transaction.atomic
def begin_talk(*, assessment: UUID, actor: Actor, at: datetime) -> TalkView:
    """Put what a manager drafted differently on a sheet, to be talked about before they confirm. Nothing is decided.

    From now on the person sees the levels that the manager drafted for these skills, and the reasons.

    Args:
        assessment: one that was submitted and waits for the actor.
        actor: the manager.
        at: when.

    Raises:
        NotVisible: there is none, or it was not sent to the actor as its person's manager.
        NotDecidable: it does not wait for a decision.
        AnswerFirst: the manager answers every skill first, before the two see each other's answers.
        NothingToTalkAbout: nothing that the manager drafted differs and is not on the sheet yet.
    """
    row = _row(policies.MAY_BEGIN_TALK, assessment, actor, at)
    if row.state != rules.SUBMITTED:
        raise refusals.NotDecidable
    if reviewing.of_rows([row], actor, at)[0].hidden:
        raise refusals.AnswerFirst
    drafts = Answer.objects.filter(assessment=row, by_id=actor.account_id)
    words = [
        Word(one.skill_id, one.level, one.has_skill, one.note)
        for one in drafts
        if one.level is not None or one.has_skill is not None
    ]
    if not (number := begin(row, words, actor, at)):
        raise refusals.NothingToTalkAbout
    audit.record(
        "assessments.talk.begun", actor=actor, at=at, subjects=(row.person_id,), assessment=str(row.uuid),
        points=number,
    )  # fmt: skip
    return talking.of(row, actor, at)


@transaction.atomic
def write_talk(*, assessment: UUID, points: Sequence[TalkWords], actor: Actor, at: datetime) -> TalkView:
    """Write on the sheet of an assessment: what to talk about, what came of it, what was agreed and by when.

    Args:
        assessment: the actor's own, or of somebody they manage.
        points: what each skill of them says now; a skill that is not named stays as it is.
        actor: the person or their manager.
        at: when.

    Raises:
        NotVisible: there is no such sheet, or the actor may not know of it.
        AlreadyWithdrawn: the person withdrew the assessment.
        TalkOver: it was marked as talked about.
        NotAsked: a skill is not on the sheet.
        TooLong: a text does not fit.
        TalkChanged: the other one wrote about a skill meanwhile; nothing is changed. The same again is fine.
    """
    row = _row(policies.MAY_WRITE_TALK, assessment, actor, at)
    sheet = _sheet(row)
    if row.state == rules.WITHDRAWN:
        raise refusals.AlreadyWithdrawn(row.withdrawn_at or at)
    if sheet.ended_at is not None:
        raise refusals.TalkOver(sheet.ended_at)
    there = {point.skill_id: point for point in sheet.points.all()}
    changed, stale = [], []
    for words in points:
        if words.skill_id not in there:
            raise refusals.NotAsked
        longest = max(len(words.about), len(words.came_of_it), len(words.agreed))
        if longest > rules.MOST_NOTE:
            raise refusals.TooLong(length=longest, most=rules.MOST_NOTE)
        point = there[words.skill_id]
        put = {"about": words.about, "came_of_it": words.came_of_it, "agreed": words.agreed, "due_on": words.due_on}
        if all(getattr(point, name) == value for name, value in put.items()):
            continue
        if words.seen_revision is not None and words.seen_revision != point.revision:
            stale.append(point.skill_id)
            continue
        for name, value in put.items():
            setattr(point, name, value)
        point.revision, point.saved_at, point.by_id = point.revision + 1, at, actor.account_id
        changed.append(point)
    if stale:
        now = talking.of(row, actor, at)
        names = [point.asked.skill_name for point in now.points if point.asked.skill_id in stale]
        raise refusals.TalkChanged(now, names)
    if changed:
        TalkPoint.objects.bulk_update(
            changed, ["about", "came_of_it", "agreed", "due_on", "revision", "saved_at", "by"]
        )
        audit.record(
            "assessments.talk.written", actor=actor, at=at, subjects=(row.person_id,), assessment=str(row.uuid),
            points=len(changed),
        )  # fmt: skip
    return talking.of(row, actor, at)


@transaction.atomic
def end_talk(*, assessment: UUID, actor: Actor, at: datetime) -> TalkView:
    """Mark the sheet of an assessment as talked about: it stays as it is, and waits for nobody. Twice is once.

    Raises:
        NotVisible: there is no such sheet, or the actor is not the person's manager now.
    """
    row = _row(policies.MAY_END_TALK, assessment, actor, at)
    sheet = _sheet(row)
    if sheet.ended_at is None:
        sheet.ended_at = max(at, sheet.begun_at)
        sheet.save(update_fields=["ended_at"])
        audit.record(
            "assessments.talk.ended", actor=actor, at=at, subjects=(row.person_id,), assessment=str(row.uuid),
        )  # fmt: skip
        audit.announce(TalkEnded(str(row.uuid), row.person_id), at=at)
    return talking.of(row, actor, at)


def drop(row: Assessment, at: datetime) -> None:
    """Have the sheet of an assessment wait for nobody, inside a command that moved it, once it is no manager's.

    That is when it was withdrawn, or goes to somebody else. The sheet stays as it is, and would be talked about again
    if the assessment came to a manager once more. One query at most.
    """
    theirs = row.goes_to == Assessment.GoesTo.MANAGER and row.state != rules.WITHDRAWN
    if not theirs and Talk.objects.filter(assessment=row, ended_at__isnull=True).exists():
        audit.announce(TalkEnded(str(row.uuid), row.person_id), at=at)


def _row(policy: Policy, uuid: UUID, actor: Actor, at: datetime) -> Assessment:
    """Return the assessment, locked behind its person, if the actor may do this with its sheet."""
    found = fetch(policy, Assessment.objects.all(), actor, at, uuid=uuid)
    people.row_of(found.person_id).select_for_update(no_key=True).get()
    return Assessment.objects.select_for_update().get(pk=found.pk)


def _sheet(row: Assessment) -> Talk:
    """Return the sheet of an assessment.

    Raises:
        NotVisible: it has none.
    """
    sheet = Talk.objects.filter(assessment=row).first()
    if sheet is None:
        raise NotVisible
    return sheet
