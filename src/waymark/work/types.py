"""What the work room takes in and hands out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Regular:
    """Work that is due again and again: every so often, or every day at a time of the site's clock."""

    kind: str
    every: timedelta = timedelta(days=1)
    daily_at: time | None = None
    """The time of day; None: it is due ``every`` so long after the last time."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job that a worker has the lease of."""

    uuid: UUID
    kind: str
    arguments: dict[str, Any]
    done: int
    """Steps that an earlier attempt had done: where to go on."""
    attempts: int
    """This one included."""
    asked_by: int | None


@dataclass(frozen=True, slots=True)
class JobView:
    """One job, for whoever may see it."""

    uuid: UUID
    kind: str
    state: str
    done: int
    total: int
    words: str
    attempts: int
    next_at: datetime
    problem: str
    asked_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether it is still going to do something by itself."""
        return self.state in {"waiting", "running"}


@dataclass(frozen=True, slots=True)
class Pulse:
    """Whether the site's work is taken up."""

    due_since: datetime | None
    """Since when the job is due that has waited longest, or was left by its worker; None: none is."""
    busy: bool
    """Whether a worker is at a job just now: others may wait behind it."""


@dataclass(frozen=True, slots=True)
class JobPage:
    """One page of jobs, newest first."""

    jobs: tuple[JobView, ...]
    page: int
    pages: int
    counts: dict[str, int]
    """How many there are in each state, on all pages."""
