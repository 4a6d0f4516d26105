"""Where the real files lie, when they lie beside the project (tests that need them skip, saying so), building a folder
once for all workers, and doing several things at the same moment."""

import fcntl
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import OperationalError, connection

from waymark.kernel.errors import Refusal

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
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
                    if "locked" not in str(busy):
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
