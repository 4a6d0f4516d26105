"""The desk of ``tests.assessments.desk``, with a browser each."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.assessments import build as record
from tests.assessments import desk
from tests.conftest import NOON
from tests.frameworks import build
from waymark.access.models import Account
from waymark.frameworks import queries as frameworks
from waymark.kernel import clock


@pytest.fixture
def crafts(db):
    return build.published(build.crafts())


@pytest.fixture
def skills(crafts):
    return record.skill_ids(crafts)


@pytest.fixture
def weaver(crafts):
    return frameworks.role_level("weaver/weaver", NOON).ref.id


@pytest.fixture
def who(crafts, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return desk.make(crafts)


@pytest.fixture
def sent(who, weaver, skills):
    return desk.submitted(who, weaver, skills)


@pytest.fixture
def browser():
    def signed_in(actor) -> Client:
        client = Client()
        client.force_login(Account.objects.get(pk=actor.account_id))
        return client

    return signed_in
