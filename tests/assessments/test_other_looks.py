"""Asking for another look, again and again: when it is open, when it is over, and who may look."""

from datetime import timedelta

import pytest

from tests.assessments import desk, panel
from tests.conftest import NOON
from waymark.assessments import commands, queries
from waymark.assessments.models import Assessment, Judgement
from waymark.audit.models import OutboxEvent
from waymark.kernel.policy import Actor, Duty

LATER = NOON + timedelta(days=1)
NEXT = NOON + timedelta(days=2)
LAPSED = NOON + timedelta(days=99)


@pytest.fixture
def who(crafts):
    found = desk.make(crafts)
    found.third = desk.assessor("T", "Tess", found.profession_id)
    found.fourth = desk.assessor("U", "Uma", found.profession_id)
    return found


@pytest.fixture
def decided(who, weaver, skills):
    """An assessment of Ada's that Finn signed off lower than she put it."""
    return signed(who, desk.submitted(who, weaver, skills), skills, who.first)


def signed(who, sent, skills, actor, *, weaving=1, at=NOON):
    return commands.sign_off(
        assessment=sent.uuid, words=desk.words(skills, weaving=weaving, reason="Plain cloth only."),
        declaration=desk.DECLARED, actor=actor, at=at,
    )  # fmt: skip


def appeal(who, case, at=LATER):
    return commands.appeal(assessment=case.uuid, reason="The loom was mine.", actor=who.ada, at=at)


def told_last():
    return OutboxEvent.objects.filter(kind="assessments.assessment.moved").latest("pk").payload["account_ids"]


def test_another_look_that_lapsed_leaves_the_person_their_right(who, decided):
    first = appeal(who, decided)
    commands.send_back(assessment=first.uuid, reason="Say more.", actor=who.second, at=LATER)
    with pytest.raises(commands.AppealOpen):
        appeal(who, decided, at=NEXT)
    assert commands.lapse_returned(at=LAPSED) == 1

    again = appeal(who, decided, at=LAPSED)

    assert (again.state, again.appeal_of) == ("submitted", decided.uuid)


def test_another_look_that_was_taken_back_before_a_word_was_said_can_be_asked_for_again(who, decided):
    first = appeal(who, decided)
    commands.take(assessment=first.uuid, actor=who.second, at=LATER)
    commands.withdraw(assessment=first.uuid, actor=who.ada, at=LATER)

    assert appeal(who, decided, at=NEXT).state == "submitted"


def test_another_look_that_was_taken_back_after_its_levels_were_said_is_final(who, decided, skills):
    first = appeal(who, decided)
    words = desk.words(skills, weaving=2, reason="With help.")
    commands.confirm(assessment=first.uuid, words=words, actor=who.second, at=LATER)
    commands.withdraw(assessment=first.uuid, actor=who.ada, at=LATER)

    with pytest.raises(commands.AppealGivenUp, match="had said their levels"):
        appeal(who, decided, at=NEXT)
    assert Assessment.objects.filter(appeal_of__uuid=decided.uuid).count() == 1


def test_whoever_disagrees_with_what_another_look_decided_asks_there(who, decided, skills):
    second = signed(who, appeal(who, decided), skills, who.second, weaving=2, at=LATER)

    with pytest.raises(commands.AppealDecided, match="open that one"):
        appeal(who, decided, at=NEXT)
    assert appeal(who, second, at=NEXT).appeal_of == second.uuid


def test_nobody_of_the_whole_chain_is_asked_or_can_take_it(who, decided, skills):
    second = signed(who, appeal(who, decided), skills, who.second, weaving=2, at=LATER)
    third = signed(who, appeal(who, second), skills, who.third, weaving=2, at=LATER)

    last = appeal(who, third, at=NEXT)

    assert told_last() == [who.fourth.account_id]
    for actor in (who.first, who.second, who.third):
        assert queries.waiting_cases(actor, NEXT).cards == ()
        with pytest.raises(commands.YouDecidedBefore):
            commands.take(assessment=last.uuid, actor=actor, at=NEXT)
    with pytest.raises(commands.NotAnAssessor):
        commands.delegate(
            assessment=last.uuid, to_account_id=who.first.account_id, actor=who.fourth, at=NEXT
        )  # fmt: skip
    assert [card.uuid for card in queries.waiting_cases(who.fourth, NEXT).cards] == [last.uuid]


def test_when_everybody_had_a_part_the_person_is_told_what_to_do(who, decided, skills):
    second = signed(who, appeal(who, decided), skills, who.second, at=LATER)
    third = signed(who, appeal(who, second), skills, who.third, at=LATER)
    fourth = signed(who, appeal(who, third), skills, who.fourth, at=LATER)

    with pytest.raises(commands.NoAssessors, match="name another assessor"):
        appeal(who, fourth, at=NEXT)


def test_whoever_moderated_the_first_look_neither_assesses_nor_moderates_a_later_one(who, weaver, skills):
    panel.make(who)
    panel.rule(who)
    case = panel.in_moderation(who, weaver, skills)
    for actor in (who.mo, who.nia):
        words = desk.words(skills, weaving=1, reason="Plain cloth only.")
        commands.say_in_panel(assessment=case.uuid, words=words, actor=actor, at=NOON)
    commands.moderate(assessment=case.uuid, actor=who.mo, at=NOON)
    commands.sign_off(assessment=case.uuid, words=(), declaration=desk.DECLARED, actor=who.first, at=NOON)
    panel.rule(who, panel.NOTHING, at=NOON)
    second = signed(who, appeal(who, case), skills, who.second, at=LATER)
    panel.rule(who, at=LATER)
    others = [panel.holder("X", "Xena", "moderator", who.profession_id)]
    others.append(panel.holder("Y", "Yann", "moderator", who.profession_id))
    panel.compose(who, *others, name="South")

    third = appeal(who, second, at=NEXT)
    words = desk.words(skills, weaving=1, reason="Plain cloth only.")
    commands.confirm(assessment=third.uuid, words=words, actor=who.third, at=NEXT)

    assert Assessment.objects.get(uuid=third.uuid).sample.panel.name == "South"
    assert set(told_last()) == {one.account_id for one in others}
    assert queries.moderation_queue(who.mo, NEXT) == ()
    assert len(queries.moderation_queue(others[0], NEXT)) == 1


def test_whoever_revoked_a_level_does_not_look_at_it_again(who, decided, skills):
    both = Actor(
        account_id=who.second.account_id, person_id=who.second.person_id,
        duties=(*who.second.duties, Duty("moderator", 0, profession_id=who.profession_id)),
    )  # fmt: skip
    judgement = Judgement.objects.get(assessment__uuid=decided.uuid, source="assessor", skill=skills["weaving"])
    commands.revoke_level(judgement=judgement.uuid, reason="It was somebody else’s cloth.", actor=both, at=LATER)

    again = appeal(who, decided, at=NEXT)

    assert who.second.account_id not in told_last()
    assert queries.waiting_cases(both, NEXT).cards == ()
    with pytest.raises(commands.YouDecidedBefore):
        commands.take(assessment=again.uuid, actor=both, at=NEXT)
