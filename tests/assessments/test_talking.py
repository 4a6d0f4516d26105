"""The conversation sheet: begun by a difference, written by both, ended by the manager."""

from datetime import date, timedelta

import pytest

from tests.assessments import team
from tests.conftest import NOON
from waymark.assessments import commands, handlers, queries
from waymark.assessments.models import Talk, TalkPoint, Terms
from waymark.assessments.types import Said, TalkWords, Word
from waymark.audit.models import Entry, OutboxEvent
from waymark.kernel import events
from waymark.kernel.errors import NotVisible
from waymark.notifications.models import Item
from waymark.people.models import ReportingLine

LATER = NOON + timedelta(days=1)
DAY = date(2026, 9, 1)


@pytest.fixture
def who(crafts):
    return team.make(crafts, 2)


@pytest.fixture
def sent(who, weaver, skills):
    return team.sent(who.ada, weaver, skills, weaving=3)


@pytest.fixture
def sheet(who, sent, skills):
    """The sheet of an assessment that was confirmed with one level that differs."""
    words = [Word(skills["weaving"], level=2, reason="Plain cloth so far."), Word(skills["dyeing"], level=1)]
    commands.confirm(assessment=sent.uuid, words=words, actor=who.boss, at=LATER)
    return sent.uuid


def hand_over():
    """Hand every event that waits to its handler, twice."""
    hears = {
        "assessments.talk.begun": handlers.ask_to_talk,
        "assessments.talk.ended": handlers.settle_talk,
    }
    for event in OutboxEvent.objects.filter(kind__in=hears).order_by("pk"):
        for _time in range(2):
            hears[event.kind](events.read(event.kind, event.payload), at=LATER)


def test_what_a_manager_confirms_differently_stands_on_the_sheet_with_both_levels(who, sheet):
    for actor, own in ((who.ada, True), (who.boss, False)):
        found = queries.talk(sheet, actor, LATER)
        (point,) = found.points
        assert (point.asked.skill_slug, point.own, point.manager) == ("weaving", Said(3, None), Said(2, None))
        assert (point.about, found.own, found.name, found.manager_name) == (
            "Plain cloth so far.", own, "Ada Marsh", "Bo Chief",
        )  # fmt: skip
    assert queries.has_talk(sheet, who.ada, LATER)
    assert [(one.name, one.points) for one in queries.open_talks(who.boss, LATER)] == [("Ada Marsh", 1)]
    assert Entry.objects.get(kind="assessments.assessment.confirmed").facts["to_talk_about"] == 1


def test_agreement_leaves_no_sheet(who, sent, skills):
    words = [Word(skills["weaving"], level=3), Word(skills["dyeing"], level=1)]
    commands.confirm(assessment=sent.uuid, words=words, actor=who.boss, at=LATER)

    assert not Talk.objects.exists()
    assert not queries.has_talk(sent.uuid, who.ada, LATER)
    with pytest.raises(NotVisible):
        queries.talk(sent.uuid, who.ada, LATER)
    with pytest.raises(NotVisible):
        commands.write_talk(assessment=sent.uuid, points=[], actor=who.ada, at=LATER)


def test_both_write_and_neither_loses_a_word(who, sheet, skills):
    weaving = skills["weaving"]
    commands.write_talk(
        assessment=sheet, points=[TalkWords(weaving, about="The grey loom.", seen_revision=1)], actor=who.ada, at=LATER
    )
    late = TalkWords(weaving, about="Other cloth.", came_of_it="We agree.", seen_revision=1)

    with pytest.raises(commands.TalkChanged, match="Weaving") as refused:
        commands.write_talk(assessment=sheet, points=[late], actor=who.boss, at=LATER)

    assert refused.value.there.points[0].about == "The grey loom."
    done = commands.write_talk(
        assessment=sheet,
        points=[TalkWords(weaving, "The grey loom.", "We agree.", "Weave a twill with Sol.", DAY, seen_revision=2)],
        actor=who.boss, at=LATER,
    )  # fmt: skip
    point = done.points[0]
    assert (point.came_of_it, point.agreed, point.due_on, point.by) == (
        "We agree.", "Weave a twill with Sol.", DAY, "Bo Chief",
    )  # fmt: skip
    assert Entry.objects.filter(kind="assessments.talk.written").count() == 2


def test_writing_the_same_again_changes_nothing(who, sheet, skills):
    same = TalkWords(skills["weaving"], about="Plain cloth so far.", seen_revision=7)

    commands.write_talk(assessment=sheet, points=[same], actor=who.ada, at=LATER)

    assert TalkPoint.objects.get().revision == 1
    assert not Entry.objects.filter(kind="assessments.talk.written").exists()


def test_what_does_not_fit_is_refused(who, sheet, skills):
    with pytest.raises(commands.TooLong):
        commands.write_talk(
            assessment=sheet, points=[TalkWords(skills["weaving"], agreed="x" * 4001)], actor=who.ada, at=LATER
        )
    with pytest.raises(commands.NotAsked):
        commands.write_talk(assessment=sheet, points=[TalkWords(skills["dyeing"])], actor=who.ada, at=LATER)


def test_it_waits_for_both_until_the_manager_says_it_was_talked_about(who, sheet):
    hand_over()
    waiting = Item.objects.filter(todo=True, done_at=None, url__endswith="/conversation")
    assert {(one.account_id, one.url) for one in waiting} == {
        (who.ada.account_id, f"/me/assessments/{sheet}/conversation"),
        (who.boss.account_id, f"/team/reviews/{sheet}/conversation"),
    }
    with pytest.raises(NotVisible):
        commands.end_talk(assessment=sheet, actor=who.ada, at=LATER)

    for _time in range(2):
        commands.end_talk(assessment=sheet, actor=who.boss, at=LATER)
    hand_over()

    assert not waiting.all().exists()
    assert queries.talk(sheet, who.ada, LATER).ended_at == LATER
    assert queries.open_talks(who.boss, LATER) == ()
    assert Entry.objects.filter(kind="assessments.talk.ended").count() == 1


def test_what_was_talked_about_does_not_change(who, sheet, skills):
    commands.end_talk(assessment=sheet, actor=who.boss, at=LATER)

    with pytest.raises(commands.TalkOver):
        commands.write_talk(
            assessment=sheet, points=[TalkWords(skills["weaving"], about="More.")], actor=who.ada, at=LATER
        )


def test_a_manager_of_before_sees_no_sheet_and_the_next_one_does(who, sheet):
    ReportingLine.objects.filter(person_id=who.ada.person_id).update(until_on=NOON.date())
    ReportingLine.objects.create(person_id=who.ada.person_id, manager_id=who.second.person_id, from_on=NOON.date())

    with pytest.raises(NotVisible):
        queries.talk(sheet, who.boss, LATER)
    assert queries.talk(sheet, who.second, LATER).points
    commands.end_talk(assessment=sheet, actor=who.second, at=LATER)


def test_a_sheet_of_a_withdrawn_assessment_is_the_persons_alone_and_waits_for_nobody(who, sheet, skills):
    hand_over()
    commands.withdraw(assessment=sheet, actor=who.ada, at=LATER)
    hand_over()

    with pytest.raises(NotVisible):
        queries.talk(sheet, who.boss, LATER)
    assert queries.talk(sheet, who.ada, LATER).points
    with pytest.raises(commands.AlreadyWithdrawn):
        commands.write_talk(assessment=sheet, points=[TalkWords(skills["weaving"])], actor=who.ada, at=LATER)
    assert not Item.objects.filter(todo=True, done_at=None, url__endswith="/conversation").exists()


def test_a_manager_may_talk_first_and_confirm_afterwards(who, sent, skills):
    with pytest.raises(commands.NothingToTalkAbout):
        commands.begin_talk(assessment=sent.uuid, actor=who.boss, at=LATER)
    commands.save_draft(
        assessment=sent.uuid, word=Word(skills["weaving"], level=2, reason="Plain."), actor=who.boss, at=LATER
    )

    found = commands.begin_talk(assessment=sent.uuid, actor=who.boss, at=LATER)

    assert (found.state, [one.manager.level for one in found.points]) == ("submitted", [2])
    commands.end_talk(assessment=sent.uuid, actor=who.boss, at=LATER)
    words = [Word(skills["weaving"], level=2, reason="Plain."), Word(skills["dyeing"], level=3, reason="Better.")]
    commands.confirm(assessment=sent.uuid, words=words, actor=who.boss, at=LATER)
    again = queries.talk(sent.uuid, who.ada, LATER)
    assert again.ended_at is None
    assert {one.asked.skill_slug for one in again.points} == {"weaving", "dyeing"}
    with pytest.raises(commands.NotDecidable):
        commands.begin_talk(assessment=sent.uuid, actor=who.boss, at=LATER)


def test_where_both_answer_blind_the_sheet_waits_for_the_managers_answers(who, weaver, skills):
    Terms.objects.create(days=20, blind=True, at=NOON)
    sent = team.sent(who.team[1], weaver, skills)
    commands.save_draft(
        assessment=sent.uuid, word=Word(skills["weaving"], level=1, reason="Plain."), actor=who.boss, at=LATER
    )
    with pytest.raises(commands.AnswerFirst):
        commands.begin_talk(assessment=sent.uuid, actor=who.boss, at=LATER)
    commands.save_draft(assessment=sent.uuid, word=Word(skills["dyeing"], level=1), actor=who.boss, at=LATER)

    (point,) = commands.begin_talk(assessment=sent.uuid, actor=who.boss, at=LATER).points

    assert (point.own.level, point.manager.level) == (2, 1)


@pytest.mark.parametrize("goes_to", ["assessor", ""])
def test_nothing_waits_to_be_talked_about_once_it_goes_to_somebody_else(who, sent, skills, goes_to):
    draft = Word(skills["weaving"], level=2, reason="Plain cloth so far.")
    commands.save_draft(assessment=sent.uuid, word=draft, actor=who.boss, at=NOON)
    commands.begin_talk(assessment=sent.uuid, actor=who.boss, at=NOON)
    commands.send_back(assessment=sent.uuid, reason="Ask an assessor.", actor=who.boss, at=NOON)
    hand_over()
    waiting = Item.objects.filter(todo=True, done_at=None, url__endswith="/conversation")
    assert waiting.count() == 2

    commands.choose_receiver(assessment=sent.uuid, goes_to=goes_to, actor=who.ada, at=LATER)
    commands.submit(assessment=sent.uuid, declared=True, actor=who.ada, at=LATER)
    hand_over()

    assert not waiting.exists()
    assert queries.talk(sent.uuid, who.ada, LATER).ended_at is None


def test_nothing_waits_once_it_is_withdrawn_after_it_was_to_go_to_nobody(who, sent, skills):
    draft = Word(skills["weaving"], level=2, reason="Plain cloth so far.")
    commands.save_draft(assessment=sent.uuid, word=draft, actor=who.boss, at=NOON)
    commands.begin_talk(assessment=sent.uuid, actor=who.boss, at=NOON)
    commands.send_back(assessment=sent.uuid, reason="Think again.", actor=who.boss, at=NOON)
    hand_over()
    commands.choose_receiver(assessment=sent.uuid, goes_to="", actor=who.ada, at=LATER)

    commands.withdraw(assessment=sent.uuid, actor=who.ada, at=LATER)
    hand_over()

    assert not Item.objects.filter(todo=True, done_at=None, url__endswith="/conversation").exists()


def test_nothing_waits_to_be_talked_about_once_the_manager_passed_it_on(who, sent, skills):
    draft = Word(skills["weaving"], level=2, reason="Plain cloth so far.")
    commands.save_draft(assessment=sent.uuid, word=draft, actor=who.boss, at=NOON)
    commands.begin_talk(assessment=sent.uuid, actor=who.boss, at=NOON)
    hand_over()

    commands.pass_on(assessment=sent.uuid, reason="We are friends.", actor=who.boss, at=LATER)
    hand_over()

    assert not Item.objects.filter(todo=True, done_at=None, url__endswith="/conversation").exists()
