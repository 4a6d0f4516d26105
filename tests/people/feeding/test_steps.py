"""Steps that a worker takes, steps that go wrong, and what is left of files after 30 days."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.people.feeding.conftest import AT, later, row, works
from waymark.access.models import Account, AdminSession, Grant, Revocation
from waymark.access.queries import duties_of
from waymark.jobs import kinds
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import OPERATOR, Actor
from waymark.people import commands, queries
from waymark.people.commands.feeding import runs, steps
from waymark.people.models import FeedRow, Person
from waymark.people.types import FeedStep, PersonSaid, Seat
from waymark.work.models import Job
from waymark.work.types import Claimed

GOOD = (row("1"), row("2", manager="1"))


def carry_out(run, at=AT):
    return commands.carry_out_feed(uuid=run.uuid, actor=OPERATOR, at=at)


def test_a_large_file_is_worked_on_by_a_worker_once(bring, monkeypatch):
    run = bring(*GOOD, apply=False)
    monkeypatch.setattr(runs.files, "takes_long", lambda size, suffix: True)

    run = commands.go_on_feed(uuid=run.uuid, step=FeedStep.APPLY, seen=run.seen, actor=OPERATOR, at=AT)

    assert (run.state, run.doing) == ("shown", "apply")
    assert Job.objects.get(uuid=run.job).kind == commands.FEED_JOB
    with pytest.raises(commands.NotNow):
        commands.go_on_feed(uuid=run.uuid, step=FeedStep.CHECK, actor=OPERATOR, at=AT)
    assert carry_out(run).state == "applied"
    assert carry_out(run).state == "applied", "a worker may be told of it twice"
    assert Person.objects.count() == 2


def test_a_step_that_goes_wrong_leaves_nothing_and_can_be_taken_again(bring, monkeypatch):
    run = bring(*GOOD, apply=False)
    write = steps.writing.write

    def write_and_fail(*args, **kwargs):
        write(*args, **kwargs)
        raise OSError("the disk is full")

    monkeypatch.setattr(steps.writing, "write", write_and_fail)
    with pytest.raises(OSError, match="disk"):
        commands.go_on_feed(uuid=run.uuid, step=FeedStep.APPLY, seen=run.seen, actor=OPERATOR, at=AT)
    assert not Person.objects.exists()
    run = queries.run_card(run.uuid, OPERATOR, AT)
    assert (run.state, run.doing) == ("shown", "")
    assert "went wrong" in run.problem

    monkeypatch.setattr(steps.writing, "write", write)
    run = commands.go_on_feed(uuid=run.uuid, step=FeedStep.APPLY, seen=run.seen, actor=OPERATOR, at=AT)

    assert (run.state, run.problem) == ("applied", "")


def test_what_files_said_goes_after_30_days_and_what_became_of_them_stays(bring, settings):
    applied = bring(*GOOD)
    forgotten = bring(*GOOD, row("3"), apply=False)

    assert commands.tidy_feeds(actor=OPERATOR, at=later(29)) == 0
    assert commands.tidy_feeds(actor=OPERATOR, at=later(31)) == 3

    assert not FeedRow.objects.exists()
    assert queries.run_card(applied.uuid, OPERATOR, AT).counts["new"] == 2
    assert queries.run_card(forgotten.uuid, OPERATOR, AT).state == "discarded"
    assert not (settings.FEEDS_DIR / forgotten.uuid.hex).exists()


def apply(run, at):
    return commands.go_on_feed(uuid=run.uuid, step=FeedStep.APPLY, seen=run.seen, actor=OPERATOR, at=at)


def test_what_the_feed_has_said_since_is_not_overwritten(bring, department):
    bring(*GOOD, row("3"))
    run = bring(*GOOD, at=later(1), apply=False)
    there = PersonSaid(
        "3", "Ada", "Ox 3", seats=(Seat("P9", "Clerk", department.ids["u2"], None, None, None, AT.date()),)
    )
    commands.put(feed=department.feed.uuid, said=there, actor=OPERATOR, at=later(1))

    stopped = apply(run, later(1))

    assert stopped.state == "shown"
    assert "Check it again" in stopped.problem
    assert works(later(1))["3"][0] == ["P9"]
    again = commands.go_on_feed(uuid=run.uuid, step=FeedStep.CHECK, actor=OPERATOR, at=later(1))
    assert apply(again, later(1)).state == "applied"


def test_what_was_shown_on_another_day_is_looked_at_again(bring):
    run = bring(*GOOD, apply=False)

    assert "Check it again" in apply(run, later(1)).problem
    assert not Person.objects.exists()


@pytest.fixture
def asked(bring, department, monkeypatch):
    """An administrator has asked for a large file to be applied; nobody has got to it."""
    run = bring(*GOOD, apply=False)
    account = Account.objects.create(uuid=new_uuid(), email="one@example.org", name="One", created_at=AT)
    Grant.objects.create(
        uuid=new_uuid(), account=account, kind="administrator", from_at=later(-9), until_at=later(90), reason="x",
        two_people=False, created_at=later(-9),
    )  # fmt: skip
    AdminSession.objects.create(
        uuid=new_uuid(),
        account=account,
        reason="x",
        from_at=AT - timedelta(hours=1),
        until_at=AT + timedelta(minutes=1),
    )
    actor = Actor(account.pk, duties=duties_of(account.pk, AT))
    monkeypatch.setattr(runs.files, "takes_long", lambda size, suffix: True)
    return commands.go_on_feed(uuid=run.uuid, step=FeedStep.APPLY, seen=run.seen, actor=actor, at=AT)


def work_on(run, minutes):
    job = Job.objects.get(uuid=run.job)
    claimed = Claimed(job.uuid, job.kind, job.arguments, 0, 1, job.asked_by)
    step = kinds.Step(claimed, "worker")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kinds.Step, "now", lambda self: AT + timedelta(minutes=minutes))
        patch.setattr(kinds.Step, "say", lambda self, **more: None)
        return kinds.carry_a_feed_on(step)


def test_a_worker_goes_on_when_the_session_has_ended_since(asked):
    work_on(asked, minutes=30)

    assert queries.run_card(asked.uuid, OPERATOR, AT).state == "applied"


def test_a_step_of_somebody_whose_duty_ended_is_given_back_with_words(asked):
    Revocation.objects.create(grant=Grant.objects.get(), reason="x", at=AT + timedelta(minutes=10))

    assert "may not" in work_on(asked, minutes=30)

    run = queries.run_card(asked.uuid, OPERATOR, AT)
    assert (run.state, run.doing, run.job) == ("shown", "", None)
    assert "Ask for it again" in run.problem
    assert commands.go_on_feed(uuid=run.uuid, step=FeedStep.CHECK, actor=OPERATOR, at=AT).doing == "check"


def test_a_step_that_nobody_ended_goes_as_well_after_30_days(bring, asked):
    assert commands.tidy_feeds(actor=OPERATOR, at=later(31)) == 2

    run = queries.run_card(asked.uuid, OPERATOR, AT)
    assert (run.state, run.doing) == ("discarded", "")
