"""Every change to people's records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.frameworks import queries as frameworks
from waymark.kernel import bulk
from waymark.kernel.errors import NotAllowed, NotVisible, Refusal, Stale
from waymark.kernel.policy import Actor, fetch
from waymark.kernel.text import sort_key
from waymark.organisation import queries as organisation
from waymark.people import policies, rules
from waymark.people.models import Appointment, Membership, Person, Post, ReportingLine, RoleClaim
from waymark.people.types import (
    AppointmentRow,
    ClaimRow,
    LineRow,
    Loaded,
    MembershipRow,
    PersonRow,
    PostRow,
)


class RoleLevelNotOffered(Refusal):
    """The role level is in no current version of a framework."""

    def __init__(self) -> None:
        super().__init__(_("That role level is not in any current framework. Choose another one."))


class ProfessionUnknown(Refusal):
    """There is no such profession."""

    def __init__(self) -> None:
        super().__init__(_("We do not know that profession. Choose one from the list."))


class AlreadyLoaded(Refusal):
    """Some of the people or posts to load are there already."""

    def __init__(self) -> None:
        super().__init__(_("Some of these people or posts are here already. Nothing was loaded."))


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
    audit.record(
        "people.main_profession.set", actor=actor, at=at, subjects=[person_id], profession=profession_id,
        before=before.profession_id if before else None,
    )  # fmt: skip


@transaction.atomic
def load(
    *,
    people: Iterable[PersonRow],
    posts: Iterable[PostRow] = (),
    appointments: Iterable[AppointmentRow] = (),
    lines: Iterable[LineRow] = (),
    memberships: Iterable[MembershipRow] = (),
    claims: Iterable[ClaimRow] = (),
    actor: Actor,
    at: datetime,
) -> Loaded:
    """Add many people with their posts, appointments, managers, professions and claims: all of them or nobody.

    Args:
        people: consumed once, in order: the position of a person is what the other rows refer to.
        posts: consumed once, in order, likewise.
        appointments: who sits where, by position.
        lines: who manages whom, by position.
        memberships: professions of people, by position.
        claims: what people say their role is, by position.
        actor: an operator, for now.
        at: when.

    Raises:
        NotAllowed: the actor is not an operator.
        AlreadyLoaded: a staff number, post number or identity is taken.
    Cost: one bulk write per kind of row; nothing is held whole.
    """
    if not actor.operator:
        raise NotAllowed(_("Only an operator may load people. Ask whoever runs this site."))
    first, first_post = bulk.next_id(Person), bulk.next_id(Post)
    try:
        with transaction.atomic():
            done = Loaded(
                first_person_id=first,
                people=bulk.insert_rows(Person, _PERSON, _person_rows(people, first)),
                posts=bulk.insert_rows(Post, _POST, ((pk, *row) for pk, row in enumerate(posts, first_post))),
                appointments=bulk.insert_rows(
                    Appointment, _APPOINTMENT, ((first + row[0], first_post + row[1], *row[2:]) for row in appointments)
                ),
                lines=bulk.insert_rows(
                    ReportingLine, _LINE, ((first + row[0], first + row[1], *row[2:]) for row in lines)
                ),
                memberships=bulk.insert_rows(
                    Membership, _MEMBERSHIP, ((first + row[0], *row[1:]) for row in memberships)
                ),
                claims=bulk.insert_rows(RoleClaim, _CLAIM, ((first + row[0], *row[1:]) for row in claims)),
            )
    except IntegrityError as error:
        raise AlreadyLoaded from error
    for model in (Person, Post):
        bulk.move_sequence(model)
    audit.record(
        "people.loaded", actor=actor, at=at, people=done.people, posts=done.posts, appointments=done.appointments,
        lines=done.lines, memberships=done.memberships, claims=done.claims,
    )  # fmt: skip
    return done


_PERSON = ("id", "uuid", "staff_number", "account_id", "given_name", "family_name", "email", "sort_key")
_POST = ("id", "uuid", "number", "title", "organisation_id", "grade_id", "region_id", "profession_id", "role_level_id")
_APPOINTMENT = ("person_id", "post_id", "from_on", "until_on", "fte")
_LINE = ("person_id", "manager_id", "from_on", "until_on")
_MEMBERSHIP = ("person_id", "profession_id", "main", "from_on", "until_on")
_CLAIM = ("person_id", "role_level_id", "from_at")


def _person_rows(
    people: Iterable[PersonRow], first: int
) -> Iterator[tuple[int, UUID, str, int | None, str, str, str, str]]:
    for pk, row in enumerate(people, first):
        yield (pk, *row, sort_key(f"{row.family_name} {row.given_name}"))
