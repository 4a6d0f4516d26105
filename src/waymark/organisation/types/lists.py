"""The lists that an administrator keeps."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from waymark.organisation.types.cards import Named


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
