"""An import that is killed halfway leaves nothing behind, and the next one is as if it had never begun."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests import migrated
from tests.formats.samples import write_ddat

ROOT = Path(__file__).resolve().parents[2]

SCRIPT = """
import os, signal, sys
import django
django.setup()
from waymark.frameworks.commands import rows
from waymark.frameworks.models import Requirement
insert_rows = rows.insert_rows

def insert_and_die(model, columns, values):
    insert_rows(model, columns, values)
    if model is Requirement:
        from django.db import connection
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM frameworks_requirement")
            print("written before the end:", cursor.fetchone()[0], flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[1] == "die":
    rows.insert_rows = insert_and_die
from datetime import UTC, datetime
from pathlib import Path
from waymark.exchange.commands import import_framework
from waymark.kernel.policy import OPERATOR
at = datetime(2026, 3, 2, tzinfo=UTC)
made = import_framework(path=Path(sys.argv[2]), owner="", publish=True, actor=OPERATOR, at=at)
print(made.version.state)
"""


def python(folder, *arguments):
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "WAYMARK_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "waymark.config.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    return subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def rows_in(database):
    with sqlite3.connect(database) as connection:
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
                " AND (name LIKE 'frameworks_%' OR name LIKE 'search_search%' OR name LIKE 'audit_%')"
            )
        ]
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process outright")
def test_a_killed_import_leaves_nothing_behind(tmp_path):
    folder = write_ddat(tmp_path / "2026-03-23")
    migrated.site(tmp_path)
    before = rows_in(tmp_path / "waymark.sqlite3")

    killed = python(tmp_path, "-c", SCRIPT, "die", str(folder))

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert killed.stdout == "written before the end: 5\n"
    assert rows_in(tmp_path / "waymark.sqlite3") == before
    again = python(tmp_path, "-c", SCRIPT, "live", str(folder))
    assert again.stdout == "published\n", again.stderr
    assert rows_in(tmp_path / "waymark.sqlite3")["frameworks_requirement"] == 5
