"""How long importing two versions of a framework takes, beside a bare insert of the same rows.

The yardstick parses the same files with the standard library and writes the very rows that the import wrote, table
by table in one transaction, into an empty database with the same tables, indexes and triggers. Nothing is matched,
compared or checked in it. Both run in SQLite files of their own in a folder that is thrown away.
"""

from __future__ import annotations

import csv
import os
import resource
import shutil
import sqlite3
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

TABLES = ("frameworks_%", "search_searchentry", "audit_entry")
"""What an import writes."""

RUNS = 3
"""The best of so many runs counts: the rest is the machine's other business."""

TARGET = 6.0
"""Times the yardstick that an import may take."""


Tables = dict[str, tuple[list[str], list[tuple[Any, ...]]]]


def measure(data: Path | None) -> dict[str, Any]:
    """Return the object that ``waymark bench import --json`` prints.

    Args:
        data: a folder with one folder per version in the ``ddat`` format; a framework of the same size is made up
            when None.
    """
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as name:
        folder = Path(name)
        os.environ.pop("DATABASE_URL", None)
        os.environ["WAYMARK_DATA_DIR"] = str(folder)
        versions = _versions(data) if data is not None else make_up(folder / "made-up")
        empty = migrated(folder)
        seconds, written = min((_import(folder, empty, versions) for _ in range(RUNS)), key=lambda run: run[0])
        yardstick = min(bare_insert(folder, empty, versions, written) for _ in range(RUNS))
    return {
        "name": "import",
        "people": 0,
        "seconds": round(seconds, 3),
        "peak_mb": peak_mb(),
        "yardstick": "parsing the same files and a bare insert of the same rows",
        "yardstick_seconds": round(yardstick, 3),
        "ratio": round(seconds / yardstick, 2),
        "versions": [version.name for version in versions],
        "rows": sum(len(rows) for _, rows in written.values()),
    }


def peak_mb() -> int:
    """Return the most memory that this process has held, in MB."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024))


def in_words(measured: dict[str, Any]) -> str:
    """Return a measurement for a person to read."""
    return (
        f"Importing {' and '.join(measured['versions'])}: {measured['seconds']} s for {measured['rows']:,} rows, "
        f"{measured['peak_mb']} MB.\n"
        f"The yardstick, {measured['yardstick']}: {measured['yardstick_seconds']} s.\n"
        f"Ratio {measured['ratio']}; at most {TARGET} is the target."
    )


def _versions(data: Path) -> list[Path]:
    from waymark.kernel.errors import Refusal

    found = sorted(path.parent for path in data.glob("**/roles.csv"))
    if not found:
        raise Refusal(f"There is no roles.csv in {data} or in a folder below it.")
    return found


def migrated(folder: Path) -> Path:
    """Return an empty database with every table and the reference data, as one file to copy."""
    import django

    django.setup()

    from django.core.management import call_command
    from django.db import connection

    from waymark.kernel.policy import OPERATOR
    from waymark.organisation import commands as organisation

    if connection.settings_dict["NAME"] != str(folder / "waymark.sqlite3"):
        raise RuntimeError("The benchmark begins in a process of its own: it must not write to a database in use.")
    call_command("migrate", verbosity=0)
    organisation.ensure_reference(actor=OPERATOR, at=datetime(2026, 1, 1, tzinfo=UTC))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    empty = folder / "empty.sqlite3"
    shutil.copy(folder / "waymark.sqlite3", empty)
    return empty


def fresh(folder: Path, empty: Path) -> Path:
    """Put a copy of the empty database where the program looks for its own."""
    database = folder / "waymark.sqlite3"
    for left in folder.glob("waymark.sqlite3*"):
        left.unlink()
    shutil.copy(empty, database)
    return database


def _import(folder: Path, empty: Path, versions: list[Path]) -> tuple[float, Tables]:
    from django.db import connection

    from waymark.exchange import commands as exchange
    from waymark.kernel.policy import OPERATOR

    connection.close()
    database = fresh(folder, empty)
    connection.ensure_connection()
    begun = perf_counter()
    for day, version in enumerate(versions, start=1):
        exchange.import_framework(
            path=version, format="ddat", version=version.name, publish=True, reason="bench",
            actor=OPERATOR, at=datetime(2026, 1, day, tzinfo=UTC),
        )  # fmt: skip
    seconds = perf_counter() - begun
    connection.close()
    return seconds, written_rows(database, empty)


def written_rows(database: Path, empty: Path) -> Tables:
    """Return the rows that ``database`` has and ``empty`` has not."""
    before = {table: {row[0] for row in rows} for table, (_, rows) in _rows(empty).items()}
    return {
        table: (columns, [row for row in rows if row[0] not in before[table]])
        for table, (columns, rows) in _rows(database).items()
    }


def _rows(database: Path) -> Tables:
    found: Tables = {}
    connection = sqlite3.connect(database)
    try:
        for pattern in TABLES:
            names = connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE ? ORDER BY name", [pattern]
            ).fetchall()
            for (table,) in names:
                cursor = connection.execute(f"SELECT * FROM {table} ORDER BY 1")
                found[table] = ([column[0] for column in cursor.description], cursor.fetchall())
    finally:
        connection.close()
    return found


def bare_insert(folder: Path, empty: Path, versions: list[Path], written: Tables) -> float:
    """Return how long parsing ``versions`` and a bare ``executemany`` of ``written`` into a fresh database takes."""
    database = fresh(folder, empty)
    # A published version takes no more rows, so versions come last.
    tables = sorted(written, key=lambda table: table == "frameworks_version")
    connection = sqlite3.connect(database, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        begun = perf_counter()
        for version in versions:
            for file in sorted(version.glob("*.csv")):
                with file.open(newline="", encoding="utf-8") as opened:
                    list(csv.reader(opened))
        connection.execute("BEGIN IMMEDIATE")
        for table in tables:
            columns, rows = written[table]
            marks = ", ".join("?" * len(columns))
            names = ", ".join(f'"{column}"' for column in columns)
            connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
        connection.execute("COMMIT")
        return perf_counter() - begun
    finally:
        connection.close()


def make_up(folder: Path) -> list[Path]:
    """Write two versions of a made-up framework the size of the real one: 52 roles, 189 skills, 1,808 requirements."""
    versions = []
    for label, changed in (("2026-01-01", 0), ("2026-02-01", 21)):
        version = folder / label
        version.mkdir(parents=True)
        _write_skills(version / "skills.csv", changed)
        _write_roles(version / "roles.csv", changed)
        versions.append(version)
    return versions


LEVELS = ("Awareness", "Working", "Practitioner", "Expert")


def sentence(thing: str, words: int) -> str:
    """Return so many made-up words about a thing."""
    return f"{thing}: " + " ".join(f"word{i}" for i in range(words))


def descriptor(skill: int, level: str, changed: int) -> str:
    """Return a made-up descriptor; of the first ``changed`` skills it says one thing more."""
    lines = (f"- {sentence(f'point {i} of skill {skill} at {level}', 8)}" for i in range(4))
    return "\n".join(("You can:", *lines, *(("- one thing more",) if skill < changed else ())))


def _write_skills(path: Path, changed: int) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(("Skill Name", "Skill Description", *LEVELS, "Roles that require Skill"))
        for skill in range(189):
            descriptors = [descriptor(skill, level, changed) for level in LEVELS]
            out.writerow((f"Skill {skill}", sentence(f"Skill {skill}", 20), *descriptors, ""))


def _write_roles(path: Path, changed: int) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(
            ("Role Family", "Role", "Role Description", "Role Level", "Role Level Description", "Skill Name",
             "Skill Description", "Skill Level", "Skill Level Description", "Role Type")
        )  # fmt: skip
        rows = 0
        for role in range(52):
            for grade in ("Junior", "Associate", "Senior", "Lead")[: 4 if role else 1]:
                for place in range(9 if (role + len(grade)) % 8 else 8):
                    skill, level = (role * 7 + place) % 189, LEVELS[(len(grade) + place) % 4]
                    rows += 1
                    out.writerow(
                        (f"Family {role % 8}", f"Role {role}", sentence(f"Role {role}", 80), f"{grade} role {role}",
                         sentence(f"{grade} role {role}", 60), f"Skill {skill}", sentence(f"Skill {skill}", 20),
                         level, descriptor(skill, level, changed), "")
                    )  # fmt: skip
