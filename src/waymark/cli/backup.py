"""``waymark backup``: copy the database of a site on SQLite while it runs, and let the health page know of it."""

from __future__ import annotations

import argparse
import sqlite3
from contextlib import closing
from pathlib import Path

from waymark.cli.groups import Subparsers, ready


def add_parsers(subparsers: Subparsers) -> None:
    """Add the command."""
    backup = subparsers.add_parser("backup", help="copy the database, or say that a backup was made")
    which = backup.add_mutually_exclusive_group(required=True)
    which.add_argument("path", type=Path, nargs="?", metavar="PATH", help="file to write (SQLite)")
    which.add_argument("--made", action="store_true", help="a backup was made by other means, such as pg_dump")
    backup.set_defaults(run=run_backup)


def run_backup(args: argparse.Namespace) -> int:
    """Copy the database unless that was done by other means, and write down that there is a backup."""
    ready()
    from waymark.kernel.clock import now
    from waymark.kernel.policy import OPERATOR
    from waymark.work import commands as work

    if not args.made:
        _copy(args.path)
    work.note_backup(actor=OPERATOR, at=now())
    print("Noted that a backup was made." if args.made else f"Copied the database to {args.path}. Keep secret-key too.")
    return 0


def _copy(path: Path) -> None:
    from django.db import connection

    from waymark.kernel.errors import Refusal

    if connection.vendor != "sqlite":
        raise Refusal("This site is on PostgreSQL. Use pg_dump, then `waymark backup --made`.")
    if path.exists():
        raise Refusal(f"There is a file {path} already. Name another one.")
    if not path.parent.is_dir():
        raise Refusal(f"There is no folder {path.parent}.")
    path.touch(mode=0o600)
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
