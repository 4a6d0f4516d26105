"""``waymark worker`` and ``send-mail``, as an operator runs them."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import migrated

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The environment of a site with its tables, on a file of its own."""
    folder = tmp_path_factory.mktemp("site")
    migrated.site(folder)
    return {
        **{name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "EMAIL_HOST"}},
        "WAYMARK_DATA_DIR": str(folder),
        "PYTHONPATH": str(ROOT / "src"),
    }


def waymark(site, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "waymark", *arguments],
        env=site, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_a_worker_does_what_is_due_once_and_stops(site):
    done = waymark(site, "worker", "--once")

    assert (done.returncode, done.stderr) == (0, "")


def test_a_backup_is_a_copy_of_the_database_and_leaves_a_trace(site, tmp_path):
    file = tmp_path / "copy.sqlite3"
    done = waymark(site, "backup", str(file))

    assert (done.returncode, done.stderr) == (0, "")
    with sqlite3.connect(file) as copy, sqlite3.connect(Path(site["WAYMARK_DATA_DIR"]) / "waymark.sqlite3") as own:
        tables = [one.execute("SELECT name FROM sqlite_master ORDER BY name").fetchall() for one in (copy, own)]
        assert tables[0] == tables[1]
        trace = "SELECT count(*) FROM work_schedule WHERE kind = 'backup'"
        assert own.execute(trace).fetchone() == (1,)
    assert "There is a file" in waymark(site, "backup", str(file)).stderr
    assert waymark(site, "backup", "--made").returncode == 0
    assert waymark(site, "backup").returncode == 2


def test_evidence_is_part_of_a_backup_and_comes_back_with_it(site, tmp_path):
    evidence = Path(site["WAYMARK_DATA_DIR"]) / "evidence"
    evidence.mkdir(exist_ok=True)
    name = "0" * 32
    (evidence / name).write_bytes(b"a cloth")
    file = tmp_path / "copy.sqlite3"
    assert "1 files of evidence" in waymark(site, "backup", str(file)).stdout
    elsewhere = {**site, "WAYMARK_DATA_DIR": str(tmp_path / "new")}

    done = waymark(elsewhere, "restore", str(file))

    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "new" / "evidence" / name).read_bytes() == b"a cloth"
    assert "already" in waymark(elsewhere, "restore", str(file)).stderr
    looked = waymark(elsewhere, "doctor").stdout
    assert "all 0 files in place" in looked
    assert waymark(site, "restore", str(tmp_path / "none")).returncode != 0


def test_levels_go_into_a_spreadsheet_and_come_from_one(site, tmp_path):
    done = waymark(site, "levels", "export", str(tmp_path / "levels.csv"))
    assert (done.returncode, done.stdout) == (0, f"Wrote 0 levels to {tmp_path / 'levels.csv'}.\n")
    file = tmp_path / "bring.csv"
    file.write_text("Person,Framework,Skill,Level,Judged on\nS1,crafts,weaving,2,2026-01-01\n")

    told = waymark(site, "levels", "import", str(file), "--plan")

    assert told.returncode == 0, told.stderr
    assert "It would add 0 levels; 0 are here already, 1 cannot be used." in told.stdout
    assert "row 2, Person: There is no such person" in told.stdout
    file.write_text("Person\nS1\n")
    assert "there is no column “Framework”" in waymark(site, "levels", "import", str(file)).stderr


def test_sending_without_mail_settings_is_refused_in_words(site):
    done = waymark(site, "send-mail")

    assert done.returncode == 1
    assert "Mail is not set up" in done.stderr


def test_a_number_of_workers_that_makes_no_sense_is_refused(site):
    done = waymark(site, "worker", "--processes", "0")

    assert done.returncode == 1
    assert "from 1 to 64" in done.stderr


def test_a_worker_beside_a_process_ends_when_that_process_does(site):
    # A parent that starts a worker as the site does, says which process it is, and is killed outright.
    script = (
        "import sys, time; from waymark.cli.worker import start_beside; "
        "print(start_beside().pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], env=site, cwd=ROOT, stdout=subprocess.PIPE, text=True) as one:
        beside = int(one.stdout.readline())
        os.kill(one.pid, signal.SIGKILL)

    end = time.monotonic() + 45
    while time.monotonic() < end and _stands(beside):
        time.sleep(0.2)

    assert not _stands(beside)


def _stands(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
