"""``waymark feed``: a department's file of people; ``waymark demo-file``: one that nobody has, to try it on."""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from waymark.cli.groups import Subparsers, group, ready

if TYPE_CHECKING:
    from waymark.people.types import FeedStep, RunCard

MOST_SHOWN = 20
"""Rows set aside that are printed; the page shows all of them."""


def add_parsers(subparsers: Subparsers) -> None:
    """Add the two commands, and the benchmark of the first."""
    feed = subparsers.add_parser("feed", help="bring a department's file of people")
    feed.add_argument(
        "path", type=Path, metavar="PATH", help="a .csv, .xlsx or .ods file, as docs/guides/people-feed.md"
    )
    feed.add_argument("--department", required=True, metavar="SLUG", help="whose people it speaks of")
    feed.add_argument("--feed", default="HR system", metavar="NAME", help="which of its feeds (HR system)")
    feed.add_argument("--delta", action="store_true", help="it holds changes only: who is not in it has not left")
    feed.add_argument("--plan", action="store_true", help="say what it would change, and change nothing")
    feed.add_argument("--json", action="store_true", help="print one JSON object")
    feed.set_defaults(run=run_feed)

    benching = group(subparsers, "bench", "measure beside a yardstick").add_parser(
        "feed", help="measure a department's file of people"
    )
    benching.add_argument("--people", type=int, default=540_000, metavar="N", help="how many people (540,000)")
    benching.add_argument("--json", action="store_true", help="print one JSON object")
    benching.set_defaults(run=run_bench)

    demo_file = subparsers.add_parser("demo-file", help="write an invented HR file, to try a people feed on")
    demo_file.add_argument("path", type=Path, metavar="PATH", help="file to write, as CSV")
    demo_file.add_argument("--people", type=int, default=200, metavar="N", help="how many people (200)")
    demo_file.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed gives the same file (1)")
    demo_file.add_argument("--noise", type=float, default=0.6, metavar="SHARE", help="share of titles written oddly")
    demo_file.add_argument("--errors", type=float, default=0.0, metavar="SHARE", help="share of rows that are wrong")
    demo_file.add_argument(
        "--changes", type=float, default=0.0, metavar="SHARE", help="share of people who left, moved or are renamed"
    )
    demo_file.add_argument("--only-changes", action="store_true", help="say nothing of the others")
    demo_file.add_argument(
        "--department", default="Department for Examples", metavar="NAME", help="as the file names it"
    )
    demo_file.add_argument("--prefix", default="H", metavar="LETTERS", help="what its numbers begin with (H)")
    demo_file.add_argument("--truth", type=Path, default=None, metavar="FILE", help="write what each row really is")
    demo_file.add_argument(
        "--add-department", action="store_true", help="add the department with its units, so that the file can be fed"
    )
    demo_file.add_argument("--units", type=Path, default=None, metavar="FILE", help="write its units as a sheet")
    demo_file.add_argument("--json", action="store_true", help="print one JSON object")
    demo_file.set_defaults(run=run_demo_file)


def run_bench(args: argparse.Namespace) -> int:
    """Measure a file of people, and say how long it takes."""
    from waymark.cli import bench_feed

    measured = bench_feed.measure(args.people)
    print(json.dumps(measured) if args.json else bench_feed.in_words(measured))
    return 0


def run_demo_file(args: argparse.Namespace) -> int:
    """Write the file, and say how many rows it has."""
    ready()
    from waymark.demo import commands as demo
    from waymark.kernel.clock import now
    from waymark.kernel.errors import Refusal
    from waymark.kernel.policy import OPERATOR
    from waymark_formats.units import units_csv

    if args.people < 1 or not all(0 <= share <= 1 for share in (args.noise, args.errors, args.changes)):
        raise Refusal("There is at least one person, and a share is from 0 to 1.")
    at = now()
    file = demo.hr_file(
        people=args.people, seed=args.seed, errors=args.errors, noise=args.noise, changes=args.changes,
        only_changes=args.only_changes, department=args.department, prefix=args.prefix, at=at,
    )  # fmt: skip
    slug = demo.add_hr_department(file=file, actor=OPERATOR, at=at) if args.add_department else ""
    if args.units is not None:
        args.units.write_text(
            units_csv((one.code, one.name, one.parent) for one in file.units()), encoding="utf-8", newline=""
        )
    if args.truth is None:
        rows = demo.write_rows(path=args.path, rows=(cells for cells, _truth in file.rows()))
    else:
        truth = demo.write_hr_file(path=args.path, file=file)
        demo.write_truth(path=args.truth, truth=truth)
        rows = len(truth)
    if args.json:
        print(json.dumps({"path": str(args.path), "rows": rows, "department": slug}))
    else:
        print(f"Wrote {rows:,} rows to {args.path}." + (f" The department is {slug}." if slug else ""))
    return 0


def run_feed(args: argparse.Namespace) -> int:
    """Bring a file of people: check it, say what it would change, and apply it unless it is only a plan."""
    ready()
    from waymark.kernel.clock import now
    from waymark.kernel.errors import Refusal
    from waymark.kernel.policy import OPERATOR
    from waymark.organisation import queries as organisation
    from waymark.people import commands, queries
    from waymark.people.types import FeedStep

    if not args.path.is_file():
        raise Refusal(f"There is no file {args.path}.")
    at = now()
    department = organisation.organisation(args.department)
    feed = queries.feed_called(department.slug, args.feed, OPERATOR, at) or commands.add_feed(
        organisation_id=department.id, name=args.feed, actor=OPERATOR, at=at
    )
    run = queries.open_run(feed.uuid, OPERATOR, at)
    brought_now = run is None or run.digest != _digest(args.path) or run.full == args.delta
    if run is None or brought_now:
        with args.path.open("rb") as file:
            run = commands.bring_feed(
                feed=feed.uuid, filename=args.path.name, chunks=iter(lambda: file.read(1 << 20), b""),
                full=not args.delta, actor=OPERATOR, at=at,
            )  # fmt: skip
    # Checked anew in any case: an agreement holds as long as the same is shown.
    run = _take(run.uuid, FeedStep.CHECK, None, run.doing)
    if run.state == "shown" and not args.plan and not run.needs_approval:
        run = _take(run.uuid, FeedStep.APPLY, run.seen, "")
    _say(run, args)
    if args.plan and brought_now and run.state == "shown":
        commands.discard_feed(uuid=run.uuid, actor=OPERATOR, at=now())
    if run.state == "refused" or run.problem:
        raise Refusal(run.problem)
    if run.needs_approval and not args.plan:
        raise Refusal(
            "An administrator has to agree to this first, at /operating/feeds. Then run the command once more: "
            + " ".join(queries.unusual_in_words(*one) for one in run.unusual)
        )
    return 0


def _take(uuid: UUID, step: FeedStep, seen: str | None, doing: str) -> RunCard:
    from waymark.kernel.clock import now
    from waymark.kernel.policy import OPERATOR
    from waymark.people import commands

    if not doing:
        commands.ask_feed(uuid=uuid, step=step, seen=seen, actor=OPERATOR, at=now())
    return commands.carry_out_feed(uuid=uuid, actor=OPERATOR, at=now())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _say(run: RunCard, args: argparse.Namespace) -> None:
    """Print what became of a file, with the first rows that are set aside."""
    from waymark.kernel.clock import now
    from waymark.kernel.policy import OPERATOR
    from waymark.people import queries

    counts = {kind: run.counts.get(kind, 0) for kind in ("new", "moved", "changed", "left", "aside")}
    counts["unchanged"] = run.counts.get("same", 0) + run.counts.get("known", 0)
    if args.json:
        told = {
            "run": str(run.uuid), "state": "planned" if args.plan and run.state != "refused" else run.state,
            "rows": run.rows, "before": run.before, "counts": counts, "unusual": [list(one) for one in run.unusual],
            "needs_approval": run.needs_approval, "columns": run.columns, "problem": run.problem,
        }  # fmt: skip
        print(json.dumps(told))
        return
    if run.state == "refused":
        return
    done = "It would change this" if args.plan or run.state != "applied" else "Applied"
    print(f"{run.rows:,} rows. {done}: " + ", ".join(f"{number:,} {kind}" for kind, number in counts.items()) + ".")
    if ignored := [heading for (heading,) in run.columns.get("ignored", ())]:
        print(f"Columns that are not read: {'; '.join(ignored)}.")
    aside = queries.set_aside(run.uuid, OPERATOR, now())
    for _number, change in zip(range(MOST_SHOWN), aside, strict=False):
        print(f"  row {change.row}: {' '.join(map(queries.reason_in_words, change.words))}")
