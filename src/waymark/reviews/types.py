"""What the reviews room takes in and hands out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from waymark.frameworks.types import Finding, Limits


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
class Accepted:
    """A finding that is meant to be so."""

    uuid: UUID
    finding: Finding
    reason: str
    by: str
    """Empty for an operator, and for somebody who was erased."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Checks:
    """What lint finds about a version."""

    limits: Limits
    waiting: tuple[Finding, ...]
    accepted: tuple[Accepted, ...]
