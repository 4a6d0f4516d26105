"""What the people room takes in and hands out."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from waymark.access.types import DutyKind
from waymark.frameworks.types import RoleLevelRef
from waymark.people.types.feeding import (
    SHOWN,
    FeedCard,
    FeedChange,
    FeedChangePage,
    FeedStep,
    MovementView,
    PairView,
    PersonSaid,
    Put,
    RowKind,
    RunCard,
    RunState,
    Seat,
    Shared,
    TwinPage,
    TwinView,
    Unknown,
)
from waymark.people.types.mapping import (
    LOOK_AGAIN,
    Band,
    BatchPage,
    BatchView,
    BulkLine,
    BulkPreview,
    GradeCount,
    How,
    Mapped,
    MappedPosts,
    PartView,
    PostDecision,
    PostFilter,
    PostPage,
    PostsTally,
    PostView,
    SuggestionView,
    TitleDetail,
    TitlePage,
    TitleView,
    WorkedOut,
)
from waymark.people.types.users import (
    NO_POST,
    TESTS,
    FeedPass,
    GateCard,
    PostSaid,
    TokenCard,
    UserSaid,
    UserTest,
    UserTests,
    UserView,
)

__all__ = [
    "ANSWERING", "COVERING", "LOOK_AGAIN", "NO_POST", "RUNNING", "SEEING", "SHOWN", "TESTS", "AppointmentRow", "Band",
    "BatchPage", "BatchView", "BulkLine", "BulkPreview", "ClaimRow", "Colleague", "Contact", "CorrectionPage",
    "CorrectionView", "Erased", "FeedCard", "FeedChange", "FeedChangePage", "FeedPass", "FeedStep", "GateCard",
    "GradeCount", "How", "LineRow", "ListingRow", "Loaded", "Main", "ManagerCard", "Mapped", "MappedPosts",
    "MembershipRow", "MovementView", "PairView", "PartView", "PersonCard", "PersonName", "PersonRow", "PersonSaid",
    "PostDecision", "PostFilter", "PostPage", "PostRow", "PostSaid", "PostView", "PostsOfGrade", "PostsTally", "Put",
    "RestrictionView", "RoleHeld", "RoleLevelCount", "RowKind", "RunCard", "RunState", "Seat", "Shared", "SightPage",
    "SimilarPosts", "SuggestionView", "TitleDetail", "TitlePage", "TitleView", "TokenCard", "TwinPage", "TwinView",
    "Unknown", "UserSaid", "UserTest", "UserTests",
    "UserView", "Work", "WorkedOut",
]  # fmt: skip

ANSWERING = (DutyKind.HEAD_OF_PROFESSION, DutyKind.DEPARTMENT_HEAD_OF_PROFESSION)
"""The duties that answer for what people of a profession can do."""
COVERING = (*ANSWERING, DutyKind.HR_DIRECTOR)
"""The duties that have people in sight."""
RUNNING = (DutyKind.ADMINISTRATOR, DutyKind.DATA_PROTECTION_OFFICER)
"""The duties that need to know who somebody is, and nothing more."""
SEEING = (*COVERING, *RUNNING)
"""The duties that see who people are."""


@dataclass(frozen=True, slots=True)
class LonelyAccount:
    """What waits for an account that belongs to nobody."""

    waiting: int = 0
    """How much waits for it or is news to it."""
    reviews: bool = False
    """Whether it was asked to review a draft of a framework."""


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
    manager_id: int | None = None
    manages: bool = False
    """Whether anybody reports to them."""
    waiting: int = 0
    """How much waits for them or is news to them, when it is they who ask."""
    reviews: bool = False
    """Whether they were asked to review a draft of a framework, when it is they who ask."""
    sort_key: str = ""
    """Where the name stands in a list of names."""
    organisation_path: str = ""
    """The path of the organisation: the paths of all it is part of are its beginnings."""

    @property
    def role_level_id(self) -> int | None:
        """The person's own word first, then the organisation's mapping."""
        return self.claimed_role_level_id if self.claimed else self.mapped_role_level_id


@dataclass(frozen=True, slots=True)
class RoleLevelCount:
    """How many people are in a role level, by their own word or their post, and how many posts are mapped to it."""

    people: int = 0
    posts: int = 0


@dataclass(frozen=True, slots=True)
class PostsOfGrade:
    """How many posts of a department, mapped to a role level at a grade, have somebody in them."""

    role_level_id: int
    department_id: int
    """The body at the top of their organisation's tree."""
    grade_id: int
    grade_code: str
    own_grade: bool
    """Whether the grade is an organisation's own; everyone else uses those that are nobody's own."""
    band_id: int | None
    band_rank: int | None
    posts: int


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """Somebody with an account, and their role level; None when it is not known."""

    person_id: int
    account_id: int
    role_level_id: int | None


@dataclass(frozen=True, slots=True)
class PersonName:
    """What a person is called, here and outside."""

    id: int
    uuid: UUID
    staff_number: str
    name: str


@dataclass(frozen=True, slots=True)
class ManagerCard:
    """Who manages someone. ``account_id`` is None for a manager who cannot sign in."""

    id: int
    account_id: int | None
    name: str


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


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works here, as far as everybody may know in order to name them."""

    person_id: int
    uuid: UUID
    account_id: int | None
    """None: they cannot sign in."""
    name: str
    post_title: str
    organisation_name: str


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """What a person says is wrong about their record, and what came of it."""

    uuid: UUID
    person_id: int
    person_name: str
    about: str
    """manager, post, role, profession or name."""
    said: str
    """What was on record when they asked; empty when nothing was."""
    text: str
    proposed_manager_id: int | None
    proposed_manager_name: str
    proposed_role: RoleLevelRef | None
    """What they say their role is, as a framework has it."""
    asked_at: datetime
    state: str
    """open, accepted, declined or withdrawn."""
    answer: str
    decided_at: datetime | None
    own: bool
    """Whether it is about whoever asks."""


@dataclass(frozen=True, slots=True)
class CorrectionPage:
    """One page of corrections, oldest first while they are open, newest first afterwards."""

    corrections: tuple[CorrectionView, ...]
    page: int
    pages: int
    total: int


class Work(NamedTuple):
    """An appointment, for saying where a person counts."""

    organisation_ids: tuple[int, ...]
    """The organisation of the post and all it is part of."""
    profession_id: int | None
    """The profession of the post."""
    from_on: date
    until_on: date | None


class Main(NamedTuple):
    """A main profession over dates."""

    profession_id: int
    from_on: date
    until_on: date | None


class ListingRow(NamedTuple):
    """A person counts in a place (0: everywhere) as one of a profession (0: any) over dates."""

    organisation_id: int
    profession_id: int
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class SightPage:
    """One page of the people whom somebody may see, in the order of their names."""

    people: tuple[PersonCard, ...]
    before: str
    """Cursor of the page before; empty on the first."""
    after: str
    """Cursor of the page after; empty on the last."""


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
    names: tuple[str, ...]
    """Texts that said who they were; never kept."""
    rows: dict[str, int]


class PeopleImpact(NamedTuple):
    """Whom and what a change of organisations touches: people in post on its day, posts, and open corrections."""

    people: int
    posts: int
    corrections: int
    feeds: int
    """Feeds of bodies that it closes: they take nothing more."""


class ItemImpact(NamedTuple):
    """Whom one thing of a list of reference data touches: posts that have it, and the people it is said of."""

    posts: int
    people: int


class Headcount(NamedTuple):
    """How many people a body had on a day, each counted once, at the biggest of their posts.

    ``as_it_was`` counts what belonged to it then; None when it was not there. ``as_it_is`` counts what belongs to it
    today, wherever that stood then: the two differ by what mergers, splits and moves brought and took since.
    """

    on: date
    as_it_was: int | None
    as_it_is: int
