"""A manager reviews what their team sent: differences open, the rest is confirmed together."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.assessments import build as record
from tests.assessments import desk, team
from tests.conftest import NOON
from waymark.assessments import commands, queries
from waymark.assessments.models import Answer, Assessment, Hand, Judgement, Step, Terms
from waymark.assessments.types import Stand, Ticked, Word
from waymark.audit.models import Entry, OutboxEvent
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR
from waymark.people.models import ReportingLine

LATER = NOON + timedelta(days=1)


@pytest.fixture
def who(crafts):
    return team.make(crafts)


def ticked(*sent):
    return [Ticked(one.uuid, one.submitted_at) for one in sent]


def stands(who, at=LATER):
    return {
        one.name: {line.asked.skill_slug: line.stand.value for line in one.lines}
        for one in queries.reviews(who.boss, at)
    }


def test_the_most_urgent_stands_first_with_what_opens(who, weaver, skills):
    team.sent(who.team[0], weaver, skills, at=LATER)
    team.sent(who.team[1], weaver, skills, weaving=3)

    found = queries.reviews(who.boss, LATER)

    assert [one.name for one in found] == ["Ben Reed 1", "Ada Marsh"]
    assert [(one.count(Stand.AGREE), one.count(Stand.DISCUSS), one.count(Stand.EVIDENCE)) for one in found] == [
        (1, 1, 0),
        (2, 0, 0),
    ]
    assert [opened.why.value for opened in found[0].opened[0].why] == ["above", "evidence"]
    assert queries.reviews(who.first, LATER) == ()
    assert queries.how_many_to_review(who.boss, LATER) == 2


def test_what_the_manager_said_before_counts_while_it_holds(who, weaver, skills):
    first = team.sent(who.ada, weaver, skills)
    commands.confirm(
        assessment=first.uuid, actor=who.boss, at=LATER,
        words=[Word(skills["weaving"], level=1, reason="Plain."), Word(skills["dyeing"], level=1)],
    )  # fmt: skip
    team.sent(who.ada, weaver, skills, dyeing=1, at=LATER + timedelta(days=30))

    assert stands(who, LATER + timedelta(days=31)) == {"Ada Marsh": {"weaving": "discuss", "dyeing": "agree"}}
    assert stands(who, LATER + timedelta(days=1200)) == {"Ada Marsh": {"weaving": "agree", "dyeing": "agree"}}


def test_another_managers_word_is_not_the_managers_own(who, weaver, skills, crafts):
    commands.load_judgements(
        [
            record.judged(
                who.ada_person, skills["weaving"], crafts, 3, source="manager", maker_id=who.second.person_id,
                audience="shared", at=NOON,
            )
        ],
        actor=OPERATOR, at=NOON,
    )  # fmt: skip
    team.sent(who.ada, weaver, skills)

    assert stands(who) == {"Ada Marsh": {"weaving": "agree", "dyeing": "agree"}}


def test_a_word_that_the_person_keeps_to_themselves_opens_nothing(who, weaver, skills, crafts):
    alone = record.judged(who.ada_person, skills["weaving"], crafts, 4, at=NOON)
    shown = record.judged(who.ada_person, skills["dyeing"], crafts, 4, source="imported", audience="shared", at=NOON)
    commands.load_judgements([alone, shown], actor=OPERATOR, at=NOON)
    team.sent(who.ada, weaver, skills)

    assert stands(who) == {"Ada Marsh": {"weaving": "agree", "dyeing": "discuss"}}


def test_an_assessors_other_word_opens_a_skill(who, weaver, skills, crafts):
    record.signed_off(who.ada_person, skills["weaving"], crafts, 1, maker=None, at=NOON)
    team.sent(who.ada, weaver, skills)

    (found,) = queries.reviews(who.boss, LATER)

    assert [line.asked.skill_slug for line in found.opened] == ["weaving"]
    assert [(one.why.value, one.word.level) for one in found.opened[0].why] == [("assessed", 1)]


def test_the_rest_of_a_whole_team_is_confirmed_in_one_go(who, weaver, skills):
    sent = [team.sent(member, weaver, skills) for member in who.team]

    done = commands.confirm_rest(assessments=ticked(*sent), actor=who.boss, at=LATER)

    assert done.confirmed == ("Ada Marsh", "Ben Reed 1", "Cy Reed 2")
    assert (done.kept, done.left, done.gone) == ((), (), 0)
    assert set(Assessment.objects.values_list("state", "due_on")) == {("confirmed", None)}
    said = Judgement.objects.filter(source="manager").values_list("skill_id", "level", "audience", "maker_id", "note")
    assert set(said) == {
        (skills["weaving"], 2, "shared", who.boss.person_id, ""),
        (skills["dyeing"], 1, "shared", who.boss.person_id, ""),
    }
    assert len(said) == 6
    held = queries.levels_held(who.ada.person_id, who.ada, LATER)
    assert held[skills["weaving"]].source == "manager"
    assert set(Hand.objects.values_list("ended_why", "ended_at")) == {("decided", LATER)}
    last = Step.objects.filter(assessment__uuid=sent[0].uuid).latest("pk")
    assert (last.move, last.before, last.after, last.account_id) == (
        "confirm", "submitted", "confirmed", who.boss.account_id,
    )  # fmt: skip
    entry = Entry.objects.get(kind="assessments.rest.confirmed")
    assert {one.person_id for one in entry.subjects.all()} == {member.person_id for member in who.team}
    assert entry.facts["assessments"] == [str(one.uuid) for one in sent]
    assert queries.reviews(who.boss, LATER) == ()


def test_a_team_of_fifty_costs_no_more_statements_than_one_of_three(crafts, weaver, skills):
    who = team.make(crafts, 50)
    sent = [team.sent(member, weaver, skills) for member in who.team]

    def counted(do):
        with CaptureQueriesContext(connection) as asked:
            do()
        return len(asked)

    looking = counted(lambda: queries.reviews(who.boss, LATER))
    few = counted(lambda: commands.confirm_rest(assessments=ticked(*sent[:3]), actor=who.boss, at=LATER))
    many = counted(lambda: commands.confirm_rest(assessments=ticked(*sent[3:]), actor=who.boss, at=LATER))

    assert looking <= 15
    assert few == many
    assert not Assessment.objects.exclude(state="confirmed").exists()


def test_what_stays_open_keeps_what_was_agreed_as_the_managers_draft(who, weaver, skills):
    whole, part = team.sent(who.team[0], weaver, skills), team.sent(who.team[1], weaver, skills, weaving=3)

    done = commands.confirm_rest(assessments=ticked(whole, part), actor=who.boss, at=LATER)

    assert (done.confirmed, done.kept) == (("Ada Marsh",), ("Ben Reed 1",))
    assert Assessment.objects.get(uuid=part.uuid).state == "submitted"
    assert list(Answer.objects.values_list("by_id", "skill_id", "level")) == [
        (who.boss.account_id, skills["dyeing"], 1)
    ]
    again = commands.confirm_rest(assessments=ticked(part), actor=who.boss, at=LATER)
    assert again.kept == ("Ben Reed 1",)
    assert Answer.objects.count() == 1


def test_what_changed_meanwhile_is_named_and_the_others_are_confirmed(who, weaver, skills):
    fine, withdrawn, anew = (team.sent(member, weaver, skills) for member in who.team)
    commands.withdraw(assessment=withdrawn.uuid, actor=who.team[1], at=LATER)
    commands.send_back(assessment=anew.uuid, words=["old"], actor=who.boss, at=LATER)
    commands.submit(assessment=anew.uuid, declared=True, actor=who.team[2], at=LATER)

    done = commands.confirm_rest(assessments=ticked(fine, withdrawn, anew), actor=who.boss, at=LATER)

    assert done.confirmed == ("Ada Marsh",)
    assert {one.name: one.why.split(" ")[0:3] for one in done.left} == {
        "Ben Reed 1": ["Its", "person", "withdrew"],
        "Cy Reed 2": ["It", "was", "submitted"],
    }
    assert Assessment.objects.get(uuid=anew.uuid).state == "submitted"


def test_a_manager_of_before_confirms_nothing(who, weaver, skills):
    sent = team.sent(who.ada, weaver, skills)
    ReportingLine.objects.filter(person_id=who.ada.person_id).update(until_on=NOON.date())

    done = commands.confirm_rest(assessments=ticked(sent), actor=who.boss, at=LATER)

    assert (done.confirmed, done.left, done.gone) == ((), (), 1)
    assert queries.reviews(who.boss, LATER) == ()
    with pytest.raises(NotVisible):
        queries.review(sent.uuid, who.boss, LATER)
    assert not Entry.objects.filter(kind="assessments.rest.confirmed").exists()


def test_confirming_nobody_is_refused(who):
    with pytest.raises(commands.NothingTicked):
        commands.confirm_rest(assessments=[], actor=who.boss, at=LATER)


def test_a_note_that_the_manager_began_keeps_a_skill_open(who, weaver, skills):
    sent = team.sent(who.ada, weaver, skills)
    commands.save_draft(
        assessment=sent.uuid, word=Word(skills["weaving"], reason="Ask about the blue cloth."), actor=who.boss, at=LATER
    )

    done = commands.confirm_rest(assessments=ticked(sent), actor=who.boss, at=LATER)

    assert done.kept == ("Ada Marsh",)
    assert Answer.objects.get(skill_id=skills["weaving"]).note == "Ask about the blue cloth."


def test_where_both_answer_blind_nothing_is_confirmed_unseen(who, weaver, skills):
    Terms.objects.create(days=20, blind=True, at=NOON)
    sent = team.sent(who.ada, weaver, skills)

    assert stands(who) == {"Ada Marsh": {"weaving": "unseen", "dyeing": "unseen"}}
    assert len(commands.confirm_rest(assessments=ticked(sent), actor=who.boss, at=LATER).left) == 1
    for slug, level in (("weaving", 2), ("dyeing", 3)):
        commands.save_draft(assessment=sent.uuid, word=Word(skills[slug], level=level), actor=who.boss, at=LATER)

    assert stands(who) == {"Ada Marsh": {"weaving": "agree", "dyeing": "discuss"}}


def test_whoever_was_confirmed_is_told_and_nothing_waits_for_the_manager(who, weaver, skills):
    from waymark.assessments.handlers import tell_of_many, tell_of_move
    from waymark.kernel import events
    from waymark.notifications.models import Item

    sent = team.sent(who.ada, weaver, skills)
    moved = OutboxEvent.objects.get(kind="assessments.assessment.moved")
    tell_of_move(events.read(moved.kind, moved.payload), at=NOON)
    commands.confirm_rest(assessments=ticked(sent), actor=who.boss, at=LATER)
    told = OutboxEvent.objects.get(kind="assessments.assessments.confirmed")
    for _time in range(2):
        tell_of_many(events.read(told.kind, told.payload), at=LATER)

    assert list(Item.objects.filter(account_id=who.ada.account_id).values_list("title", flat=True)) == [
        "The levels in your assessment are confirmed"
    ]
    assert Item.objects.get(account_id=who.boss.account_id).done_at == LATER


def test_it_stays_the_same_manager_who_may_send_it_back(who, weaver, skills):
    sent = desk.submitted(who, weaver, skills, goes_to="manager")

    commands.send_back(assessment=sent.uuid, words=["old"], actor=who.boss, at=LATER)

    assert queries.reviews(who.boss, LATER) == ()
