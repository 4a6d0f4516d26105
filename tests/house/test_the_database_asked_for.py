"""A suite that runs on another database than it says proves nothing about the one it names."""

import os

from django.db import connection


def test_the_suite_runs_on_the_database_it_was_asked_to():
    asked = os.environ.get("WAYMARK_TEST_DATABASE", "postgresql" if "DATABASE_URL" in os.environ else "sqlite")

    assert connection.vendor == asked
