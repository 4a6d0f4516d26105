"""A panel at work: which panel looks at an assessment, what each member says, and what they came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from waymark.assessments import policies, rules
from waymark.assessments.commands import hands, sending, steps
from waymark.assessments.commands import refusals as plain
from waymark.assessments.commands.moderating import drawing, refusals
from waymark.assessments.events import PanelSpoke
from waymark.assessments.models import Assessment, Hand, PanelWord, Sample
from waymark.assessments.queries import chain, moderating, views
from waymark.assessments.queries import deciding as reading
from waymark.assessments.types import AnswerView, AssessmentView, Word
from waymark.audit import commands as audit
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor, Policy, fetch
from waymark.people import queries as people


@transaction.atomic
def send_to_moderation(*, assessment: UUID, panel: UUID, actor: Actor, at: datetime) -> None:
    """Say which panel looks at an assessment that was chosen when no panel could.

    Args:
        assessment: one that was chosen and waits for a panel.
        panel: an open one of its profession, for where the person works.
        actor: a moderator of the profession.
        at: when.

    Raises:
        NotVisible: there is no such assessment or panel, or the actor has no say in it.
        PanelCannot: too few of its members may moderate it.
    """
    row = _locked(policies.MAY_SEND_TO_MODERATION, assessment, actor, at)
    chosen = next((one for one in moderating.panels_for(row, at) if one.uuid == panel), None)
    if chosen is None:
        raise NotVisible
    members = moderating.able(row, [chosen], at)[chosen.pk]
    if len(members) < rules.LEAST:
        raise refusals.PanelCannot
    drawing.send(row, Sample.objects.get(assessment=row), chosen, members, actor, at)
    audit.record(
        "assessments.assessment.sent_to_moderation", actor=actor, at=at, subjects=(row.person_id,),
        assessment=str(row.uuid), panel=str(panel),
    )  # fmt: skip


@transaction.atomic
def say_in_panel(*, assessment: UUID, words: Sequence[Word], actor: Actor, at: datetime) -> None:
    """Say, as a member of the panel, the level of each skill the person answered. What the others said is seen then.

    It can be said again as long as the panel has not decided: the later word counts, and the earlier one stays on
    record. Words that say the same as before are not written twice.

    Args:
        assessment: one that is in moderation with a panel of the actor's.
        words: one for each skill the person answered, with a reason where it differs from the assessor's.
        actor: a member of the panel who is a moderator of the profession.
        at: when.

    Raises:
        NotVisible: there is no such assessment, or the actor is not in its panel.
        YourOwn, YouManageThePerson, YouAssessedIt: the actor may not moderate it.
        TheyWithdrew, AlreadyModerated, NotInModeration: it is not in moderation any more.
        NotAsked, NotOnScale, TooLong: a word does not fit what was asked.
        NothingSaid, NoReasonForPanel: a skill has no word, or one that differs no reason.
    """
    row = _moderated_row(assessment, actor, at)
    assert actor.account_id is not None  # a member of a panel has an account
    view = views.of(row)
    answered = [one.skill_id for one in view.answers]
    asked = {line.skill_id: line for line in views.asked_by(view).requirements if line.skill_id in answered}
    for word in words:
        if word.skill_id not in asked:
            raise plain.NotAsked
        if len(word.reason) > rules.MOST_NOTE:
            raise plain.TooLong(length=len(word.reason), most=rules.MOST_NOTE)
        if why_not := rules.why_not_this_answer(asked[word.skill_id], level=word.level, has_skill=word.has_skill):
            raise plain.NotOnScale(why_not)
    if unsaid := rules.unsaid(words, answered):
        raise plain.NothingSaid(unsaid)
    if unreasoned := rules.without_reason(words, _assessors(row)):
        raise refusals.NoReasonForPanel(unreasoned)
    sample = Sample.objects.get(assessment=row)
    before = moderating.last_words(sample).get(actor.account_id, {})
    new = [word for word in words if before.get(word.skill_id) != word]
    PanelWord.objects.bulk_create(
        PanelWord(
            sample=sample, skill_id=word.skill_id, account_id=actor.account_id, level=word.level,
            has_skill=word.has_skill, reason=word.reason, at=at,
        )
        for word in new
    )  # fmt: skip
    audit.record(
        "assessments.assessment.panel_spoke", actor=actor, at=at, subjects=(row.person_id,), assessment=str(row.uuid),
        words=len(new),
    )  # fmt: skip
    audit.announce(PanelSpoke(str(row.uuid), actor.account_id), at=at)


@transaction.atomic
def moderate(
    *, assessment: UUID, reasons: Mapping[int, str] | None = None, actor: Actor, at: datetime
) -> AssessmentView:
    """Write down what the panel came to: a judgement of the panel for each skill. The assessor then signs that off.

    The levels follow from what its members said (``rules.came_to``); nobody types them.

    Args:
        assessment: one that is in moderation with a panel of the actor's, who has said their word.
        reasons: why, by skill: needed where the panel differs from the assessor. The person reads them.
        actor: a member of the panel who is a moderator of the profession.
        at: when.

    Raises:
        NotVisible, YourOwn, YouManageThePerson, YouAssessedIt, TheyWithdrew, AlreadyModerated, NotInModeration: as
        ``say_in_panel``.
        SpeakFirst: the actor has not said their own word.
        TooFewSpoke, PanelDiffers: the panel has come to nothing yet.
        NoReasonForPanel, TooLong: a reason is missing, or does not fit.
    """
    row = _moderated_row(assessment, actor, at)
    skills = [one.skill_id for one in views.of(row).answers]
    said = moderating.last_words(Sample.objects.get(assessment=row))
    if not all(pk in said.get(actor.account_id or 0, {}) for pk in skills):
        raise refusals.SpeakFirst
    came = rules.came_to(said, skills)
    if (spoken := min(one.spoken for one in came.values())) < rules.LEAST:
        raise refusals.TooFewSpoke(spoken)
    if apart := [pk for pk, one in came.items() if not one.agreed]:
        raise refusals.PanelDiffers(apart)
    reasons = {pk: text.strip() for pk, text in (reasons or {}).items() if pk in came}
    if too_long := [text for text in reasons.values() if len(text) > rules.MOST_NOTE]:
        raise plain.TooLong(length=len(too_long[0]), most=rules.MOST_NOTE)
    words = [Word(pk, one.level, one.has_skill, reasons.get(pk, "")) for pk, one in came.items()]
    if unreasoned := rules.without_reason(words, _assessors(row)):
        raise refusals.NoReasonForPanel(unreasoned)
    drawing.append(row, {word.skill_id: (word, word.reason) for word in words}, actor.person_id, at)
    days = reading.terms_of(views.framework_of(row)).days
    steps.moved(row, "moderate", actor=actor, at=at, due_on=rules.due_on(at, days))
    audit.record(
        "assessments.assessment.moderated", actor=actor, at=at, subjects=(row.person_id,), assessment=str(row.uuid),
        judgements=len(words), members=spoken,
    )  # fmt: skip
    holder = hands.holding(row, Hand.Role.ASSESSOR)
    # Whoever had it may have lost the duty meanwhile: then it waits for the others.
    steps.tell(row, (holder.account_id,) if holder else sending.could_assess(row, at, but=set()), at)
    return views.of(row)


def _locked(policy: Policy, uuid: UUID, actor: Actor, at: datetime) -> Assessment:
    """Return the row if the actor may, locked behind its person as every decision is, and looked at once more."""
    found = fetch(policy, Assessment.objects.all(), actor, at, uuid=uuid)
    people.row_of(found.person_id).select_for_update(no_key=True).get()
    Assessment.objects.select_for_update().get(pk=found.pk)
    return fetch(policy, Assessment.objects.all(), actor, at, uuid=uuid)


def _moderated_row(uuid: UUID, actor: Actor, at: datetime) -> Assessment:
    row = _locked(policies.MAY_MODERATE, uuid, actor, at)
    if row.person_id == actor.person_id:
        raise plain.YourOwn
    if people.managed(actor, at).filter(pk=row.person_id).exists():
        raise refusals.YouManageThePerson
    if actor.account_id in chain.parts_in(row):
        raise refusals.YouAssessedIt
    if row.state == rules.WITHDRAWN:
        raise plain.TheyWithdrew(row.withdrawn_at or at)
    if row.state != rules.IN_MODERATION:
        last = next((one for one in reversed(reading.steps_of(row)) if one.move == "moderate"), None)
        if last is None:
            raise refusals.NotInModeration
        raise refusals.AlreadyModerated(reading.decided_of(row), name=last.name, at=last.at)
    return row


def _assessors(row: Assessment) -> dict[int, AnswerView]:
    """Return what the assessor confirmed, by skill."""
    return {pk: one.answer for pk, one in reading.decided_of(row).items()}
