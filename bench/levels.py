"""What a spreadsheet of 100,000 levels costs: checked, applied, brought again, handed out and taken back.

Ten thousand people with ten skills of the starter frameworks each; one row in ten makes a piece of evidence. SQLite in
a folder that is thrown away. The yardstick reads the same CSV file with the standard library and does nothing with it.

Run it as ``python bench/levels.py [--rows N] [--json]``. Seconds are of the processor. Needs ``src`` on the path.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from typing import Any, TypeVar
from uuid import uuid4

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
EACH = 10
"""Skills of each person."""
STARTERS = ("digital-and-data", "project-delivery", "policy", "operational-delivery")
T = TypeVar("T")


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description="Measure a spreadsheet of levels.")
    parser.add_argument("--rows", type=int, default=100_000, metavar="N")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as name:
        os.environ["WAYMARK_DATA_DIR"] = name
        os.environ.pop("DATABASE_URL", None)
        steps = _measure(args.rows, Path(name))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    if args.json:
        print(json.dumps({"name": "levels", "rows": args.rows, "peak_mb": peak, "steps": steps}))
        return
    for what, seconds in steps.items():
        print(f"{what:44} {seconds:6.1f} s")
    print(f"{args.rows:,} rows, at most {peak} MB")


def _measure(rows: int, folder: Path) -> dict[str, float]:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.config.settings")
    django.setup()
    from waymark.assessments import commands, queries
    from waymark.kernel.policy import OPERATOR
    from waymark_formats.levels import levels_csv, levels_xlsx

    people = -(-rows // EACH)
    _fill(people)
    lines = list(_lines(people))[:rows]
    sheet, book = folder / "levels.csv", folder / "levels.xlsx"
    sheet.write_text("".join(levels_csv(lines)), encoding="utf-8")
    book.write_bytes(levels_xlsx(lines))
    steps: dict[str, float] = {}

    def timed(what: str, work: Callable[[], T]) -> T:
        begun = process_time()
        result = work()
        steps[what] = round(process_time() - begun, 2)
        return result

    def take(card: Any, step: str) -> Any:
        commands.ask_level_file(uuid=card.uuid, step=step, seen=card.seen, by_worker=False, actor=OPERATOR, at=AT)
        return commands.carry_out_level_file(uuid=card.uuid, actor=OPERATOR, at=AT)

    def brought(path: Path) -> Any:
        return take(
            commands.bring_level_file(filename=path.name, chunks=[path.read_bytes()], actor=OPERATOR, at=AT), "check"
        )

    timed("yardstick: the CSV file, read", lambda: _read(sheet))
    card = timed("brought as Excel and checked", lambda: brought(book))
    assert card.counts == {"new": rows, "known": 0, "wrong": 0}, card.counts
    card = timed("brought as CSV and checked", lambda: brought(sheet))
    card = timed("applied", lambda: take(card, "apply"))
    assert card.state == "applied", card.problem
    again = timed("the same again, checked", lambda: brought(sheet))
    assert again.counts["known"] == rows, again.counts
    out = folder / "out.csv"
    timed("handed out as CSV", lambda: out.write_text("".join(levels_csv(queries.exported_levels(OPERATOR, AT)))))
    timed(
        "taken back",
        lambda: commands.undo_level_file(uuid=card.uuid, reason="Measured", actor=OPERATOR, at=AT),
    )
    return steps


def _fill(people: int) -> None:
    """Make the starter frameworks and so many people."""
    from django.core.management import call_command

    from waymark.demo import commands as demo
    from waymark.kernel.policy import OPERATOR
    from waymark.organisation import commands as organisation
    from waymark.people import commands
    from waymark.people.types import PersonRow

    call_command("migrate", verbosity=0)
    organisation.ensure_reference(actor=OPERATOR, at=AT)
    demo.import_library(data=None, actor=OPERATOR, at=AT, progress=lambda words: None)
    commands.load(
        people=[
            PersonRow(uuid4(), f"S{number:06}", None, "Ada", f"Marsh {number}", f"s{number}@example.org")
            for number in range(people)
        ],
        actor=OPERATOR,
        at=AT,
    )


def _lines(people: int) -> Iterator[tuple[str, ...]]:
    """Yield the rows: each person in ten skills, the next person in the next ten."""
    from waymark.frameworks import queries as frameworks

    ladders = frameworks.skills_by_slug(STARTERS, AT)
    skills = sorted((framework, skill) for (framework, skill), one in ladders.items() if len(one.levels) > 2)
    for number in range(people):
        for place in range(EACH):
            framework, skill = skills[(number * EACH + place) % len(skills)]
            title = f"A piece of work {number}" if place == 0 else ""
            yield (
                f"S{number:06}", framework, skill, str(number % 3 + 1), "", "2026-02-01", "", "Kim Reed", title, "", "",
            )  # fmt: skip


def _read(path: Path) -> int:
    with path.open(newline="", encoding="utf-8") as file:
        return sum(1 for _row in csv.reader(file))


if __name__ == "__main__":
    main()
