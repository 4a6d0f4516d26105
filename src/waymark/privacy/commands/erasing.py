"""Erasing a person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from waymark.audit import commands as audit
from waymark.kernel.policy import Actor
from waymark.people import commands as people
from waymark.privacy import events, policies, rules
from waymark.privacy.commands import refusals
from waymark.privacy.models import DataRequest
from waymark.privacy.queries.holds import in_force
from waymark.privacy.types import ErasureDone, RequestKind, RequestState

_IN_THE_RECORD = "a person was erased"
"""Why payloads went. It names nobody, and stays."""


def erase_person(*, person_id: int, reason: str, actor: Actor, at: datetime) -> ErasureDone:
    """Erase a person: everything every table declares about them, their account, and what the record says of them.

    What stays is the record's minimum: that something was done, when, by which account, about which number; the
    number leads to nobody. An open request of theirs to be erased is done by it. It cannot be undone.

    Args:
        person_id: whom.
        reason: on what grounds; up to 400 characters. It stays in the record: it must not name the person.
        actor: a data protection officer who answers for their data, or an operator.
        at: when.

    Raises:
        NotVisible: there is no such person, or the actor may not erase them.
        UnderHold: a duty to keep their data is in force. Nothing was erased.
        AlreadyErased (people): they were erased before.
        NotTheseWords: the reason is missing or too long.

    Cost: a few queries per table; texts that can name somebody are read whole.
    """
    policies.MAY_ERASE.require(actor, person_id, at)
    if why_not := rules.why_not_these_words(reason, rules.MOST_REASON):
        raise refusals.NotTheseWords(why_not)
    # Files cannot be rolled back: what waits in the spool is brought into the database first, and again afterwards,
    # for the page that somebody had open meanwhile.
    audit.flush_access()
    done = _erase(person_id, reason, actor, at)
    if audit.flush_access():
        _erase_late_accesses(person_id, actor, at)
    return done


@transaction.atomic
def _erase(person_id: int, reason: str, actor: Actor, at: datetime) -> ErasureDone:
    if in_force(at).filter(person_id=person_id).exists():
        raise refusals.UnderHold
    _close_request(person_id, actor, at)
    erased = people.erase(person_id=person_id, actor=actor, at=at)
    entries = audit.erase_about(
        person_id=person_id,
        account_id=erased.account_id,
        names=erased.names,
        reason=_IN_THE_RECORD,
        actor=actor,
        at=at,
    )
    audit.record(
        "privacy.person.erased", actor=actor, at=at, subjects=[person_id], reason=reason, rows=erased.rows,
        entries=entries,
    )  # fmt: skip
    return ErasureDone(person_id, erased.rows, entries)


@transaction.atomic
def _erase_late_accesses(person_id: int, actor: Actor, at: datetime) -> None:
    audit.erase_accesses(person_id=person_id, actor=actor, at=at)


def _close_request(person_id: int, actor: Actor, at: datetime) -> None:
    rows = DataRequest.objects.filter(person_id=person_id, kind=RequestKind.ERASURE, state=RequestState.OPEN)
    for pk in rows.values_list("pk", flat=True):
        audit.announce(
            events.RequestClosed(
                request_id=pk, person_id=person_id, wants=RequestKind.ERASURE, state=RequestState.DONE
            ),
            at=at,
        )
    rows.update(state=RequestState.DONE, decided_at=at, decided_by_id=actor.account_id)
