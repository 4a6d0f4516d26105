"""The worker is killed outright, again and again, while e-mail goes out: each message arrives exactly once.

Real processes, a real database file (or PostgreSQL), real SIGKILL, and a mail server that counts.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager, suppress
from email import message_from_bytes
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from aiosmtpd.controller import Controller
from django.db import connection

from tests import migrated

ROOT = Path(__file__).resolve().parents[2]
MESSAGES, KILLS = 2_000, 20

PREPARE = """
import sys
import django
django.setup()
from uuid import uuid4
from django.core.management import call_command
from django.db import transaction
from waymark.access.models import Account
from waymark.kernel.clock import now
from waymark.notifications import commands as notifications
call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
Account.objects.bulk_create(
    Account(uuid=uuid4(), email=f"reader{n}@example.test", name=f"Reader {n}", created_at=now())
    for n in range(int(sys.argv[1]))
)
told = notifications.notify(
    accounts=Account.objects.values_list("pk", flat=True), topic="people", key="all.told", title="News for all",
    at=now(),
)
print(told)
"""

WORKERS = """
import os, sys
import django
django.setup()
from django.db import connections
from waymark.jobs.worker import Worker
for line in sys.stdin:
    connections.close_all()
    pid = os.fork()
    if not pid:
        Worker().run()
        os._exit(0)
    print(pid, flush=True)
    os.waitpid(pid, 0)
"""

STATES = """
import django
django.setup()
from waymark.notifications.models import Message
from collections import Counter
for state, number in sorted(Counter(Message.objects.values_list("state", flat=True)).items()):
    print(state, number)
for reference in Message.objects.filter(state="unknown").values_list("reference", flat=True):
    print(reference)
"""


class CountingServer:
    """Counts what it takes, by Message-ID."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()

    async def handle_DATA(self, server, session, envelope):
        self.taken[message_from_bytes(envelope.content)["Message-ID"]] += 1
        return "250 taken"


@contextmanager
def counting_server():
    handler = CountingServer()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield handler, port
    finally:
        controller.stop()


@pytest.fixture
def site(tmp_path):
    """The environment of a site of this test's own, on the database that the suite runs on."""
    environment = {
        **os.environ,
        "WAYMARK_DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "waymark.config.settings",
        "PYTHONPATH": str(ROOT / "src"),
        "WAYMARK_LOG_LEVEL": "ERROR",
        "SECRET_KEY": "only for tests",
    }
    name = f"killed_{uuid4().hex[:8]}"
    if connection.vendor == "sqlite":
        environment.pop("DATABASE_URL", None)
        migrated.site(tmp_path)
        yield environment
        return
    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    yield environment | {"DATABASE_URL": url.replace("/postgres?", f"/{name}?")}
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def python(site, script, *arguments):
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env=site, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def until(true, seconds=120):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.01)


def sender(site):
    """Return the process id of the sender that stands now, if one does."""
    with suppress(FileNotFoundError, ValueError):
        pid = int((Path(site["WAYMARK_DATA_DIR"]) / "sender.lock").read_text())
        with suppress(ProcessLookupError):
            os.kill(pid, 0)
            return pid
    return None


@contextmanager
def workers(site):
    """Give a function that starts the next worker and returns its process id."""
    nursery = subprocess.Popen(
        [sys.executable, "-c", WORKERS], env=site, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )

    pid = 0

    def next_worker() -> int:
        nonlocal pid
        nursery.stdin.write("next\n")
        nursery.stdin.flush()
        pid = int(nursery.stdout.readline())
        return pid

    try:
        yield next_worker
    finally:
        nursery.stdin.close()
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        nursery.wait()
        nursery.stdout.close()
        if standing := sender(site):
            os.kill(standing, signal.SIGTERM)
            until(lambda: sender(site) is None)


def test_each_message_arrives_exactly_once_though_the_worker_is_killed_20_times(site):
    assert python(site, PREPARE, str(MESSAGES)) == f"{MESSAGES}\n"
    with counting_server() as (server, port):
        site |= {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(port)}

        with workers(site) as next_worker:
            for kill in range(1, KILLS + 1):
                pid = next_worker()
                until(lambda kill=kill: server.taken.total() >= kill * 80)
                assert server.taken.total() < MESSAGES, "the worker was killed after the fact"
                os.kill(pid, signal.SIGKILL)
            until(lambda: server.taken.total() >= MESSAGES)
            time.sleep(0.5)

        assert server.taken.total() == len(server.taken) == MESSAGES
    assert python(site, STATES) == f"sent {MESSAGES}\n"


def test_when_the_sender_itself_is_killed_nothing_is_sent_twice_and_what_is_in_doubt_is_said(site):
    python(site, PREPARE, "120")
    with counting_server() as (server, port):
        site |= {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(port)}

        for kill in range(1, 4):
            with subprocess.Popen([sys.executable, "-m", "waymark", "send-mail"], env=site, cwd=ROOT) as process:
                try:
                    until(lambda kill=kill: server.taken.total() >= kill * 30)
                finally:
                    process.kill()
        subprocess.run([sys.executable, "-m", "waymark", "send-mail"], env=site, cwd=ROOT, check=True)

        said = python(site, STATES).split()
        in_doubt = {word for word in said if len(word) == 36}
        arrived = {name.strip("<>").partition("@")[0] for name in server.taken}
        assert server.taken.total() == len(server.taken), "one was sent twice"
        assert len(arrived | in_doubt) == 120, "one is neither sent nor said to be in doubt"
        assert len(in_doubt) <= 3
