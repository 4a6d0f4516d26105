"""The worker, from asking for work to what came of it."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from tests.notifications.build import account, addresses
from waymark.access.models import Session
from waymark.access.models.sessions import SessionStore
from waymark.config.wiring import HANDLERS, HEARD_BY_NOBODY, mailer
from waymark.jobs import kinds, sending, worker
from waymark.jobs.wiring import Wiring, use, wired
from waymark.kernel import clock, events
from waymark.kernel.errors import Refusal
from waymark.kernel.policy import OPERATOR
from waymark.notifications import commands as notifications
from waymark.notifications import queries as notification_queries
from waymark.notifications.models import Message
from waymark.notifications.ports import NeverAccepted, OutcomeUnknown, TryLater
from waymark.work import commands as work
from waymark.work import queries as work_queries

pytestmark = pytest.mark.django_db(transaction=True)


class TestMailer:
    """A mail server that does with each message what the test says, in turn, and then takes everything."""

    __test__ = False
    per_minute = None

    def __init__(self, *answers, has=None):
        self.answers, self.taken, self.asked, self.has, self.closed = list(answers), [], [], has, 0

    def send(self, letter):
        answer = self.answers.pop(0) if self.answers else "250 ok"
        if isinstance(answer, Exception):
            raise answer
        self.taken.append(letter)
        return answer

    def accepted(self, reference):
        self.asked.append(reference)
        return self.has

    def close(self):
        self.closed += 1


@pytest.fixture(autouse=True)
def _wiring_as_it_was():
    before = wired()
    yield
    use(before)


def tell(count=1, key="news"):
    everyone = [account(f"{key}{n}") for n in range(count)]
    notifications.notify(accounts=everyone, topic="people", key=key, title="News", at=clock.now())


def states():
    return sorted(Message.objects.values_list("state", flat=True))


def do(step, **arguments):
    """Ask for a job that ``step`` does, and run the worker once."""
    kinds.KINDS["tests.job"] = step
    try:
        job = work.start(kind="tests.job", key="tests.job", arguments=arguments, actor=OPERATOR, at=clock.now())
        worker.hand_out()
        while worker.run_tasks(threading.Event()):
            pass
    finally:
        del kinds.KINDS["tests.job"]
    return work_queries.job(job, actor=OPERATOR, at=clock.now())


def test_a_job_is_done_and_says_what_came_of_it():
    def weave(step):
        for yard in range(step.done, step.arguments["yards"]):
            step.say(done=yard + 1, total=step.arguments["yards"], words="Weaving")
        return "Three yards"

    done = do(weave, yards=3)

    assert (done.state, done.done, done.total, done.words) == ("done", 3, 3, "Three yards")


def test_a_job_that_breaks_is_tried_again_later_and_one_that_is_refused_is_not():
    def breaks(step):
        raise ValueError("the loom broke")

    found = do(breaks)

    assert (found.state, found.problem) == ("waiting", "ValueError: the loom broke")
    assert found.next_at > clock.now() + timedelta(seconds=20)


def test_a_job_that_is_refused_is_not_tried_again():
    def refuses(step):
        raise Refusal("There is no wool. Buy some.")

    found = do(refuses)

    assert (found.state, found.problem) == ("failed", "There is no wool. Buy some.")


def test_a_job_of_a_kind_that_nobody_knows_fails_in_words():
    job = work.start(kind="tests.gone", key="gone", actor=OPERATOR, at=clock.now())
    worker.hand_out()
    worker.run_tasks(threading.Event())

    assert "knows this kind of job" in work_queries.job(job, actor=OPERATOR, at=clock.now()).problem


def test_one_round_does_everything_that_is_due(settings):
    server = TestMailer()
    use(Wiring(handlers=(), mailer=lambda: server, addresses=addresses))
    tell(3)

    worker.Worker().once()

    assert states() == ["sent"] * 3
    done = work_queries.jobs(OPERATOR, clock.now()).jobs
    assert {job.kind: job.state for job in done} == {regular.kind: "done" for regular in kinds.REGULAR}


def test_tidying_up_clears_sessions_that_ran_out():
    old = SessionStore()
    old.set_expiry(-1)
    old.create()
    fresh = SessionStore()
    fresh.create()

    worker.Worker().once()

    assert list(Session.objects.values_list("session_key", flat=True)) == [fresh.session_key]


def test_tidying_up_forgets_what_carried_old_jobs():
    do(lambda step: "done")
    DBTaskResult.objects.update(enqueued_at=clock.now() - timedelta(days=8))

    worker.Worker().once()

    assert DBTaskResult.objects.filter(enqueued_at__lt=clock.now() - timedelta(days=7)).count() == 0
    assert DBTaskResult.objects.count() == len(kinds.REGULAR)


def test_without_mail_settings_messages_wait_and_nothing_breaks(settings):
    settings.EMAIL_HOST = ""
    tell(1)

    worker.Worker().once()

    assert mailer() is None
    assert states() == ["waiting"]


def test_a_part_of_a_round_that_fails_holds_up_no_other():
    server = TestMailer()

    def no_handlers():
        raise ValueError("broken wiring")

    use(Wiring(handlers=property(no_handlers), mailer=lambda: server, addresses=addresses))  # type: ignore[arg-type]
    tell(1)

    worker.Worker().once()

    assert states() == ["sent"]


def test_each_answer_of_the_mail_server_is_written_down():
    server = TestMailer(NeverAccepted("550 nobody"), TryLater("450 busy"), OutcomeUnknown("silence"), ValueError("x"))
    tell(5)

    assert sending.send_all(server, addresses, linger=0) == 1

    assert states() == ["refused", "sent", "unknown", "unknown", "waiting"]
    assert server.closed == 1


def test_a_provider_that_can_be_asked_settles_what_is_in_doubt():
    tell(1)
    server = TestMailer(OutcomeUnknown("silence"), has=True)
    sending.send_all(server, addresses, linger=0)
    assert states() == ["sent"]

    tell(1, "more")
    sending.send_all(TestMailer(OutcomeUnknown("silence"), has=False), addresses, linger=0)
    assert states() == ["sent", "waiting"]


def test_what_an_earlier_sender_left_is_asked_about_or_marked(settings):
    tell(2)
    for _message in range(2):
        left = notifications.claim_next(sender=sending.sender_name(), addresses=addresses, at=clock.now())
    sending.send_all(TestMailer(), addresses, linger=0)
    assert states() == ["unknown", "unknown"]

    Message.objects.filter(reference=left.reference).update(state="sending")
    sending.send_all(TestMailer(has=False), addresses, linger=0)
    assert states() == ["sent", "unknown"]


def test_when_the_server_is_not_there_no_other_message_is_tried(monkeypatch):
    monkeypatch.setattr(sending, "PAUSE", 0.01)
    monkeypatch.setattr(sending, "LONGEST_PAUSE", 0.01)
    tell(3)
    over = threading.Event()

    class Away(TestMailer):
        def close(self):
            super().close()
            over.set()

    server = Away(*[TryLater("refused", everyone=True)] * 9)

    assert sending.send_all(server, addresses, linger=0, over=over) == 0
    assert len(server.answers) == 8
    assert states() == ["waiting"] * 3
    assert not Message.objects.exclude(attempts=0).exists()


def test_a_provider_s_rate_is_kept_in_waves(monkeypatch):
    server = TestMailer()
    server.per_minute = 3
    over = threading.Event()
    monkeypatch.setattr(over, "wait", lambda seconds: over.set())
    tell(5)

    assert sending.send_all(server, addresses, linger=0, over=over) == 3

    assert states() == ["sent", "sent", "sent", "waiting", "waiting"]
    assert notification_queries.sent_lately(clock.now()) == 3


def test_one_sender_stands_at_a_time_and_can_be_found():
    assert sending.standing_sender() is None
    with sending.only_sender() as mine:
        assert mine
        tell(1)
        with sending.only_sender() as another:
            assert not another
        assert sending.standing_sender() is not None
        assert sending.send_all(TestMailer(), addresses, linger=0) == 0
    assert sending.standing_sender() is None
    assert states() == ["waiting"]


def test_every_kind_of_event_is_heard_or_said_to_be_heard_by_nobody():
    """An event that is announced and that nobody wired is news that never arrives."""
    ours = {kind for kind in events.known().values() if kind.__module__.startswith("waymark.")}
    heard = {kind for kind, _handler in HANDLERS}

    assert ours == heard | HEARD_BY_NOBODY
    assert not heard & HEARD_BY_NOBODY


def test_every_regular_kind_of_work_is_known():
    assert {one.kind for one in kinds.REGULAR} <= set(kinds.KINDS)


def test_a_worker_may_be_told_to_stop():
    one = worker.Worker()
    thread = threading.Thread(target=one.run)
    thread.start()
    one.over.set()
    thread.join(20)

    assert not thread.is_alive()


def test_a_job_asked_for_in_a_transaction_that_fails_was_never_asked_for():
    with transaction.atomic():
        work.start(kind="tests.job", key="x", actor=OPERATOR, at=clock.now())
        transaction.set_rollback(True)

    assert worker.hand_out() == 0
