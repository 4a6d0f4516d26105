"""Jobs: asked for once, done by one worker at a time, tried again, and never lost."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from tests.shared import together
from waymark.audit.models import Entry
from waymark.kernel.errors import NotAllowed, NotVisible
from waymark.kernel.policy import OPERATOR, Actor, Duty
from waymark.work import commands, queries, rules
from waymark.work.models import Job
from waymark.work.types import Pulse, Regular

ADA, BEN = Actor(account_id=1, person_id=1), Actor(account_id=2, person_id=2)
ADMINISTRATOR = Actor(account_id=9, duties=(Duty("administrator", 1),))


@pytest.fixture
def job(db, noon):
    return commands.start(kind="tests.weave", key="weave.1", arguments={"yards": 3}, actor=ADA, at=noon)


def view(job, noon):
    return queries.job(job, actor=OPERATOR, at=noon)


def test_work_is_asked_for_once_under_its_key(job, noon):
    assert commands.start(kind="tests.weave", key="weave.1", actor=BEN, at=noon) == job
    assert commands.start(kind="tests.weave", key="weave.2", actor=BEN, at=noon) != job

    assert Job.objects.count() == Entry.objects.filter(kind="work.job.asked").count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_for_the_same_at_once_get_the_same_job(noon):
    def ask():
        return commands.start(kind="tests.weave", key="weave.1", actor=ADA, at=noon)

    one, other = together(ask, ask)

    assert one == other
    assert Entry.objects.filter(kind="work.job.asked").count() == 1


def test_a_job_is_handed_out_once_and_again_when_nobody_begins_it(job, noon):
    assert commands.hand_out(at=noon) == (job,)
    assert commands.hand_out(at=noon) == ()
    assert commands.hand_out(at=noon + rules.HAND_OUT_AGAIN) == (job,)


def test_a_job_is_due_since_it_was_first_however_often_it_is_handed_out(job, noon):
    later = noon + timedelta(minutes=21)
    for minutes in (0, 5, 10, 15, 20):
        commands.hand_out(at=noon + timedelta(minutes=minutes))
    assert queries.pulse(ADMINISTRATOR, later).due_since == noon
    assert queries.pulse(BEN, later).due_since is None

    commands.claim(job=job, worker="a", at=later)
    assert queries.pulse(ADMINISTRATOR, later) == Pulse(None, True)
    lease = later + rules.LEASE
    assert queries.pulse(ADMINISTRATOR, lease) == Pulse(lease, False)
    commands.hand_out(at=lease)
    assert queries.pulse(ADMINISTRATOR, later + timedelta(hours=1)) == Pulse(lease, False)
    commands.claim(job=job, worker="b", at=lease)
    commands.fail(job=job, worker="b", problem="no", at=lease)
    assert queries.pulse(ADMINISTRATOR, lease) == Pulse(None, False), "it waits for its next try"


def test_work_for_a_day_to_come_is_not_due(db, noon):
    day = noon + timedelta(days=1)
    commands.start(kind="tests.weave", key="weave.9", not_before=day, actor=ADA, at=noon)
    assert queries.pulse(ADMINISTRATOR, noon + timedelta(hours=1)).due_since is None
    commands.hand_out(at=day)
    assert queries.pulse(ADMINISTRATOR, day).due_since == day


def test_regular_work_that_nobody_asks_for_is_overdue(db, noon):
    weave = Regular("tests.weave", every=timedelta(hours=1))
    assert queries.overdue([weave], ADMINISTRATOR, noon) == ("tests.weave",)
    commands.start_regular(regular=[weave], at=noon)
    assert queries.overdue([weave], ADMINISTRATOR, noon + timedelta(minutes=59)) == ()
    assert queries.overdue([weave], ADMINISTRATOR, noon + timedelta(hours=1)) == ("tests.weave",)
    assert queries.overdue([weave], ADA, noon + timedelta(hours=1)) == ()


def test_only_who_operates_the_site_says_that_a_backup_was_made(db, noon):
    with pytest.raises(NotAllowed):
        commands.note_backup(actor=ADMINISTRATOR, at=noon)
    assert queries.last_backup(ADMINISTRATOR) is None
    commands.note_backup(actor=OPERATOR, at=noon)
    assert queries.last_backup(ADMINISTRATOR) == noon
    assert queries.last_backup(ADA) is None
    assert Entry.objects.filter(kind="work.backup.made").count() == 1


def test_one_worker_at_a_time_has_a_job(job, noon):
    claimed = commands.claim(job=job, worker="a", at=noon)

    assert (claimed.arguments, claimed.attempts, claimed.asked_by) == ({"yards": 3}, 1, 1)
    assert commands.claim(job=job, worker="b", at=noon) is None


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_once_one_has_the_job(noon):
    job = commands.start(kind="tests.weave", key="weave.1", actor=ADA, at=noon)

    claims = together(
        lambda: commands.claim(job=job, worker="a", at=noon), lambda: commands.claim(job=job, worker="b", at=noon)
    )

    assert sorted(type(one).__name__ for one in claims) == ["Claimed", "NoneType"]


def test_progress_renews_the_lease_and_can_be_seen(job, noon):
    commands.claim(job=job, worker="a", at=noon)

    commands.progress(job=job, worker="a", done=2, total=3, words="Weaving", at=noon + timedelta(minutes=1))

    found = view(job, noon)
    assert (found.state, found.done, found.total, found.words) == ("running", 2, 3, "Weaving")
    assert commands.hand_out(at=noon + timedelta(minutes=2, seconds=59)) == ()


def test_a_worker_that_falls_silent_loses_its_job_to_another_which_goes_on(job, noon):
    commands.claim(job=job, worker="a", at=noon)
    commands.progress(job=job, worker="a", done=2, total=3, at=noon)
    later = noon + rules.LEASE

    assert commands.hand_out(at=later) == (job,)
    claimed = commands.claim(job=job, worker="b", at=later)

    assert (claimed.done, claimed.attempts) == (2, 2)
    with pytest.raises(commands.LeaseLost):
        commands.progress(job=job, worker="a", done=3, at=later)
    assert not commands.finish(job=job, worker="a", at=later)
    assert commands.finish(job=job, worker="b", words="Woven", at=later)
    assert view(job, later).state == "done"


def test_a_job_that_ends_every_worker_is_given_up(job, noon):
    at = noon
    for _attempt in range(rules.MOST_ATTEMPTS):
        assert commands.hand_out(at=at) == (job,)
        commands.claim(job=job, worker="a", at=at)
        at += rules.LEASE

    assert commands.hand_out(at=at) == ()
    assert view(job, at).state == "failed"


def test_a_job_that_fails_is_tried_again_later_and_then_waits_for_a_person(job, noon):
    at, waits = noon, []
    for _attempt in range(rules.MOST_ATTEMPTS):
        commands.claim(job=job, worker="a", at=at)
        again = commands.fail(job=job, worker="a", problem="the loom broke", at=at)
        waits.append((Job.objects.get().next_at - at).total_seconds())
        at = Job.objects.get().next_at

    assert waits[:4] == [30, 60, 120, 240]
    assert not again
    assert (view(job, at).state, view(job, at).problem) == ("failed", "the loom broke")

    with pytest.raises(NotVisible):
        commands.try_again(job=job, actor=ADA, at=at)
    commands.try_again(job=job, actor=ADMINISTRATOR, at=at)
    assert commands.hand_out(at=at) == (job,)
    with pytest.raises(commands.NotOver):
        commands.try_again(job=job, actor=ADMINISTRATOR, at=at)


def test_a_job_that_is_cancelled_ends_at_its_next_step(job, noon):
    commands.claim(job=job, worker="a", at=noon)

    with pytest.raises(NotVisible):
        commands.cancel(job=job, actor=BEN, at=noon)
    commands.cancel(job=job, actor=ADMINISTRATOR, at=noon)

    with pytest.raises(commands.LeaseLost):
        commands.progress(job=job, worker="a", done=1, at=noon)
    with pytest.raises(commands.NotOpen):
        commands.cancel(job=job, actor=ADMINISTRATOR, at=noon)
    assert commands.hand_out(at=noon + timedelta(days=1)) == ()


def test_whoever_asked_and_whoever_runs_the_site_see_a_job_and_nobody_else(job, noon):
    assert queries.job(job, actor=ADA, at=noon).kind == "tests.weave"
    assert queries.job(job, actor=ADMINISTRATOR, at=noon).kind == "tests.weave"
    with pytest.raises(NotVisible):
        queries.job(job, actor=BEN, at=noon)
    assert len(queries.jobs(BEN, noon).jobs) == 0


def test_a_page_of_jobs_takes_two_queries(db, noon, django_assert_num_queries):
    for number in range(60):
        commands.start(kind="tests.weave", key=str(number), actor=ADA, at=noon + timedelta(seconds=number))

    with django_assert_num_queries(2):
        page = queries.jobs(ADMINISTRATOR, noon, page=3)

    assert (len(page.jobs), page.page, page.pages) == (10, 3, 3)
    assert page.counts["waiting"] == 60
    assert queries.jobs(ADMINISTRATOR, noon, state="done").jobs == ()
    assert queries.jobs(ADMINISTRATOR, noon, page=99).page == 3


def test_regular_work_is_asked_for_once_however_many_workers_ask(db, noon):
    hourly = [Regular("tests.hourly", every=timedelta(hours=1))]

    assert len(commands.start_regular(regular=hourly, at=noon)) == 1
    assert commands.start_regular(regular=hourly, at=noon + timedelta(minutes=59)) == ()
    assert len(commands.start_regular(regular=hourly, at=noon + timedelta(hours=1))) == 1
    assert len(commands.start_regular(regular=hourly, at=noon + timedelta(days=3))) == 1
    assert Job.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_ask_for_regular_work_once(noon):
    def ask():
        return commands.start_regular(regular=[Regular("tests.hourly", every=timedelta(hours=1))], at=noon)

    one, other = together(ask, ask)

    assert len(one + other) == Job.objects.count() == 1


@pytest.mark.parametrize(
    ("last", "at", "due"),
    [
        (None, datetime(2026, 7, 1, 12, tzinfo=UTC), True),
        # Half past three in London in summer is half past two in UTC.
        (datetime(2026, 7, 1, 2, 29, tzinfo=UTC), datetime(2026, 7, 1, 2, 30, tzinfo=UTC), True),
        (datetime(2026, 7, 1, 2, 30, tzinfo=UTC), datetime(2026, 7, 2, 2, 29, tzinfo=UTC), False),
        (datetime(2026, 6, 28, 2, 30, tzinfo=UTC), datetime(2026, 7, 2, 2, 29, tzinfo=UTC), True),
    ],
)
def test_daily_work_is_due_at_its_time_of_day(last, at, due):
    from zoneinfo import ZoneInfo

    assert rules.is_due(Regular("x", daily_at=time(3, 30)), last, at, ZoneInfo("Europe/London")) == due


def test_old_jobs_are_forgotten(job, noon):
    commands.claim(job=job, worker="a", at=noon)
    commands.finish(job=job, worker="a", at=noon)

    assert commands.forget_jobs(at=noon + timedelta(days=89)) == 0
    assert commands.forget_jobs(at=noon + timedelta(days=91)) == 1
