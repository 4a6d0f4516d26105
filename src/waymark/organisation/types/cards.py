"""Organisations, professions, places and grades, as others are told of them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


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
