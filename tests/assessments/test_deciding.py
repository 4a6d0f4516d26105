"""Sent, sent back, confirmed, signed off, declined, passed on, appealed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.assessments import desk
from tests.conftest import NOON
from waymark.assessments import commands, queries
from waymark.assessments.models import Answer, Assessment, Hand, Judgement, Step
from waymark.assessments.types import Word
from waymark.audit.models import Entry, OutboxEvent
from waymark.kernel.errors import NotVisible
from waymark.people.models import ReportingLine

LATER = NOON + timedelta(days=1)
MUCH_LATER = NOON + timedelta(days=120)


@pytest.fixture
def who(crafts):
    return desk.make(crafts)


@pytest.fixture
def sent(who, weaver, skills):
    return desk.submitted(who, weaver, skills)


def test_what_goes_to_somebody_must_be_complete_and_declared(who, weaver, skills):
    opened = commands.start(role_level_id=weaver, kind="full", actor=who.ada, at=NOON)
    commands.save_answer(
        assessment=opened.uuid, skill_id=skills["costing"], level=1, seen_revision=None, actor=who.ada, at=NOON
    )
    commands.choose_receiver(assessment=opened.uuid, goes_to="assessor", actor=who.ada, at=NOON)

    with pytest.raises(commands.NotComplete, match="Weaving, One of these"):
        commands.submit(assessment=opened.uuid, declared=True, actor=who.ada, at=NOON)
    for slug in ("weaving", "bookkeeping"):
        commands.save_answer(
            assessment=opened.uuid, skill_id=skills[slug], level=1, seen_revision=None, actor=who.ada, at=NOON
        )
    with pytest.raises(commands.NotDeclared):
        commands.submit(assessment=opened.uuid, actor=who.ada, at=NOON)

    assert commands.submit(assessment=opened.uuid, declared=True, actor=who.ada, at=NOON).state == "submitted"


def test_it_cannot_be_sent_where_nobody_would_answer(who, weaver, skills, as_ada):
    opened = commands.start(role_level_id=weaver, kind="full", actor=as_ada, at=NOON)
    with pytest.raises(commands.NoManager):
        commands.choose_receiver(assessment=opened.uuid, goes_to="manager", actor=as_ada, at=NOON)
    Assessment.objects.filter(uuid=opened.uuid).update(version=opened.version_id)
    from waymark.frameworks.models import Framework

    Framework.objects.filter(slug="crafts").update(profession_id=None)
    with pytest.raises(commands.NoAssessors):
        commands.choose_receiver(assessment=opened.uuid, goes_to="assessor", actor=as_ada, at=NOON)


def test_it_stands_on_the_desk_of_every_assessor_until_one_takes_it(who, sent):
    def seen(actor):
        return [card.uuid for card in queries.waiting_cases(actor, LATER).cards]

    assert seen(who.first) == seen(who.second) == [sent.uuid]
    assert seen(who.boss) == seen(who.ada) == []
    assert sent.due_on == NOON.date() + timedelta(days=20)

    commands.take(assessment=sent.uuid, actor=who.first, at=LATER)

    assert (seen(who.first), seen(who.second)) == ([sent.uuid], [])
    assert queries.next_case(who.first, LATER) == sent.uuid
    with pytest.raises(NotVisible):
        queries.case(sent.uuid, who.second, LATER)
    with pytest.raises(commands.InOtherHands, match="Finn Assay"):
        commands.take(assessment=sent.uuid, actor=who.second, at=LATER)


def test_the_queue_goes_on_where_the_page_before_ended(who, weaver, skills, monkeypatch):
    from waymark.assessments.queries import deciding

    monkeypatch.setattr(deciding, "PAGE", 1)
    first = desk.submitted(who, weaver, skills)
    second = desk.submitted(who, weaver, skills, at=LATER)

    page = queries.waiting_cases(who.first, LATER)
    rest = queries.waiting_cases(who.first, LATER, after=page.after)

    assert [card.uuid for card in page.cards] == [first.uuid]
    assert ([card.uuid for card in rest.cards], rest.after) == ([second.uuid], "")
    assert queries.waiting_cases(who.first, LATER, after="no place").cards == page.cards


def test_signing_off_says_the_levels_and_until_when_they_hold(who, sent, skills):
    view = commands.sign_off(
        assessment=sent.uuid, words=desk.words(skills, weaving=2, reason="Plain cloth only."),
        declaration=desk.DECLARED, actor=who.first, at=LATER,
    )  # fmt: skip

    assert view.state == "signed_off"
    said = {one.skill_id: one for one in Judgement.objects.filter(source="assessor")}
    assert {pk: (one.level, one.audience, one.maker_id) for pk, one in said.items()} == {
        skills["weaving"]: (2, "shared", who.first.person_id),
        skills["dyeing"]: (2, "shared", who.first.person_id),
    }
    assert said[skills["weaving"]].valid_until == LATER.replace(year=LATER.year + 3)
    assert queries.levels_held(who.ada.person_id, who.ada, LATER)[skills["weaving"]].level == 2
    assert {one.skill_id: one.level for one in view.answers} == {skills["weaving"]: 3, skills["dyeing"]: 2}
    steps = queries.history_of(sent.uuid, who.ada, LATER)
    assert [(one.move, one.after, one.name) for one in steps] == [
        ("start", "in_progress", "Ada Marsh"),
        ("submit", "submitted", "Ada Marsh"),
        ("sign_off", "signed_off", "Finn Assay"),
    ]
    assert steps[-1].declaration == desk.DECLARED
    assert Hand.objects.get().ended_why == "decided"
    entry = Entry.objects.get(kind="assessments.assessment.signed_off")
    assert [subject.person_id for subject in entry.subjects.all()] == [who.ada.person_id]


def test_a_decision_speaks_of_everything_that_was_answered_and_says_why_it_differs(who, sent, skills):
    def sign(words):
        commands.sign_off(assessment=sent.uuid, words=words, declaration=desk.DECLARED, actor=who.first, at=LATER)

    with pytest.raises(commands.NothingSaid) as unsaid:
        sign(desk.words(skills)[:1])
    with pytest.raises(commands.NoReason) as unreasoned:
        sign(desk.words(skills, weaving=1))
    with pytest.raises(commands.NotOnScale):
        sign(desk.words(skills, weaving=9, reason="x"))
    with pytest.raises(commands.NotDeclared):
        commands.sign_off(assessment=sent.uuid, words=desk.words(skills), declaration=" ", actor=who.first, at=LATER)

    assert unsaid.value.skill_ids == [skills["dyeing"]]
    assert unreasoned.value.skill_ids == [skills["weaving"]]
    assert not Judgement.objects.exclude(source="self").exists()
    assert Assessment.objects.get().state == "submitted"


def test_what_comes_back_goes_on_from_what_was_submitted_and_returns_to_the_same_assessor(who, sent, skills):
    commands.send_back(
        assessment=sent.uuid, words=["note-short"], reason="Say more of the dyeing.", actor=who.first, at=LATER
    )

    back = queries.own_assessment(sent.uuid, who.ada, LATER)
    assert (back.state, [one.level for one in back.answers]) == ("returned", [3, 2])
    assert queries.open_assessments(who.ada.person_id, who.ada, LATER) == (back,)
    (dyeing,) = (one for one in back.answers if one.skill_id == skills["dyeing"])
    commands.save_answer(
        assessment=sent.uuid, skill_id=skills["dyeing"], level=1, seen_revision=dyeing.revision, actor=who.ada, at=LATER
    )
    again = commands.submit(assessment=sent.uuid, declared=True, actor=who.ada, at=LATER)

    assert again.state == "submitted"
    assert Judgement.objects.filter(skill=skills["weaving"]).count() == 1
    assert list(Judgement.objects.filter(skill=skills["dyeing"]).order_by("pk").values_list("level", flat=True)) == [
        2,
        1,
    ]
    assert queries.case(sent.uuid, who.first, LATER).mine
    assert queries.history_of(sent.uuid, who.ada, LATER)[2].words == (
        "The note is too short to see what you did yourself.",
    )


def test_what_came_back_shows_its_new_drafts_to_its_person_alone(who, sent, skills):
    commands.send_back(assessment=sent.uuid, reason="Look again.", actor=who.first, at=LATER)
    commands.save_answer(
        assessment=sent.uuid, skill_id=skills["weaving"], level=1, seen_revision=1, actor=who.ada, at=LATER
    )

    seen = queries.case(sent.uuid, who.first, LATER).view

    assert {one.skill_id: one.level for one in seen.answers}[skills["weaving"]] == 3


def test_what_came_back_and_is_left_lapses_after_90_days(who, sent):
    commands.send_back(assessment=sent.uuid, reason="Look again.", actor=who.first, at=NOON)

    assert commands.lapse_returned(at=NOON + timedelta(days=89)) == 0
    assert commands.lapse_returned(at=NOON + timedelta(days=90)) == 1
    assert commands.lapse_returned(at=NOON + timedelta(days=91)) == 0

    assert queries.own_assessment(sent.uuid, who.ada, NOON).state == "lapsed"
    assert not Answer.objects.exists()
    with pytest.raises(commands.DecidedForGood):
        commands.withdraw(assessment=sent.uuid, actor=who.ada, at=MUCH_LATER)


def test_a_manager_confirms_and_no_assessor_sees_it(who, weaver, skills):
    sent = desk.submitted(who, weaver, skills, goes_to="manager")

    with pytest.raises(NotVisible):
        commands.confirm(assessment=sent.uuid, words=desk.words(skills), actor=who.first, at=LATER)
    with pytest.raises(NotVisible):
        commands.sign_off(
            assessment=sent.uuid, words=desk.words(skills), declaration=desk.DECLARED, actor=who.boss, at=LATER
        )
    view = commands.confirm(assessment=sent.uuid, words=desk.words(skills), actor=who.boss, at=LATER)

    assert (view.state, view.due_on) == ("confirmed", None)
    assert set(Judgement.objects.exclude(source="self").values_list("source", flat=True)) == {"manager"}
    with pytest.raises(commands.AlreadyDecided, match="Bo Chief confirmed the levels") as refused:
        commands.confirm(assessment=sent.uuid, words=desk.words(skills), actor=who.boss, at=LATER)
    assert refused.value.decision[skills["weaving"]].answer.level == 3


def test_what_was_sent_to_the_manager_follows_the_reporting_line(who, weaver, skills):
    sent = desk.submitted(who, weaver, skills, goes_to="manager")
    ReportingLine.objects.update(until_on=NOON.date())
    new = desk.with_account("N", "Nia", "New")
    ReportingLine.objects.create(person_id=who.ada.person_id, manager=new, from_on=NOON.date())
    from tests.assessments import build as record

    with pytest.raises(NotVisible):
        queries.case(sent.uuid, who.boss, LATER)
    assert queries.case(sent.uuid, record.acting(new), LATER).as_manager


def test_an_assessor_may_confirm_first_and_sign_off_later(who, sent, skills):
    commands.confirm(assessment=sent.uuid, words=desk.words(skills), actor=who.first, at=NOON)

    with pytest.raises(commands.InOtherHands):
        commands.sign_off(
            assessment=sent.uuid, words=desk.words(skills), declaration=desk.DECLARED, actor=who.second, at=LATER
        )
    view = commands.sign_off(
        assessment=sent.uuid, words=desk.words(skills), declaration=desk.DECLARED, actor=who.first, at=LATER
    )

    assert view.state == "signed_off"


def test_nobody_assesses_themselves_or_as_an_assessor_whom_they_manage(who, weaver, skills):
    from dataclasses import replace

    own = desk.submitted(who, weaver, skills)
    as_assessor = replace(who.ada, duties=who.first.duties)
    manager = replace(who.boss, duties=who.first.duties)

    for actor, refusal in ((as_assessor, commands.YourOwn), (manager, commands.YouManageThem)):
        with pytest.raises(refusal):
            commands.take(assessment=own.uuid, actor=actor, at=LATER)
        with pytest.raises(refusal):
            commands.sign_off(
                assessment=own.uuid, words=desk.words(skills), declaration=desk.DECLARED, actor=actor, at=LATER
            )
        assert queries.waiting_cases(actor, LATER).cards == ()


def test_a_decision_on_what_was_withdrawn_is_refused_by_name_and_its_judgements_stop_counting(who, sent, skills):
    commands.confirm(assessment=sent.uuid, words=desk.words(skills), actor=who.first, at=NOON)
    commands.withdraw(assessment=sent.uuid, actor=who.ada, at=LATER)

    with pytest.raises(commands.TheyWithdrew, match="3 March 2026"):
        commands.sign_off(
            assessment=sent.uuid, words=desk.words(skills), declaration=desk.DECLARED, actor=who.first, at=LATER
        )

    assert queries.levels_held(who.ada.person_id, who.ada, LATER) == {}
    assert Judgement.objects.count() == 4
    assert queries.waiting_cases(who.first, LATER).cards == ()
    with pytest.raises(NotVisible):
        queries.case(sent.uuid, who.first, LATER)


def test_what_was_signed_off_cannot_be_taken_back(who, sent, skills):
    commands.sign_off(
        assessment=sent.uuid, words=desk.words(skills), declaration=desk.DECLARED, actor=who.first, at=NOON
    )

    with pytest.raises(commands.DecidedForGood):
        commands.withdraw(assessment=sent.uuid, actor=who.ada, at=LATER)


def test_who_should_not_assess_it_passes_it_on_and_does_not_see_it_again_among_what_waits(who, sent):
    commands.pass_on(assessment=sent.uuid, reason="We are married.", actor=who.first, at=LATER)

    assert queries.waiting_cases(who.first, LATER).cards == ()
    assert [card.uuid for card in queries.waiting_cases(who.second, LATER).cards] == [sent.uuid]
    with pytest.raises(commands.NoAssessors):
        commands.pass_on(assessment=sent.uuid, reason="I do not know it.", actor=who.second, at=LATER)
    assert queries.history_of(sent.uuid, who.ada, LATER)[-1].reason == "We are married."


def test_a_manager_who_passes_on_sends_it_to_the_assessors(who, weaver, skills):
    sent = desk.submitted(who, weaver, skills, goes_to="manager")

    commands.pass_on(assessment=sent.uuid, reason="Too close.", actor=who.boss, at=LATER)

    assert [card.uuid for card in queries.waiting_cases(who.first, LATER).cards] == [sent.uuid]
    with pytest.raises(NotVisible):
        queries.case(sent.uuid, who.boss, LATER)


def test_an_assessor_gives_it_to_another_and_to_nobody_else(who, sent):
    commands.take(assessment=sent.uuid, actor=who.first, at=NOON)

    with pytest.raises(commands.NotAnAssessor):
        commands.delegate(assessment=sent.uuid, to_account_id=who.boss.account_id, actor=who.first, at=LATER)
    commands.delegate(assessment=sent.uuid, to_account_id=who.second.account_id, actor=who.first, at=LATER)

    assert queries.case(sent.uuid, who.second, LATER).mine
    assert OutboxEvent.objects.filter(kind="assessments.assessment.moved").count() == 2


def test_drafts_of_two_assessors_stand_beside_each_other_and_a_decision_leaves_the_others(who, sent, skills):
    for actor, level in ((who.first, 2), (who.second, 4)):
        commands.save_draft(
            assessment=sent.uuid, word=Word(skills["weaving"], level=level, reason="x"), actor=actor, at=LATER
        )
    commands.save_draft(assessment=sent.uuid, word=Word(skills["dyeing"], reason="Later."), actor=who.second, at=LATER)

    assert queries.case(sent.uuid, who.first, LATER).drafts[skills["weaving"]].level == 2
    commands.sign_off(
        assessment=sent.uuid, words=desk.words(skills, reason="x"), declaration=desk.DECLARED, actor=who.first, at=LATER
    )

    kept = Answer.objects.filter(by=who.second.account_id)
    assert {one.skill_id: (one.level, one.note) for one in kept} == {
        skills["weaving"]: (4, "x"),
        skills["dyeing"]: (None, "Later."),
    }
    assert not Answer.objects.filter(by=who.first.account_id).exists()
    with pytest.raises(commands.AlreadyDecided, match="Finn Assay signed this assessment off on 3 March 2026"):
        commands.sign_off(
            assessment=sent.uuid, words=desk.words(skills), declaration=desk.DECLARED, actor=who.second, at=LATER
        )


def test_a_blind_case_shows_their_answers_once_one_has_put_ones_own(who, sent, skills):
    Assessment.objects.update(blind=True)

    assert queries.case(sent.uuid, who.first, LATER).hidden
    for slug in ("weaving", "dyeing"):
        commands.save_draft(assessment=sent.uuid, word=Word(skills[slug], level=1), actor=who.first, at=LATER)

    assert not queries.case(sent.uuid, who.first, LATER).hidden


def test_declining_needs_a_reason_and_leaves_their_own_word(who, sent, skills):
    with pytest.raises(commands.NoReason):
        commands.decline(assessment=sent.uuid, reason="", actor=who.first, at=LATER)

    view = commands.decline(
        assessment=sent.uuid, words=["old"], reason="It is ten years old.", actor=who.first, at=LATER
    )

    assert view.state == "declined"
    assert queries.levels_held(who.ada.person_id, who.ada, LATER)[skills["weaving"]].source == "self"


def test_an_appeal_goes_to_another_assessor_and_what_was_decided_counts_meanwhile(who, sent, skills):
    commands.sign_off(
        assessment=sent.uuid, words=desk.words(skills, weaving=1, reason="x"), declaration=desk.DECLARED,
        actor=who.first, at=NOON,
    )  # fmt: skip
    appeal = commands.appeal(assessment=sent.uuid, reason="The second loom was mine.", actor=who.ada, at=LATER)

    assert (appeal.state, appeal.appeal_of) == ("submitted", sent.uuid)
    assert queries.levels_held(who.ada.person_id, who.ada, LATER)[skills["weaving"]].level == 1
    assert queries.waiting_cases(who.first, LATER).cards == ()
    with pytest.raises(commands.YouDecidedBefore):
        commands.take(assessment=appeal.uuid, actor=who.first, at=LATER)
    with pytest.raises(commands.AppealOpen):
        commands.appeal(assessment=sent.uuid, reason="Again.", actor=who.ada, at=LATER)
    commands.sign_off(
        assessment=appeal.uuid, words=desk.words(skills), declaration=desk.DECLARED, actor=who.second, at=MUCH_LATER
    )
    assert queries.levels_held(who.ada.person_id, who.ada, MUCH_LATER)[skills["weaving"]].level == 3


def test_an_appeal_needs_another_assessor_and_something_decided(who, sent, skills):
    with pytest.raises(commands.NotDecidable):
        commands.appeal(assessment=sent.uuid, reason="x", actor=who.ada, at=LATER)
    commands.sign_off(
        assessment=sent.uuid, words=desk.words(skills), declaration=desk.DECLARED, actor=who.first, at=NOON
    )
    from waymark.access.models import Grant

    Grant.objects.filter(account=who.second.account_id).delete()

    with pytest.raises(commands.NoAssessors):
        commands.appeal(assessment=sent.uuid, reason="x", actor=who.ada, at=LATER)


def test_what_was_said_after_the_sign_off_is_shown_as_a_change(who, sent, skills, weaver):
    commands.sign_off(
        assessment=sent.uuid, words=desk.words(skills), declaration=desk.DECLARED, actor=who.first, at=NOON
    )
    assert queries.changed_since(sent.uuid, who.ada, LATER) == ()

    opened = commands.start(role_level_id=weaver, kind="single", skills=[skills["weaving"]], actor=who.ada, at=LATER)
    commands.save_answer(
        assessment=opened.uuid, skill_id=skills["weaving"], level=4, seen_revision=None, actor=who.ada, at=LATER
    )
    commands.submit(assessment=opened.uuid, actor=who.ada, at=LATER)

    assert queries.changed_since(sent.uuid, who.ada, LATER) == (skills["weaving"],)


def test_several_single_ones_may_be_open_and_the_same_is_opened_once(who, weaver, skills):
    def start(slug):
        return commands.start(role_level_id=weaver, kind="single", skills=[skills[slug]], actor=who.ada, at=NOON)

    weaving, dyeing = start("weaving"), start("dyeing")

    assert weaving.uuid != dyeing.uuid
    assert start("weaving").uuid == weaving.uuid
    assert weaving.skills == (skills["weaving"],)


def test_what_is_assessed_already_can_be_left_out(who, weaver, skills):
    opened = commands.start(role_level_id=weaver, kind="full", taken_over=[skills["weaving"]], actor=who.ada, at=NOON)

    assert skills["weaving"] not in opened.skills
    assert opened.taken_over == (skills["weaving"],)


def test_the_state_is_what_the_last_step_led_to(who, sent, skills):
    commands.send_back(assessment=sent.uuid, reason="x", actor=who.first, at=LATER)
    commands.submit(assessment=sent.uuid, declared=True, actor=who.ada, at=LATER)

    last = Step.objects.filter(assessment__uuid=sent.uuid).latest("pk")

    assert last.after == Assessment.objects.get(uuid=sent.uuid).state == "submitted"


def test_a_case_and_the_queue_take_a_fixed_number_of_queries(who, sent, skills, weaver):
    with CaptureQueriesContext(
        connection,
    ) as few:
        queries.waiting_cases(who.first, LATER)
    for days in range(3):
        desk.submitted(who, weaver, skills, at=LATER + timedelta(days=days))
    with CaptureQueriesContext(connection) as many:
        queries.waiting_cases(who.first, LATER)
    with CaptureQueriesContext(connection) as one:
        queries.case(sent.uuid, who.first, LATER)

    assert len(many) == len(few) <= 3
    assert len(one) <= 12
