"""One demo of 200 people for all the tests of a file; each test's own writes are taken back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.test import override_settings

from waymark.demo import commands
from waymark.kernel.policy import OPERATOR

AT = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """What a build of 200 people said it made."""
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        yield commands.build(people=200, at=AT, actor=OPERATOR)
        transaction.set_rollback(True)


@pytest.fixture
def at():
    return AT


@pytest.fixture
def demo_mode(settings):
    settings.DEMO = True
