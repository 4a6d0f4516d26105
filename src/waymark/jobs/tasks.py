"""Running one job, through django-tasks: whichever backend ``TASKS`` names carries it here.

The backend only carries the job's identity. Who may run it, how often it is tried and how far it is stand in the job
itself, so that a task that is lost or carried twice does no harm.
"""

from __future__ import annotations

import logging
import os
import socket
from uuid import UUID, uuid4

from django_tasks import task

from waymark.jobs.kinds import KINDS, Step
from waymark.kernel import clock
from waymark.kernel.errors import Refusal
from waymark.work import commands as work

log = logging.getLogger("waymark.jobs")


def worker_name() -> str:
    """Return a name that no other attempt has: a worker that was given up must not speak for the one that goes on."""
    return f"{socket.gethostname()[:20]}.{os.getpid()}.{uuid4().hex[:12]}"


@task()
def perform(job: str) -> str:
    """Do one job, if it still waits to be done, and write down what came of it. Returns how it ended, in a word."""
    worker = worker_name()
    claimed = work.claim(job=UUID(job), worker=worker, at=clock.now())
    if claimed is None:
        return "nothing to do"
    function = KINDS.get(claimed.kind)
    if function is None:
        problem = f"Nothing here knows this kind of job: {claimed.kind}."
        work.fail(job=claimed.uuid, worker=worker, problem=problem, final=True, at=clock.now())
        return "failed"
    try:
        words = function(Step(claimed, worker))
    except work.LeaseLost:
        return "lost"
    except Refusal as refusal:
        work.fail(job=claimed.uuid, worker=worker, problem=str(refusal), final=True, at=clock.now())
        return "refused"
    except Exception as error:
        log.exception("Job %s (%s) failed.", claimed.uuid, claimed.kind)
        problem = f"{type(error).__name__}: {error}"
        again = work.fail(job=claimed.uuid, worker=worker, problem=problem, at=clock.now())
        return "tried again later" if again else "failed"
    work.finish(job=claimed.uuid, worker=worker, words=words, at=clock.now())
    return "done"
