"""``waymark backup`` and ``waymark restore``: a site on SQLite and its evidence, copied while it runs, and put back."""

from __future__ import annotations

import argparse
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from waymark.cli.groups import Subparsers, ready

EVIDENCE = ".evidence"
"""What the folder of evidence beside a copy is called: the copy's name with this behind it."""


def add_parsers(subparsers: Subparsers) -> None:
    """Add the two commands."""
    backup = subparsers.add_parser("backup", help="copy the database and the files of evidence, or say it was done")
    which = backup.add_mutually_exclusive_group(required=True)
    which.add_argument("path", type=Path, nargs="?", metavar="PATH", help="file to write (SQLite)")
    which.add_argument("--made", action="store_true", help="a backup was made by other means, such as pg_dump")
    backup.set_defaults(run=run_backup)
    restore = subparsers.add_parser("restore", help="put a copy of the database and of the evidence in place (SQLite)")
    restore.add_argument("path", type=Path, metavar="PATH", help="the file that waymark backup wrote")
    restore.set_defaults(run=run_restore)


def run_backup(args: argparse.Namespace) -> int:
    """Copy the database and the evidence unless that was done by other means, and note that there is a backup."""
    ready()
    from waymark.kernel.clock import now
    from waymark.kernel.policy import OPERATOR
    from waymark.work import commands as work

    files = 0
    if not args.made:
        _copy(args.path)
        files = _copy_evidence(args.path)
    work.note_backup(actor=OPERATOR, at=now())
    if args.made:
        print("Noted that a backup was made.")
    else:
        beside = f", and {files:,} files of evidence to {args.path}{EVIDENCE}" if files else ""
        print(f"Copied the database to {args.path}{beside}. Keep secret-key too.")
    return 0


def run_restore(args: argparse.Namespace) -> int:
    """Put a copy in place where there is no database yet, and its evidence with it."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    from waymark.kernel.errors import Refusal

    if connection.vendor != "sqlite":
        raise Refusal("This site is on PostgreSQL. Use pg_restore, and put the folder evidence back by hand.")
    database = Path(str(settings.DATABASES["default"]["NAME"]))
    if not args.path.is_file():
        raise Refusal(f"There is no file {args.path}.")
    if database.exists():
        raise Refusal(f"There is a database {database} already. Stop the site and move it away first.")
    kept = _beside(args.path)
    there = Path(settings.EVIDENCE_DIR)
    if kept.is_dir() and there.is_dir() and any(there.iterdir()):
        raise Refusal(f"There are files in {there} already. Move them away first.")
    database.parent.mkdir(parents=True, exist_ok=True)
    database.touch(mode=0o600)
    # A copy of our own making has no unfinished business beside it: it was written by SQLite's own backup.
    shutil.copyfile(args.path, database)
    files = _copy_files(kept, there) if kept.is_dir() else 0
    print(f"Put the database back to {database}, and {files:,} files of evidence. Run waymark doctor.")
    return 0


def _copy(path: Path) -> None:
    from django.db import connection

    from waymark.kernel.errors import Refusal

    if connection.vendor != "sqlite":
        raise Refusal("This site is on PostgreSQL. Use pg_dump, then `waymark backup --made`.")
    for there in (path, _beside(path)):
        if there.exists():
            raise Refusal(f"There is a file {there} already. Name another one.")
    if not path.parent.is_dir():
        raise Refusal(f"There is no folder {path.parent}.")
    path.touch(mode=0o600)
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)


def _copy_evidence(path: Path) -> int:
    """Copy the files of evidence beside the copy; return how many there were.

    After the database: whatever the copy names was kept before it. What goes meanwhile was removed by its person.
    """
    from django.conf import settings

    return _copy_files(Path(settings.EVIDENCE_DIR), _beside(path))


def _copy_files(source: Path, target: Path) -> int:
    names = sorted(one.name for one in source.iterdir() if one.is_file()) if source.is_dir() else []
    if not names:
        return 0
    target.mkdir(parents=True, mode=0o700, exist_ok=True)
    copied = 0
    for name in names:
        try:
            shutil.copyfile(source / name, target / name)
        except FileNotFoundError:
            (target / name).unlink(missing_ok=True)
            continue
        (target / name).chmod(0o600)
        copied += 1
    return copied


def _beside(path: Path) -> Path:
    return path.with_name(path.name + EVIDENCE)
