"""One entry per thing done."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from waymark.audit import rules
from waymark.audit.models import Entry, Subject
from waymark.kernel import bulk
from waymark.kernel.errors import Refusal
from waymark.kernel.policy import Actor

REASON_LENGTH = 400


class ReasonTooLong(Refusal):
    """A reason does not fit into the record."""

    def __init__(self, length: int) -> None:
        super().__init__(
            _("The reason is %(length)d characters long. Shorten it to %(most)d characters or fewer.")
            % {"length": length, "most": REASON_LENGTH}
        )


def record(
    kind: str, *, actor: Actor, at: datetime, subjects: Iterable[int] = (), reason: str = "", **facts: Any
) -> None:
    """Add one entry. Call it inside the transaction that does the thing: both stand or neither.

    The entry is chained by the next ``seal``, so that commands do not queue for the end of the chain.

    Args:
        kind: room, noun and what was done to it: "assessments.assessment.submitted".
        actor: who did it; an operator is marked as one.
        at: when.
        subjects: ids of the people it is about, each counted once. Half a million are written set-based.
        reason: why, in the words of whoever did it; up to 400 characters.
        facts: what the record needs to say what changed; anything that has a form in JSON.

    Raises:
        ReasonTooLong: the reason has more than 400 characters.
        RuntimeError: no transaction is open.

    Cost: one query, two with subjects.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An entry is written in the transaction of the command it records.")
    reason = rules.plain_text(reason)
    if len(reason) > REASON_LENGTH:
        raise ReasonTooLong(len(reason))
    people = sorted(set(subjects))
    known = rules.plain(facts)
    salt = secrets.token_hex(16)
    digest = rules.payload_digest(
        salt=salt,
        kind=kind,
        actor_account_id=actor.account_id,
        by_operator=actor.operator,
        at=at,
        reason=reason,
        facts=known,
        subjects=people,
    )
    # Not a savepoint: a failure halfway must not leave the command going on without its entry.
    with transaction.atomic(savepoint=False):
        entry_id = bulk.insert_row(
            Entry,
            {
                "kind": kind,
                "actor_account_id": actor.account_id,
                "by_operator": actor.operator,
                "at": at,
                "reason": reason,
                "facts": known,
                "salt": salt,
                "digest": digest,
                "erased": False,
            },
        )
        if people:
            bulk.insert_rows(Subject, ["entry_id", "person_id"], ((entry_id, person) for person in people))
