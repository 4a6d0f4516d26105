"""Saying the levels in somebody's assessment: as their manager, or as an assessor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from waymark.access import queries as access
from waymark.assessments import policies, rules
from waymark.assessments.commands import drafts, hands, refusals, sending, standings, steps, talking
from waymark.assessments.commands.moderating import drawing
from waymark.assessments.events import CaseTaken
from waymark.assessments.models import Answer, Assessment, Audience, Hand, Judgement, Source
from waymark.assessments.queries import chain, views
from waymark.assessments.queries import deciding as reading
from waymark.assessments.types import AssessmentView, Case, Word
from waymark.audit import commands as audit
from waymark.frameworks.types import RequirementView
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, Policy, fetch
from waymark.people import queries as people


@transaction.atomic
def take(*, assessment: UUID, actor: Actor, at: datetime) -> Case:
    """Take an assessment from the desk into one's own hands. Taking what one has already changes nothing.

    Raises:
        NotVisible: the actor is no assessor of where it was sent.
        YourOwn, YouManageThem, YouDecidedBefore: the actor may not decide about it.
        InOtherHands: somebody else has it.
        TheyWithdrew, WithItsPerson, AlreadyDecided: it does not wait any more.
    """
    row = _held_row(policies.MAY_TAKE, "take", assessment, actor, at)
    if hands.holding(row, Hand.Role.ASSESSOR) is None:
        hands.give(row, Hand.Role.ASSESSOR, _account(actor), Hand.Why.NEXT, at)
        audit.record(
            "assessments.assessment.taken", actor=actor, at=at, subjects=(row.person_id,), assessment=str(row.uuid),
        )  # fmt: skip
        audit.announce(CaseTaken(str(row.uuid), row.person_id, _account(actor), steps.waited(row)), at=at)
    return reading.case(row.uuid, actor, at)


@transaction.atomic
def send_back(
    *, assessment: UUID, words: Sequence[str] = (), reason: str = "", actor: Actor, at: datetime
) -> AssessmentView:
    """Send a submission back to its person, with what is missing. They go on from what they submitted.

    Args:
        assessment: one that was submitted and waits for the actor.
        words: keys of ready-made sentences (``queries.PHRASES``).
        reason: the actor's own words; one of the two is needed.
        actor: the manager or the assessor.
        at: when.

    Raises:
        NotVisible, YourOwn, YouManageThem, YouDecidedBefore, TheyWithdrew, WithItsPerson, AlreadyDecided,
        InOtherHands: as ``take``.
        NotDecidable: it is confirmed already.
        NoReason: neither a sentence was chosen nor a reason given, or a sentence is unknown.
        TooLong: the reason does not fit.
    """
    _must_say_why(words, reason)
    row = _held_row(policies.MAY_DECIDE, "return", assessment, actor, at)
    drafts.reopen(row, at)
    holder = hands.holding(row, _part(row))
    if holder is None:
        hands.give(row, _part(row), _account(actor), Hand.Why.NEXT, at)
    hands.end(row, Hand.Ended.RETURNED, at)
    steps.moved(row, "return", actor=actor, at=at, reason=reason, words=words, due_on=None)
    audit.record(
        "assessments.assessment.returned", actor=actor, at=at, **_entry(row), reason=reason, words=list(words),
    )  # fmt: skip
    steps.tell(row, (), at)
    return views.of(row)


@transaction.atomic
def confirm(*, assessment: UUID, words: Sequence[Word], actor: Actor, at: datetime) -> AssessmentView:
    """Say the level of each skill the person answered. The words count as of ``at``; the person's own stay.

    What an assessor confirms and a rule chooses goes on to moderation (``moderating``).
    What a manager sees differently goes onto the conversation sheet of the assessment.

    Args:
        assessment: one that was submitted and waits for the actor.
        words: one for each skill the person answered, with a reason where it differs from theirs.
        actor: the manager or the assessor.
        at: when.

    Raises:
        NotVisible, YourOwn, YouManageThem, YouDecidedBefore, TheyWithdrew, WithItsPerson, AlreadyDecided,
        InOtherHands: as ``take``.
        NotAsked, NotOnScale, TooLong: a word does not fit what was asked.
        AnswerFirst: both answer blind, and the actor has not kept a level for every skill yet.
        NothingSaid, NoReason: a skill has no word, or one that differs no reason.
    """
    return _confirm(_held_row(policies.MAY_DECIDE, "confirm", assessment, actor, at), words, actor, at)


def _confirm(row: Assessment, words: Sequence[Word], actor: Actor, at: datetime) -> AssessmentView:
    chosen: dict[str, Any] = {}
    again = row.state == rules.CONFIRMED
    _say(row, words, actor, at)
    to_talk = 0
    if row.goes_to == Assessment.GoesTo.MANAGER:
        to_talk = talking.begin(row, words, actor, at)
        hands.end(row, Hand.Ended.DECIDED, at)
        steps.moved(row, "confirm", actor=actor, at=at, due_on=None)
    else:
        _keep_hold(row, actor, at)
        if not again:
            steps.moved(row, "confirm", actor=actor, at=at)
    if not again:
        steps.tell(row, (), at)
    if row.goes_to == Assessment.GoesTo.ASSESSOR:
        chosen = drawing.draw(row, words, actor, at)
    audit.record(
        "assessments.assessment.confirmed", actor=actor, at=at, **_entry(row), judgements=len(words),
        to_talk_about=to_talk, **chosen,
    )  # fmt: skip
    return views.of(row)


@transaction.atomic
def sign_off(
    *, assessment: UUID, words: Sequence[Word], declaration: str, actor: Actor, at: datetime
) -> AssessmentView:
    """Decide about the whole, and declare that it was done by the standard. The levels hold as long as the terms say.

    What a rule chooses is not signed off before a panel looked at it: it is confirmed with these words instead, and
    what comes back says so by its state. What a panel decided stands, and is signed off in its name.

    Args:
        assessment: one that waits for an assessor.
        words: one for each skill the person answered, with a reason where it differs from theirs; after a panel none
            are needed.
        declaration: what the assessor declares, word for word as the page showed it.
        actor: the assessor.
        at: when.

    Raises:
        NotVisible, YourOwn, YouManageThem, YouDecidedBefore, TheyWithdrew, WithItsPerson, AlreadyDecided,
        InOtherHands: as ``take``.
        NotDeclared: the declaration is empty.
        NotAsked, NotOnScale, TooLong, AnswerFirst, NothingSaid, NoReason: as ``confirm``.
        WaitsForPanel, DiffersFromPanel: it was chosen and no panel decided yet; a word is not what the panel decided.
    """
    if not declaration.strip():
        raise refusals.NotDeclared
    row = _held_row(policies.MAY_SIGN_OFF, "sign_off", assessment, actor, at)
    if drawing.must_be_drawn(row, words, actor):
        return _confirm(row, words, actor, at)
    until = rules.holds_until(at, reading.terms_of(views.framework_of(row)).months)
    if drawing.stand(row, words, at, until):
        _forget_drafts(row, actor)
    else:
        _say(row, words, actor, at, valid_until=until)
    _keep_hold(row, actor, at)
    hands.end(row, Hand.Ended.DECIDED, at)
    steps.moved(row, "sign_off", actor=actor, at=at, declaration=declaration, due_on=None)
    # Only the step makes a word count as signed off, so what is held for recruitment follows from here.
    standings.derive_for(row.person_id, row.skills)
    audit.record(
        "assessments.assessment.signed_off", actor=actor, at=at, **_entry(row), judgements=len(words),
    )  # fmt: skip
    steps.tell(row, (), at)
    return views.of(row)


@transaction.atomic
def decline(*, assessment: UUID, words: Sequence[str] = (), reason: str, actor: Actor, at: datetime) -> AssessmentView:
    """Say that the levels are not accepted. What the person said stays on record as their own word.

    Args:
        assessment: one that waits for an assessor.
        words: keys of ready-made sentences.
        reason: the assessor's own words.
        actor: the assessor.
        at: when.

    Raises:
        NotVisible, YourOwn, YouManageThem, YouDecidedBefore, TheyWithdrew, WithItsPerson, AlreadyDecided,
        InOtherHands: as ``take``.
        NoReason, TooLong: there is no reason, or it does not fit.
        PanelStands: a panel decides about it, or did.
    """
    if not reason.strip():
        raise refusals.NoReason
    _must_say_why(words, reason)
    row = _held_row(policies.MAY_SIGN_OFF, "decline", assessment, actor, at)
    drawing.must_not_be_moderated(row)
    _keep_hold(row, actor, at)
    hands.end(row, Hand.Ended.DECIDED, at)
    steps.moved(row, "decline", actor=actor, at=at, reason=reason, words=words, due_on=None)
    _forget_drafts(row, actor)
    audit.record(
        "assessments.assessment.declined", actor=actor, at=at, **_entry(row), reason=reason, words=list(words),
    )  # fmt: skip
    steps.tell(row, (), at)
    return views.of(row)


@transaction.atomic
def pass_on(*, assessment: UUID, reason: str, actor: Actor, at: datetime) -> None:
    """Say that one should not assess this: it goes to the other assessors, and off the actor's desk for good.

    What was sent to a manager goes to the assessors of the profession.

    Raises:
        NotVisible, YourOwn, TheyWithdrew, WithItsPerson, AlreadyDecided, InOtherHands: as ``take``.
        NoReason, TooLong: there is no reason, or it does not fit.
        NobodyElse: there is nobody else it could go to.
    """
    if not reason.strip():
        raise refusals.NoReason
    _must_say_why((), reason)
    row = _held_row(policies.MAY_DECIDE, "pass_on", assessment, actor, at, manages=True)
    if not (others := sending.could_assess(row, at, but={_account(actor)})):
        raise refusals.NobodyElse
    if hands.holding(row, _part(row)) is None:
        hands.give(row, _part(row), _account(actor), Hand.Why.NEXT, at)
    hands.end(row, Hand.Ended.PASSED_ON, at, reason=reason)
    row.goes_to = Assessment.GoesTo.ASSESSOR
    steps.moved(row, "pass_on", actor=actor, at=at, reason=reason, goes_to=row.goes_to)
    talking.drop(row, at)
    audit.record(
        "assessments.assessment.passed_on", actor=actor, at=at, **_entry(row), reason=reason,
    )  # fmt: skip
    steps.tell(row, others, at)


@transaction.atomic
def delegate(*, assessment: UUID, to_account_id: int, reason: str = "", actor: Actor, at: datetime) -> None:
    """Give an assessment to another assessor of the profession.

    Raises:
        NotVisible, YourOwn, YouManageThem, YouDecidedBefore, TheyWithdrew, WithItsPerson, AlreadyDecided,
        InOtherHands: as ``take``.
        NotAnAssessor: the account is none of those that may assess it.
        TooLong: the reason does not fit.
    """
    _must_say_why(("level",), reason)
    row = _held_row(policies.MAY_SIGN_OFF, "delegate", assessment, actor, at)
    if to_account_id not in sending.could_assess(row, at, but={_account(actor)}):
        raise refusals.NotAnAssessor
    hands.end(row, Hand.Ended.DELEGATED, at, reason=reason)
    hands.give(row, Hand.Role.ASSESSOR, to_account_id, Hand.Why.DELEGATED, at)
    steps.moved(row, "delegate", actor=actor, at=at, reason=reason)
    audit.record(
        "assessments.assessment.delegated", actor=actor, at=at, **_entry(row), reason=reason,
    )  # fmt: skip
    steps.tell(row, (to_account_id,), at)


def row_to_decide(
    policy: Policy, move: str, uuid: UUID, actor: Actor, at: datetime, *, manages: bool = False
) -> Assessment:
    """Return the row, locked behind its person, if the actor may make this move and the assessment can.

    ``manages``: whether somebody who manages the person may make it although it was sent to assessors.
    """
    found = fetch(policy, Assessment.objects.all(), actor, at, uuid=uuid)
    people.row_of(found.person_id).select_for_update(no_key=True).get()
    row = Assessment.objects.select_for_update().get(pk=found.pk)
    if row.person_id == actor.person_id:
        raise refusals.YourOwn
    if row.state == rules.WITHDRAWN:
        raise refusals.TheyWithdrew(row.withdrawn_at or at)
    if row.state in rules.WITH_PERSON:
        raise refusals.WithItsPerson
    if (row.state, move) not in rules.MOVES:
        if row.state in {rules.CONFIRMED, *rules.ENDED}:
            last = [one for one in reading.steps_of(row) if one.before != one.after][-1]
            raise refusals.AlreadyDecided(reading.decided_of(row), name=last.name, at=last.at, state=row.state)
        raise refusals.NotDecidable
    if row.goes_to == Assessment.GoesTo.ASSESSOR:
        if not manages and people.managed(actor, at).filter(pk=row.person_id).exists():
            raise refusals.YouManageThem
        if row.appeal_of_id is not None and _account(actor) in chain.had_a_part(row.appeal_of_id):
            raise refusals.YouDecidedBefore
    return row


def _held_row(
    policy: Policy, move: str, uuid: UUID, actor: Actor, at: datetime, *, manages: bool = False
) -> Assessment:
    """Return likewise, if it is in nobody else's hands."""
    row = row_to_decide(policy, move, uuid, actor, at, manages=manages)
    hand = hands.holding(row, Hand.Role.ASSESSOR)
    if row.goes_to == Assessment.GoesTo.ASSESSOR and hand is not None and hand.account_id != actor.account_id:
        names = access.account_names([hand.account_id])
        raise refusals.InOtherHands(names[hand.account_id].name if hand.account_id in names else "")
    return row


def _part(row: Assessment) -> str:
    return Hand.Role.MANAGER if row.goes_to == Assessment.GoesTo.MANAGER else Hand.Role.ASSESSOR


def _account(actor: Actor) -> int:
    assert actor.account_id is not None  # every ground of these policies asks for an account
    return actor.account_id


def _keep_hold(row: Assessment, actor: Actor, at: datetime) -> None:
    """Put what somebody decides about into their hands, unless it is there."""
    if hands.holding(row, Hand.Role.ASSESSOR) is None:
        hands.give(row, Hand.Role.ASSESSOR, _account(actor), Hand.Why.NEXT, at)


def asked_in(row: Assessment) -> dict[int, RequirementView]:
    """Return what an assessment asks, by skill."""
    asked = views.asked_by(views.of(row)).requirements
    return {line.skill_id: line for line in asked if line.skill_id in row.skills}


def must_fit(asked: RequirementView, word: Word) -> None:
    """Refuse a word that the scale of what is asked, or the question, does not allow.

    Raises:
        NotOnScale: it does not fit.
    """
    if why_not := rules.why_not_this_answer(asked, level=word.level, has_skill=word.has_skill):
        raise refusals.NotOnScale(why_not)


def _must_say_why(words: Sequence[str], reason: str) -> None:
    if rules.unknown_phrases(words) or not (words or reason.strip()):
        raise refusals.NoReason
    if len(reason) > rules.MOST_NOTE:
        raise refusals.TooLong(length=len(reason), most=rules.MOST_NOTE)


def _say(
    row: Assessment, words: Sequence[Word], actor: Actor, at: datetime, *, valid_until: datetime | None = None
) -> None:
    """Append a judgement for each word, derive what is held anew, and let the drafts of whoever decided go."""
    asked = asked_in(row)
    view = views.of(row)
    answers = {answer.skill_id: answer for answer in view.answers}
    for word in words:
        if word.skill_id not in asked:
            raise refusals.NotAsked
        if len(word.reason) > rules.MOST_NOTE:
            raise refusals.TooLong(length=len(word.reason), most=rules.MOST_NOTE)
        must_fit(asked[word.skill_id], word)
    if unsaid := rules.unsaid(words, answers):
        raise refusals.NothingSaid(unsaid)
    kept = Answer.objects.filter(assessment=row, by_id=_account(actor)).exclude(level=None, has_skill=None)
    if rules.kept_back(
        blind=row.blind, state=row.state, answered=answers, said=set(kept.values_list("skill_id", flat=True))
    ):  # where they differ would tell what the person put
        raise refusals.AnswerFirst
    if unreasoned := rules.without_reason(words, answers):
        raise refusals.NoReason(unreasoned)
    said = {word.skill_id: word for word in words}
    Judgement.objects.bulk_create(
        Judgement(
            uuid=new_uuid(),
            person_id=row.person_id,
            skill_id=skill_id,
            version_id=view.version_of(skill_id),
            assessment=row,
            source=Source.MANAGER if row.goes_to == Assessment.GoesTo.MANAGER else Source.ASSESSOR,
            maker_id=actor.person_id,
            level=said[skill_id].level,
            has_skill=said[skill_id].has_skill,
            note=said[skill_id].reason,
            made_at=at,
            valid_until=valid_until,
            audience=Audience.SHARED,
        )
        for skill_id in row.skills
        if skill_id in said
    )
    standings.derive_for(row.person_id, sorted(said))
    _forget_drafts(row, actor)


def _forget_drafts(row: Assessment, actor: Actor) -> None:
    Answer.objects.filter(assessment=row, by_id=_account(actor)).delete()


def _entry(row: Assessment) -> dict[str, Any]:
    """Return what every entry about an assessment names."""
    return {"subjects": (row.person_id,), "assessment": str(row.uuid), "role_level": row.role_level_id}
