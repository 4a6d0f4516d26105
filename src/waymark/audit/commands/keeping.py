"""The thread that seals the chain and writes the access log, every few seconds."""

from __future__ import annotations

import logging
import threading

from django.db import connections

from waymark.audit.commands.accesses import flush_access
from waymark.audit.commands.sealing import seal
from waymark.kernel import clock

log = logging.getLogger("waymark.audit")


class Keeper(threading.Thread):
    """Keeps the record in one process. It outlives every failure and ends with the process or with ``stop``."""

    def __init__(self, interval: float) -> None:
        super().__init__(name="audit-keeper", daemon=True)
        self.interval = interval
        self._over = threading.Event()

    def run(self) -> None:
        """Seal and flush until told to stop, and once more then."""
        while not self._over.wait(self.interval):
            self.round()
        self.round()

    def round(self) -> None:
        """Seal and flush once. A failure is logged; what was left undone is done in the next round."""
        try:
            seal(at=clock.now())
        except Exception:
            log.exception("The audit chain could not be sealed; trying again.")
        try:
            flush_access()
        except Exception:
            log.exception("The access log could not be written; trying again.")
        finally:
            connections.close_all()

    def stop(self, timeout: float = 10.0) -> None:
        """End the thread after a last round, waiting at most ``timeout`` seconds."""
        self._over.set()
        self.join(timeout)


_lock = threading.Lock()
_keeper: Keeper | None = None


def keep(interval: float = 5.0) -> Keeper:
    """Start this process's keeper, or return the one that runs.

    The door that serves calls it once; any number of processes may keep the same record.

    Args:
        interval: seconds between rounds.
    """
    global _keeper
    with _lock:
        if _keeper is None or not _keeper.is_alive():
            _keeper = Keeper(interval)
            _keeper.start()
        return _keeper
