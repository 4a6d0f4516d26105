"""The demo with its objects, once for all the tests here; what they write is taken back."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import override_settings

from tests.access_matrix import world


@pytest.fixture(scope="package")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        yield world.build()
        transaction.set_rollback(True)
