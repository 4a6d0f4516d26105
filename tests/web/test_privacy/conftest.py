"""The small world of the house tests, and browsers of the people in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from tests.privacy.conftest import people, person  # noqa: F401 - fixtures
from tests.web.confirming import just_confirmed
from waymark.access.models import Account
from waymark.access.types import DutyKind
from waymark.kernel.policy import Duty
from waymark.web.base.middleware import ActorMiddleware


def browser_of(account_id: int) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=account_id))
    return client


@pytest.fixture
def browser(person) -> Client:  # noqa: F811
    return browser_of(person.account_id)


@pytest.fixture
def officer(people, monkeypatch) -> Client:  # noqa: F811
    """A browser of head, who is a data protection officer for everybody."""
    known = ActorMiddleware.process_view

    def with_the_duty(self, incoming, *rest):
        answer = known(self, incoming, *rest)
        if incoming.actor.account_id == people.head.account_id:
            incoming.actor = replace(incoming.actor, duties=(Duty(DutyKind.DATA_PROTECTION_OFFICER, 1),))
        return answer

    monkeypatch.setattr(ActorMiddleware, "process_view", with_the_duty)
    return just_confirmed(browser_of(people.head.account_id))
