"""``waymark bench calibration``: whether severities are found, and how long it takes."""

from __future__ import annotations

import argparse
import json

from waymark.cli.groups import Subparsers, group


def add_parsers(subparsers: Subparsers) -> None:
    """Add the benchmark."""
    benching = group(subparsers, "bench", "measure beside a yardstick").add_parser(
        "calibration", help="measure how severities of invented assessors are found"
    )
    benching.add_argument("--people", type=int, default=100_000, metavar="N", help="ten judgements each (100,000)")
    benching.add_argument(
        "--runs", type=int, default=3, metavar="N", help="times each is run by turns; the best counts"
    )
    benching.add_argument("--json", action="store_true", help="print one JSON object")
    benching.set_defaults(run=run_bench)


def run_bench(args: argparse.Namespace) -> int:
    """Measure severities, and say how long they take and how near they come."""
    from waymark.cli import bench_calibration

    measured = bench_calibration.measure(args.people, runs=args.runs)
    print(json.dumps(measured) if args.json else bench_calibration.in_words(measured))
    return 0
