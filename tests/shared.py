"""Where the real files lie, when they lie beside the project (tests that need them skip, saying so), building a folder
once for all workers, and doing several things at the same moment."""

import fcntl
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.db import OperationalError, connection
from django.db.models import QuerySet

from waymark.kernel.errors import Refusal
from waymark.kernel.policy import Actor, Ground

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
DDAT = SHARED / "data" / "uk-gdd-ddat" / "raw"

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the real files (../shared) are not beside the project")


def built_once(tmp_path_factory: pytest.TempPathFactory, name: str, build: Callable[[Path], None]) -> Path:
    """Build a folder unless a worker beside this one has, and return it. Copy it to write in it."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    folder, done = root / name, root / f"{name}.done"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            build(folder)
            done.touch()
    return folder


def built_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a demo of 200 people on the starter library from nothing, as ``waymark demo`` does; likewise once."""

    def build(folder: Path) -> None:
        left_out = {
            "DATABASE_URL",
            "WAYMARK_TEST_DATABASE",
            "WAYMARK_DEMO",
            "PUBLIC_BASE_URL",
            "DJANGO_SETTINGS_MODULE",
        }
        kept = {key: value for key, value in os.environ.items() if key not in left_out}
        done = subprocess.run(
            [sys.executable, "-m", "waymark", "demo", "--people", "200", "--no-serve"],
            env=kept | {"WAYMARK_DATA_DIR": str(folder), "PYTHONPATH": str(ROOT / "src")}, cwd=ROOT,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert "200 people" in done.stdout

    return built_once(tmp_path_factory, "demo", build)


@contextmanager
def grounds_made_once() -> Iterator[None]:
    """While nothing is written, put together once what a ground opens to an actor at a moment; it is asked every time.

    Of policies that are asked about row after row, each row would cost the making of the same query again.
    """
    known: dict[tuple[int, Actor, datetime], QuerySet[Any]] = {}
    make = Ground.rows

    def rows(ground: Ground, actor: Actor, at: datetime) -> QuerySet[Any]:
        key = (id(ground), actor, at)
        if key not in known:
            known[key] = make(ground, actor, at)
        return known[key].all()

    with mock.patch.object(Ground, "rows", rows):
        yield


def together(*moves):
    """Run moves at the same moment, each on a connection of its own; return what each gave or was refused with."""
    gate = threading.Barrier(len(moves))
    results = [None] * len(moves)

    def run(number, move):
        gate.wait()
        try:
            while True:
                try:
                    results[number] = move()
                except OperationalError as busy:  # SQLite in memory answers "table is locked" at once and never waits
                    if connection.vendor != "sqlite" or "locked" not in str(busy):
                        raise
                else:
                    return
        except Refusal as refusal:
            results[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(moves)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results
