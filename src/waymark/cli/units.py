"""``waymark units``: a department's units from a sheet."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path

from waymark.cli.groups import Subparsers, ready

MOST_SHOWN = 20
"""Rows set aside that are printed; the JSON object holds all of them."""


def add_parsers(subparsers: Subparsers) -> None:
    """Add the command."""
    units = subparsers.add_parser("units", help="open a department's units from a sheet")
    units.add_argument(
        "path", type=Path, metavar="PATH", help="a .csv, .xlsx or .ods file, as docs/guides/reference-data.md"
    )
    units.add_argument("--department", required=True, metavar="SLUG", help="whose units they are")
    units.add_argument(
        "--on", type=date.fromisoformat, default=None, metavar="DAY", help="their first day, as 2024-04-01 (today)"
    )
    units.add_argument("--reason", default="brought at the command line", metavar="TEXT", help="why, for the record")
    units.add_argument("--plan", action="store_true", help="say what it would add, and add nothing")
    units.add_argument("--json", action="store_true", help="print one JSON object")
    units.set_defaults(run=run_units)


def run_units(args: argparse.Namespace) -> int:
    """Say what a sheet adds, and add it unless it is only a plan."""
    ready()
    from django.utils import timezone

    from waymark.kernel.clock import now
    from waymark.kernel.errors import Refusal
    from waymark.kernel.policy import OPERATOR
    from waymark.organisation import commands, queries
    from waymark_formats.framework import Unreadable
    from waymark_formats.units import read_units

    at = now()
    place = queries.organisation(args.department)
    try:
        rows = read_units(args.path)
    except Unreadable as problem:
        raise Refusal(str(problem)) from problem
    on = args.on or timezone.localdate(at)
    plan, seen = commands.look_at_units(organisation_id=place.id, rows=rows, on=on, actor=OPERATOR, at=at)
    aside = [(one.row.number, one.row.code, queries.unit_wrong_in_words(one)) for one in plan.aside]
    if plan.new and not args.plan:
        commands.add_units(
            organisation_id=place.id, rows=rows, on=on, reason=args.reason, seen=seen, actor=OPERATOR, at=at
        )
    if args.json:
        print(json.dumps({"new": len(plan.new), "known": len(plan.known), "aside": aside, "planned": args.plan}))
        return 0
    done = "It would add" if args.plan else "Added"
    print(f"{done} {len(plan.new):,} units; {len(plan.known):,} were here already, {len(aside):,} are set aside.")
    for number, code, words in aside[:MOST_SHOWN]:
        print(f"  row {number}, {code or 'no code'}: {words}")
    return 0
