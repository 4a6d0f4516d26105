"""How long a department's file of people takes: the first, the same again, the changes of 1 %, and a whole later one.

SQLite in a folder that is thrown away, or the empty database that ``DATABASE_URL`` names. The yardstick reads the same
file with the standard library and does nothing with it.
"""

from __future__ import annotations

import csv
import os
import resource
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any
from uuid import UUID

TARGETS = {"postgresql": {"first": 600, "same": 60, "delta": 20}, "sqlite": {"first": 1_200, "same": 60, "delta": 20}}
"""Seconds for 540,000 people."""
TARGET_MB = 2_048
AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
CHANGES = 0.01


def measure(people: int) -> dict[str, Any]:
    """Return the object that ``waymark bench feed --json`` prints. ``seconds`` is the first file, brought to applied.

    Beside the seconds that passed stand those of the processor: on a machine that does other work they tell more.
    """
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as name:
        os.environ["WAYMARK_DATA_DIR"] = name
        return _measure(people, Path(name))


def _measure(people: int, folder: Path) -> dict[str, Any]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from waymark.demo import commands as demo
    from waymark.kernel.errors import Refusal
    from waymark.kernel.policy import OPERATOR
    from waymark.organisation import commands as organisation
    from waymark.organisation import queries as reference
    from waymark.people import commands
    from waymark.people import queries as people_queries

    call_command("migrate", verbosity=0)
    if people_queries.count():
        raise Refusal("There are people in this database already. Name an empty one: the benchmark writes to it.")
    organisation.ensure_reference(actor=OPERATOR, at=AT)
    first = demo.hr_file(people=people, at=AT)
    slug = demo.add_hr_department(file=first, actor=OPERATOR, at=AT)
    feed = commands.add_feed(organisation_id=reference.organisation(slug).id, name="HR", actor=OPERATOR, at=AT)
    files = {
        "first": first, "delta": demo.hr_file(people=people, changes=CHANGES, only_changes=True, at=AT),
        "whole": demo.hr_file(people=people, changes=2 * CHANGES, at=AT),
    }  # fmt: skip
    rows = {}
    for what, file in files.items():
        rows[what] = demo.write_rows(path=folder / f"{what}.csv", rows=(cells for cells, _truth in file.rows()))
    yardstick = _read(folder / "first.csv")
    taken = {}
    for day, (what, path, full) in enumerate(
        (("first", "first", True), ("same", "first", True), ("delta", "delta", False), ("whole", "whole", True))
    ):
        at = AT + timedelta(days=day)
        taken[what] = _take_in(feed.uuid, folder / f"{path}.csv", full=full, at=at)
        taken[what]["rows"] = rows[path]
    return {
        "name": "feed",
        "people": people,
        "database": connection.vendor,
        "seconds": taken["first"]["seconds"],
        "peak_mb": round(
            resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
        ),
        "yardstick": "reading the same file with the standard library",
        "yardstick_seconds": round(yardstick, 3),
        "ratio": round(taken["first"]["seconds"] / yardstick, 1),
        "files": taken,
    }


def _take_in(feed: UUID, path: Path, *, full: bool, at: datetime) -> dict[str, Any]:
    from waymark.kernel.policy import OPERATOR
    from waymark.people import commands
    from waymark.people.types import FeedStep

    began, processor = perf_counter(), process_time()
    with path.open("rb") as file:
        run = commands.bring_feed(
            feed=feed, filename=path.name, chunks=iter(lambda: file.read(1 << 20), b""), full=full, actor=OPERATOR,
            at=at,
        )  # fmt: skip
    commands.ask_feed(uuid=run.uuid, step=FeedStep.CHECK, actor=OPERATOR, at=at)
    run = commands.carry_out_feed(uuid=run.uuid, actor=OPERATOR, at=at)
    checked = perf_counter()
    if run.state == "shown":
        commands.ask_feed(uuid=run.uuid, step=FeedStep.APPLY, seen=run.seen, actor=OPERATOR, at=at)
        run = commands.carry_out_feed(uuid=run.uuid, actor=OPERATOR, at=at)
    return {
        "seconds": round(perf_counter() - began, 2),
        "processor_seconds": round(process_time() - processor, 2),
        "checked_after": round(checked - began, 2),
        "state": run.state,
        "counts": run.counts,
        "problem": run.problem,
    }


def _read(path: Path) -> float:
    began = perf_counter()
    with path.open(newline="", encoding="utf-8") as file:
        for _row in csv.reader(file):
            pass
    return perf_counter() - began


def in_words(measured: dict[str, Any]) -> str:
    """Return a measurement for a person to read."""
    lines = [f"{measured['people']:,} people on {measured['database']}, at most {measured['peak_mb']:,} MB:"]
    words = {"first": "the first file", "same": "the same again", "delta": "the changes of 1 %", "whole": "a later one"}
    for what, taken in measured["files"].items():
        lines.append(
            f"  {words[what]}, {taken['rows']:,} rows: {taken['seconds']} s ({taken['processor_seconds']} s of the "
            f"processor; checked after {taken['checked_after']} s), {taken['state']}"
        )
    targets = TARGETS[measured["database"]]
    lines.append(
        f"For 540,000 people the targets are {targets['first']}, {targets['same']} and {targets['delta']} s, "
        f"and {TARGET_MB:,} MB."
    )
    return "\n".join(lines)
