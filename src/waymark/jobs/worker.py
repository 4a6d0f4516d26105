"""The worker: everything the site does by itself, a round every second. Any number of workers may stand."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import close_old_connections, connections
from django_tasks import task_backends
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.management.commands.db_worker import Worker as TaskRunner
from django_tasks_db.models import DBTaskResult

from waymark.audit import commands as audit
from waymark.jobs import sending
from waymark.jobs.kinds import REGULAR
from waymark.jobs.tasks import perform, worker_name
from waymark.jobs.wiring import wired
from waymark.kernel import clock
from waymark.notifications import commands as notifications
from waymark.notifications import queries as notification_queries
from waymark.work import commands as work

log = logging.getLogger("waymark.jobs")

EVERY = 1.0
"""Seconds between rounds."""

KEEP_EVERY = 5.0
"""Seconds between two seals of the record."""

SENDER_STARTS = 15.0
"""Seconds that a sender may take to stand before another one is started."""

_BACKEND = "default"


@dataclass
class Worker:
    """One worker process."""

    parent: int | None = None
    """End when this process is not our parent any more; None: stay."""
    over: threading.Event = field(default_factory=threading.Event)
    _kept: float = 0.0
    _sender_started: float = -SENDER_STARTS

    def run(self) -> None:
        """Go round until told to stop. Jobs run in a thread beside, so that a long one holds up nothing else."""
        runner = threading.Thread(target=self._run_jobs, name="jobs", daemon=True)
        runner.start()
        while not self.over.is_set():
            self.round()
            if self.parent is not None and os.getppid() != self.parent:
                break
            self.over.wait(EVERY)
        self.over.set()
        runner.join(30)
        sending.stop_sender()
        self._try("keep the record", self._keep)
        connections.close_all()

    def once(self) -> None:
        """Do everything that is due now, jobs and e-mail with it, and return."""
        self.round(send=False)
        while run_tasks(self.over):
            self.round(send=False)
        self._try("send e-mail", self._send_here)
        self._try("keep the record", self._keep)

    def round(self, *, send: bool = True) -> None:
        """Go once over everything but the jobs themselves. What fails is logged, and done in the next round."""
        close_old_connections()
        self._try("ask for regular work", lambda: work.start_regular(regular=REGULAR, at=clock.now()))
        self._try("hand out jobs", hand_out)
        self._try("deliver events", deliver)
        self._try("write digests", lambda: notifications.compose_digests(at=clock.now()))
        if send:
            self._try("send e-mail", self._see_that_mail_is_sent)
        if time.monotonic() - self._kept >= KEEP_EVERY:
            self._kept = time.monotonic()
            self._try("keep the record", self._keep)

    def _try(self, what: str, do: Callable[[], object]) -> None:
        try:
            do()
        except Exception:
            log.exception("The worker could not %s; trying again.", what)
            connections.close_all()

    def _keep(self) -> None:
        audit.seal(at=clock.now())
        audit.flush_access()

    def _see_that_mail_is_sent(self) -> None:
        """Start a sender when something is due and none stands."""
        if time.monotonic() - self._sender_started < SENDER_STARTS:
            return
        if notification_queries.due(clock.now()) and wired().mailer() and sending.standing_sender() is None:
            self._sender_started = time.monotonic()
            sending.start_sender()

    def _send_here(self) -> None:
        mailer = wired().mailer()
        if mailer:
            sending.send_all(mailer, wired().addresses, linger=0, over=self.over)

    def _run_jobs(self) -> None:
        while not self.over.is_set():
            try:
                ran = run_tasks(self.over)
            except Exception:
                log.exception("Jobs could not be run; trying again.")
                ran = 0
            connections.close_all()
            if not ran:
                self.over.wait(EVERY)


def hand_out() -> int:
    """Put the jobs that should begin now into the queue, and return how many."""
    jobs = work.hand_out(at=clock.now())
    for job in jobs:
        perform.enqueue(str(job))
    return len(jobs)


def deliver() -> int:
    """Deliver the events that wait, all of them, and return how many are settled."""
    settled = 0
    while found := audit.deliver(handlers=wired().handlers, at=clock.now()):
        settled += found
    return settled


def run_tasks(over: threading.Event) -> int:
    """Run the tasks that are ready in the database's queue, and return how many. Other backends run their own."""
    if not isinstance(task_backends[_BACKEND], DatabaseBackend):
        return 0
    ran = 0
    # Asked first: claiming locks the whole of SQLite, which a worker with nothing to do must not do every second.
    while not over.is_set() and DBTaskResult.objects.ready().filter(backend_name=_BACKEND).exists():
        runner = TaskRunner(
            queue_names=["*"], interval=0, batch=True, backend_name=_BACKEND, startup_delay=False, max_tasks=1,
            worker_id=worker_name(), excluded_queue_names=[],
        )  # fmt: skip
        runner.run()
        ran += 1
    return ran
