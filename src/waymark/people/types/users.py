"""What a department's system says of people one by one (SCIM), in its own words, and what it may be asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PostSaid:
    """Somebody's post and professions in a system's words. Empty: it does not say."""

    number: str = ""
    title: str = ""
    unit: str = ""
    """Code or name of a unit of the feed's department."""
    grade: str = ""
    region: str = ""
    location: str = ""
    """A place within the region; kept as said."""
    fte: str = ""
    start: str = ""
    end: str = ""
    """The last day in the post."""
    profession: str = ""
    """Of the post."""
    main_profession: str = ""
    other_professions: tuple[str, ...] = ()


NO_POST = PostSaid()


@dataclass(frozen=True, slots=True)
class UserSaid:
    """All that a system says of one person, in its own words. Empty: it does not say."""

    user_name: str
    given_name: str
    family_name: str
    external_id: str = ""
    email: str = ""
    email_type: str = ""
    email_primary: bool | None = None
    locale: str = ""
    active: bool | None = None
    """False: they have left. None: it does not say, and nothing changes by that."""
    employee_number: str = ""
    organization: str = ""
    department: str = ""
    division: str = ""
    manager: UUID | None = None
    """The user who manages them; of the same feed."""
    post: PostSaid = field(default=NO_POST)


@dataclass(frozen=True, slots=True)
class UserView:
    """Somebody as a system has them here."""

    uuid: UUID
    person_id: int
    said: UserSaid
    missing: tuple[str, ...]
    """What is lacking before their post can be written, by its name in ``PostSaid``; none when no post is said."""
    role: UUID | None
    """Identity of the role level that their post is mapped to."""
    version: int
    """One more with each change."""
    created_at: datetime
    changed_at: datetime


class UserTest(NamedTuple):
    """One condition on users. Fields: user_name, external_id, id, active, created_at, changed_at."""

    field: str
    how: str
    """eq, co, sw, ew, gt, ge, lt, le; of these each field knows some (``TESTS``)."""
    value: str | bool | datetime | UUID


class UserTests(NamedTuple):
    """Conditions of which all, or any, have to hold."""

    every: bool
    tests: tuple[UserTest | UserTests, ...]


TESTS = {
    "user_name": frozenset({"eq", "co", "sw", "ew"}),
    "external_id": frozenset({"eq"}),
    "id": frozenset({"eq"}),
    "active": frozenset({"eq"}),
    "created_at": frozenset({"eq", "gt", "ge", "lt", "le"}),
    "changed_at": frozenset({"eq", "gt", "ge", "lt", "le"}),
}
"""What the database answers by an index or by one pass over one feed."""


@dataclass(frozen=True, slots=True)
class TokenCard:
    """What lets a department's system in, as an administrator sees it. The token itself is shown once and not kept."""

    uuid: UUID
    made_at: datetime
    last_used_on: date | None
    """None: never."""
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class GateCard:
    """What a department's system ended today, where it was refused more."""

    endings: int
    most: int
    """Per cent of the people there that are usual."""
    opened_at: datetime | None
    """When somebody let more through; None: nobody has."""


@dataclass(frozen=True, slots=True)
class FeedPass:
    """Who came in by a token: the feed they speak for, and nothing else."""

    feed: UUID
    token_id: int
    organisation_id: int
    organisation_name: str
    organisation_path: str
