"""What nobody would decide: untaken and late, in the hands of who may not any more, or with a manager of before."""

import threading
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.assessments import build as record
from tests.assessments import desk, panel, team
from tests.conftest import NOON
from waymark.access import commands as access
from waymark.access.events import GrantRevoked
from waymark.access.models import Account, Grant
from waymark.assessments import commands, handlers, queries
from waymark.assessments.events import AssessmentMoved, TalkFollows
from waymark.assessments.models import Answer, Assessment, Hand, Step
from waymark.assessments.types import Word
from waymark.audit.models import Entry, OutboxEvent
from waymark.jobs import worker
from waymark.kernel import clock
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR
from waymark.notifications.models import Item
from waymark.people import commands as people
from waymark.people.events import Left, ManagerSet
from waymark.people.models import ReportingLine
from waymark.work import commands as work

LATER = NOON + timedelta(days=1)
LATE = NOON + timedelta(days=21)


@pytest.fixture
def who(crafts):
    return desk.make(crafts)


@pytest.fixture
def sent(who, weaver, skills):
    return desk.submitted(who, weaver, skills)


def events(kind):
    return [kind(**one.payload) for one in OutboxEvent.objects.filter(kind=kind.kind).order_by("pk")]


def hear(at=LATER, *, last=0):
    """Have everybody told of all moves, or of the last ones only."""
    for event in events(AssessmentMoved)[-last:]:
        handlers.tell_of_move(event, at=at)


def waiting(actor):
    rows = Item.objects.filter(account_id=actor.account_id, todo=True, done_at=None)
    return list(rows.order_by("pk").values_list("url", flat=True))


def told(actor, words):
    return Item.objects.filter(account_id=actor.account_id, title__contains=words).count()


def run_out(actor, until=NOON):
    """Have the assessor's duty of somebody run out, as on its last day: nothing announces that."""
    (grant,) = Grant.objects.filter(account=actor.account_id)
    replaced(grant, until_at=until)


def replaced(grant, **otherwise):
    """Put a duty in the place of another: a duty is never changed."""
    columns = {field.attname: getattr(grant, field.attname) for field in Grant._meta.concrete_fields}
    grant.delete()
    Grant.objects.create(**columns | {"id": None, "uuid": uuid4()} | otherwise)


def new_manager(who, at=NOON):
    """Give Ada another manager from the day of ``at`` on."""
    new = desk.with_account("NM", "Nell", "New")
    ReportingLine.objects.filter(person_id=who.ada.person_id).update(until_on=at.date())
    ReportingLine.objects.create(person_id=who.ada.person_id, manager=new, from_on=at.date())
    return record.acting(new)


def tend(at, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: at)
    job = work.start(kind="assessments.tend", key=f"assessments.tend.{at}", actor=OPERATOR, at=at)
    worker.hand_out()
    while worker.run_tasks(threading.Event()):
        pass
    return job


@pytest.mark.django_db(transaction=True)
def test_who_could_take_what_nobody_took_is_reminded_once_of_each_day_by_the_worker(who, sent, skills, monkeypatch):
    words = "is late, and nobody has taken it"
    tend(NOON + timedelta(days=20), monkeypatch)
    assert (told(who.first, words), told(who.second, words)) == (0, 0)

    tend(LATE, monkeypatch)
    tend(LATE + timedelta(days=1), monkeypatch)

    assert (told(who.first, words), told(who.second, words), told(who.boss, words)) == (1, 1, 0)
    assert Item.objects.filter(key__contains=".untaken.").first().url == f"/assess/{sent.uuid}"
    commands.take(assessment=sent.uuid, actor=who.first, at=LATE)
    tend(LATE + timedelta(days=2), monkeypatch)
    assert told(who.first, words) == 1
    assert Item.objects.filter(key__contains=".late.").get().account_id == who.first.account_id


def test_heads_are_told_of_what_nobody_may_take(crafts, weaver, skills):
    who = panel.make(desk.make(crafts), with_panel=False)
    sent = desk.submitted(who, weaver, skills)
    for actor in (who.first, who.second):
        run_out(actor)

    assert [commands.remind_untaken(at=LATE) for _ in range(2)] == [1, 0]
    item = Item.objects.get(key__contains=".no_assessor.")
    assert (item.account_id, "Marsh" in item.title) == (who.head.account_id, False)
    assert Assessment.objects.get(uuid=sent.uuid).state == "submitted"


def test_of_what_waits_for_a_panel_moderators_are_reminded_and_not_who_has_it(crafts, weaver, skills):
    who = panel.make(desk.make(crafts), with_panel=False)
    panel.rule(who)
    panel.in_moderation(who, weaver, skills)

    assert commands.remind_overdue(at=LATE) == 0
    assert [commands.remind_untaken(at=LATE) for _ in range(2)] == [2, 0]
    told_of_it = Item.objects.filter(key__contains=".no_panel_late.")
    assert set(told_of_it.values_list("account_id", flat=True)) == {who.mo.account_id, who.nia.account_id}


def test_what_is_in_the_hands_of_who_lost_the_duty_goes_back_with_all_that_was_said(who, sent, skills):
    words = desk.words(skills, weaving=1, reason="Plain cloth only.")
    commands.confirm(assessment=sent.uuid, words=words, actor=who.first, at=NOON)
    commands.save_draft(assessment=sent.uuid, word=Word(skills["weaving"], level=2), actor=who.first, at=NOON)
    hear()
    run_out(who.first)

    assert [commands.put_back(at=LATER) for _ in range(2)] == [1, 0]
    hear()

    hand = Hand.objects.get(assessment__uuid=sent.uuid)
    assert (hand.account_id, hand.ended_why, hand.ended_at) == (who.first.account_id, "put_back", LATER)
    step = Step.objects.latest("pk")
    assert (step.move, step.before, step.after, step.account_id) == ("put_back", "confirmed", "confirmed", None)
    assert Entry.objects.filter(kind="assessments.assessment.put_back").get().facts["was_with"] == who.first.account_id
    assert told(who.ada, "goes to another assessor") == 1
    assert waiting(who.second) == [f"/assess/{sent.uuid}"]
    assert waiting(who.first) == []
    with pytest.raises(NotVisible):
        queries.case(sent.uuid, replace(who.first, duties=()), LATER)
    case = queries.case(sent.uuid, who.second, LATER)
    assert case.decided[skills["weaving"]].answer.level == 1
    assert case.steps[-1].move == "put_back"
    assert Answer.objects.filter(by=who.first.account_id).exists()
    assert commands.sign_off(
        assessment=sent.uuid, words=words, declaration=desk.DECLARED, actor=who.second, at=LATER
    ).state == "signed_off"  # fmt: skip


def test_a_duty_over_another_profession_or_place_does_not_matter_but_this_one_does(who, sent):
    commands.take(assessment=sent.uuid, actor=who.first, at=NOON)

    assert commands.put_back(at=LATER) == 0
    replaced(Grant.objects.get(account=who.first.account_id), profession_id=None)
    assert commands.put_back(at=LATER) == 0
    Account.objects.filter(pk=who.first.account_id).update(is_active=False)
    assert commands.put_back(at=LATER) == 1


def test_it_goes_back_as_soon_as_the_duty_is_taken_back_or_somebody_leaves(who, sent, weaver, skills):
    commands.take(assessment=sent.uuid, actor=who.first, at=NOON)
    other = desk.submitted(who, weaver, skills)
    commands.take(assessment=other.uuid, actor=who.second, at=NOON)
    grant = Grant.objects.get(account=who.first.account_id)

    access.revoke(grant=grant.uuid, reason="Another job.", actor=OPERATOR, at=LATER)
    handlers.put_back_without_duty(events(GrantRevoked)[-1], at=LATER)
    assert set(Hand.objects.filter(ended_at=None).values_list("account_id", flat=True)) == {who.second.account_id}
    handlers.put_back_of_leaver(Left(person_id=who.second.person_id), at=LATER)
    assert Hand.objects.filter(ended_at=None).exists()  # the day has not come
    Account.objects.filter(pk=who.second.account_id).update(is_active=False)
    handlers.put_back_of_leaver(Left(person_id=who.second.person_id), at=LATER)

    assert not Hand.objects.filter(ended_at=None).exists()


def test_an_assessor_who_became_their_manager_has_it_no_longer(who, sent):
    commands.take(assessment=sent.uuid, actor=who.first, at=NOON)
    ReportingLine.objects.filter(person_id=who.ada.person_id).update(until_on=NOON.date())
    ReportingLine.objects.create(
        person_id=who.ada.person_id, manager_id=who.first.person_id, from_on=NOON.date()
    )  # fmt: skip

    event = ManagerSet(who.ada.person_id, who.boss.person_id, who.first.person_id)
    handlers.follow_manager(event, at=LATER)

    assert not Hand.objects.filter(ended_at=None).exists()
    with pytest.raises(NotVisible):
        queries.case(sent.uuid, who.first, LATER)
    assert [card.uuid for card in queries.waiting_cases(who.second, LATER).cards] == [sent.uuid]


def test_a_panel_goes_on_when_the_assessor_is_gone_and_then_it_waits_for_the_others(crafts, weaver, skills):
    who = panel.make(desk.make(crafts))
    panel.rule(who)
    case = panel.in_moderation(who, weaver, skills)
    hear()
    run_out(who.first)
    assert commands.put_back(at=LATER) == 1
    hear(last=1)
    assert waiting(who.mo) == waiting(who.nia) == [f"/assess/moderation/{case.uuid}"]

    for actor in (who.mo, who.nia):
        words = desk.words(skills, weaving=1, reason="Plain cloth only.")
        commands.say_in_panel(assessment=case.uuid, words=words, actor=actor, at=LATER)
    commands.moderate(assessment=case.uuid, actor=who.mo, at=LATER)
    hear(last=1)

    assert waiting(who.second) == [f"/assess/{case.uuid}"]
    signed = commands.sign_off(assessment=case.uuid, words=(), declaration=desk.DECLARED, actor=who.second, at=LATER)
    assert signed.state == "signed_off"


def test_a_review_is_told_to_the_manager_as_a_review_and_a_case_to_an_assessor_as_a_case(who, weaver, skills):
    review = desk.submitted(who, weaver, skills, goes_to="manager")
    assert events(AssessmentMoved)[-1].to_manager
    case = desk.submitted(who, weaver, skills)
    assert not events(AssessmentMoved)[-1].to_manager

    hear()

    assert waiting(who.boss) == [f"/team/reviews/{review.uuid}"]
    assert waiting(who.first) == [f"/assess/{case.uuid}"]
    commands.remind_overdue(at=LATE)
    assert Item.objects.get(key__contains=".late.").url == f"/team/reviews/{review.uuid}"


def test_what_was_announced_before_the_field_was_there_is_still_heard(who, sent):
    payload = OutboxEvent.objects.filter(kind=AssessmentMoved.kind).latest("pk").payload
    del payload["to_manager"]

    assert AssessmentMoved(**payload).to_manager is False


def test_a_review_follows_to_another_manager_and_the_to_do_of_the_one_before_goes(who, weaver, skills):
    sent = desk.submitted(who, weaver, skills, goes_to="manager")
    commands.save_draft(assessment=sent.uuid, word=Word(skills["weaving"], level=2), actor=who.boss, at=NOON)
    hear()
    nell = new_manager(who)

    event = ManagerSet(who.ada.person_id, who.boss.person_id, nell.person_id)
    handlers.follow_manager(event, at=LATER)
    handlers.follow_manager(event, at=LATER)
    hear()

    assert (waiting(who.boss), waiting(nell)) == ([], [f"/team/reviews/{sent.uuid}"])
    assert told(who.ada, "is with your new manager") == 1
    assert Step.objects.filter(move="change_manager").count() == 1
    assert Entry.objects.filter(kind="assessments.assessment.manager_changed").count() == 1
    with pytest.raises(NotVisible):
        queries.review(sent.uuid, who.boss, LATER)
    assert commands.remind_overdue(at=LATE) == 1
    assert Item.objects.get(key__contains=".late.").account_id == nell.account_id
    commands.confirm(assessment=sent.uuid, words=desk.words(skills), actor=nell, at=LATE)
    hear(LATE)
    assert waiting(nell) == []


def test_a_manager_who_came_with_a_file_is_found_by_the_daily_work(who, weaver, skills):
    sent = desk.submitted(who, weaver, skills, goes_to="manager")
    assert commands.follow_managers(at=LATER) == 0
    nell = new_manager(who)

    assert [commands.follow_managers(at=LATER) for _ in range(2)] == [1, 0]
    assert Hand.objects.get(assessment__uuid=sent.uuid, ended_at=None).account_id == nell.account_id


def test_without_a_manager_it_waits_for_nobody_and_its_person_is_told_what_to_do(who, weaver, skills):
    sent = desk.submitted(who, weaver, skills, goes_to="manager")
    hear()
    ReportingLine.objects.filter(person_id=who.ada.person_id).update(until_on=NOON.date())

    assert [commands.follow_managers(at=LATER) for _ in range(2)] == [1, 0]
    hear()
    assert waiting(who.boss) == []
    assert told(who.ada, "is with nobody") == 1
    assert not Hand.objects.filter(assessment__uuid=sent.uuid, ended_at=None).exists()
    nell = new_manager(who)
    assert commands.follow_managers(at=LATER) == 1
    hear()
    assert waiting(nell) == [f"/team/reviews/{sent.uuid}"]


def test_a_manager_whose_account_is_closed_has_nothing_to_review(who, weaver, skills):
    desk.submitted(who, weaver, skills, goes_to="manager")
    Account.objects.filter(pk=who.boss.account_id).update(is_active=False)

    assert [commands.follow_managers(at=LATER) for _ in range(2)] == [1, 0]
    hear()

    assert told(who.ada, "is with nobody") == 1
    with pytest.raises(commands.ManagerCannotSignIn):
        desk.submitted(who, weaver, skills, goes_to="manager")


def test_a_sheet_to_be_talked_about_follows_too(crafts, weaver, skills):
    who = team.make(crafts)
    sent = team.sent(who.ada, weaver, skills)
    words = desk.words(skills, weaving=1, dyeing=1, reason="Plain cloth only.")
    commands.confirm(assessment=sent.uuid, words=words, actor=who.boss, at=NOON)
    from waymark.assessments.events import TalkBegun

    handlers.ask_to_talk(events(TalkBegun)[-1], at=NOON)
    url = f"/team/reviews/{sent.uuid}/conversation"
    assert waiting(who.boss) == [url]
    nell = new_manager(who)

    for _ in range(2):
        commands.follow_managers(persons=[who.ada.person_id], at=LATER)
    assert len(events(TalkFollows)) == 1
    handlers.hand_talk_on(events(TalkFollows)[-1], at=LATER)

    assert (waiting(who.boss), waiting(nell)) == ([], [url])
    commands.end_talk(assessment=sent.uuid, actor=nell, at=LATER)
    from waymark.assessments.events import TalkEnded

    handlers.settle_talk(events(TalkEnded)[-1], at=LATER)
    assert waiting(nell) == []
    assert waiting(who.ada) == []


def test_a_sheet_of_a_withdrawn_assessment_is_told_to_no_other_manager(crafts, weaver, skills):
    who = team.make(crafts)
    sent = team.sent(who.ada, weaver, skills)
    words = desk.words(skills, weaving=1, dyeing=1, reason="Plain cloth only.")
    commands.confirm(assessment=sent.uuid, words=words, actor=who.boss, at=NOON)
    commands.withdraw(assessment=sent.uuid, actor=who.ada, at=NOON)
    new_manager(who)

    commands.follow_managers(at=LATER)

    assert events(TalkFollows) == []


def test_that_a_sheet_follows_is_on_record(crafts, weaver, skills):
    who = team.make(crafts)
    sent = team.sent(who.ada, weaver, skills)
    words = desk.words(skills, weaving=1, dyeing=1, reason="Plain cloth only.")
    commands.confirm(assessment=sent.uuid, words=words, actor=who.boss, at=NOON)
    nell = new_manager(who)

    commands.follow_managers(at=LATER)

    facts = Entry.objects.get(kind="assessments.talk.follows").facts
    assert (facts["was_with"], facts["is_with"]) == (who.boss.account_id, nell.account_id)


def test_nobody_is_reminded_of_whoever_restricted_their_record(who, sent, weaver, skills):
    review = desk.submitted(who, weaver, skills, goes_to="manager")
    taken = desk.submitted(who, weaver, skills)
    commands.take(assessment=taken.uuid, actor=who.second, at=NOON)
    people.restrict(person_id=who.ada.person_id, actor=who.ada, at=NOON)

    assert (commands.remind_untaken(at=LATE), commands.remind_overdue(at=LATE)) == (0, 0)
    people.lift_restriction(person_id=who.ada.person_id, actor=who.ada, at=LATE)
    assert (commands.remind_untaken(at=LATE), commands.remind_overdue(at=LATE)) == (2, 2)
    assert {sent.state, review.state} == {"submitted"}


def test_a_panel_is_not_reminded_of_whoever_restricted_their_record(crafts, weaver, skills):
    who = panel.make(desk.make(crafts))
    panel.rule(who)
    panel.in_moderation(who, weaver, skills)
    people.restrict(person_id=who.ada.person_id, actor=who.ada, at=NOON)

    assert commands.remind_panels(at=LATE) == 0
    people.lift_restriction(person_id=who.ada.person_id, actor=who.ada, at=LATE)
    assert commands.remind_panels(at=LATE) == 2


def test_of_a_restricted_record_nothing_follows_and_what_is_put_back_is_told_to_its_person_alone(who, weaver, skills):
    review = desk.submitted(who, weaver, skills, goes_to="manager")
    case = desk.submitted(who, weaver, skills)
    commands.take(assessment=case.uuid, actor=who.first, at=NOON)
    people.restrict(person_id=who.ada.person_id, actor=who.ada, at=NOON)
    nell = new_manager(who)
    run_out(who.first)

    assert (commands.follow_managers(at=LATER), commands.put_back(at=LATER)) == (0, 1)
    hear(last=1)

    assert (waiting(nell), waiting(who.second)) == ([], [])
    assert told(who.ada, "goes to another assessor") == 1
    people.lift_restriction(person_id=who.ada.person_id, actor=who.ada, at=LATER)
    assert commands.follow_managers(at=LATER) == 1
    hear(last=1)
    assert waiting(nell) == [f"/team/reviews/{review.uuid}"]
