"""Steps that a worker takes, steps that go wrong, and what is left of files after 30 days."""

from __future__ import annotations

import pytest

from tests.people.feeding.conftest import AT, later, row
from waymark.kernel.policy import OPERATOR
from waymark.people import commands, queries
from waymark.people.commands.feeding import runs
from waymark.people.models import FeedRow, Person
from waymark.people.types import FeedStep
from waymark.work.models import Job

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
    write = runs.writing.write

    def write_and_fail(*args, **kwargs):
        write(*args, **kwargs)
        raise OSError("the disk is full")

    monkeypatch.setattr(runs.writing, "write", write_and_fail)
    with pytest.raises(OSError, match="disk"):
        commands.go_on_feed(uuid=run.uuid, step=FeedStep.APPLY, seen=run.seen, actor=OPERATOR, at=AT)
    assert not Person.objects.exists()
    run = queries.run_card(run.uuid, OPERATOR, AT)
    assert (run.state, run.doing) == ("shown", "")
    assert "went wrong" in run.problem

    monkeypatch.setattr(runs.writing, "write", write)
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
