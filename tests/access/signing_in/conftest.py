"""An account with a password, and whoever holds it."""

from __future__ import annotations

import pytest

from waymark.access import commands, queries
from waymark.access.models import Account
from waymark.kernel.policy import OPERATOR, Actor

PASSWORD = "orchard lantern seven"
EMAIL = "ada@example.test"


@pytest.fixture
def ada(db, noon) -> Actor:
    account_id = commands.create_account(email=EMAIL, name="Ada Okafor", actor=OPERATOR, at=noon)
    actor = Actor(account_id=account_id)
    commands.set_password(account_id=account_id, password=PASSWORD, actor=actor, at=noon)
    return actor


@pytest.fixture
def ben(db, noon) -> Actor:
    return Actor(account_id=commands.create_account(email="ben@example.test", name="Ben", actor=OPERATOR, at=noon))


def account(actor: Actor) -> Account:
    return Account.objects.get(pk=actor.account_id)


def kinds():
    from waymark.audit.models import Entry

    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def news(actor: Actor, at) -> list[str]:
    from waymark.notifications import queries as notifications

    return [item.title for item in notifications.news(actor, at)]


__all__ = ["EMAIL", "PASSWORD", "account", "kinds", "news", "queries"]
