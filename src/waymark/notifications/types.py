"""What the notifications room takes in and hands out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Topic(StrEnum):
    """What an item is about: people choose per topic whether they are e-mailed about it."""

    ACCESS = "access"
    """Duties: asked for, decided, about to end, taken back."""
    SHARING = "sharing"
    """Something was shared with you, or taken back."""
    PEOPLE = "people"
    """A manager, a post or a role that someone says is wrong."""
    PRIVACY = "privacy"
    """Your data: exports, corrections, restriction, erasure."""
    SECURITY = "security"
    """Sign-in and recovery. Always e-mailed."""


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item, for its account."""

    uuid: UUID
    topic: str
    todo: bool
    title: str
    body: str
    url: str
    at: datetime
    due_at: datetime | None
    done_at: datetime | None
    read_at: datetime | None
