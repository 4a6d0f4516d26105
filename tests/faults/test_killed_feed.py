"""A file of people and one of changes, killed at twenty random points and begun again, end as if they never had been.

Real processes, a real database file (or PostgreSQL) and real SIGKILL. The points are calls of our own functions, so
that any of them may be the last: while a file is kept, read, compared, written down, or applied. Steps are a worker's
jobs, and people are written a few at a time, so that a worker may be killed between two writes and its job tried again.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from tests import migrated
from tests.faults.test_killed_worker import ROOT

POINTS = 20

SCRIPT = """
import os, pathlib, shutil, signal, sys, threading
import django
django.setup()
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from waymark.access.models import Account, Session
from waymark.audit.models import Entry, OutboxEvent
from waymark.demo import commands as demo
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import OPERATOR
from waymark.organisation import commands as organisation
from waymark.organisation import queries as reference
from waymark.people import commands, models, queries
from waymark.jobs import worker
from waymark.kernel import clock
from waymark.people.commands.feeding import records, steps
from waymark.people.types import FeedStep
from waymark.work.models import Job

records.chunks.__defaults__ = (7,)
steps.AT_ONCE = 7
AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = AT + timedelta(days=30)
folder = pathlib.Path(settings.DATA_DIR)
sqlite = connection.vendor == "sqlite"

def take_in(path, at, full=True):
    # Begin where the one before was killed. Its lease has run out meanwhile.
    clock.now = lambda: at
    Job.objects.filter(lease_until__isnull=False).update(lease_until=AT - timedelta(days=1))
    feed = queries.feeds(OPERATOR, at)[0]
    if any(one.at == at and one.ended for one in queries.runs(feed.uuid, OPERATOR, at)):
        return  # it was applied
    run = queries.open_run(feed.uuid, OPERATOR, at)
    if run is None:
        run = commands.bring_feed(
            feed=feed.uuid, filename="hr.csv", chunks=[path.read_bytes()], full=full, actor=OPERATOR, at=at
        )
    for step in FeedStep:
        run = queries.run_card(run.uuid, OPERATOR, at)
        models.FeedRun.objects.filter(uuid=run.uuid, state="shown").update(approved_at=at)
        if not run.doing and (step, run.state) in {(FeedStep.CHECK, "brought"), (FeedStep.APPLY, "shown")}:
            commands.ask_feed(uuid=run.uuid, step=step, seen=run.seen, by_worker=True, actor=OPERATOR, at=at)
        worker.hand_out()
        while worker.run_tasks(threading.Event()):
            pass

def take_both_in():
    take_in(folder / "next.csv", LATER)
    take_in(folder / "delta.csv", LATER + timedelta(days=1), full=False)

def prepare():
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    organisation.ensure_reference(actor=OPERATOR, at=AT)
    first = demo.hr_file(people=40, at=AT)
    slug = demo.add_hr_department(file=first, actor=OPERATOR, at=AT)
    feed = commands.add_feed(
        organisation_id=reference.organisation(slug).id, name="HR", actor=OPERATOR, at=AT
    )
    commands.change_feed(
        uuid=feed.uuid, mapping={}, most_leavers=100, most_joiners=100, most_moved=100, most_renamed=100,
        most_aside=100, needs_end=True, actor=OPERATOR, at=AT
    )
    demo.write_hr_file(path=folder / "first.csv", file=first)
    take_in(folder / "first.csv", AT)
    demo.write_hr_file(path=folder / "next.csv", file=demo.hr_file(people=40, changes=0.5, errors=0.2, at=AT))
    delta = demo.hr_file(people=40, changes=0.7, errors=0.1, only_changes=True, at=LATER)
    # Posts go to the other unit as well.
    flipped = {"HU00001": "HU00002", "HU00002": "HU00001"}
    rows = (tuple(flipped.get(cell, cell) for cell in cells) for cells, _truth in delta.rows())
    demo.write_rows(path=folder / "delta.csv", rows=rows)
    kept, other = models.Person.objects.order_by("pk")[38:40]
    models.PersonAlias.objects.create(uuid=new_uuid(), person=other, kept=kept, reason="Twice.", from_at=AT)
    for person in models.Person.objects.all():
        account = Account.objects.create(
            uuid=new_uuid(), email=f"{person.pk}@example.org", name="x", created_at=AT
        )
        models.Person.objects.filter(pk=person.pk).update(account=account)
        Session.objects.create(
            session_key=f"{person.pk:032}", session_data="x", expire_date=LATER + timedelta(days=9), account=account,
            uuid=new_uuid(),
        )

LEFT_OUT = {"id", "uuid", "run_id", "salt", "digest", "seal_id"}
TABLES = (
    models.Person, models.Post, models.Appointment, models.ReportingLine, models.Membership, models.Identifier,
    models.Listing, models.Movement, models.PersonAlias, models.PostMove,
    models.FeedRun, models.FeedRow, Account, Session, Entry, OutboxEvent,
)

def plain(name, value):
    if isinstance(value, dict):
        return sorted((key, str(one)) for key, one in value.items() if key not in {"run", "run_id", "job", "task"})
    return value

def dump():
    for model in TABLES:
        fields = [field.attname for field in model._meta.concrete_fields if field.attname not in LEFT_OUT]
        rows = sorted(
            str([plain(name, value) for name, value in row.items()]) for row in model.objects.values(*fields)
        )
        print(model.__name__, len(rows), sha256(repr(rows).encode()).hexdigest()[:16], end="; ")
    # What a killed process leaves on disk goes with the next tidying.
    for place in pathlib.Path(settings.FEEDS_DIR).iterdir():
        os.utime(place, (0, 0))
    commands.tidy_feeds(actor=OPERATOR, at=LATER + timedelta(days=2))
    print("files", sum(1 for _ in pathlib.Path(settings.FEEDS_DIR).rglob("*")), end="; ")

def apart(work):
    connections.close_all()
    sys.stdout.flush()
    pid = os.fork()
    if not pid:
        work()
        sys.stdout.flush()
        os._exit(0)
    return os.waitpid(pid, 0)[1]

def until_killed(point):
    calls = 0
    def count(frame, event, argument):
        nonlocal calls
        if event == "call" and "/src/waymark" in frame.f_code.co_filename:
            calls += 1
            if calls == point:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.setprofile(count)
    take_both_in()
    sys.setprofile(None)
    print(calls, end=" ")

def base():
    if sqlite:
        for left in folder.glob("waymark.sqlite3*"):
            left.unlink()
        shutil.copy(folder / "base", folder / "waymark.sqlite3")
    else:
        print("base", flush=True)
        sys.stdin.readline()

apart(prepare)
if sqlite:
    import sqlite3
    with sqlite3.connect(folder / "waymark.sqlite3") as one, sqlite3.connect(folder / "base") as other:
        one.backup(other)
print("ready", flush=True)
for line in sys.stdin:
    base()
    killed = apart(lambda: until_killed(int(line)))
    if int(line):
        apart(take_both_in)
    apart(dump)
    print(killed == signal.SIGKILL, flush=True)
"""


@pytest.fixture
def site(tmp_path):
    """A site of this test's own, and a way back to how it was prepared."""
    environment = {
        **os.environ,
        "WAYMARK_DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "waymark.config.settings",
        "PYTHONPATH": str(ROOT / "src"),
        "WAYMARK_LOG_LEVEL": "ERROR",
        "WAYMARK_DATABASE_POOL": "0",
        "SECRET_KEY": "only for tests",
    }
    if connection.vendor == "sqlite":
        environment.pop("DATABASE_URL", None)
        migrated.site(tmp_path)
        yield environment, lambda: None, lambda: None
        return
    url, name = os.environ["DATABASE_URL"], f"fed_{uuid4().hex[:8]}"

    def server(*statements):
        with psycopg.connect(url, autocommit=True) as one:
            for statement in statements:
                one.execute(statement)

    server(f"CREATE DATABASE {name}")
    yield (
        environment | {"DATABASE_URL": url.replace("/postgres?", f"/{name}?")},
        lambda: server(f"CREATE DATABASE {name}_base TEMPLATE {name}"),
        lambda: server(f"DROP DATABASE {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE {name}_base"),
    )
    server(f"DROP DATABASE {name} WITH (FORCE)", f"DROP DATABASE IF EXISTS {name}_base WITH (FORCE)")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process outright")
def test_a_file_that_is_killed_at_twenty_random_points_ends_as_if_it_never_had_been(site):
    environment, keep_base, back_to_base = site
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT], env=environment, cwd=ROOT, text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None

        def answer():
            line = process.stdout.readline().strip()
            if line == "base":
                back_to_base()
                tell("")
                return answer()
            return line

        def tell(text):
            process.stdin.write(f"{text}\n")
            process.stdin.flush()

        assert answer() == "ready"
        keep_base()
        tell(0)
        calls, undisturbed = answer().split(" ", 1)
        assert undisturbed.endswith("False")
        assert "Movement 0 " not in undisturbed
        assert "PostMove 0 " not in undisturbed
        assert "files 0;" in undisturbed
        assert "FeedRun 3 " in undisturbed
        differing = []
        for point in sorted(random.Random(5).sample(range(1, int(calls)), POINTS)):
            tell(point)
            ended = answer()
            if ended != undisturbed.replace("False", "True"):
                differing.append((point, set(ended.split("; ")) - set(undisturbed.split("; "))))
        process.stdin.close()

    assert differing == []
