"""Two people on record who are one, and two after all."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from waymark.audit import commands as audit
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch
from waymark.people import policies
from waymark.people.commands.feeding.refusals import NoReason, NotMerged, SamePerson
from waymark.people.models import Identifier, Person, PersonAlias, Suspicion


@transaction.atomic
def merge(*, person: UUID, into: UUID, reason: str, actor: Actor, at: datetime) -> UUID:
    """Say that a person on record is another one: from ``at`` on their number leads to that one.

    Nothing is moved or deleted: the record of either stays where it is, and ending the merge leaves no trace on it.
    Feeds that speak of the one mean the other from then on, also when they say what they said before: a move to another
    department that nobody saw as one is seen then.

    Args:
        person: who was on record twice.
        into: who is kept.
        reason: why, for the record.
        actor: an administrator, never about themselves.
        at: when.

    Returns:
        What the merge is called, to end it by.

    Raises:
        NotVisible: there is no such person, or the actor may not merge them.
        SamePerson: they are one already, or the kept one is itself merged into another.
        NoReason: there is none.
    """
    if not reason.strip():
        raise NoReason
    locked = Person.objects.select_for_update(no_key=True)
    one = fetch(policies.MAY_MERGE, locked, actor, at, uuid=person)
    kept = fetch(policies.MAY_MERGE, locked, actor, at, uuid=into)
    current = PersonAlias.objects.filter(until_at=None)
    if one.pk == kept.pk or current.filter(person=kept).exists() or current.filter(kept=one).exists():
        raise SamePerson
    try:
        with transaction.atomic():
            alias = PersonAlias.objects.create(
                uuid=new_uuid(), person=one, kept=kept, reason=reason.strip(), by_id=actor.account_id, from_at=at
            )
    except IntegrityError:
        raise SamePerson from None
    _listen_anew(one.pk)
    audit.record(
        "people.persons.merged", actor=actor, at=at, subjects=[one.pk, kept.pk], reason=reason.strip(), kept=kept.pk
    )
    return alias.uuid


@transaction.atomic
def part(*, merge: UUID, reason: str, actor: Actor, at: datetime) -> None:
    """Say that two who were merged are two people after all. Each number leads to its own record again.

    Raises:
        NotVisible: there is no such merge, or the actor may not end it.
        NotMerged: it has ended.
        NoReason: there is none.
    """
    if not reason.strip():
        raise NoReason
    alias = fetch(policies.MAY_PART, PersonAlias.objects.select_for_update(of=("self",)), actor, at, uuid=merge)
    if alias.until_at is not None:
        raise NotMerged
    alias.until_at = at
    alias.save(update_fields=["until_at"])
    _listen_anew(alias.person_id)
    audit.record(
        "people.persons.parted", actor=actor, at=at, subjects=[alias.person_id, alias.kept_id], reason=reason.strip()
    )


def _listen_anew(person_id: int) -> None:
    """Have what feeds said of somebody last looked at once more: it is about another record now."""
    Identifier.objects.filter(person_id=person_id).update(said="")


@transaction.atomic
def keep_apart(*, person: UUID, other: UUID, reason: str, actor: Actor, at: datetime) -> None:
    """Say that two whom a feed makes seem one are two people. They are not shown as a pair again.

    Args:
        person: who came last.
        other: who was there before.
        reason: why, for the record.
        actor: whoever runs the feed, never about themselves.
        at: when.

    Raises:
        NotVisible: they are no such pair, or the actor does not run the feed.
        NoReason: there is none.
    """
    if not reason.strip():
        raise NoReason
    rows = Suspicion.objects.select_for_update(of=("self",))
    row = fetch(policies.MAY_KEEP_APART, rows, actor, at, person__uuid=person, other__uuid=other, two_at=None)
    row.two_at, row.by_id, row.reason = at, actor.account_id, reason.strip()
    row.save(update_fields=["two_at", "by", "reason"])
    audit.record(
        "people.persons.kept_apart", actor=actor, at=at, subjects=[row.person_id, row.other_id], reason=reason.strip()
    )
