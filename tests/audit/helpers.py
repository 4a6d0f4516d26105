"""What the tests of the record share."""

from datetime import UTC, datetime

from django.db import connection, transaction

from waymark.audit import commands as audit
from waymark.kernel import triggers
from waymark.kernel.policy import Actor

NOON = datetime(2026, 3, 2, 12, 0, 0, 250, tzinfo=UTC)
ADA = Actor(account_id=11, person_id=1)
BEN = Actor(account_id=12, person_id=2)


@transaction.atomic
def record(kind="people.role.claimed", *, actor=ADA, at=NOON, subjects=(1,), reason="", **facts):
    audit.record(kind, actor=actor, at=at, subjects=subjects, reason=reason, **facts)


def tamper(sql, *params):
    """Change the record behind its back: as somebody would who can lift the triggers."""
    with triggers.suspended(connection), connection.cursor() as cursor:
        cursor.execute(sql, params)
        assert cursor.rowcount > 0
