"""What every test stands on: a data folder of its own, a database, and an end that leaves it empty."""

from __future__ import annotations

import gc
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase

from tests.environment import DATA
from tests.migrated import Schema
from waymark.frameworks.queries import comparing, digests, touching
from waymark.kernel import triggers
from waymark.kernel.policy import Actor

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

TESTS = Path(__file__).resolve().parent
PAGES_ON_BOTH = {
    "web/test_account/test_sign_in.py",
    "web/test_account/test_sign_on/test_openid.py",
    "web/test_account/test_sign_on/test_saml.py",
    "web/test_authoring/test_bad_files.py",
    "web/test_authoring/test_nulls.py",
    "web/test_granting/test_giving.py",
    "web/test_large_downloads.py",
    "web/test_large_frameworks.py",
    "web/test_skills_and_search.py",
    "web/test_team/test_reviews.py",
}
"""Tests of pages that run on PostgreSQL as well as on SQLite, beside those that commit: about text that a database may
refuse, search, very much at once, or queries counted where the two databases write in different ways."""
FILLED_BY_MIGRATIONS = {"django_content_type", "auth_permission"}


def _empty_what_was_filled(self: TransactionTestCase) -> None:
    """Leave the tables as migrations made them, in place of Django's flush of every table that there is.

    That lifts and puts back each trigger three times over, by way of the signal after migrations. Few tables are
    filled, and of their triggers those against deleting are in the way.
    """
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    asked = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in sorted(tables - FILLED_BY_MIGRATIONS)
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        filled = [table for (table,) in cursor.fetchall()]
    triggers.remove(connection, [one for one in triggers.declared() if one.event == "DELETE" and one.table in filled])
    with transaction.atomic(), connection.cursor() as cursor:
        for table in filled:
            cursor.execute(f"DELETE FROM {table}")
    if missing := triggers.missing(connection):
        triggers.install(connection, [one for one in triggers.declared() if one.name in missing])


TransactionTestCase._fixture_teardown = _empty_what_was_filled  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """In SQLite a file, as in use: threads then wait for each other instead of failing on a locked table."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(DATA / "test.sqlite3")
    elif name := os.environ.get("WAYMARK_TEST_DATABASE_NAME"):  # two suites on one server
        connection.settings_dict["TEST"]["NAME"] = f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"


@pytest.fixture(scope="session")
def schema(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> Schema | None:
    """The database as migrations make it, from an earlier run where there was one; None with ``--reuse-db``."""
    test = connection.settings_dict["TEST"]["NAME"]
    return None if request.config.getvalue("reuse_db") else Schema(test or f"test_{connection.settings_dict['NAME']}")


@pytest.fixture(scope="session")
def django_db_keepdb(schema: Schema | None) -> bool:
    return schema is None or schema.found


@pytest.fixture(scope="session")
def django_db_setup(schema: Schema | None, django_db_setup: None) -> None:
    if schema is not None:
        schema.keep()


def pytest_report_header() -> str:
    """Say which database this run is about."""
    return f"database: {connection.vendor}"


def pytest_collection_finish() -> None:
    """Let the collector of garbage leave out the program and the tests, which stay to the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what may answer otherwise there: the rest has answered on SQLite. A test named alone runs."""
    if connection.vendor == "sqlite" or any("::" in asked for asked in config.args):
        return
    chosen = [item for item in items if _may_answer_otherwise(item)]
    if idle := [item for item in items if not _may_answer_otherwise(item)]:
        config.hook.pytest_deselected(items=idle)
        items[:] = chosen


def _may_answer_otherwise(item: pytest.Item) -> bool:
    """Say whether a test touches the database, and is not about a page, which asks rooms and never the database.

    Rooms answer for their SQL in their own tests, and ``tests/access_matrix`` opens every page and sends every form.
    """
    place = item.path.relative_to(TESTS)
    if not _touches_the_database(item):
        return False
    return place.parts[0] != "web" or str(place) in PAGES_ON_BOTH or _commits(item)


def _touches_the_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures) or item.get_closest_marker("django_db") is not None


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return "transactional_db" in getattr(item, "fixturenames", ()) or bool(marker and marker.kwargs.get("transaction"))


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
