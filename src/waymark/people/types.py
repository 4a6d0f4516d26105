"""What the people room takes in and hands out."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PersonCard:
    """Who someone is and where they work, today. Empty strings and None where the feed does not say."""

    id: int
    uuid: UUID
    staff_number: str
    name: str
    given_name: str
    post_id: int | None
    post_title: str
    organisation_id: int | None
    organisation_name: str
    department_name: str
    grade_code: str
    grade_name: str
    band_rank: int | None
    region_name: str
    post_profession_id: int | None
    main_profession_id: int | None
    main_profession_name: str
    main_profession_slug: str
    manager_name: str
    mapped_role_level_id: int | None
    """What the organisation maps the post to."""
    claimed: bool
    """Whether the person has said what their role is (even "not sure")."""
    claimed_role_level_id: int | None
    since: date | None = None

    @property
    def role_level_id(self) -> int | None:
        """The person's own word first, then the organisation's mapping."""
        return self.claimed_role_level_id if self.claimed else self.mapped_role_level_id


@dataclass(frozen=True, slots=True)
class SimilarPosts:
    """What a department made of its posts of one title, one's own left out: how many it mapped to which role level."""

    title: str
    posts: int
    """How many posts have the title and are mapped to anything."""
    role_level_id: int
    """The role level most of them are mapped to."""
    mapped: int
    """How many are mapped to it."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A person with an account, for the demo's list: name and the title of the post they hold."""

    person_id: int
    account_id: int
    name: str
    post_title: str


class PersonRow(NamedTuple):
    """A person to load."""

    uuid: UUID
    staff_number: str
    account_id: int | None
    given_name: str
    family_name: str
    email: str


class PostRow(NamedTuple):
    """A post to load."""

    uuid: UUID
    number: str
    title: str
    organisation_id: int
    grade_id: int | None
    region_id: int | None
    profession_id: int | None
    role_level_id: int | None


class AppointmentRow(NamedTuple):
    """An appointment to load. ``person`` and ``post`` are positions in the rows loaded with it, from 0."""

    person: int
    post: int
    from_on: date
    until_on: date | None
    fte: Decimal


class LineRow(NamedTuple):
    """A reporting line to load. ``person`` and ``manager`` are positions in the people loaded with it, from 0."""

    person: int
    manager: int
    from_on: date
    until_on: date | None


class MembershipRow(NamedTuple):
    """A membership to load. ``person`` is a position in the people loaded with it, from 0."""

    person: int
    profession_id: int
    main: bool
    from_on: date
    until_on: date | None


class ClaimRow(NamedTuple):
    """A role claim to load. ``person`` is a position in the people loaded with it, from 0."""

    person: int
    role_level_id: int | None
    from_at: datetime


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load wrote. The person at position ``i`` has the id ``first_person_id + i``."""

    first_person_id: int
    people: int
    posts: int
    appointments: int
    lines: int
    memberships: int
    claims: int


@dataclass(frozen=True, slots=True)
class RestrictionView:
    """A person's record is not used, since when, and why they asked for that. ``reason`` may be empty."""

    uuid: UUID
    person_id: int
    reason: str
    from_at: datetime


@dataclass(frozen=True, slots=True)
class Erased:
    """Who was erased, and how many rows went or were emptied, by table ("room.model")."""

    person_id: int
    account_id: int | None
    rows: dict[str, int]
