"""What the organisation room takes in and hands out."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from waymark_formats.units import UnitRow


@dataclass(frozen=True, slots=True)
class ProfessionCard:
    """A profession, for lists and links."""

    id: int
    uuid: UUID
    slug: str
    name: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation, region or grade, for lists and links."""

    id: int
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation with its ``path``: everything below it has a path that begins with it."""

    id: int
    slug: str
    name: str
    path: str

    @property
    def named(self) -> Named:
        """The same without its path."""
        return Named(self.id, self.slug, self.name)


@dataclass(frozen=True, slots=True)
class BandCard:
    """A grade band. ``rank`` counts from 1, the most junior."""

    id: int
    slug: str
    name: str
    rank: int


@dataclass(frozen=True, slots=True)
class GradeCard:
    """A grade that everyone without a scheme of their own uses. ``rank`` counts from 1, the most junior."""

    id: int
    code: str
    name: str
    rank: int
    band_rank: int | None


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """An organisation to add. ``key`` names it within one call; ``parent`` is a key of the same call, or None."""

    key: str
    name: str
    kind: str
    """department, agency or unit."""
    parent: str | None = None
    code: str = ""
    """What the department's HR system calls it."""
    parent_id: int | None = None
    """Of an organisation that is there already, where no parent of the same call is named."""


@dataclass(frozen=True, slots=True)
class UnitCard:
    """An organisation within another one, by all that a file may call it."""

    id: int
    code: str
    slug: str
    name: str
    from_on: date | None
    until_on: date | None
    """The day from which it is closed; None: it is open."""


@dataclass(frozen=True, slots=True)
class GradeName:
    """A grade that an organisation's people may have, by all that a file may call it."""

    id: int
    code: str
    name: str
    from_on: date | None
    until_on: date | None


class ChangeKind(StrEnum):
    """What a change does to bodies."""

    OPEN = "open"
    """A body that was not there, or one that was closed, opens."""
    RENAME = "rename"
    MOVE = "move"
    """A body and all that is part of it become part of another body, or stand by themselves."""
    MERGE = "merge"
    """One or more bodies become part of another one and are closed."""
    SPLIT = "split"
    """Chosen units and posts of a body become a body of their own."""
    CLOSE = "close"


class OutcomeKind(StrEnum):
    """What became of a change that was planned."""

    MADE = "made"
    CALLED_OFF = "called-off"
    STOPPED = "stopped"
    """It could not be made on its day; its words say why."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of organisations, as somebody asks for it. What each kind needs is said by ``rules.changes.NEEDS``."""

    kind: ChangeKind
    on: date
    """The first day on which it is so."""
    reason: str
    organisation_ids: tuple[int, ...] = ()
    """What it is about: one body; several for a merge; none to open a new one, one that is closed to open it again."""
    name: str = ""
    code: str = ""
    body_kind: str = ""
    """department, agency or unit: of a body that opens; of a move that undoes another, what it was before."""
    parent_id: int | None = None
    """What it becomes part of; None: it stands by itself."""
    into_id: int | None = None
    """The body that others become part of; of a split, a closed body that opens again for what goes."""
    units: tuple[int, ...] = ()
    """Parts of the body that go along with a split."""
    posts: tuple[str, ...] = ()
    """Numbers of the posts that go along with a split: posts of the body itself, not of its units."""
    undoes: UUID | None = None
    """The change that this one undoes."""


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation as it stands, with what a change has to know of it."""

    id: int
    slug: str
    code: str
    name: str
    kind: str
    parent_id: int | None
    path: str
    from_on: date | None
    until_on: date | None
    changed_on: date | None = None
    """The latest day from which its own row was otherwise than before; None: never."""
    shared_on: date | None = None
    """The latest day on which something of others became part of it, or something of it part of others."""

    @property
    def is_open(self) -> bool:
        """Whether it is there still."""
        return self.until_on is None


@dataclass(frozen=True, slots=True)
class Moved:
    """Everything whose path began with ``before`` has one that begins with ``after`` now."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Made:
    """What a change did to the tree: what rooms above need, to follow it."""

    id: int
    uuid: UUID
    kind: ChangeKind
    on: date
    moved: tuple[Moved, ...]
    emptied: tuple[tuple[int, int], ...]
    """Bodies whose posts all go to another: of each the id, and that of the other."""
    opened_id: int | None
    """The body that opened."""
    posts: tuple[str, ...]
    """Numbers of posts that go to the body that opened."""


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A body in a list: ``parts`` is how many open bodies it is directly made of."""

    id: int
    slug: str
    name: str
    code: str
    kind: str
    from_on: date | None
    until_on: date | None
    parts: int = 0


@dataclass(frozen=True, slots=True)
class BodyView:
    """A body with what it is part of, from the top down, and what it is made of, A to Z."""

    body: Body
    above: tuple[Named, ...]
    parts: tuple[BodyLine, ...]


@dataclass(frozen=True, slots=True)
class BodiesFound:
    """One page of a search; ``pages`` is at least 1."""

    rows: tuple[BodyLine, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """A change that was planned, with what became of it."""

    id: int
    uuid: UUID
    kind: ChangeKind
    on: date
    name: str
    code: str
    body_kind: str
    parent: Named | None
    into: Named | None
    bodies: tuple[Named, ...]
    """What it is about."""
    units: tuple[Named, ...]
    posts: tuple[str, ...]
    opened: Named | None
    """The body that opened with it."""
    reason: str
    account_id: int | None
    at: datetime
    outcome: OutcomeKind | None
    """None: it waits for its day."""
    outcome_words: str
    outcome_at: datetime | None
    outcome_account_id: int | None
    """Who called it off, or made it; None: the worker on its day, or the operator."""
    undoes: UUID | None
    undone: bool
    """Whether a change that was made or waits undoes it."""


@dataclass(frozen=True, slots=True)
class ChangesFound:
    """One page of changes; ``pages`` is at least 1."""

    rows: tuple[ChangeCard, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class BodyBefore:
    """How a body was before a change overwrote it."""

    name: str
    code: str
    kind: str
    parent_id: int | None


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a change; ``account_id`` is who planned it, when somebody else, or the worker, settled it."""

    uuid: UUID
    outcome: OutcomeKind
    words: str
    account_id: int | None


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """How a body was until a day (exclusive), and the change that ended that."""

    until_on: date
    name: str
    parent_name: str
    change: UUID


@dataclass(frozen=True, slots=True)
class LineagePart:
    """A body that, on an earlier day, was some of what another body is today.

    ``whole``: everything it was then is part of that body today; else some of it is.
    """

    organisation_id: int
    slug: str
    name: str
    """As it was called then."""
    path: str
    """Where it stood then."""
    whole: bool


@dataclass(frozen=True, slots=True)
class TreeImpact:
    """What a change does to the tree, before it is made."""

    moving: int
    """Bodies below the ones it names that move along."""
    closing: tuple[Named, ...]
    same_names: tuple[str, ...]
    """Names that two bodies of one parent will have."""
    same_codes: tuple[str, ...]
    """Codes that two bodies of one department will have: files that name one find neither."""
    same_grades: tuple[str, ...]
    """Codes that grades of two schemes have: files mean the successor's."""
    following: tuple[Named, ...]
    """Bodies that the change is about, for rooms that hold something by organisation."""
    paths: tuple[str, ...]
    """Paths of all that comes to stand somewhere else, or is closed."""
    losing: tuple[Named, ...]
    """Bodies that what goes was part of, at whatever depth, and is no longer."""
    gaining: tuple[Named, ...]
    """Bodies that it becomes part of, at whatever depth."""


class ListKind(StrEnum):
    """A list of reference data that is kept by hand."""

    PROFESSION = "profession"
    SPECIALISM = "specialism"
    FUNCTION = "function"
    REGION = "region"
    LOCATION = "location"
    GRADE = "grade"


@dataclass(frozen=True, slots=True)
class ListItem:
    """One thing of a list. ``of_id`` and ``of_name`` say what it belongs to: a profession, a region, an organisation.

    ``band_id`` and ``rank`` are a grade's.
    """

    id: int
    name: str
    code: str
    of_id: int | None
    of_name: str
    from_on: date | None
    until_on: date | None
    band_id: int | None = None
    band_name: str = ""
    rank: int = 0

    @property
    def seen(self) -> str:
        """A mark of all that may be put right of it: another one when somebody has changed it meanwhile."""
        said = repr((self.name, self.code, self.band_id, self.until_on))
        return sha256(said.encode()).hexdigest()[:16]

    def overlaps(self, from_on: date | None, until_on: date | None) -> bool:
        """Say whether it is in the list on some day of a period; ``until_on`` is exclusive, None has no end."""
        ends_before = self.until_on is not None and from_on is not None and self.until_on <= from_on
        begins_after = until_on is not None and self.from_on is not None and self.from_on >= until_on
        return not ends_before and not begins_after

    def holds_on(self, day: date) -> bool:
        """Say whether it is in the list on a day."""
        return (self.from_on is None or self.from_on <= day) and (self.until_on is None or self.until_on > day)


@dataclass(frozen=True, slots=True)
class Scheme:
    """The grades of one organisation, most junior first; ``organisation`` None is everyone without a scheme."""

    organisation: Named | None
    grades: tuple[ListItem, ...]


@dataclass(frozen=True, slots=True)
class NewGrade:
    """A grade of an organisation's own scheme, as somebody adds it; most junior first."""

    code: str
    name: str
    band_id: int | None


class UnitWrong(StrEnum):
    """Why a unit of a sheet is set aside."""

    NO_CODE = "no-code"
    NO_NAME = "no-name"
    LONG = "long"
    TWICE = "twice"
    ELSEWHERE = "elsewhere"
    """Its code is another unit's of the department, outside what the sheet is about."""
    NAME_TAKEN = "name-taken"
    DEEP = "deep"
    LATER = "later"
    """The unit above it opens, or has changed, after the day."""
    UNKNOWN = "unknown"
    """Nothing has the code of the unit above."""
    UNDER_ASIDE = "under-aside"
    CIRCLE = "circle"


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """A unit that a sheet adds; ``parent_id`` None: below another one that it adds, which comes before."""

    row: UnitRow
    parent_id: int | None


@dataclass(frozen=True, slots=True)
class UnitAside:
    """A row of a sheet that adds nothing."""

    row: UnitRow
    wrong: UnitWrong


@dataclass(frozen=True, slots=True)
class UnitsPlan:
    """What a sheet of units would add, from the top down."""

    new: tuple[PlannedUnit, ...]
    known: tuple[tuple[UnitRow, str], ...]
    """Units that are there, with what they are called here: nothing of them changes."""
    aside: tuple[UnitAside, ...]
