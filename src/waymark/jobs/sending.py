"""Sending e-mail, in a process of its own that outlives the worker that started it.

One sender at a time stands on a machine and data folder, by a lock on a file that the system lets go of when the
process ends, however it ends. It takes one message after the other: claimed, given to the mail server, its answer
written down. Killing the worker does not touch it. When the sender itself is killed, the message in its hands is
marked unknown by the next one, and not sent again by itself: rather once too few, said aloud, than twice.
"""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from waymark.kernel import clock
from waymark.notifications import commands as notifications
from waymark.notifications import queries
from waymark.notifications.ports import Addresses, Mailer, NeverAccepted, OutcomeUnknown, TryLater
from waymark.notifications.types import Letter

log = logging.getLogger("waymark.jobs")

LINGER = 10.0
"""Seconds that a sender waits for more before it ends: starting one costs a second or two."""

LEFT_BEHIND = timedelta(minutes=5)
"""A message in the hands of another machine for longer than this was left behind: no mail server is that slow."""

PAUSE, LONGEST_PAUSE = 5.0, 60.0
"""Seconds without trying while the mail server is not there: longer each time."""


LOCK_ATTEMPTS = 5


def lock_path() -> Path:
    """Return the file whose lock the one sender of this machine and data folder holds."""
    return Path(settings.DATA_DIR) / "sender.lock"


def sender_name() -> str:
    """Return the name under which this machine's sender claims messages."""
    return f"{socket.gethostname()}:{lock_path()}"[-200:]


@contextmanager
def only_sender() -> Iterator[bool]:
    """Hold the lock for the block, and say whether it was to be had."""
    path = lock_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _locked(handle):
            yield False
            return
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield True
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    """Take the lock of an open file, and say whether it was to be had. Who only looks holds it for a blink."""
    for _attempt in range(LOCK_ATTEMPTS):
        with suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        time.sleep(0.05)
    return False


def standing_sender() -> int | None:
    """Return the process id of the sender that holds the lock; None when there is none."""
    with suppress(FileNotFoundError):
        handle = os.open(lock_path(), os.O_RDWR)
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            told = os.pread(handle, 20, 0)
            return int(told) if told.isdigit() else None
        finally:
            os.close(handle)
    return None


def start_sender() -> None:
    """Start a sender beside this process, in a session of its own, and not as its child: it outlives it."""
    subprocess.run(
        [sys.executable, "-m", "waymark", "send-mail", "--detach"],
        stdin=subprocess.DEVNULL, start_new_session=True, check=False, timeout=30,
        env=os.environ | {"WAYMARK_DATA_DIR": str(settings.DATA_DIR)},
    )  # fmt: skip


def stop_sender() -> None:
    """Ask this machine's sender to end after the message in its hands. Nothing happens when there is none."""
    pid = standing_sender()
    if pid is not None and pid != os.getpid():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)


def send_all(
    mailer: Mailer, addresses: Addresses, *, linger: float = LINGER, over: threading.Event | None = None
) -> int:
    """Send what is due, one message after the other, and return how many the mail server took.

    Args:
        mailer: delivers them.
        addresses: knows where accounts are e-mailed.
        linger: seconds to wait for more when nothing is due.
        over: set from outside to end after the message in hand.
    """
    over = over or threading.Event()
    with only_sender() as mine:
        if not mine:
            return 0
        try:
            return _Sender(mailer, addresses, over).run(linger)
        finally:
            mailer.close()


class _Sender:
    """Sends while it holds the lock."""

    def __init__(self, mailer: Mailer, addresses: Addresses, over: threading.Event) -> None:
        self.mailer, self.addresses, self.over = mailer, addresses, over
        self.name = sender_name()
        self.left_in_wave = 0
        self.pause = PAUSE
        self.sent = 0

    def run(self, linger: float) -> int:
        self._look_after_what_was_left()
        looked = idle_since = time.monotonic()
        while not self.over.is_set():
            if time.monotonic() - looked > LEFT_BEHIND.total_seconds():
                self._look_after_what_was_left()
                looked = time.monotonic()
            if not self._may_send():
                self.over.wait(1)
                idle_since = time.monotonic()
                continue
            letter = notifications.claim_next(sender=self.name, addresses=self.addresses, at=clock.now())
            if letter is not None:
                self.left_in_wave -= 1
                self._send(letter)
                idle_since = time.monotonic()
            elif time.monotonic() - idle_since >= linger:
                break
            else:
                self.over.wait(0.5)
        return self.sent

    def _may_send(self) -> bool:
        """Say whether a message may leave now.

        A provider's rate is kept in waves: so many, counted in the database for all senders together, and then the
        next when the minute allows.
        """
        if self.mailer.per_minute is None:
            return True
        if self.left_in_wave <= 0:
            self.left_in_wave = self.mailer.per_minute - queries.sent_lately(clock.now())
        return self.left_in_wave > 0

    def _send(self, letter: Letter) -> None:
        try:
            answer = self.mailer.send(letter)
        except NeverAccepted as never:
            notifications.mark_refused(reference=letter.reference, answer=str(never), at=clock.now())
        except OutcomeUnknown as unknown:
            if not self._ask(letter):
                notifications.mark_unknown(reference=letter.reference, answer=str(unknown), at=clock.now())
        except TryLater as later:
            notifications.put_back(
                reference=letter.reference, answer=str(later), wait=later.wait, counts=not later.everyone,
                at=clock.now(),
            )  # fmt: skip
            if later.everyone:
                self._wait_for_the_server(later)
                return
        except Exception as error:
            # A fault of ours, before or after the mail server had it: nobody knows.
            log.exception("Message %s broke its sender.", letter.reference)
            problem = f"{type(error).__name__}: {error}"
            notifications.mark_unknown(reference=letter.reference, answer=problem, at=clock.now())
        else:
            _insist(lambda: notifications.mark_sent(reference=letter.reference, answer=answer, at=clock.now()))
            self.sent += 1
        self.pause = PAUSE

    def _ask(self, letter: Letter) -> bool:
        """Ask the provider whether it has a message, and write down what it says. False when it cannot be asked."""
        accepted = self.mailer.accepted(letter.reference)
        if accepted is None:
            return False
        if accepted:
            notifications.mark_sent(reference=letter.reference, answer="", at=clock.now())
        else:
            notifications.put_back(reference=letter.reference, answer="", at=clock.now())
        return True

    def _wait_for_the_server(self, later: TryLater) -> None:
        log.warning("The mail server cannot be used now: %s", later)
        self.mailer.close()
        self.over.wait(min(max(self.pause, later.wait.total_seconds() if later.wait else 0), LONGEST_PAUSE))
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def _look_after_what_was_left(self) -> None:
        """Mark unknown what an earlier sender left behind; where the provider can be asked, ask."""
        at = clock.now()
        for reference in notifications.give_up_claims(sender=self.name, before=at - LEFT_BEHIND, at=at):
            accepted = self.mailer.accepted(reference)
            if accepted:
                notifications.mark_sent(reference=reference, answer="", at=at)
            elif accepted is False:
                notifications.put_back(reference=reference, answer="", counts=False, at=at)
            else:
                log.warning("Nobody knows whether message %s was sent: see /operating/jobs.", reference)


def _insist(write: Callable[[], object]) -> None:
    """Write down an answer though the database is busy or away for a while: it must not get lost."""
    for wait in (0.2, 1, 5, 20, 60):
        try:
            write()
            return
        except Exception:
            log.exception("The answer of the mail server could not be written down; trying again.")
            time.sleep(wait)
    write()
