"""``waymark worker`` and ``send-mail``: what the site does by itself."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import threading
from types import FrameType

from waymark.cli.groups import Subparsers, ready

STOP_SECONDS = 20
"""How long a process beside this one may take to end when it is told to."""


def add_parsers(subparsers: Subparsers) -> None:
    """Add the two commands."""
    worker = subparsers.add_parser("worker", help="deliver events, send e-mail, run jobs, keep the record")
    worker.add_argument("--once", action="store_true", help="do what is due now and stop")
    worker.add_argument("--processes", type=int, default=1, metavar="N", help="how many workers (1)")
    worker.add_argument("--beside", type=int, default=None, metavar="PID", help="end when this parent process does")
    worker.set_defaults(run=run_worker)

    mail = subparsers.add_parser("send-mail", help="send the e-mail that is due; the worker starts it by itself")
    mail.add_argument("--detach", action="store_true", help="go on by itself, and wait for more for a few seconds")
    mail.set_defaults(run=run_send_mail)


def run_worker(args: argparse.Namespace) -> int:
    """Go round until stopped, or once."""
    ready()
    from waymark.jobs.worker import Worker
    from waymark.kernel.errors import Refusal

    if not 1 <= args.processes <= 64:
        raise Refusal("The number of workers is from 1 to 64. Choose another one with --processes.")
    worker = Worker(parent=args.beside)
    _stop_on_signals(worker.over)
    if args.once:
        worker.once()
        return 0
    others = [start_beside() for _number in range(args.processes - 1)]
    try:
        worker.run()
    finally:
        end(*others)
    return 0


def run_send_mail(args: argparse.Namespace) -> int:
    """Send what is due."""
    if args.detach and os.fork():
        os._exit(0)  # whoever started us is not our parent any more: its end is not ours
    ready()
    from waymark.jobs import sending
    from waymark.jobs.wiring import wired
    from waymark.kernel.errors import Refusal

    mailer = wired().mailer()
    if mailer is None:
        raise Refusal("Mail is not set up, so messages wait. Set EMAIL_HOST, or the GOV.UK Notify key and template.")
    over = threading.Event()
    _stop_on_signals(over)
    sent = sending.send_all(mailer, wired().addresses, linger=sending.LINGER if args.detach else 0, over=over)
    if not args.detach:
        print(f"Sent {sent} e-mails.")
    return 0


def start_beside() -> subprocess.Popen[bytes]:
    """Start a worker process that ends with this one."""
    return subprocess.Popen(
        [sys.executable, "-m", "waymark", "worker", "--beside", str(os.getpid())], stdin=subprocess.DEVNULL
    )


def end(*processes: subprocess.Popen[bytes]) -> None:
    """Tell processes beside this one to end, and wait for them."""
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()


def _stop_on_signals(over: threading.Event) -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        over.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
