"""Browsers of people who hold duties, and of people who hold none."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.people.feeding.conftest import department, folder
from tests.web.confirming import just_confirmed
from tests.web.test_me.conftest import Someone, ada, crafts, someone, stranger, weaver
from waymark.kernel.policy import Actor, Duty
from waymark.web.base import middleware

__all__ = ["ada", "crafts", "department", "folder", "stranger", "weaver"]


@pytest.fixture
def holding(monkeypatch):
    """Let the door find duties on an account, by its id: ``holding[account] = (Duty(...),)``."""
    found: dict[int | None, tuple[Duty, ...]] = {}
    monkeypatch.setattr(
        middleware, "Actor", lambda **known: Actor(**known | {"duties": found.get(known.get("account_id"), ())})
    )
    return found


@pytest.fixture
def officer(crafts, holding) -> Someone:
    """Someone who holds the auditor's duty, over everything."""
    one = someone(90)
    holding[one.account] = (Duty("auditor", 1),)
    return one


@pytest.fixture
def auditor(officer) -> Client:
    return just_confirmed(officer.browser())
