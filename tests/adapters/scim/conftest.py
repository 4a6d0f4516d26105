"""A department with a feed that its HR system writes to by SCIM."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from tests.people.feeding.conftest import AT, bring, department, folder
from waymark.adapters.scim.schemas import CORE, ENTERPRISE, POST
from waymark.kernel import clock
from waymark.kernel.policy import OPERATOR
from waymark.people import commands

__all__ = ["bring", "department", "folder"]


def user(called="ada", **more):
    """Return what a system says of somebody in a post of the casework unit."""
    said = {
        "schemas": [CORE, ENTERPRISE, POST], "userName": called, "externalId": f"x-{called}",
        "name": {"givenName": "Ada", "familyName": f"Ox {called}"}, "active": True,
        "emails": [{"value": f"{called}@example.org", "type": "work"}],
        ENTERPRISE: {"employeeNumber": f"N-{called}", "organization": "Department for Tests"},
        POST: {
            "number": f"P-{called}", "title": "Caseworker", "unit": "U1", "grade": "HEO", "region": "London",
            "start": "2024-09-02", "mainProfession": "Policy",
        },
    }  # fmt: skip
    return said | more


@pytest.fixture
def now(monkeypatch):
    """The time, which a test may change."""
    found = SimpleNamespace(at=AT)
    monkeypatch.setattr(clock, "now", lambda: found.at)
    return found


@pytest.fixture
def token(department):
    return commands.make_token(feed=department.feed.uuid, actor=OPERATOR, at=AT)


@pytest.fixture
def call(client, token, now):
    """Give a function that sends one SCIM request."""

    def sent(method, path, body=None, *, token=token, **headers):
        named = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        if token:
            named["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        data = "" if body is None else json.dumps(body)
        answer = client.generic(method, f"/scim/v2{path}", data, content_type="application/scim+json", **named)
        answer.said = json.loads(answer.content) if answer.content else None
        return answer

    return sent
