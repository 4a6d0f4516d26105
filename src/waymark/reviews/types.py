"""What the reviews room takes in and hands out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody, for the pages of a review. ``name`` is empty once they were erased."""

    account_id: int
    name: str
    email: str = ""


NOBODY = Who(0, "")
"""Whoever was erased."""


@dataclass(frozen=True, slots=True)
class SignOffView:
    """One person who was chosen to sign a draft off, and what they said last.

    ``ready`` is None while they have said nothing.
    """

    uuid: UUID
    version_id: int
    who: Who
    chosen_at: datetime
    ready: bool | None = None
    reason: str = ""
    said_at: datetime | None = None
    changed_since: bool = False
    """They said ready or not yet, and the content is another now."""

    @property
    def holds(self) -> bool:
        """Whether they said ready about the content as it stands."""
        return self.ready is True and not self.changed_since


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """A proposal about a version, and what came of it."""

    uuid: UUID
    version_id: int
    act: str
    """publish, retire or withdraw."""
    state: str
    """open, agreed, refused, taken_back or void: somebody changed the draft after it was proposed."""
    from_at: datetime
    notes: str
    reason: str
    proposed_by: Who
    proposed_at: datetime
    decided_by: Who | None
    decided_at: datetime | None
    answer: str
    may_decide: bool
    """The actor may agree or refuse: it is open, it is theirs to decide, and they did not propose it."""
    may_take_back: bool
    own: bool
    """The actor proposed it."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of people for a page: ``number`` is None where there are so few that it could point at somebody."""

    number: int | None
    rounded: bool = False
    """To the nearest ten, so that nothing that is hidden beside it can be worked out."""
