"""``waymark demo-file``: an HR file that nobody has, to try a people feed on."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from waymark.cli.groups import Subparsers, ready


def add_parsers(subparsers: Subparsers) -> None:
    """Add the command."""
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
    demo_file.add_argument("--json", action="store_true", help="print one JSON object")
    demo_file.set_defaults(run=run_demo_file)


def run_demo_file(args: argparse.Namespace) -> int:
    """Write the file, and say how many rows it has."""
    ready()
    from waymark.demo import commands as demo
    from waymark.kernel.clock import now
    from waymark.kernel.errors import Refusal
    from waymark.kernel.policy import OPERATOR

    if args.people < 1 or not all(0 <= share <= 1 for share in (args.noise, args.errors, args.changes)):
        raise Refusal("There is at least one person, and a share is from 0 to 1.")
    at = now()
    file = demo.hr_file(
        people=args.people, seed=args.seed, errors=args.errors, noise=args.noise, changes=args.changes,
        only_changes=args.only_changes, department=args.department, prefix=args.prefix, at=at,
    )  # fmt: skip
    slug = demo.add_hr_department(file=file, actor=OPERATOR, at=at) if args.add_department else ""
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
