"""``waymark import``, ``waymark export framework`` and ``waymark bench import``."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from waymark.cli.groups import Subparsers, group, ready

if TYPE_CHECKING:
    from waymark.exchange.types import ImportResult

REASON = "imported at the command line"


def add_parsers(subparsers: Subparsers) -> None:
    """Add the three commands."""
    importing = subparsers.add_parser(
        "import", help="read a framework and make it a framework's next version, or exercises for assessors"
    )
    importing.add_argument("what", nargs="?", choices=("framework", "exercises"), default="framework")
    importing.add_argument(
        "path", type=Path, metavar="PATH", help='a file or a folder; or "library" for the starter library, published'
    )
    importing.add_argument(
        "--only", action="append", default=[], metavar="SLUG", help="of the starter library this framework; repeatable"
    )
    importing.add_argument(
        "--as",
        dest="format",
        default="",
        metavar="FORMAT",
        help="ddat, waymark, case, moodle, nice, xlsx or csv; else guessed",
    )
    importing.add_argument("--into", default="", metavar="SLUG", help="the framework's short name")
    importing.add_argument("--version", default="", metavar="LABEL", help="the version's label")
    importing.add_argument(
        "--owner", default=None, metavar="PROFESSION", help='slug of the profession that owns it; "" for everyone\'s'
    )
    importing.add_argument("--licence", default="", metavar="TEXT", help="the version's licence")
    importing.add_argument("--publish", action="store_true", help="put the version in force")
    importing.add_argument("--plan", action="store_true", help="say what would happen and write nothing")
    importing.add_argument("--reason", default=REASON, metavar="TEXT", help="why, for the record")
    importing.add_argument("--json", action="store_true", help="print one JSON object")
    importing.set_defaults(run=run_import)

    exporting = group(subparsers, "export", "write something as a document").add_parser(
        "framework", help="write a published version of a framework"
    )
    exporting.add_argument("slug", metavar="SLUG")
    exporting.add_argument(
        "--as", dest="format", required=True, metavar="FORMAT", help="ddat, waymark, case, moodle, xlsx, csv or pdf"
    )
    exporting.add_argument("--version", default="", metavar="LABEL", help="a published version; else the current one")
    exporting.add_argument(
        "--out",
        type=Path,
        default=None,
        metavar="PATH",
        help="a file (- for standard output), or a folder for ddat and csv",
    )
    exporting.set_defaults(run=run_export)

    benching = group(subparsers, "bench", "measure beside a yardstick").add_parser(
        "import", help="importing two versions of a framework, beside a bare insert of the same rows"
    )
    benching.add_argument("--data", type=Path, default=None, metavar="DIR", help="folder with one folder per version")
    benching.add_argument(
        "--large", type=int, nargs=3, default=None, metavar=("SKILLS", "ROLES", "REQUIREMENTS"),
        help="make up one framework of this size, and import it, its next version and that again",
    )  # fmt: skip
    benching.add_argument("--people", type=int, default=0, help=argparse.SUPPRESS)
    benching.add_argument("--json", action="store_true", help="print one JSON object")
    benching.set_defaults(run=run_bench)


def run_import(args: argparse.Namespace) -> int:
    """Import a framework or exercises, as the operator of this machine."""
    ready(begin=True)
    if args.what == "exercises":
        return _run_exercises(args)
    from waymark.exchange import commands as exchange
    from waymark.kernel.clock import now
    from waymark.kernel.errors import Refusal
    from waymark.kernel.policy import OPERATOR

    if args.path == Path("library") and not args.path.exists():
        return _run_library(args)
    if args.only:
        raise Refusal("--only goes with the starter library: waymark import library --only SLUG")
    result = exchange.import_framework(
        path=args.path,
        format=args.format,
        into=args.into,
        version=args.version,
        owner=args.owner,
        licence=args.licence,
        publish=args.publish,
        plan=args.plan,
        reason=args.reason,
        actor=OPERATOR,
        at=now(),
    )
    print(json.dumps(result.to_json(), ensure_ascii=False) if args.json else in_words(result))
    return 0


def _run_exercises(args: argparse.Namespace) -> int:
    from waymark.exchange import commands as exchange
    from waymark.kernel.clock import now
    from waymark.kernel.policy import OPERATOR

    done = exchange.import_exercises(path=args.path, actor=OPERATOR, at=now())
    if args.json:
        print(json.dumps({framework: asdict(one) for framework, one in done.items()}))
        return 0
    for framework, one in done.items():
        print(f"{framework}: {one.added:,} added, {one.replaced:,} replaced, {one.unchanged:,} there already.")
    return 0


def _run_library(args: argparse.Namespace) -> int:
    from waymark.exchange import commands as exchange
    from waymark.kernel.clock import now
    from waymark.kernel.errors import Refusal
    from waymark.kernel.policy import OPERATOR

    if args.format or args.into or args.version or args.owner is not None or args.licence:
        raise Refusal(
            "The starter library says these things itself: only --only, --plan, --reason and --json go with it."
        )
    done = exchange.import_library(only=args.only, plan=args.plan, reason=args.reason, actor=OPERATOR, at=now())
    if args.json:
        print(json.dumps(done.to_json(), ensure_ascii=False))
        return 0
    for result in done.frameworks:
        print(in_words(result))
    for slug in done.there:
        print(f"{slug} is here already and was left as it is.")
    if not args.plan:
        print(
            f"{done.relations:,} relations between skills, {done.equivalences:,} tables of levels "
            f"and {done.exercises:,} exercises for assessors were new."
        )
    return 0


def in_words(result: ImportResult) -> str:
    """Return what an import did, for a person to read."""
    version = result.version
    done = {"planned": "would be imported", "draft": "was imported as a draft"}.get(version.state, "was published")
    counts = version.counts
    lines = [
        f"Version {version.label} of {version.framework_slug} {done}.",
        f"It has {counts.families:,} families, {counts.roles:,} roles, {counts.role_levels:,} role levels, "
        f"{counts.skills:,} skills, {counts.descriptors:,} level descriptors and {counts.requirements:,} requirements.",
    ]
    if version.compared_with:
        lines.append(f"Beside version {version.compared_with}:")
        for kind, numbers in version.difference.counts.items():
            changed = [f"{number:,} {what.replace('_', ' ')}" for what, number in numbers.items() if number]
            lines.append(f"  {kind.replace('_', ' ')}: {', '.join(changed) or 'nothing changed'}")
    if result.notes:
        lines.append("Noticed on the way:")
    for note in result.notes:
        place = f"{note.file}, row {note.row}" if note.row else note.file
        lines.append(f"  {place}: {note.what}; {note.done}")
    return "\n".join(lines)


def run_export(args: argparse.Namespace) -> int:
    """Write a published version of a framework to files or to standard output."""
    ready()
    from waymark.exchange import queries as exchange
    from waymark.kernel.clock import now
    from waymark.kernel.errors import Refusal

    found = exchange.export_framework(args.slug, args.format, args.version, now())
    if len(found.files) == 1:
        (name, content), *_ = found.files.items()
        out = args.out or Path(name)
        if str(out) == "-":
            sys.stdout.buffer.write(content)
            return 0
        targets: dict[Path, bytes] = {(out / name if out.is_dir() else out): content}
    else:
        folder = args.out or Path(found.filename)
        targets = {folder / name: content for name, content in found.files.items()}
    try:
        for target, content in targets.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            print(target)
    except OSError as error:
        raise Refusal(f"{error.filename}: the file cannot be written ({error.strerror}).") from error
    return 0


def run_bench(args: argparse.Namespace) -> int:
    """Measure importing in a database of its own."""
    from waymark.cli import bench_imports, bench_large

    if args.large:
        measured: dict[str, Any] = bench_large.measure(bench_large.Size(*args.large))
        print(json.dumps(measured) if args.json else bench_large.in_words(measured))
        return 0
    measured = bench_imports.measure(args.data)
    print(json.dumps(measured) if args.json else bench_imports.in_words(measured))
    return 0
