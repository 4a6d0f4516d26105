"""Many people at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.kernel import bulk
from waymark.kernel.errors import NotAllowed, Refusal
from waymark.kernel.policy import Actor
from waymark.kernel.text import sort_key
from waymark.people.commands import listing
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


class AlreadyLoaded(Refusal):
    """Some of the people or posts to load are there already."""

    def __init__(self) -> None:
        super().__init__(_("Some of these people or posts are here already. Nothing was loaded."))


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
    if done.people:
        listing.add_listings(first, first + done.people - 1)
    audit.record(
        "people.loaded", actor=actor, at=at, people=done.people, posts=done.posts, appointments=done.appointments,
        lines=done.lines, memberships=done.memberships, claims=done.claims,
    )  # fmt: skip
    return done


_PERSON = ("id", "uuid", "staff_number", "account_id", "given_name", "family_name", "email", "sort_key", "given_key")
_POST = ("id", "uuid", "number", "title", "organisation_id", "grade_id", "region_id", "profession_id", "role_level_id")
_APPOINTMENT = ("person_id", "post_id", "from_on", "until_on", "fte")
_LINE = ("person_id", "manager_id", "from_on", "until_on")
_MEMBERSHIP = ("person_id", "profession_id", "main", "from_on", "until_on")
_CLAIM = ("person_id", "role_level_id", "from_at")


def _person_rows(
    people: Iterable[PersonRow], first: int
) -> Iterator[tuple[int, UUID, str, int | None, str, str, str, str, str]]:
    for pk, row in enumerate(people, first):
        family_first, given_first = f"{row.family_name} {row.given_name}", f"{row.given_name} {row.family_name}"
        yield (pk, *row, sort_key(family_first), sort_key(given_first))
