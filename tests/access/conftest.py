"""People with accounts, places to hold duties over, and short ways to give them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from tests.conftest import NOON
from waymark.access import commands, queries
from waymark.access.models import Account, Grant
from waymark.kernel.policy import OPERATOR, Actor
from waymark.organisation import commands as organisation
from waymark.organisation import queries as reference
from waymark.organisation.types import NewOrganisation

YEAR = NOON + timedelta(days=365)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Places:
    """Two professions, and a department with a unit beside another department."""

    digital: int
    policy: int
    health: int
    clinic: int
    transport: int


@pytest.fixture
def places(db) -> Places:
    organisation.ensure_reference(actor=OPERATOR, at=NOON)
    ids = organisation.add_organisations(
        organisations=[
            NewOrganisation("health", "Health", "department"),
            NewOrganisation("clinic", "Clinic", "unit", "health"),
            NewOrganisation("transport", "Transport", "department"),
        ],
        actor=OPERATOR, at=NOON,
    )  # fmt: skip
    digital, policy = (reference.profession(slug).id for slug in ("digital-data-and-technology", "policy"))
    return Places(digital, policy, ids["health"], ids["clinic"], ids["transport"])


class Someone:
    """An account, and who it is at a moment."""

    def __init__(self, name: str) -> None:
        self.id = commands.create_account(email=f"{name}@example.test", name=name.title(), actor=OPERATOR, at=NOON)
        self.uuid = Account.objects.get(pk=self.id).uuid

    def at(self, moment: datetime) -> Actor:
        """Return the actor the door would make of them."""
        return Actor(account_id=self.id, duties=queries.duties_of(self.id, moment))

    @property
    def actor(self) -> Actor:
        return self.at(NOON)

    def holds(self, kind: str, at: datetime = NOON) -> bool:
        return any(duty.kind == kind for duty in queries.duties_of(self.id, at))


@pytest.fixture
def people(db) -> dict[str, Someone]:
    return {name: Someone(name) for name in ("ada", "ben", "cho", "dee")}


@pytest.fixture
def ada(people) -> Someone:
    return people["ada"]


@pytest.fixture
def ben(people) -> Someone:
    return people["ben"]


@pytest.fixture
def cho(people) -> Someone:
    return people["cho"]


@pytest.fixture
def dee(people) -> Someone:
    return people["dee"]


def give(who: Someone, kind: str, *, by: Actor = OPERATOR, at: datetime = NOON, **changed) -> UUID:
    given = {"until_at": YEAR, "reason": "They were appointed", "kind": kind}
    return commands.give_duty(account=who.uuid, **(given | changed), actor=by, at=at)


def in_session(who: Someone, *, at: datetime = NOON, minutes: int = 240) -> Actor:
    """Open an administrator's session and return who they are in it."""
    commands.open_admin_session(reason="Monthly review", minutes=minutes, actor=who.at(at), at=at)
    return who.at(at)


def administrator(who: Someone) -> Actor:
    give(who, "administrator")
    return in_session(who)


def row(grant: UUID) -> Grant:
    return Grant.objects.get(uuid=grant)
