"""A person's own assessment: started, answered, submitted, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from waymark.assessments import policies, rules
from waymark.assessments.commands import hands, refusals, sending, sharing, standings, steps, talking, using
from waymark.assessments.models import Answer, Assessment, Audience, Hand, Judgement, Source, Withdrawal
from waymark.assessments.queries import views
from waymark.assessments.types import AnswerView, AssessmentView, QuickAnswer
from waymark.audit import commands as audit
from waymark.frameworks import queries as frameworks
from waymark.frameworks.types import RequirementView
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, Policy, fetch
from waymark.people import queries as people


@transaction.atomic
def start(
    *,
    role_level_id: int,
    kind: str,
    skills: Sequence[int] | None = None,
    taken_over: Sequence[int] = (),
    actor: Actor,
    at: datetime,
) -> AssessmentView:
    """Open an assessment of oneself against a role level; return the open one if there is one already.

    It is pinned to the version that is current at ``at``, and to what the person's department asks for beside it, and
    keeps both, whatever is published later.

    Args:
        role_level_id: what to be held against.
        kind: ``quick`` (five skills at most), ``full`` (all of them) or ``single`` (those of ``skills``).
        skills: skills to ask about, in the order of their pages; by default the rule of the kind chooses.
        taken_over: skills to leave out because they were assessed and that still holds; at least one must be left.
        actor: the person.
        at: when.

    Raises:
        NotVisible: whoever asks is not a person, or there is no such role level.
        NothingToAsk, NothingLeftToAsk: the role level asks for no skill, or all of them were left out.
        NotAsked: ``skills`` names a skill the role level does not ask for.
    """
    person_id = actor.as_person()
    policies.MAY_START.require(actor, person_id, at)
    chosen = Assessment.Kind(kind)
    if chosen == Assessment.Kind.SINGLE:
        _lock_person(actor, at)
    already = _open_one(person_id, role_level_id, chosen, skills)
    if already is not None:
        return views.of(already, own=True)

    standard = frameworks.role_level_by_id(role_level_id, at)
    beside = frameworks.asked_beside(standard, [people.path_of(person_id, at)], at)
    (role_level,) = frameworks.asked_again([(standard, beside)])
    asked = _pages(role_level.requirements, chosen, skills)
    pages = tuple(pk for pk in asked if pk not in taken_over)
    if not pages:
        raise (refusals.NothingLeftToAsk if asked else refusals.NothingToAsk)(role_level.ref.title)
    try:
        with transaction.atomic():
            assessment = Assessment.objects.create(
                uuid=new_uuid(),
                person_id=person_id,
                role_level_id=role_level_id,
                version_id=role_level.ref.version_id,
                kind=chosen,
                state=rules.IN_PROGRESS,
                skills=pages,
                taken_over=[pk for pk in asked if pk in taken_over],
                own_role_level_id=people.card(person_id, at).role_level_id,
                seen_version_id=role_level.ref.version_id,
                beside=[asdict(one) for one in beside if one.skill_id in asked],
                started_at=at,
            )
    except IntegrityError:  # another tab started it between the look and the write
        already = _open_one(person_id, role_level_id, chosen, skills)
        if already is None:
            raise
        return views.of(already, own=True)
    steps.step(assessment, "start", before="", actor=actor, at=at)
    audit.record(
        "assessments.assessment.started", actor=actor, at=at, subjects=(person_id,), assessment=str(assessment.uuid),
        role_level=role_level_id, version=assessment.version_id, assessed_as=chosen.value,
    )  # fmt: skip
    return views.of(assessment)


@transaction.atomic
def save_answer(
    *,
    assessment: UUID,
    skill_id: int,
    level: int | None = None,
    has_skill: bool | None = None,
    quick: QuickAnswer | str = "",
    note: str = "",
    seen_revision: int | None,
    actor: Actor,
    at: datetime,
) -> AnswerView:
    """Keep what a person puts for one skill. A draft: not a judgement, not audited, and no later save is lost.

    Args:
        assessment: an open one of the actor's.
        skill_id: one of its skills.
        level: 0 to the top of the skill's scale, undefined levels included; for a skill asked for at a level.
        has_skill: yes or no, for a skill asked for without a level.
        quick: the quick answer, instead of ``level``; the level follows from what the role level asks for.
        note: in the person's own words, up to 4,000 characters.
        seen_revision: revision of the answer they saw when they opened the page; None or 0 when there was none.
        actor: the person.
        at: when.

    Raises:
        NotVisible: no such assessment of theirs.
        AlreadySubmitted, AlreadyWithdrawn: it is no longer open.
        NotAsked: it does not ask about the skill.
        NotOnScale: the answer is not one of those offered.
        TooLong: the note does not fit.
        Stale: they saved something else meanwhile, in another tab; nothing is changed. Saving the same again is fine.
    """
    row = _fetch_for(policies.MAY_ANSWER, "answer", assessment, actor, at)
    asked = _asked(row, skill_id)
    if why_not := rules.why_not_quick(asked, quick):
        raise refusals.NotOnScale(why_not)
    if quick and asked.level is not None:
        level = rules.level_of_quick_answer(QuickAnswer(quick), asked=asked.level, top=asked.top)
    if why_not := rules.why_not_this_answer(asked, level=level, has_skill=has_skill):
        raise refusals.NotOnScale(why_not)
    if len(note) > rules.MOST_NOTE:
        raise refusals.TooLong(length=len(note), most=rules.MOST_NOTE)

    put = {"level": level, "has_skill": has_skill, "quick": str(quick), "note": note}
    answer = Answer.objects.filter(assessment=row, skill_id=skill_id, by=None).first()
    if answer is None:
        answer = Answer(assessment=row, skill_id=skill_id, revision=0)
    elif all(getattr(answer, name) == value for name, value in put.items()):
        return views.of_answer(answer)
    elif answer.revision != (seen_revision or 0):
        words = rules.answer_in_words(asked, level=answer.level, has_skill=answer.has_skill)
        raise refusals.Stale(views.of_answer(answer), words=words)
    for name, value in put.items():
        setattr(answer, name, value)
    answer.revision += 1
    answer.saved_at = at
    answer.save()
    return views.of_answer(answer)


@transaction.atomic
def submit(*, assessment: UUID, declared: bool = False, actor: Actor, at: datetime) -> AssessmentView:
    """Turn the answers into judgements, as of ``at``, and hand it to whoever the person chose. The drafts go.

    The judgements are the person's own word. Nobody else sees them until the person shares them, but for those they
    sent it to. What was sent back and submitted again appends only what changed.

    Args:
        assessment: one of the actor's that they work at.
        declared: whether the person agreed to the declaration; needed where it goes to somebody.
        actor: the person.
        at: when.

    Raises:
        NotVisible: no such assessment of theirs.
        AlreadySubmitted, AlreadyWithdrawn: it is no longer open.
        NothingAnswered: there is no answer.
        NotComplete: it goes to somebody, and something they would decide about has no answer.
        NotDeclared: it goes to somebody, and the declaration was not agreed to.
        NoManager, ManagerCannotSignIn, NoAssessors: it would go to nobody.
    """
    person_id = _lock_person(actor, at)
    row = _fetch_for(policies.MAY_SUBMIT, "submit", assessment, actor, at)
    answers = {answer.skill_id: answer for answer in row.answers.filter(by=None)}
    if not answers:
        raise refusals.NothingAnswered
    view = views.of(row)
    told = sending.receivers(row, actor, at)
    declaration = ""
    if row.goes_to:
        held = {*answers, *row.taken_over}
        if missing := rules.missing(views.asked_by(view).requirements, {*row.skills, *row.taken_over}, held):
            raise refusals.NotComplete(missing)
        if not declared:
            raise refusals.NotDeclared
        declaration = rules.declaration_of_person()
    before = {one.skill_id: one for one in view.answers} if row.state == rules.RETURNED else {}
    changed = [
        skill_id
        for skill_id in row.skills
        if skill_id in answers and not _says_the_same(answers[skill_id], before.get(skill_id))
    ]
    Judgement.objects.bulk_create(
        Judgement(
            uuid=new_uuid(),
            person_id=person_id,
            skill_id=skill_id,
            version_id=view.version_of(skill_id),
            assessment=row,
            source=Source.SELF,
            maker_id=person_id,
            level=answers[skill_id].level,
            has_skill=answers[skill_id].has_skill,
            note=answers[skill_id].note,
            made_at=at,
            audience=Audience.ONLY_ME,
        )
        for skill_id in changed
    )
    if changed:
        standings.derive_for(person_id, sorted(changed))
    row.answers.filter(by=None).delete()
    evidence = using.send(row, answers, at)
    steps.moved(row, "submit", actor=actor, at=at, declaration=declaration, submitted_at=at)
    told = sending.hand_over(row, told, at)
    talking.drop(row, at)
    audit.record(
        "assessments.assessment.submitted", actor=actor, at=at, subjects=(person_id,), assessment=str(row.uuid),
        role_level=row.role_level_id, version=row.version_id, judgements=len(changed), goes_to=row.goes_to,
        evidence=evidence,
    )  # fmt: skip
    if row.goes_to:
        steps.tell(row, told, at)
    return views.of(row, own=True)


def _says_the_same(answer: Answer, before: AnswerView | None) -> bool:
    return before is not None and (answer.level, answer.has_skill, answer.note) == (
        before.level,
        before.has_skill,
        before.note,
    )


@transaction.atomic
def withdraw(*, assessment: UUID, reason: str = "", actor: Actor, at: datetime) -> AssessmentView:
    """Take an assessment back. Of an open one the drafts are deleted; they were never on record.

    The judgements of a submitted one stay in the history and stop counting: what was said before them counts again.
    Whoever it was shared with cannot open it any more.

    Args:
        assessment: one of the actor's that was neither signed off nor declined, nor has lapsed.
        reason: in the person's own words, up to 400 characters; may be empty.
        actor: the person.
        at: when.

    Raises:
        NotVisible: no such assessment of theirs.
        AlreadyWithdrawn: it was taken back before.
        DecidedForGood: it was signed off or declined.
        TooLong: the reason does not fit.
    """
    if len(reason) > rules.MOST_REASON:
        raise refusals.TooLong(length=len(reason), most=rules.MOST_REASON)
    person_id = _lock_person(actor, at)
    row = _fetch_for(policies.MAY_WITHDRAW, "withdraw", assessment, actor, at)
    using.drop_drafts(row)
    was = steps.moved(row, "withdraw", actor=actor, at=at, reason=reason, withdrawn_at=at)
    row.answers.filter(by=None).delete()
    hands.end(row, Hand.Ended.WITHDRAWN, at)
    if row.goes_to and was != rules.IN_PROGRESS:
        steps.tell(row, (), at)
    talking.drop(row, at)
    ended = sharing.end_all(row, person_id, at)
    if row.submitted_at is not None:
        Withdrawal.objects.create(assessment=row, at=at, reason=reason)
        skills = Judgement.objects.filter(assessment=row).values_list("skill_id", flat=True)
        standings.derive_for(person_id, sorted(set(skills)))
    audit.record(
        "assessments.assessment.withdrawn", actor=actor, at=at, subjects=(person_id,), reason=reason,
        assessment=str(row.uuid), role_level=row.role_level_id, was=was, shares_ended=ended,
    )  # fmt: skip
    return views.of(row)


def _lock_person(actor: Actor, at: datetime) -> int:
    """Make this person's submissions and withdrawals wait for each other: each derives from what the other wrote."""
    return (
        people.themselves(actor, at)
        .select_for_update(no_key=True)
        .values_list("pk", flat=True)
        .get(pk=actor.as_person())
    )


def _fetch_for(policy: Policy, move: str, assessment: UUID, actor: Actor, at: datetime) -> Assessment:
    """Return the row, locked, if the actor may make this move and the assessment can."""
    row = fetch(policy, Assessment.objects.select_for_update(), actor, at, uuid=assessment)
    if (row.state, move) in rules.MOVES:
        return row
    if row.state == rules.WITHDRAWN:
        raise refusals.AlreadyWithdrawn(row.withdrawn_at or at)
    if row.state in rules.ENDED:
        raise refusals.DecidedForGood
    raise refusals.AlreadySubmitted(row.submitted_at or at)


def _open_one(person_id: int, role_level_id: int, kind: str, skills: Sequence[int] | None) -> Assessment | None:
    """Return what the person works at already: of several single ones, that which asks about the same."""
    rows = Assessment.objects.filter(
        person_id=person_id, role_level_id=role_level_id, kind=kind, state__in=rules.WITH_PERSON
    ).order_by("pk")
    if kind != Assessment.Kind.SINGLE:
        return rows.first()
    return next((row for row in rows if row.skills == list(dict.fromkeys(skills or ()))), None)


def _pages(
    requirements: Sequence[RequirementView], kind: Assessment.Kind, skills: Sequence[int] | None
) -> tuple[int, ...]:
    known = tuple(line.skill_id for line in requirements)
    if skills is not None:
        if not set(skills) <= set(known):
            raise refusals.NotAsked
        return tuple(dict.fromkeys(skills))
    return rules.quick_check(requirements) if kind == Assessment.Kind.QUICK else known


def _asked(row: Assessment, skill_id: int) -> RequirementView:
    """Return what is asked of the skill: by the pinned version, or by the department beside it."""
    if skill_id in row.skills:
        for line in views.asked_by(views.of(row)).requirements:
            if line.skill_id == skill_id:
                return line
    raise refusals.NotAsked
