"""Somebody else has the one pen of SQLite: who cannot write is told so, and nothing is half saved."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from django.db import connection

from waymark.access.models import Account
from waymark.kernel.clock import now
from waymark.kernel.ids import new_uuid

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has as many writers as come"),
]


@pytest.fixture
def impatient():
    """Wait a moment for the pen, not twenty seconds."""
    with connection.cursor() as cursor:
        (usual,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute("PRAGMA busy_timeout = 50")
        yield
        cursor.execute(f"PRAGMA busy_timeout = {usual}")


def test_whoever_cannot_write_is_told_when_to_try_again(client, impatient):
    account = Account.objects.create(uuid=new_uuid(), email="ada@example.org", name="Ada", created_at=now())
    client.force_login(account)
    assert client.get("/account").status_code == 200

    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = client.post("/sign-out")
        reading = client.get("/frameworks")
        other.execute("ROLLBACK")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "what you sent was not" in answer.content.decode()
    assert reading.status_code == 200
    assert client.get("/account").status_code == 200, "nobody was signed out"
