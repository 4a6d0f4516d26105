"""What a decision makes of the levels held, at once and for each purpose."""

from datetime import timedelta

import pytest

from tests.assessments import desk
from tests.conftest import NOON
from waymark.assessments import commands
from waymark.assessments.commands import standings
from waymark.assessments.models import Standing
from waymark.kernel.policy import Purpose

LATER = NOON + timedelta(days=1)
NEXT = NOON + timedelta(days=2)


@pytest.fixture
def who(crafts):
    return desk.make(crafts)


@pytest.fixture
def sent(who, weaver, skills):
    return desk.submitted(who, weaver, skills)


def _held(who, purpose):
    rows = Standing.objects.filter(person_id=who.ada.person_id, purpose=purpose)
    return {row.skill_id: row.level for row in rows}


def test_a_sign_off_counts_for_recruitment_at_once(who, sent, skills):
    commands.sign_off(
        assessment=sent.uuid, words=desk.words(skills, weaving=2, reason="Plain cloth only."),
        declaration=desk.DECLARED, actor=who.first, at=LATER,
    )  # fmt: skip

    expected = {skills["weaving"]: 2, skills["dyeing"]: 2}
    assert _held(who, Purpose.RECRUITMENT) == _held(who, Purpose.STATISTICS) == expected
    before = list(Standing.objects.order_by("purpose", "skill_id").values_list("purpose", "skill_id", "judgement_id"))

    standings.derive_all()
    again = Standing.objects.order_by("purpose", "skill_id").values_list("purpose", "skill_id", "judgement_id")
    assert list(again) == before


def test_what_was_only_confirmed_counts_for_recruitment_once_it_is_signed_off(who, sent, skills):
    commands.confirm(
        assessment=sent.uuid, words=desk.words(skills, weaving=1, reason="Plain cloth only."), actor=who.first, at=LATER
    )
    assert _held(who, Purpose.RECRUITMENT) == {}
    assert _held(who, Purpose.DEVELOPMENT)[skills["weaving"]] == 1

    commands.sign_off(
        assessment=sent.uuid, words=desk.words(skills, weaving=2, reason="Seen again."), declaration=desk.DECLARED,
        actor=who.first, at=NEXT,
    )  # fmt: skip

    assert _held(who, Purpose.RECRUITMENT)[skills["weaving"]] == 2


@pytest.mark.parametrize("confirmed", [False, True])
def test_what_was_declined_never_counts_for_recruitment(who, sent, skills, confirmed):
    if confirmed:
        commands.confirm(assessment=sent.uuid, words=desk.words(skills), actor=who.first, at=LATER)
    commands.decline(assessment=sent.uuid, reason="Not your own work.", actor=who.first, at=NEXT)

    assert _held(who, Purpose.RECRUITMENT) == {}


def test_what_is_sent_back_counts_for_recruitment_of_nobody(who, sent, skills):
    commands.send_back(assessment=sent.uuid, reason="Say more.", actor=who.first, at=LATER)

    assert _held(who, Purpose.RECRUITMENT) == {}
