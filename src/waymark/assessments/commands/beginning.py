"""How an assessment begins, and what becomes of it when the role or the standard changes in the middle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from waymark.assessments import policies, rules
from waymark.assessments.commands import refusals, steps
from waymark.assessments.models import Assessment, EvidenceUse
from waymark.assessments.queries import views
from waymark.assessments.types import AssessmentView
from waymark.assessments.types.beginning import Moved
from waymark.audit import commands as audit
from waymark.frameworks import queries as frameworks
from waymark.kernel import errors
from waymark.kernel.policy import Actor, fetch
from waymark.people import queries as people


class OpenAlready(errors.Refusal):
    """The person works at another assessment against the same role level."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _("You have an assessment against %(role)s that is not finished. Finish or withdraw that one first.")
            % {"role": title}
        )


class NothingInCommon(errors.Refusal):
    """The other role level asks for none of what the assessment is about."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _(
                "%(role)s asks for nothing that you are asked about here, so no answer could move. Go on as it began, "
                "or start a new assessment."
            )
            % {"role": title}
        )


class NothingToMoveTo(errors.Refusal):
    """It is held against that role level, as that version has it, already."""

    def __init__(self) -> None:
        super().__init__(_("This assessment is held against these words already."))


@transaction.atomic
def confirm_role(*, assessment: UUID, actor: Actor, at: datetime) -> AssessmentView:
    """Say that the role level and the version are the right ones, whatever changed meanwhile. A draft like the answers.

    Args:
        assessment: one of the actor's that they work at.
        actor: the person.
        at: when.

    Raises:
        NotVisible: no such assessment of theirs.
        NotWithYou: they do not work at it any more.
    """
    row = _open(assessment, actor, at)
    _seen(row, at)
    row.save(update_fields=["confirmed_at", "own_role_level", "seen_version"])
    return views.of(row, own=True)


@transaction.atomic
def answer_anyway(*, assessment: UUID, skill_id: int, actor: Actor, at: datetime) -> AssessmentView:
    """Ask again about a skill that was left out because it was assessed and that still holds.

    Raises:
        NotVisible: no such assessment of the actor's.
        NotWithYou: they do not work at it any more.
        NotAsked: the skill is not among those that were left out.
    """
    row = _open(assessment, actor, at)
    if skill_id not in row.taken_over:
        raise refusals.NotAsked
    asked = [line.skill_id for line in views.asked_by(views.of(row)).requirements]
    row.taken_over = [pk for pk in row.taken_over if pk != skill_id]
    row.skills = [pk for pk in asked if pk in {*row.skills, skill_id}]
    row.save(update_fields=["taken_over", "skills"])
    return views.of(row, own=True)


@transaction.atomic
def move_answers(*, assessment: UUID, role_level_id: int, actor: Actor, at: datetime) -> Moved:
    """Hold an assessment that its person works at against another role level, or the version that holds now.

    An answer stays where the skill is still asked for, in the same way and on the same scale; the others go, and what
    they were about is asked again. Evidence stays with its skill.

    Args:
        assessment: one of the actor's that they work at.
        role_level_id: what it is to be held against, in the version that is current at ``at``.
        actor: the person.
        at: when.

    Raises:
        NotVisible: no such assessment of theirs, or no such role level.
        NotWithYou: they do not work at it any more.
        NothingToMoveTo: it is held against that already.
        NothingInCommon: nothing of what it asks about is asked for there.
        OpenAlready: they work at another one against that role level.
    """
    row = _open(assessment, actor, at)
    standard = frameworks.role_level_by_id(role_level_id, at)
    if (standard.ref.id, standard.ref.version_id) == (row.role_level_id, row.version_id):
        raise NothingToMoveTo
    others = Assessment.objects.filter(
        person_id=row.person_id, role_level_id=role_level_id, kind=row.kind, state__in=rules.WITH_PERSON
    ).exclude(pk=row.pk)
    if row.kind != Assessment.Kind.SINGLE and others.exists():
        raise OpenAlready(standard.ref.title)
    before = views.of(row, own=True)
    names = {line.skill_id: line.skill_name for line in views.asked_by(before).requirements}
    beside = frameworks.asked_beside(standard, [people.path_of(row.person_id, at)], at)
    (role_level,) = frameworks.asked_again([(standard, beside)])
    asked = {line.skill_id: line for line in role_level.requirements}
    among = set(asked) if row.kind == Assessment.Kind.FULL else {*row.skills, *row.taken_over}
    row.taken_over = [pk for pk in asked if pk in row.taken_over]
    row.skills = [pk for pk in asked if pk in among and pk not in row.taken_over]
    if not row.skills:
        raise NothingInCommon(standard.ref.title)
    row.role_level_id, row.version_id = standard.ref.id, standard.ref.version_id
    row.beside = [asdict(one) for one in beside if one.skill_id in {*row.skills, *row.taken_over}]
    after = views.of(row, own=True)
    same = _on_one_scale(before, after, row.skills, at)
    answered = [answer.skill_id for answer in before.answers]
    kept = {
        answer.skill_id
        for answer in before.answers
        if answer.skill_id in same and (answer.level is None) == (asked[answer.skill_id].level is None)
    }
    row.answers.filter(by=None).exclude(skill_id__in=kept).delete()
    EvidenceUse.objects.filter(assessment=row).exclude(skill_id__in=row.skills).delete()
    _seen(row, at)
    again = tuple(asked[pk].skill_name for pk in answered if pk in row.skills and pk not in kept)
    gone = tuple(names[pk] for pk in answered if pk not in row.skills)
    try:
        with transaction.atomic():
            steps.moved(
                row, "change_standard", actor=actor, at=at,
                reason=f"{standard.ref.title}, {standard.ref.version_label}",
                role_level_id=row.role_level_id, version_id=row.version_id, skills=row.skills,
                taken_over=row.taken_over, beside=row.beside, confirmed_at=row.confirmed_at,
                own_role_level_id=row.own_role_level_id, seen_version_id=row.seen_version_id,
            )  # fmt: skip
    except IntegrityError as taken:  # one began there between the look and the write
        raise OpenAlready(standard.ref.title) from taken
    audit.record(
        "assessments.assessment.moved_on", actor=actor, at=at, subjects=(row.person_id,), assessment=str(row.uuid),
        role_level=row.role_level_id, version=row.version_id, kept=len(kept), dropped=len(again) + len(gone),
    )  # fmt: skip
    return Moved(len(kept), again, gone)


def _on_one_scale(before: AssessmentView, after: AssessmentView, skills: Iterable[int], at: datetime) -> set[int]:
    """Return the skills whose scale is the same in both."""
    pairs = {(pk, before.version_of(pk)) for pk in skills} | {(pk, after.version_of(pk)) for pk in skills}
    scales = frameworks.skills_on_scales(pairs, at)
    found = set()
    for pk in skills:
        then, now = scales.get((pk, before.version_of(pk))), scales.get((pk, after.version_of(pk)))
        if then is not None and now is not None and frameworks.counts_as(0, then.scale, now.scale, {}).same:
            found.add(pk)
    return found


def _open(assessment: UUID, actor: Actor, at: datetime) -> Assessment:
    row = fetch(policies.MAY_ANSWER, Assessment.objects.select_for_update(), actor, at, uuid=assessment)
    if (row.state, "answer") not in rules.MOVES:
        raise refusals.NotWithYou
    return row


def _seen(row: Assessment, at: datetime) -> None:
    """Note what holds now: a notice is due only for what changes from here on."""
    now = frameworks.role_level_refs([row.role_level_id], at).get(row.role_level_id)
    row.confirmed_at = at
    row.own_role_level_id = people.card(row.person_id, at).role_level_id
    row.seen_version_id = now.version_id if now is not None else row.version_id
