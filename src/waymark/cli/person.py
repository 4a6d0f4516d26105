"""``waymark person export`` and ``waymark person erase``: a copy of somebody's data, and its end.

Whoever runs them operates the machine. The access log and the record say that they did.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from waymark.cli.groups import Subparsers, group, ready

if TYPE_CHECKING:
    from waymark.people.types import PersonCard
    from waymark.privacy.types import ErasurePreview

_KEY = "a staff number, a UUID or a demo key"


def add_parsers(subparsers: Subparsers) -> None:
    """Add the two commands."""
    below = group(subparsers, "person", "a person's own data")
    export = below.add_parser("export", help="write a copy of everything held about a person")
    export.add_argument("person", metavar="KEY", help=_KEY)
    export.add_argument("--out", type=Path, metavar="PATH", help="a file; .pdf to read, anything else for JSON")
    export.add_argument("--json", action="store_true", help="print one JSON object")
    export.set_defaults(run=run_export)

    erase = below.add_parser("erase", help="erase a person; it cannot be undone")
    erase.add_argument("person", metavar="KEY", help=_KEY)
    erase.add_argument("--reason", default="erased at the command line", metavar="TEXT",
                       help="on what grounds; stays in the record, so do not name them")  # fmt: skip
    erase.add_argument("--yes", action="store_true", help="do not ask before erasing")
    erase.add_argument("--json", action="store_true", help="print one JSON object")
    erase.set_defaults(run=run_erase)


def run_export(args: argparse.Namespace) -> int:
    """Write a copy of everything held about a person: to standard output as JSON, or to a file."""
    ready()
    from django.core.serializers.json import DjangoJSONEncoder

    from waymark.audit import commands as audit
    from waymark.kernel.clock import now
    from waymark.kernel.errors import Refusal
    from waymark.kernel.policy import OPERATOR
    from waymark.privacy import queries as privacy

    at = now()
    person = _person(args.person, at)
    try:
        audit.note_access(
            actor=OPERATOR, at=at, what="waymark person export", subjects=[person.id], ground="they operate the site"
        )
    except OSError as error:
        raise Refusal(f"The access log cannot be written ({error}), so nothing is shown.") from error
    audit.flush_access()
    copy = privacy.copy(person.id, OPERATOR, at)
    document = json.dumps(copy.document(), cls=DjangoJSONEncoder, indent=2, ensure_ascii=False)
    if args.out is None:
        print(document)
        return 0
    content = privacy.as_pdf(copy) if args.out.suffix.lower() == ".pdf" else f"{document}\n".encode()
    try:
        with os.fdopen(os.open(args.out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
    except OSError as error:
        raise Refusal(f"{args.out} cannot be written: {error.strerror}.") from error
    rows = sum(len(table.rows) for table in copy.tables)
    done = {"person": args.person, "out": str(args.out), "tables": len(copy.tables), "rows": rows}
    print(json.dumps(done) if args.json else f"Wrote {rows} rows of {len(copy.tables)} tables to {args.out}.")
    return 0


def run_erase(args: argparse.Namespace) -> int:
    """Say what erasing a person takes away and what it leaves, ask, and erase."""
    ready()
    from waymark.kernel.clock import now
    from waymark.kernel.errors import Refusal
    from waymark.kernel.policy import OPERATOR
    from waymark.privacy import commands
    from waymark.privacy import queries as privacy

    at = now()
    person = _person(args.person, at)
    preview = privacy.erasure_preview(person.id, OPERATOR, at)
    if preview.holds:
        raise commands.UnderHold
    if not args.yes:
        print("\n".join(_said(person, preview)), file=sys.stderr)
        if not sys.stdin.isatty():
            raise Refusal("Nothing was erased. To erase without being asked, add --yes.")
        print("Type the staff number to erase this person: ", end="", file=sys.stderr, flush=True)
        if input().strip() != person.staff_number:
            raise Refusal("That is not the staff number. Nothing was erased.")
    done = commands.erase_person(person_id=person.id, reason=args.reason, actor=OPERATOR, at=at)
    if args.json:
        kept = {line.what: line.rows for line in preview.stays}
        print(json.dumps({"person": args.person, "erased": done.rows, "entries": done.entries, "kept": kept}))
    else:
        print(
            f"Erased {args.person}: {sum(done.rows.values())} rows, and what {done.entries} entries of the record said."
        )
    return 0


def _said(person: PersonCard, preview: ErasurePreview) -> list[str]:
    lines = [f"{person.name} ({person.staff_number}). Erasing takes away:"]
    lines += [f"  {line.rows:6}  {line.what}" for line in preview.goes]
    lines.append("It leaves, without saying who it was:")
    lines += [f"  {line.rows:6}  {line.what}. {line.why}" for line in preview.stays]
    return lines


def _person(key: str, at: datetime) -> Any:
    from waymark.kernel.errors import NotVisible, Refusal
    from waymark.kernel.policy import OPERATOR
    from waymark.people import queries as people

    try:
        return people.protected_person(key, OPERATOR, at)
    except NotVisible:
        raise Refusal(f"There is no person {key}. Give a staff number, a UUID or a demo key.") from None
