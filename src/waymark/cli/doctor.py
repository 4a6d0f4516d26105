"""What ``waymark doctor`` looks at. Django is set up before this is imported."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from waymark.assessments import queries as assessments
from waymark.audit import commands as audit
from waymark.audit import queries as audit_queries
from waymark.kernel import triggers

CHAIN_ENTRIES = 20_000
"""Entries of the record that a plain look reads, newest first: a second or two. ``--audit`` reads them all."""

SAY_EVERY = 2.0
"""Seconds between two lines on how far the reading is."""

STYLES = Path("web") / "static" / "build" / "site.css"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: that all is well, or what to do."""

    what: str
    well: bool
    words: str


def examine() -> tuple[Finding, ...]:
    """Look at everything, in order. What cannot be looked at without the database is left out when there is none."""
    reached = _checked("Database", _database)
    if not reached.well:
        return reached, _checked("Styles", _styles)
    migrated = _checked("Migrations", _migrations)
    rest: tuple[tuple[str, Callable[[], tuple[bool, str]]], ...] = (
        ("Triggers", _triggers),
        ("Audit chain", _chain),
        ("Access log", _spool),
        ("Evidence", _evidence),
    )
    looked = tuple(_checked(what, look) for what, look in rest) if migrated.well else ()
    return (reached, migrated, *looked, _checked("Styles", _styles))


def _checked(what: str, look: Callable[[], tuple[bool, str]]) -> Finding:
    try:
        well, words = look()
    except Exception as error:
        return Finding(what, False, f"could not be checked: {' '.join(str(error).split()) or type(error).__name__}")
    return Finding(what, well, words)


def _database() -> tuple[bool, str]:
    found = settings.DATABASES["default"]
    if connection.vendor == "sqlite" and not Path(str(found["NAME"])).exists():
        return False, f"there is no file {found['NAME']}. Run `waymark migrate`, or set WAYMARK_DATA_DIR."
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    place = (
        found["NAME"] if connection.vendor == "sqlite" else f"{found['NAME']} on {found.get('HOST') or 'this machine'}"
    )
    return True, f"{connection.vendor}, {place}"


def _migrations() -> tuple[bool, str]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return False, f"{len(waiting)} are waiting. Run `waymark migrate`."
    return True, "all applied"


def _triggers() -> tuple[bool, str]:
    missing = triggers.missing(connection)
    if missing:
        return False, f"missing: {', '.join(missing)}. Run `waymark migrate`, which puts them back."
    return True, f"all {len(triggers.declared())} in place"


def _evidence() -> tuple[bool, str]:
    missing, files = assessments.evidence_missing()
    if missing:
        place = settings.EVIDENCE_DIR
        return False, f"{missing:,} of {files:,} files are missing from {place}. Put them back from a copy."
    return True, f"all {files:,} files in place"


def _chain() -> tuple[bool, str]:
    report = audit_queries.verify_chain(newest=CHAIN_ENTRIES)
    if not report.whole:
        return False, f"{' '.join(report.problems[:3])} Compare with a backup: the record was changed from outside."
    if report.first > 1:
        part = f"whole in its newest {report.seals:,} seals, with {report.entries:,} entries"
        return True, f"{part}; {report.unsealed:,} waiting for the next. `waymark doctor --audit` reads all of it"
    return True, f"whole; {report.entries} entries under {report.seals} seals, {report.unsealed} waiting for the next"


def examine_audit() -> int:
    """Read the whole record, saying how far it is, and print what was found; return the exit status."""
    start = time.monotonic()
    said = start

    def say(done: int, of: int) -> None:
        nonlocal said
        if (now := time.monotonic()) - said > SAY_EVERY:
            said = now
            print(f"{now - start:5.0f} s  {done:,} of {of:,} entries", file=sys.stderr, flush=True)

    report = audit_queries.verify_chain(progress=say)
    for problem in report.problems:
        print(f"WRONG  {problem}")
    counts = f"{report.entries:,} entries under {report.seals:,} seals, {report.unsealed:,} waiting for the next"
    if report.whole:
        print(f"OK     The record is whole: {counts}.")
    else:
        print(f"WRONG  {len(report.problems):,} problems in {counts}. Compare with a backup.")
    print(f"Digest of the last seal: {report.head or 'there is none yet'}")
    return 0 if report.whole else 1


def _spool() -> tuple[bool, str]:
    written = audit.flush_access()
    left = [path for path in settings.AUDIT_SPOOL_DIR.glob("*") if path.stat().st_size] if _spooling() else []
    if left:
        return False, f"{len(left)} files in {settings.AUDIT_SPOOL_DIR} cannot be written. See the log for why."
    return True, f"empty; {written} entries were waiting"


def _spooling() -> bool:
    return bool(settings.AUDIT_SPOOL_DIR.is_dir())


def _styles() -> tuple[bool, str]:
    path = settings.PACKAGE / STYLES
    if not path.is_file():
        return False, f"{path} is missing. Run `make assets`, or install the packaged release."
    return True, "built"
