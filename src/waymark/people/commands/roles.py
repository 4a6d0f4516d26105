"""What people say of themselves: their role and their profession."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import NotVisible, Refusal, Stale
from waymark.kernel.policy import Actor, fetch
from waymark.organisation import queries as organisation
from waymark.people import policies, rules
from waymark.people.commands import listing
from waymark.people.models import Membership, Person, RoleClaim


class RoleLevelNotOffered(Refusal):
    """The role level is in no current version of a framework."""

    def __init__(self) -> None:
        super().__init__(_("That role level is not in any current framework. Choose another one."))


class ProfessionUnknown(Refusal):
    """There is no such profession."""

    def __init__(self) -> None:
        super().__init__(_("We do not know that profession. Choose one from the list."))


@transaction.atomic
def claim_role(*, person_id: int, role_level_id: int | None, actor: Actor, at: datetime) -> None:
    """Record what a person says their role is, from ``at`` on. Saying the same again changes nothing.

    Args:
        person_id: who says it; only they may.
        role_level_id: a role level of a current framework; None means "not sure", which stops the same guess from
            coming back.
        actor: that person.
        at: when.

    Raises:
        NotVisible: the actor is not that person.
        RoleLevelNotOffered: no current framework has the role level.
        Stale: a later claim stands already.
    """
    person = fetch(policies.MAY_CLAIM_ROLE, Person.objects.select_for_update(), actor, at, pk=person_id)
    if role_level_id is not None:
        _must_be_offered(role_level_id, at)
    standing = RoleClaim.objects.filter(person=person, until_at=None).first()
    if standing is not None:
        if standing.role_level_id == role_level_id:
            return
        if standing.from_at > at:
            raise Stale(_("You changed your role somewhere else in the meantime. Look at it again."))
        standing.until_at = at
        standing.save(update_fields=["until_at"])
    RoleClaim.objects.create(person=person, role_level_id=role_level_id, from_at=at)
    audit.record("people.role.claimed", actor=actor, at=at, subjects=[person_id], role_level=role_level_id)


def _must_be_offered(role_level_id: int, at: datetime) -> None:
    try:
        found = frameworks.role_level_by_id(role_level_id, at)
    except NotVisible:
        raise RoleLevelNotOffered from None
    if not found.current:
        raise RoleLevelNotOffered


@transaction.atomic
def set_main_profession(*, person_id: int, profession_id: int, actor: Actor, at: datetime) -> None:
    """Make a profession a person's main one from the day of ``at``. The one before ends that day and stays on record.

    A secondary membership of the same profession ends with it: it has become the main one. Choosing the main
    profession again changes nothing.

    Raises:
        NotVisible: the actor is not that person.
        ProfessionUnknown: there is no such profession.
        Stale: a main profession is on record from a later day.
    """
    person = fetch(policies.MAY_SET_MAIN_PROFESSION, Person.objects.select_for_update(), actor, at, pk=person_id)
    try:
        organisation.profession_by_id(profession_id)
    except NotVisible:
        raise ProfessionUnknown from None
    day = rules.day_of(at)
    before = Membership.objects.filter(person=person, main=True, until_on=None).first()
    if before is not None:
        if before.profession_id == profession_id:
            return
        if before.from_on > day:
            raise Stale(_("Another main profession is on record from a later day. Look at it again."))
        before.until_on = day
        before.save(update_fields=["until_on"])
    Membership.objects.filter(policies.open_on(day), person=person, profession_id=profession_id, main=False).update(
        until_on=day
    )
    Membership.objects.create(person=person, profession_id=profession_id, main=True, from_on=day)
    listing.relist([person_id])
    audit.record(
        "people.main_profession.set", actor=actor, at=at, subjects=[person_id], profession=profession_id,
        before=before.profession_id if before else None,
    )  # fmt: skip
