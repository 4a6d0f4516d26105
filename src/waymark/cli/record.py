"""``waymark audit``: search the record, and take a copy of part of it.

Whoever runs it operates the machine. Whose entries were read is noted in the access log before anything is shown, and
an export is an entry of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from waymark.cli.groups import Subparsers, group, ready

if TYPE_CHECKING:
    from waymark.audit.types import EntryLine, Search


def add_parsers(subparsers: Subparsers) -> None:
    """Add the two commands."""
    audit = group(subparsers, "audit", help="read the record of what was done")
    search = audit.add_parser("search", help="list entries, newest first")
    _add_search(search)
    search.add_argument("--top", type=_count, default=50, metavar="N", help="how many at most (50)")
    search.add_argument("--json", action="store_true", help="print one JSON object")
    search.set_defaults(run=run_search)

    export = audit.add_parser("export", help="write entries to a file, or to standard output")
    _add_search(export)
    export.add_argument("--reason", required=True, metavar="TEXT", help="why; kept in the record")
    export.add_argument("--as", dest="form", choices=["csv", "jsonl"], default="csv", help="form of the file (csv)")
    export.add_argument("--out", type=Path, default=Path("-"), metavar="PATH", help="a file (- for standard output)")
    export.set_defaults(run=run_export)


def run_search(args: argparse.Namespace) -> int:
    """Print the newest entries that match."""
    ready()
    from waymark.audit import commands as audit
    from waymark.audit import queries
    from waymark.kernel.clock import now
    from waymark.kernel.policy import OPERATOR
    from waymark.people import queries as people

    at = now()
    found = queries.search(_wanted(args, at), actor=OPERATOR, at=at, size=args.top)
    names = people.person_names(pk for line in found.lines for pk in line.subjects)
    if names:
        audit.note_access(actor=OPERATOR, at=at, what="waymark audit search", subjects=names)
    numbers = {pk: name.staff_number for pk, name in names.items()}
    if args.json:
        print(json.dumps({"entries": [_document(line, numbers) for line in found.lines], "more": bool(found.after)}))
    else:
        print("\n".join(_line(line, numbers) for line in found.lines) or "Nothing found.")
    return 0


def run_export(args: argparse.Namespace) -> int:
    """Write the entries that match."""
    ready()
    from waymark.access import queries as access
    from waymark.audit import commands as audit
    from waymark.audit import queries
    from waymark.kernel.clock import now
    from waymark.kernel.policy import OPERATOR
    from waymark.people import queries as people

    at = now()
    granted = audit.export_record(wanted=_wanted(args, at), form=args.form, reason=args.reason, actor=OPERATOR, at=at)
    seen: set[int] = set()
    lines = queries.exported(
        granted, actor=OPERATOR, at=at, seen=seen.update,
        accounts=lambda ids: {pk: one.email for pk, one in access.account_names(ids).items()},
        people=lambda ids: {pk: one.staff_number for pk, one in people.person_names(ids).items()},
    )  # fmt: skip
    try:
        if str(args.out) == "-":
            _write(sys.stdout.buffer, lines)
        else:
            # For whoever runs it alone: it says what was done about whom.
            with os.fdopen(os.open(args.out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                _write(file, lines)
            print(f"{granted.entries:,} entries are in {args.out}.", file=sys.stderr)
    finally:
        if seen:
            audit.note_access(actor=OPERATOR, at=at, what="waymark audit export", subjects=seen)
    return 0


def _write(file: Any, lines: Iterable[str]) -> None:
    for line in lines:
        file.write(line.encode())


def _wanted(args: argparse.Namespace, at: datetime) -> Search:
    """Return what is looked for.

    Raises:
        Refusal: nobody, or more than one, has the key or the address.
    """
    from waymark.access import queries as access
    from waymark.audit.types import Search
    from waymark.kernel.errors import NotVisible, Refusal
    from waymark.kernel.policy import OPERATOR
    from waymark.people import queries as people

    person_id = account_id = None
    if args.person:
        try:
            person_id = people.person(args.person, at, OPERATOR).id
        except NotVisible:
            raise Refusal(f"There is nobody with the key {args.person}.") from None
    if args.by:
        accounts = access.accounts_called(args.by)
        if len(accounts) != 1:
            raise Refusal(f"{len(accounts) or 'No'} accounts are called {args.by}. Give the email address of one.")
        account_id = accounts[0].id
    return Search(
        person_id=person_id, actor_account_id=account_id, kind=args.kind, thing=args.thing,
        since=_midnight(args.since), until=_midnight(args.until, 1),
    )  # fmt: skip


def _midnight(day: date | None, after: int = 0) -> datetime | None:
    from django.utils.timezone import get_default_timezone

    return None if day is None else datetime.combine(day + timedelta(days=after), time.min, get_default_timezone())


def _document(line: EntryLine, numbers: dict[int, str]) -> dict[str, Any]:
    return {
        "entry": line.id,
        "at": line.at.isoformat(),
        "kind": line.kind,
        "by": line.actor_account_id,
        "by_operator": line.by_operator,
        "about": line.about,
        "people": [numbers[pk] for pk in line.subjects if pk in numbers],
        "reason": line.reason,
        "erased": line.erased,
    }


def _line(line: EntryLine, numbers: dict[int, str]) -> str:
    from django.utils.timezone import localtime

    who = "operator" if line.by_operator else f"account {line.actor_account_id}" if line.actor_account_id else "nobody"
    whom = " ".join(numbers[pk] for pk in line.subjects if pk in numbers) or (
        f"{line.about} people" if line.about else ""
    )
    parts = [f"{line.id:>8}", f"{localtime(line.at):%Y-%m-%d %H:%M:%S}", line.kind, f"by {who}"]
    return "  ".join([*parts, *([f"about {whom}"] if whom else []), *([line.reason] if line.reason else [])])


def _add_search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--person", default="", metavar="KEY", help="about whom: staff number, UUID or demo key")
    parser.add_argument("--by", default="", metavar="EMAIL", help="by which account")
    parser.add_argument("--kind", default="", metavar="KIND", help="a kind, or how kinds begin: people, people.role")
    parser.add_argument("--thing", default="", metavar="ID", help="a thing it names: a UUID, or grant=31")
    parser.add_argument("--since", type=date.fromisoformat, default=None, metavar="DAY", help="first day: 2026-03-01")
    parser.add_argument("--until", type=date.fromisoformat, default=None, metavar="DAY", help="last day")


def _count(text: str) -> int:
    number = int(text)
    if not 0 < number <= 1_000:
        raise argparse.ArgumentTypeError("must be from 1 to 1,000")
    return number
