"""What every test stands on: a data folder of its own, a database, and triggers that clean-up may lift."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import TransactionTestCase

from tests.environment import DATA
from waymark.frameworks.queries import comparing, digests, touching
from waymark.kernel import triggers
from waymark.kernel.policy import Actor

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
        connection.settings_dict["TEST"]["NAME"] = str(DATA / "test.sqlite3")
    elif name := os.environ.get("WAYMARK_TEST_DATABASE_NAME"):  # two suites on one server
        connection.settings_dict["TEST"]["NAME"] = f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"


def pytest_report_header() -> str:
    """Say which database this run is about."""
    return f"database: {connection.vendor}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what touches the database: the rest answers the same and has answered on SQLite."""
    if connection.vendor == "sqlite":
        return
    chosen = [item for item in items if _touches_the_database(item)]
    if idle := [item for item in items if not _touches_the_database(item)]:
        config.hook.pytest_deselected(items=idle)
        items[:] = chosen


def _touches_the_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures) or item.get_closest_marker("django_db") is not None


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


@pytest.fixture(autouse=True)
def nothing_kept_of_another_test() -> None:
    """Forget what was worked out of versions: the next test's have the same ids, and say something else."""
    for kept in (comparing._kept_difference, touching._kept, digests._kept):
        kept.cache_clear()
