"""``waymark demo``, ``serve``, ``migrate`` and ``doctor``: from nothing to a running site, and whether it is well."""

from __future__ import annotations

import argparse
import os
import socket
import sys
import time
from pathlib import Path

from waymark.cli.groups import Subparsers, migrate, ready
from waymark.cli.worker import end, start_beside

PEOPLE, HOST, PORT = 500, "127.0.0.1", 8000
PORTS_TRIED = 50
QUIET_SECONDS = 2.0
"""A build that takes longer than this says what it is doing."""


def add_parsers(subparsers: Subparsers) -> None:
    """Add the four commands."""
    demo = subparsers.add_parser("demo", help="build an invented organisation to try everything on, and serve it")
    demo.add_argument("--people", type=int, default=PEOPLE, metavar="N", help=f"how many people ({PEOPLE})")
    demo.add_argument("--no-serve", dest="serve", action="store_false", help="build it and stop")
    demo.add_argument("--port", type=int, default=PORT, metavar="P", help=f"port to serve on ({PORT})")
    demo.add_argument("--data", type=Path, default=None, metavar="DIR", help="folder with real frameworks to import")
    demo.add_argument("--no-worker", dest="worker", action="store_false", help="serve the pages and nothing else")
    demo.set_defaults(run=run_demo)

    serve = subparsers.add_parser("serve", help="serve the site")
    serve.add_argument("--host", default=HOST, metavar="ADDRESS", help=f"address to listen on ({HOST})")
    serve.add_argument("--port", type=int, default=PORT, metavar="P", help=f"port to listen on ({PORT})")
    serve.add_argument("--no-worker", dest="worker", action="store_false", help="workers run elsewhere")
    serve.set_defaults(run=run_serve)

    migrating = subparsers.add_parser("migrate", help="bring the database up to date")
    migrating.set_defaults(run=run_migrate)

    doctor = subparsers.add_parser("doctor", help="say whether the installation is well")
    doctor.add_argument("--audit", action="store_true", help="read the whole audit record and say whether it is whole")
    doctor.set_defaults(run=run_doctor)


def run_demo(args: argparse.Namespace) -> int:
    """Build the demo, unless it is there already, and serve it."""
    os.environ["WAYMARK_DEMO"] = "1"
    port = args.port
    if args.serve:
        port = _free_port(args.port)
        os.environ.setdefault("PUBLIC_BASE_URL", f"http://localhost:{port}")

    import django

    django.setup()

    from waymark.audit import commands as audit
    from waymark.demo import commands as demo
    from waymark.demo import queries as demo_queries
    from waymark.kernel.clock import now
    from waymark.kernel.errors import Refusal
    from waymark.kernel.policy import OPERATOR

    if args.data is not None and not args.data.is_dir():
        raise Refusal(
            f"{args.data} is not a folder. Name the folder that holds the real frameworks, or leave --data out."
        )
    migrate()
    try:
        built = demo.build(
            people=args.people, data=args.data, at=now(), actor=OPERATOR, progress=_Progress(QUIET_SECONDS).say
        )
    except demo.AlreadyBuilt as already:
        if not args.serve or not demo_queries.demo_people():
            raise
        print(f"The demo is there already, with {already.people:,} people. It is served as it is.", flush=True)
    else:
        audit.seal(at=now())
        print(
            f"Built a demo of {built.people:,} people in {built.departments} departments, with {built.frameworks} "
            f"framework versions and {built.judgements:,} judgements.",
            flush=True,
        )
    if not args.serve:
        return 0
    print(f"\nWaymark is at          http://localhost:{port}/")
    print(f"Sign in as someone at  http://localhost:{port}/demo")
    print("Press Ctrl+C to stop.\n", flush=True)
    return _serve(HOST, port, worker=args.worker)


def run_serve(args: argparse.Namespace) -> int:
    """Serve the site until stopped."""
    ready()
    from waymark.kernel.errors import Refusal

    if not _is_free(args.host, args.port):
        raise Refusal(f"Port {args.port} is taken. Choose another one with --port.")
    print(f"Waymark is at http://{args.host}:{args.port}/. Press Ctrl+C to stop.", flush=True)
    return _serve(args.host, args.port, worker=args.worker)


def run_migrate(args: argparse.Namespace) -> int:
    """Bring the database up to date."""
    import django

    django.setup()
    migrate(verbosity=1)
    return 0


def run_doctor(args: argparse.Namespace) -> int:
    """Print one line per check; exit status 1 when something is wrong."""
    import django

    django.setup()
    from waymark.cli.doctor import examine, examine_audit

    if args.audit:
        ready()
        return examine_audit()
    findings = examine()
    for finding in findings:
        print(f"{'OK   ' if finding.well else 'WRONG'}  {finding.what}: {finding.words}")
    return 0 if all(finding.well for finding in findings) else 1


class _Progress:
    """Says what a build is doing once it has taken longer than ``quiet`` seconds."""

    def __init__(self, quiet: float) -> None:
        self.quiet = quiet
        self.start = time.monotonic()

    def say(self, step: str) -> None:
        """Tell what is being done now, if it has taken long enough to ask."""
        elapsed = time.monotonic() - self.start
        if elapsed > self.quiet:
            print(f"{elapsed:5.0f} s  {step}", flush=True)


def _free_port(wanted: int) -> int:
    """Return ``wanted`` or the next port nobody listens on, and say so when it is another one.

    Raises:
        Refusal: all the ports tried are taken.
    """
    from waymark.kernel.errors import Refusal

    for port in range(wanted, min(wanted + PORTS_TRIED, 65_536)):
        if _is_free(HOST, port):
            if port != wanted:
                print(f"Port {wanted} is taken; using {port}.", flush=True)
            return port
    raise Refusal(f"Port {wanted} and the ports after it are taken. Choose another one with --port.")


def _is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _serve(host: str, port: int, *, worker: bool) -> int:
    """Serve until stopped, with a worker beside that ends when this does.

    One process answers requests; it also keeps the audit record (``config/wsgi.py``).
    """
    from django.conf import settings
    from django.db import connections

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    connections.close_all()
    sys.stdout.flush()
    beside = [start_beside()] if worker else []
    try:
        _answer(host, port)
    finally:
        end(*beside)
    return 0


def _answer(host: str, port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "waymark.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    ).serve()
