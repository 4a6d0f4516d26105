"""What the assessments room hands out about levels that travel: acceptance, and records shown by a link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AcceptanceTerms:
    """What a department accepts of levels that were signed off elsewhere."""

    issuers: tuple[int, ...]
    """Ids of departments; none: every department."""
    months: int | None
    """How old a level may be on the day of the move. None: as old as it is valid."""
    assurance: str
    """The least that is asked for: ``assessor`` or ``panel``."""
    scales: str
    """``same``, or ``equivalent``: also a level that somebody said counts as one of the scale used now."""


@dataclass(frozen=True, slots=True)
class AcceptanceRuleView:
    """One rule that a department wrote, and when."""

    uuid: UUID
    organisation_id: int
    profession_id: int | None
    """None: for the frameworks of every profession that has no rule of its own."""
    profession_name: str
    terms: AcceptanceTerms
    words: tuple[str, ...]
    reason: str
    by_name: str
    at: datetime
    holds: bool
    """Whether no later one took its place."""


@dataclass(frozen=True, slots=True)
class LevelOutcome:
    """What the department a person moved to made of one level."""

    skill_slug: str
    skill_name: str
    level_name: str
    accepted: bool
    why: tuple[str, ...]
    """Why it is asked for again, a sentence each; none when it was accepted."""
    rule: tuple[str, ...]
    """The rule it was held to, a sentence each."""
    stands: bool
    """False once the level was revoked or withdrawn."""


@dataclass(frozen=True, slots=True)
class Move:
    """A move to another department, and what became of the levels that travelled."""

    organisation_name: str
    moved_on: date
    outcomes: tuple[LevelOutcome, ...]

    @property
    def accepted(self) -> int:
        """How many levels were accepted."""
        return sum(one.accepted for one in self.outcomes)

    @property
    def asked(self) -> int:
        """How many are asked for again."""
        return len(self.outcomes) - self.accepted


@dataclass(frozen=True, slots=True)
class SignedLevel:
    """One level that was signed off, as a portable record shows it."""

    uuid: UUID
    skill_name: str
    skill_slug: str
    level_name: str
    descriptor: str
    framework_title: str
    version_label: str
    source: str
    issuer: str
    """The department of whoever signed it off; empty when it is not on record."""
    signed_on: datetime
    valid_until: datetime | None
    state: str
    """``stands``, ``lapsed``, ``superseded`` (a later one was signed off), ``revoked`` or ``withdrawn``."""


@dataclass(frozen=True, slots=True)
class LinkView:
    """One link by which a person shows some of their levels."""

    uuid: UUID
    items: int
    made_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    looks: int
    looked_at: datetime | None
    open: bool


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A new link: the token is told this once, and kept nowhere."""

    view: LinkView
    token: str


@dataclass(frozen=True, slots=True)
class PortableRecord:
    """What a link shows."""

    link: UUID
    name: str
    levels: tuple[SignedLevel, ...]
    made_at: datetime
    expires_at: datetime
    code: str
    """What is printed, and verified."""

    @property
    def stands(self) -> bool:
        """Whether every level in it still stands."""
        return all(one.state == "stands" for one in self.levels)
