"""The small world of the house tests, an officer who answers for everybody's data, and who is in it."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from tests.house import world
from waymark.access.types import DutyKind
from waymark.kernel.policy import Actor, Duty
from waymark.people.models import Erasure, Restriction
from waymark.privacy.models import DataRequest, Hold, RetentionRun

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def officer_of(account_id: int, *, organisation: int | None = None, path: str = "") -> Actor:
    return Actor(account_id=account_id, duties=(Duty(DutyKind.DATA_PROTECTION_OFFICER, 1, None, organisation, path),))


@pytest.fixture
def people(db) -> SimpleNamespace:
    """Head manages manager, manager manages person; nobody is restricted, on hold or erased, and nobody has asked."""
    found = world.build()
    for model in (Restriction, Erasure, DataRequest, Hold, RetentionRun):
        model.objects.all().delete()
    return SimpleNamespace(**found)


@pytest.fixture
def person(people):
    return people.person


@pytest.fixture
def themselves(person) -> Actor:
    return Actor(account_id=person.account_id, person_id=person.pk)


@pytest.fixture
def officer(people) -> Actor:
    return officer_of(people.head.account_id)


@pytest.fixture
def elsewhere(people) -> Actor:
    """An officer of a department where none of these people work."""
    return officer_of(people.head.account_id, organisation=987, path="/987/")
