"""An assessment shown to someone, and taken back."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.assessments import build as record
from tests.assessments import desk
from tests.conftest import NOON
from waymark.access.models import Account
from waymark.assessments import commands, handlers, queries
from waymark.assessments.events import AssessmentShared, ShareEnded
from waymark.assessments.models import Share
from waymark.audit.models import Entry, OutboxEvent
from waymark.kernel import events
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import OPERATOR, PUBLIC, Actor, Purpose
from waymark.notifications.models import Item
from waymark.people.models import ReportingLine

TODAY = NOON.date()
LATER = NOON + timedelta(hours=1)


def account_for(someone):
    someone.account = Account.objects.create(
        uuid=uuid4(), email=f"{someone.staff_number}@example.org", name=someone.given_name, created_at=NOON
    )
    someone.save()
    return Actor(account_id=someone.account_id, person_id=someone.pk)


@pytest.fixture
def as_ada(ada):
    return account_for(ada)


@pytest.fixture
def boss(db):
    return record.person("P3", "Cleo", "Boss")


@pytest.fixture
def as_boss(boss, ada):
    ReportingLine.objects.create(person=ada, manager=boss, from_on=TODAY - timedelta(days=100))
    return account_for(boss)


@pytest.fixture
def as_stranger(stranger):
    return account_for(stranger)


@pytest.fixture
def submitted(as_ada, weaver, skills):
    return submit(as_ada, weaver)


def submit(actor, role_level_id, kind="full"):
    opened = commands.start(role_level_id=role_level_id, kind=kind, actor=actor, at=NOON)
    commands.save_answer(
        assessment=opened.uuid, skill_id=opened.skills[0], level=2, seen_revision=None, actor=actor, at=NOON
    )
    return commands.submit(assessment=opened.uuid, actor=actor, at=NOON)


def share(submitted, actor, **receiver):
    return commands.share_assessment(uuid=submitted.uuid, actor=actor, at=receiver.pop("at", NOON), **receiver)


def can_open(actor, assessment, at=LATER):
    try:
        return queries.assessment(assessment.uuid, actor, at) == assessment
    except NotVisible:
        return False


def test_nobody_else_sees_an_assessment_until_it_is_shared(submitted, as_ada, as_boss, as_stranger):
    assert can_open(as_ada, submitted)
    for actor in (as_boss, as_stranger, PUBLIC, OPERATOR):
        assert not can_open(actor, submitted)


def test_whoever_it_is_shared_with_by_name_sees_it_until_it_is_taken_back(submitted, as_ada, as_boss, as_stranger):
    made = share(submitted, as_ada, with_account_id=as_stranger.account_id, message="Have a look")

    assert (made.with_name, made.message, made.with_manager, made.ended_at) == ("Ben", "Have a look", False, None)
    assert can_open(as_stranger, submitted)
    assert not can_open(as_boss, submitted)
    (seen,) = queries.shared_with(as_stranger, LATER)
    assert (seen.assessment, seen.person_id, seen.message) == (submitted.uuid, as_ada.person_id, "Have a look")
    assert queries.shared_assessments(as_ada.person_id, as_stranger, LATER) == (submitted,)
    assert queries.recent_assessments(as_ada.person_id, as_stranger, LATER) == (submitted,)

    ended = commands.stop_sharing(share_uuid=made.uuid, actor=as_ada, at=LATER)

    assert ended.ended_at == LATER
    assert not can_open(as_stranger, submitted)
    assert queries.shared_with(as_stranger, LATER) == ()
    assert queries.shared_assessments(as_ada.person_id, as_stranger, LATER) == ()
    assert queries.my_shares(as_ada, LATER) == ()
    assert [one.ended_at for one in queries.shares_of(submitted.uuid, as_ada, LATER)] == [LATER]


def test_what_is_shared_with_the_manager_follows_the_reporting_line(submitted, as_ada, as_boss, as_stranger, ada):
    share(submitted, as_ada, with_manager=True)
    assert can_open(as_boss, submitted)
    assert [one.with_manager for one in queries.shared_with(as_boss, LATER)] == [True]

    tomorrow = TODAY + timedelta(days=1)
    ReportingLine.objects.filter(person=ada).update(until_on=tomorrow)
    ReportingLine.objects.create(person=ada, manager_id=as_stranger.person_id, from_on=tomorrow)

    assert can_open(as_boss, submitted)
    assert not can_open(as_stranger, submitted)
    next_day = NOON + timedelta(days=1)
    assert not can_open(as_boss, submitted, next_day)
    assert can_open(as_stranger, submitted, next_day)


@pytest.mark.parametrize("purpose", [Purpose.RECRUITMENT, Purpose.TALENT, Purpose.STATISTICS])
def test_what_is_shared_is_not_shared_for_every_purpose(submitted, as_ada, as_boss, purpose):
    share(submitted, as_ada, with_manager=True)
    walled = Actor(account_id=as_boss.account_id, person_id=as_boss.person_id, purpose=purpose)

    assert not can_open(walled, submitted)
    assert queries.shared_with(walled, LATER) == ()


def test_sharing_shows_one_assessment_and_no_other_levels(submitted, as_ada, as_boss, junior_weaver):
    other = submit(as_ada, junior_weaver)
    share(submitted, as_ada, with_manager=True)

    assert queries.recent_assessments(as_ada.person_id, as_boss, LATER) == (submitted,)
    assert not can_open(as_boss, other)
    for ask in (queries.levels_held, queries.standings):
        with pytest.raises(NotVisible):
            ask(as_ada.person_id, as_boss, LATER)


def test_an_assessment_shared_twice_with_one_person_is_listed_once(submitted, as_ada, as_boss):
    share(submitted, as_ada, with_account_id=as_boss.account_id)
    share(submitted, as_ada, with_manager=True, at=LATER)

    assert [one.with_manager for one in queries.shared_with(as_boss, LATER)] == [False]
    assert len(queries.shared_assessments(as_ada.person_id, as_boss, LATER)) == 1
    assert len(queries.my_shares(as_ada, LATER)) == 2


def test_sharing_again_and_stopping_again_change_nothing(submitted, as_ada, as_boss):
    made = share(submitted, as_ada, with_manager=True)

    assert share(submitted, as_ada, with_manager=True, at=LATER) == made
    ended = commands.stop_sharing(share_uuid=made.uuid, actor=as_ada, at=LATER)
    assert commands.stop_sharing(share_uuid=made.uuid, actor=as_ada, at=LATER + timedelta(hours=1)) == ended
    assert list(Entry.objects.filter(kind__contains="share").order_by("pk").values_list("kind", flat=True)) == [
        "assessments.assessment.shared", "assessments.assessment.share_ended",
    ]  # fmt: skip

    again = share(submitted, as_ada, with_manager=True, at=LATER + timedelta(hours=2))

    assert again.uuid != made.uuid
    assert Share.objects.count() == 2


def test_what_is_taken_back_is_shared_no_more(submitted, as_ada, as_boss):
    share(submitted, as_ada, with_manager=True)

    commands.withdraw(assessment=submitted.uuid, actor=as_ada, at=LATER)

    with pytest.raises(NotVisible):
        queries.assessment(submitted.uuid, as_boss, LATER)
    assert [one.ended_at for one in queries.shares_of(submitted.uuid, as_ada, LATER)] == [LATER]
    with pytest.raises(commands.AlreadyWithdrawn):
        share(submitted, as_ada, with_manager=True, at=LATER)


def test_only_what_is_submitted_is_shared(as_ada, as_boss, weaver):
    opened = commands.start(role_level_id=weaver, kind="full", actor=as_ada, at=NOON)

    with pytest.raises(commands.NotSubmitted, match="Submit it first"):
        share(opened, as_ada, with_manager=True)

    assert not Share.objects.exists()


def test_refusals_say_what_to_do(submitted, as_ada, as_stranger):
    gone = Account.objects.create(uuid=uuid4(), email="gone@example.org", created_at=NOON, is_active=False)
    for refusal, receiver in (
        (commands.NobodyNamed, {}),
        (commands.NobodyNamed, {"with_manager": True, "with_account_id": as_stranger.account_id}),
        (commands.ReceiverUnknown, {"with_account_id": 10**6}),
        (commands.ReceiverUnknown, {"with_account_id": gone.pk}),
        (commands.WithYourself, {"with_account_id": as_ada.account_id}),
        (commands.NoManager, {"with_manager": True}),
        (commands.TooLong, {"with_account_id": as_stranger.account_id, "message": "x" * 401}),
    ):
        with pytest.raises(refusal):
            share(submitted, as_ada, **receiver)

    assert not Share.objects.exists()
    assert not OutboxEvent.objects.filter(kind__startswith="assessments.").exists()


def test_nobody_shares_or_takes_back_for_somebody_else(submitted, as_ada, as_boss, as_stranger):
    made = share(submitted, as_ada, with_account_id=as_stranger.account_id)

    for actor in (as_boss, as_stranger, PUBLIC, OPERATOR):
        with pytest.raises(NotVisible):
            share(submitted, actor, with_account_id=as_boss.account_id)
        with pytest.raises(NotVisible):
            commands.stop_sharing(share_uuid=made.uuid, actor=actor, at=LATER)
        with pytest.raises(NotVisible):
            queries.shares_of(submitted.uuid, actor, LATER)
    for uuid in (made.uuid, uuid4()):
        with pytest.raises(NotVisible):
            commands.stop_sharing(share_uuid=uuid, actor=as_stranger, at=LATER)


def test_whoever_is_shown_something_hears_of_it_once_and_of_its_end(submitted, as_ada, as_boss):
    made = share(submitted, as_ada, with_manager=True)
    commands.stop_sharing(share_uuid=made.uuid, actor=as_ada, at=LATER)

    waiting = [
        events.read(row.kind, row.payload)
        for row in OutboxEvent.objects.filter(kind__startswith="assessments.").order_by("pk")
    ]
    assert [type(event) for event in waiting] == [AssessmentShared, ShareEnded]
    for _ in range(2):
        handlers.tell_receiver(waiting[0], at=LATER)
        handlers.tell_it_ended(waiting[1], at=LATER)

    items = list(Item.objects.order_by("pk"))
    assert [(item.account_id, item.title) for item in items] == [
        (as_boss.account_id, "Ada Marsh shared an assessment with you"),
        (as_boss.account_id, "Ada Marsh stopped sharing an assessment with you"),
    ]
    assert items[0].url.endswith(f"/assessments/{submitted.uuid}")


def test_lists_of_shares_take_the_same_queries_however_many_there_are(
    submitted, as_ada, as_boss, as_stranger, junior_weaver, django_assert_num_queries
):
    share(submitted, as_ada, with_manager=True)
    share(submit(as_ada, junior_weaver), as_ada, with_account_id=as_stranger.account_id)
    share(submit(as_ada, junior_weaver, "quick"), as_ada, with_manager=True)

    with django_assert_num_queries(2):
        assert len(queries.my_shares(as_ada, LATER)) == 3
    with django_assert_num_queries(1):
        assert len(queries.shared_with(as_boss, LATER)) == 2
    with django_assert_num_queries(2):
        assert len(queries.shared_assessments(as_ada.person_id, as_boss, LATER)) == 2


def test_how_much_is_answered_counts_the_persons_own_words_each_skill_once(crafts, weaver, skills):
    who = desk.make(crafts)
    sent = desk.submitted(who, weaver, skills, goes_to="manager")
    commands.share_assessment(uuid=sent.uuid, with_account_id=who.first.account_id, actor=who.ada, at=NOON)
    before = queries.shared_with(who.first, LATER)
    commands.confirm(assessment=sent.uuid, words=desk.words(skills), actor=who.boss, at=LATER)

    (after,) = queries.shared_with(who.first, LATER)

    assert [(one.answered, one.asked) for one in before] == [(after.answered, after.asked)]
    assert after.answered == 2
