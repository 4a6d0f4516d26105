"""Accounts to tell something, and a sender that claims what is due."""

from __future__ import annotations

from datetime import UTC, datetime

from waymark.access.models import Account
from waymark.config.wiring import addresses
from waymark.kernel.ids import new_uuid
from waymark.notifications import commands

__all__ = ["account", "addresses", "claim"]

START = datetime(2026, 1, 5, tzinfo=UTC)


def account(name, **more):
    made = Account.objects.create(uuid=new_uuid(), email=f"{name}@example.test", name=name, created_at=START, **more)
    return made.pk


def claim(at, sender="here"):
    return commands.claim_next(sender=sender, addresses=addresses, at=at)
