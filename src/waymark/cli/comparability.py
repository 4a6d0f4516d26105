"""``waymark comparability``: work out how comparably the assessors of professions judge."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from waymark.cli.groups import Subparsers, ready


def add_parsers(subparsers: Subparsers) -> None:
    """Add the command."""
    comparing = subparsers.add_parser("comparability", help="work out how comparably assessors judge")
    comparing.add_argument(
        "--profession", default="", metavar="SLUG", help="one profession; else each that has anything to compare"
    )
    comparing.add_argument("--json", action="store_true", help="print one JSON object")
    comparing.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Work it out here and now, and print how much there was to go by."""
    ready()
    from waymark.assessments import queries as assessments
    from waymark.kernel.clock import now
    from waymark.kernel.policy import OPERATOR
    from waymark.organisation import queries as organisation
    from waymark.reporting import commands as reporting

    slugs: dict[int | None, str] = {one.id: one.slug for one in organisation.professions()}
    if args.profession:
        wanted: tuple[int | None, ...] = (organisation.profession(args.profession).id,)
    else:
        wanted = assessments.professions_judged()
    found = {}
    for profession_id in wanted:
        done = reporting.compute_comparability(profession_id=profession_id, actor=OPERATOR, at=now())
        found[slugs.get(profession_id, "")] = asdict(done)
    if args.json:
        print(json.dumps(found))
        return 0
    for slug, one in found.items():
        name = slug or "frameworks of no profession"
        print(f"{name}: {one['assessors']:,} assessors, {one['judgements']:,} judgements on {one['scales']:,} scales.")
    if not found:
        print("No assessor or panel has judged anything yet.")
    return 0
