"""``waymark levels``: levels of many people from a spreadsheet, and into one."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from waymark.cli.groups import Subparsers, group, ready

MOST_SHOWN = 20
"""Rows that cannot be used that are printed; the JSON object holds up to 500 of them."""


def add_parsers(subparsers: Subparsers) -> None:
    """Add the two commands."""
    below = group(subparsers, "levels", "levels of many people from a spreadsheet, and into one")
    bring = below.add_parser("import", help="add levels from a .csv, .xlsx or .ods file")
    bring.add_argument("path", type=Path, metavar="FILE", help="a file as docs/guides/levels-spreadsheet.md")
    bring.add_argument("--plan", action="store_true", help="say what it would add, and add nothing")
    bring.add_argument("--json", action="store_true", help="print one JSON object")
    bring.set_defaults(run=run_import)
    out = below.add_parser("export", help="write the levels that were made for others to see")
    out.add_argument("path", type=Path, metavar="FILE", help="a .csv or .xlsx file to write")
    out.set_defaults(run=run_export)


def run_import(args: argparse.Namespace) -> int:
    """Say what a file adds, and add it unless it is only a plan."""
    ready()
    from waymark.assessments import commands, queries
    from waymark.kernel.clock import now
    from waymark.kernel.errors import Refusal
    from waymark.kernel.policy import OPERATOR

    if not args.path.is_file():
        raise Refusal(f"There is no file {args.path}.")
    with args.path.open("rb") as file:
        card = commands.bring_level_file(
            filename=args.path.name, chunks=iter(lambda: file.read(1 << 20), b""), actor=OPERATOR, at=now()
        )
    commands.ask_level_file(uuid=card.uuid, step="check", by_worker=False, actor=OPERATOR, at=now())
    card = commands.carry_out_level_file(uuid=card.uuid, actor=OPERATOR, at=now())
    if card.state == "refused":
        commands.discard_level_file(uuid=card.uuid, actor=OPERATOR, at=now())
        raise Refusal(card.problem)
    found = queries.level_difference(card.uuid, OPERATOR, now())
    counts = card.counts
    if args.plan or not counts["new"]:
        commands.discard_level_file(uuid=card.uuid, actor=OPERATOR, at=now())
    else:
        commands.ask_level_file(uuid=card.uuid, step="apply", seen=card.seen, by_worker=False, actor=OPERATOR, at=now())
        card = commands.carry_out_level_file(uuid=card.uuid, actor=OPERATOR, at=now())
        if card.problem:
            raise Refusal(card.problem)
    wrong = [(one.row, one.column, one.why) for one in found.wrong]
    if args.json:
        print(json.dumps({"file": str(card.uuid), "planned": args.plan, "counts": counts, "wrong": wrong}))
        return 0
    done = "It would add" if args.plan else "Added"
    levels = "level" if counts["new"] == 1 else "levels"
    print(
        f"{done} {counts['new']:,} {levels}; {counts['known']:,} are here already, {counts['wrong']:,} cannot be used."
    )
    for row, column, why in wrong[:MOST_SHOWN]:
        print(f"  row {row}, {column}: {why}")
    return 0


def run_export(args: argparse.Namespace) -> int:
    """Write the file, and say how many rows it has."""
    ready()
    from waymark.assessments import queries
    from waymark.audit import commands as audit
    from waymark.kernel.clock import now
    from waymark.kernel.errors import Refusal
    from waymark.kernel.policy import OPERATOR
    from waymark_formats.framework import Unwritable
    from waymark_formats.levels import levels_csv, levels_xlsx

    if args.path.suffix not in {".csv", ".xlsx"}:
        raise Refusal("Name a file that ends in .csv or .xlsx.")
    if args.path.exists():
        raise Refusal(f"There is a file {args.path} already. Name another one.")
    at = now()
    rows = queries.exported_levels(OPERATOR, at, form=args.path.suffix[1:])
    # As the page does, and before anything is handed out: whose levels these are can see that somebody took them.
    audit.note_access(
        actor=OPERATOR, at=at, what="waymark levels export", subjects=queries.whose_levels(OPERATOR, at),
        ground="they operate the site", filter={"list": "levels"},
    )  # fmt: skip
    args.path.touch(mode=0o600)
    if args.path.suffix == ".xlsx":
        found = list(rows)
        try:
            args.path.write_bytes(levels_xlsx(found))
        except Unwritable as problem:  # more came while they were read
            args.path.unlink()
            raise Refusal(str(problem)) from None
        count = len(found)
    else:
        count = -1
        with args.path.open("w", encoding="utf-8", newline="") as file:
            for line in levels_csv(rows):
                file.write(line)
                count += 1
    print(f"Wrote {count:,} {'level' if count == 1 else 'levels'} to {args.path}.")
    return 0
