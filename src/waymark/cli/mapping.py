"""``waymark bench mapping``: how good the suggestions for posts are."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from waymark.cli.groups import Subparsers, group


def add_parsers(subparsers: Subparsers) -> None:
    """Add the benchmark."""
    benching = group(subparsers, "bench", "measure beside a yardstick").add_parser(
        "mapping", help="measure suggestions for the posts of an invented HR file"
    )
    benching.add_argument("--people", type=int, default=5_000, metavar="N", help="how many posts (5,000)")
    benching.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed gives the same file (1)")
    benching.add_argument("--noise", type=float, default=0.6, metavar="SHARE", help="share of titles written oddly")
    benching.add_argument("--data", type=Path, default=None, metavar="DIR", help="a folder with real frameworks")
    benching.add_argument("--json", action="store_true", help="print one JSON object")
    benching.set_defaults(run=run_bench)


def run_bench(args: argparse.Namespace) -> int:
    """Measure suggestions, and say how long they take and how many are right."""
    from waymark.cli import bench_mapping

    measured = bench_mapping.measure(args.people, seed=args.seed, noise=args.noise, data=args.data)
    print(json.dumps(measured) if args.json else bench_mapping.in_words(measured))
    return 0
