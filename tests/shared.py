"""Where the real files lie, when they lie beside the project (tests that need them skip, saying so), and doing several
things at the same moment."""

import threading
from pathlib import Path

import pytest
from django.db import OperationalError, connection

from waymark.kernel.errors import Refusal

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
DDAT = SHARED / "data" / "uk-gdd-ddat" / "raw"

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the real files (../shared) are not beside the project")


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
