"""How organisations change, and what they are and were on a day."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from waymark.organisation.types.cards import Named


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
