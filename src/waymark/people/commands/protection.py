"""Protecting people: their record is not used, or is erased."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from waymark.access import queries as access
from waymark.audit import commands as audit
from waymark.kernel import personal
from waymark.kernel.errors import Refusal
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch
from waymark.people import policies, rules
from waymark.people.models import Erasure, Person, Restriction
from waymark.people.types import Erased


class AlreadyRestricted(Refusal):
    """The record is restricted already."""

    def __init__(self) -> None:
        super().__init__(_("This record is restricted already. Nothing was changed."))


class NotRestricted(Refusal):
    """There is no restriction to end."""

    def __init__(self) -> None:
        super().__init__(_("This record is not restricted any more. Nothing was changed."))


class AlreadyErased(Refusal):
    """The person was erased before."""

    def __init__(self) -> None:
        super().__init__(_("This person was erased already. Nothing is left to erase."))


@transaction.atomic
def restrict(*, person_id: int, reason: str = "", actor: Actor, at: datetime) -> None:
    """Stop the use of a person's record from ``at`` on: only they and a data protection officer see it.

    Args:
        person_id: whose record.
        reason: why, in their words; may be empty.
        actor: that person, or an officer who answers for their data.
        at: when.

    Raises:
        NotVisible: the actor is neither.
        AlreadyRestricted: it is restricted now.
    """
    person = fetch(policies.MAY_RESTRICT, Person.objects.all(), actor, at, pk=person_id)
    try:
        with transaction.atomic():
            Restriction.objects.create(uuid=new_uuid(), person=person, reason=reason, from_at=at)
    except IntegrityError:
        raise AlreadyRestricted from None
    audit.record("people.record.restricted", actor=actor, at=at, subjects=[person_id])


@transaction.atomic
def lift_restriction(*, person_id: int, because: str = "", actor: Actor, at: datetime) -> None:
    """Let a person's record be used again from ``at`` on.

    Args:
        person_id: whose record.
        because: why; an officer who ends it against the person's wish says so here.
        actor: that person, or an officer who answers for their data.
        at: when.

    Raises:
        NotVisible: the actor is neither.
        NotRestricted: it is not restricted.
    """
    fetch(policies.MAY_LIFT_RESTRICTION, Person.objects.all(), actor, at, pk=person_id)
    rows = Restriction.objects.filter(person_id=person_id, until_at=None, from_at__lte=at)
    if not rows.update(until_at=at, lifted_because=because):
        raise NotRestricted
    audit.record("people.restriction.lifted", actor=actor, at=at, subjects=[person_id])


@transaction.atomic
def erase(*, person_id: int, actor: Actor, at: datetime) -> Erased:
    """Erase what every table declares about a person and their account. It cannot be undone.

    A blank person stays where others hang on it. Whoever calls has looked for holds, erases the record's payloads and
    leaves the entry in the record, in the same transaction (``privacy.commands``).

    Raises:
        NotVisible: there is no such person, or the actor may not erase them.
        AlreadyErased: they were erased before.
    """
    person = fetch(policies.MAY_ERASE, Person.objects.select_for_update(no_key=True), actor, at, pk=person_id)
    if Erasure.objects.filter(person=person).exists():
        raise AlreadyErased
    account = access.card(person.account_id) if person.account_id else None
    names = rules.telling_names(
        rules.full_name(person.given_name, person.family_name), person.email, person.staff_number, str(person.uuid),
        *((account.name, account.email, str(account.uuid)) if account else ()),
    )  # fmt: skip
    # The guards of append-only tables let rows of this person go while this row says that it is under way.
    erasure = Erasure.objects.create(person=person, at=at)
    rows = personal.erase(person_id=person_id, account_id=person.account_id, names=names)
    erasure.done_at, erasure.rows = at, rows
    erasure.save(update_fields=["done_at", "rows"])
    return Erased(person_id, person.account_id, names, rows)
