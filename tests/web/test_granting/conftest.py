"""People with duties, in browsers of their own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client

from tests.web.test_me.conftest import START, Someone, someone
from waymark.access import commands, queries
from waymark.access.models import Account
from waymark.kernel.policy import OPERATOR, Actor
from waymark.organisation import commands as organisation
from waymark.organisation import queries as reference

DAY = timedelta(days=1)


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def reference_data(db) -> None:
    organisation.ensure_reference(actor=OPERATOR, at=START)


def uuid_of(who: Someone):
    return Account.objects.get(pk=who.account).uuid


def browser_of(who: Someone) -> Client:
    """Return a browser of somebody who has just shown that it is them."""
    client, account = Client(), Account.objects.get(pk=who.account)
    client.force_login(account)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, account, method="password")
    request.session.save()
    return client


def acting(who: Someone) -> Actor:
    return Actor(who.account, who.id, duties=queries.duties_of(who.account, now()))


def give(who: Someone, kind: str, *, by: Actor = OPERATOR, at: datetime | None = None, **changed):
    at = at or now()
    given = {"until_at": at + 100 * DAY, "reason": "They were appointed", "person_id": who.id}
    return commands.give_duty(account=uuid_of(who), kind=kind, **(given | changed), actor=by, at=at)


def open_session(who: Someone, *, at: datetime | None = None, minutes: int = 60) -> None:
    commands.open_admin_session(reason="Review", minutes=minutes, actor=Actor(who.account, who.id), at=at or now())


@pytest.fixture
def digital(reference_data) -> int:
    found = reference.profession_id("digital-data-and-technology")
    assert found is not None
    return found


@pytest.fixture
def admin(reference_data) -> Someone:
    """An administrator in a session."""
    who = someone(1)
    give(who, "administrator")
    open_session(who)
    return who


@pytest.fixture
def second(reference_data) -> Someone:
    """Another administrator in a session."""
    who = someone(2)
    give(who, "administrator")
    open_session(who)
    return who


@pytest.fixture
def ben(reference_data) -> Someone:
    """Somebody with an account and no duty."""
    return someone(3)


@pytest.fixture
def browser(admin) -> Client:
    return browser_of(admin)


def day(field: str, moment: datetime) -> dict[str, str]:
    return {f"{field}_0": str(moment.day), f"{field}_1": str(moment.month), f"{field}_2": str(moment.year)}


def answers(who: Someone, **changed: str) -> dict[str, str]:
    given = {
        "account": str(uuid_of(who)),
        "kind": "facilitator",
        "profession": "",
        "organisation": "",
        "reason": "Needed",
    }
    return given | day("last_day", now() + 50 * DAY) | changed
