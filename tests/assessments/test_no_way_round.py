"""Ways round the rules that are closed: after passing on, by sending elsewhere, around a panel, behind a revocation."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.assessments import desk, panel
from tests.assessments.evidence import added
from tests.conftest import NOON
from waymark.access.models import Grant
from waymark.assessments import commands, handlers, policies, queries
from waymark.assessments.events import AssessmentMoved, ChosenWithoutPanel
from waymark.assessments.models import Answer, Assessment, Judgement, Sample, Standing
from waymark.assessments.types import SamplingTerms, Word
from waymark.audit.models import OutboxEvent
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import Actor, Duty, Purpose
from waymark.notifications.models import Item

DAY = timedelta(days=1)
LATER = NOON + DAY
NEXT = NOON + 2 * DAY


@pytest.fixture
def who(crafts):
    return desk.make(crafts)


@pytest.fixture
def sent(who, weaver, skills):
    return desk.submitted(who, weaver, skills)


def sign_off(case, skills, actor, at=NEXT, **levels):
    words = desk.words(skills, reason="Plain cloth only.", **levels)
    return commands.sign_off(assessment=case.uuid, words=words, declaration=desk.DECLARED, actor=actor, at=at)


def held(who, purpose):
    rows = Standing.objects.filter(person_id=who.ada.person_id, purpose=purpose)
    return {row.skill_id: row.level for row in rows}


def told_last():
    return OutboxEvent.objects.filter(kind=AssessmentMoved.kind).order_by("pk").last().payload["account_ids"]


def test_a_revoked_level_is_not_held_by_what_was_confirmed_on_the_way(who, sent, skills):
    commands.confirm(
        assessment=sent.uuid, words=desk.words(skills, weaving=2, reason="Plain only."), actor=who.first, at=LATER
    )
    sign_off(sent, skills, who.first, weaving=2)
    last = Judgement.objects.filter(skill_id=skills["weaving"], source="assessor").latest("pk")

    commands.revoke_level(judgement=last.uuid, reason="Not their work.", actor=who.first, at=NEXT)

    weaving = skills["weaving"]
    assert weaving not in held(who, Purpose.RECRUITMENT)
    assert held(who, Purpose.DEVELOPMENT)[weaving] == held(who, Purpose.STATISTICS)[weaving] == 3  # their own
    assert held(who, Purpose.RECRUITMENT)[skills["dyeing"]] == 2


def test_what_was_confirmed_does_not_outlive_the_sign_off_in_statistics(who, sent, skills, weaver):
    commands.confirm(
        assessment=sent.uuid, words=desk.words(skills, weaving=2, reason="Plain only."), actor=who.first, at=LATER
    )
    sign_off(sent, skills, who.first, weaving=2)
    years = NEXT + timedelta(days=1500)
    opened = commands.start(role_level_id=weaver, kind="full", actor=who.ada, at=years)
    commands.save_answer(
        assessment=opened.uuid, skill_id=skills["weaving"], level=1, seen_revision=None, actor=who.ada, at=years
    )
    commands.submit(assessment=opened.uuid, actor=who.ada, at=years)

    assert held(who, Purpose.STATISTICS)[skills["weaving"]] == 1


def test_whoever_passed_it_on_sees_and_decides_nothing_of_it_again(who, sent, skills):
    commands.pass_on(assessment=sent.uuid, reason="We are married.", actor=who.first, at=LATER)

    with pytest.raises(NotVisible):
        queries.case(sent.uuid, who.first, LATER)
    assert not policies.SEE_JUDGEMENT.visible(who.first, LATER).exists()
    for move in (
        lambda: commands.take(assessment=sent.uuid, actor=who.first, at=LATER),
        lambda: sign_off(sent, skills, who.first),
        lambda: queries.case_after_all(sent.uuid, who.first, LATER),
    ):
        with pytest.raises(NotVisible):
            move()


def test_evidence_is_closed_to_whoever_passed_it_on(who, weaver, skills):
    piece = added(who.ada, skills=[skills["weaving"]])
    opened = commands.start(role_level_id=weaver, kind="full", actor=who.ada, at=NOON)
    for slug in ("weaving", "dyeing"):
        commands.save_answer(
            assessment=opened.uuid, skill_id=skills[slug], level=2, seen_revision=None, actor=who.ada, at=NOON
        )
    commands.choose_evidence(
        assessment=opened.uuid, skill_id=skills["weaving"], evidence=[piece.uuid], actor=who.ada, at=NOON
    )
    commands.choose_receiver(assessment=opened.uuid, goes_to="assessor", actor=who.ada, at=NOON)
    commands.submit(assessment=opened.uuid, declared=True, actor=who.ada, at=NOON)
    assert queries.evidence_sent(opened.uuid, who.first, LATER)

    commands.pass_on(assessment=opened.uuid, reason="We are married.", actor=who.first, at=LATER)

    assert queries.evidence_sent(opened.uuid, who.first, LATER) == {}
    assert queries.evidence_sent(opened.uuid, who.second, LATER)


@pytest.mark.parametrize("goes_to", ["manager", ""])
def test_what_came_back_and_was_sent_elsewhere_is_not_the_assessors_any_more(who, sent, skills, goes_to):
    commands.send_back(assessment=sent.uuid, reason="Say more.", actor=who.first, at=LATER)
    commands.choose_receiver(assessment=sent.uuid, goes_to=goes_to, actor=who.ada, at=LATER)
    commands.submit(assessment=sent.uuid, declared=True, actor=who.ada, at=LATER)

    with pytest.raises(NotVisible):
        queries.case(sent.uuid, who.first, NEXT)
    with pytest.raises(NotVisible):
        sign_off(sent, skills, who.first)


def test_whoever_is_no_assessor_any_more_decides_nothing(who, sent, skills):
    commands.take(assessment=sent.uuid, actor=who.first, at=LATER)
    without = Actor(account_id=who.first.account_id, person_id=who.first.person_id)

    with pytest.raises(NotVisible):
        sign_off(sent, skills, without)


def test_what_is_sent_again_waits_for_whoever_sent_it_back_alone(who, sent):
    assert set(told_last()) == {who.first.account_id, who.second.account_id}
    commands.send_back(assessment=sent.uuid, reason="Say more.", actor=who.first, at=LATER)
    commands.submit(assessment=sent.uuid, declared=True, actor=who.ada, at=LATER)

    assert told_last() == [who.first.account_id]


def test_nobody_who_had_a_part_hears_of_an_appeal_or_takes_it(who, sent, skills):
    third = desk.assessor("T", "Tess", who.profession_id)
    commands.pass_on(assessment=sent.uuid, reason="We are married.", actor=who.second, at=LATER)
    commands.decline(assessment=sent.uuid, reason="Not your own work.", actor=who.first, at=LATER)

    again = commands.appeal(assessment=sent.uuid, reason="It is.", actor=who.ada, at=NEXT)

    assert told_last() == [third.account_id]
    with pytest.raises(commands.YouDecidedBefore):
        commands.take(assessment=again.uuid, actor=who.second, at=NEXT)
    commands.send_back(assessment=again.uuid, reason="Say more.", actor=third, at=NEXT)
    with pytest.raises(commands.AppealNeedsAssessor):
        commands.choose_receiver(assessment=again.uuid, goes_to="manager", actor=who.ada, at=NEXT)
    commands.submit(assessment=again.uuid, declared=True, actor=who.ada, at=NEXT)
    assert told_last() == [third.account_id]


def test_a_member_of_the_panel_does_not_assess_the_appeal(who, weaver, skills):
    panel.make(who)
    panel.rule(who)
    case = panel.in_moderation(who, weaver, skills)
    for actor in (who.mo, who.nia):
        words = desk.words(skills, weaving=1, reason="Plain cloth only.")
        commands.say_in_panel(assessment=case.uuid, words=words, actor=actor, at=LATER)
    commands.moderate(assessment=case.uuid, actor=who.mo, at=LATER)
    commands.save_draft(assessment=case.uuid, word=Word(skills["weaving"], level=1), actor=who.first, at=LATER)
    commands.sign_off(assessment=case.uuid, words=(), declaration=desk.DECLARED, actor=who.first, at=LATER)
    assert not Answer.objects.filter(assessment__uuid=case.uuid).exists()
    both = Actor(
        account_id=who.nia.account_id, person_id=who.nia.person_id,
        duties=(*who.nia.duties, Duty("assessor", 0, profession_id=who.profession_id)),
    )  # fmt: skip

    again = commands.appeal(assessment=case.uuid, reason="I wove it.", actor=who.ada, at=NEXT)

    assert queries.waiting_cases(both, NEXT).cards == ()
    with pytest.raises(commands.YouDecidedBefore):
        commands.take(assessment=again.uuid, actor=both, at=NEXT)


def test_what_a_manager_confirmed_and_passed_on_goes_to_a_panel_too(who, weaver, skills):
    panel.make(who)
    panel.rule(who)
    sent = desk.submitted(who, weaver, skills, goes_to="manager")
    commands.confirm(assessment=sent.uuid, words=desk.words(skills), actor=who.boss, at=NOON)
    commands.pass_on(assessment=sent.uuid, reason="An assessor should look.", actor=who.boss, at=LATER)

    assert sign_off(sent, skills, who.first).state == "in_moderation"
    assert Sample.objects.filter(assessment__uuid=sent.uuid, panel__isnull=False).exists()
    assert held(who, Purpose.RECRUITMENT) == {}


def test_confirming_mildly_and_signing_off_otherwise_does_not_go_round_the_panel(who, sent, skills):
    panel.make(who)
    panel.rule(who, SamplingTerms(share=0, first=0, difference=2, appeals=False))
    commands.confirm(assessment=sent.uuid, words=desk.words(skills), actor=who.first, at=LATER)

    assert sign_off(sent, skills, who.first, weaving=1).state == "in_moderation"


def test_a_moderator_hears_of_no_case_of_their_own_or_of_their_people(who, weaver, skills):
    panel.make(who, with_panel=False)
    for someone in (who.ada, who.boss, who.first):
        Grant.objects.create(
            uuid=uuid4(), account_id=someone.account_id, kind="moderator", profession_id=who.profession_id,
            two_people=False, from_at=NOON - DAY, until_at=NOON + 90 * DAY, reason="x", created_at=NOON,
        )  # fmt: skip
    panel.rule(who)
    panel.in_moderation(who, weaver, skills)
    event = OutboxEvent.objects.get(kind=ChosenWithoutPanel.kind)

    handlers.ask_for_panel(ChosenWithoutPanel(**event.payload), at=LATER)

    told = set(Item.objects.filter(key__endswith=".no_panel").values_list("account_id", flat=True))
    assert told == {who.mo.account_id, who.nia.account_id}


def test_a_blind_case_gives_nothing_away_beside_itself(who, sent, skills):
    Assessment.objects.update(blind=True)

    found = queries.case(sent.uuid, who.first, LATER)
    assert (found.hidden, found.weaknesses) == (True, ())
    assert queries.levels_shown([who.ada.person_id], who.first, LATER) == {}
    with pytest.raises(commands.AnswerFirst):
        commands.sign_off(
            assessment=sent.uuid, words=desk.words(skills), declaration=desk.DECLARED, actor=who.first, at=LATER
        )
    commands.save_drafts(assessment=sent.uuid, words=desk.words(skills), actor=who.first, at=LATER)
    commands.confirm(assessment=sent.uuid, words=desk.words(skills), actor=who.first, at=LATER)

    assert not queries.case(sent.uuid, who.first, LATER).hidden
    assert who.ada.person_id in queries.levels_shown([who.ada.person_id], who.first, LATER)
