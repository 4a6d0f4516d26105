"""``waymark demo``, ``serve``, ``migrate`` and ``doctor``, as someone types them. They run on SQLite."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import migrated
from tests.shared import built_demo
from waymark.cli.demo import _Progress

ROOT = Path(__file__).resolve().parent.parent.parent


def environment(folder, **extra):
    kept = {
        key: value for key, value in os.environ.items()
        if key not in {"DATABASE_URL", "WAYMARK_DEMO", "PUBLIC_BASE_URL", "DJANGO_SETTINGS_MODULE"}
    }  # fmt: skip
    return (
        kept
        | {"WAYMARK_DATA_DIR": str(folder), "PYTHONPATH": str(ROOT / "src"), "SECRET_KEY": "only for tests"}
        | extra
    )


def waymark(*arguments, folder, **extra):
    return subprocess.run(
        [sys.executable, "-m", "waymark", *arguments], env=environment(folder, **extra), cwd=ROOT,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory):
    return built_demo(tmp_path_factory)


@pytest.fixture
def demo_copy(demo_folder, tmp_path):
    shutil.copytree(demo_folder, tmp_path / "data")
    return tmp_path / "data"


@contextmanager
def running(*arguments, folder, **extra):
    """Run a command that serves; give its process and what it printed until it answers."""
    process = subprocess.Popen(
        [sys.executable, "-m", "waymark", *arguments], env=environment(folder, **extra), cwd=ROOT,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip
    said = ""
    try:
        while "Ctrl+C" not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
        yield process, said
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        finally:
            process.kill()
            process.stdout.close()


def answer(address):
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=5) as page:
                return page.status, page.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            time.sleep(0.2)
    raise AssertionError("nobody answered")


def taken_port():
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    return listener, listener.getsockname()[1]


def test_a_second_demo_is_refused_with_a_sentence(demo_copy):
    done = waymark("demo", "--people", "200", "--no-serve", folder=demo_copy)

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == "There are 200 people here already. Use another data folder to build a new demo.\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [(["--people", "12"], "A demo has from 200 to"), (["--data", "/there/is/no/such/folder"], "is not a folder")],
)
def test_what_cannot_be_built_is_refused_with_a_sentence(tmp_path, arguments, sentence):
    migrated.site(tmp_path / "data")
    done = waymark("demo", "--no-serve", *arguments, folder=tmp_path / "data")

    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_demo_that_is_there_is_served_on_the_next_free_port(demo_copy):
    listener, port = taken_port()
    with listener, running("demo", "--port", str(port), folder=demo_copy) as (_, said):
        assert f"Port {port} is taken; using" in said
        assert "The demo is there already, with 200 people." in said
        address = re.search(r"http://localhost:\d+/demo", said).group()

        status, page = answer(address)

    assert not address.endswith(f"{port}/demo")
    assert status == 200
    assert page.count("/demo/sign-in/") == 18


def test_serving_keeps_the_record(demo_copy):
    with sqlite3.connect(demo_copy / "waymark.sqlite3") as database:
        database.execute(
            "INSERT INTO audit_entry (kind, by_operator, at, reason, facts, salt, digest, erased) "
            "VALUES ('test.waiting', 0, '2026-03-02 12:00:00', '', '{}', '', '', 0)"
        )
    listener, port = taken_port()
    listener.close()
    with running("serve", "--port", str(port), folder=demo_copy):
        status, _ = answer(f"http://127.0.0.1:{port}/demo")
        # The worker seals every few seconds; a busy machine may take longer to come round to it.
        patience = time.monotonic() + 120
        while (waiting := not_sealed(demo_copy)) and time.monotonic() < patience:
            time.sleep(0.5)

    assert status == 404  # no demo mode, no demo page
    assert waiting == 0


def not_sealed(folder: Path) -> int:
    with sqlite3.connect(folder / "waymark.sqlite3") as database:
        return database.execute("SELECT COUNT(*) FROM audit_entry WHERE seal_id IS NULL").fetchone()[0]


def test_serving_on_a_port_that_is_taken_is_refused(demo_copy):
    listener, port = taken_port()
    with listener:
        done = waymark("serve", "--port", str(port), folder=demo_copy)

    assert done.returncode == 1
    assert done.stderr == f"Port {port} is taken. Choose another one with --port.\n"


def test_serving_without_a_database_says_what_to_run(tmp_path):
    done = waymark("serve", folder=tmp_path)

    assert done.returncode == 1
    assert "waymark migrate" in done.stderr


def test_people_who_are_not_a_demos_are_never_served_as_one(demo_copy):
    with sqlite3.connect(demo_copy / "waymark.sqlite3") as database:
        database.execute("UPDATE access_account SET demo_key = NULL")

    done = waymark("demo", folder=demo_copy)

    assert done.returncode == 1
    assert "200 people here already" in done.stderr


def test_the_doctor_finds_a_fresh_demo_well(demo_copy):
    done = waymark("doctor", folder=demo_copy)

    found = dict(re.findall(r"^(?:OK|WRONG) +([A-Z][^:]+): (.*)$", done.stdout, re.MULTILINE))
    assert list(found) == ["Database", "Migrations", "Triggers", "Audit chain", "Access log", "Evidence", "Styles"]
    assert [line for line in done.stdout.splitlines() if line.startswith("WRONG") and "Styles" not in line] == []
    assert "0 waiting" in found["Audit chain"]


def test_the_doctor_says_what_to_do_without_a_database(tmp_path):
    done = waymark("doctor", folder=tmp_path / "data")

    assert done.returncode == 1
    assert re.search(r"WRONG  Database: .*waymark migrate", done.stdout)


def test_the_doctor_finds_a_missing_trigger_and_migrating_puts_it_back(demo_copy):
    with sqlite3.connect(demo_copy / "waymark.sqlite3") as database:
        database.execute("DROP TRIGGER guard_audit_entry_delete")

    sick = waymark("doctor", folder=demo_copy)
    mended = waymark("migrate", folder=demo_copy)
    well = waymark("doctor", folder=demo_copy)

    assert sick.returncode == 1
    assert "WRONG  Triggers: missing: guard_audit_entry_delete" in sick.stdout
    assert mended.returncode == 0
    assert "OK     Triggers" in well.stdout


def test_the_doctor_finds_a_record_that_was_tampered_with(demo_copy):
    with sqlite3.connect(demo_copy / "waymark.sqlite3") as database:
        database.execute("DROP TRIGGER guard_audit_entry_update")
        database.execute("UPDATE audit_entry SET facts = '{\"people\": 7}' WHERE kind = 'demo.built'")

    done = waymark("doctor", folder=demo_copy)

    assert done.returncode == 1
    assert "WRONG  Audit chain" in done.stdout


def test_the_doctor_reads_the_whole_record_when_asked_and_gives_its_head(demo_copy):
    done = waymark("doctor", "--audit", folder=demo_copy)

    assert done.returncode == 0
    assert re.search(r"OK     The record is whole: [\d,]+ entries under", done.stdout)
    assert re.search(r"Digest of the last seal: [0-9a-f]{64}\n", done.stdout)


def test_the_doctor_names_every_problem_of_a_record_that_was_tampered_with(demo_copy):
    with sqlite3.connect(demo_copy / "waymark.sqlite3") as database:
        database.execute("DROP TRIGGER guard_audit_entry_update")
        changed = database.execute("UPDATE audit_entry SET reason = 'x' WHERE kind LIKE 'access.%'").rowcount

    done = waymark("doctor", "--audit", folder=demo_copy)

    assert done.returncode == 1
    assert len(re.findall(r"^WRONG  Entry \d+ \(access", done.stdout, re.MULTILINE)) == changed > 1
    assert f"{changed} problems" in done.stdout


def test_the_record_cannot_be_read_before_there_is_a_database(tmp_path):
    done = waymark("doctor", "--audit", folder=tmp_path / "data")

    assert done.returncode == 1
    assert "waymark migrate" in done.stderr


def test_a_build_is_quiet_until_it_takes_long(capsys):
    _Progress(quiet=60).say("drawing people")
    _Progress(quiet=-1).say("loading people")

    assert capsys.readouterr().out == "    0 s  loading people\n"
