"""What the assessments room takes in and hands out about what bears on a level beside judgements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RevocableLevel:
    """One level of an assessment that the actor may revoke."""

    uuid: UUID
    """Of the judgement."""
    skill_name: str
    level_name: str
    signed_on: datetime
    signed_by: str


@dataclass(frozen=True, slots=True)
class RevocablePage:
    """A signed-off assessment, as whoever may revoke its levels sees it."""

    assessment: UUID
    person_id: int
    name: str
    role_level_id: int
    version_id: int
    levels: tuple[RevocableLevel, ...]
    """Those that still count."""
    revoked: tuple[RevokedLevel, ...]
    """Those that somebody revoked before."""


@dataclass(frozen=True, slots=True)
class RevokedLevel:
    """One level that was revoked."""

    skill_name: str
    level_name: str
    by_name: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class SignedCard:
    """One assessment that was signed off, in a list."""

    uuid: UUID
    person_id: int
    role_level_id: int
    signed_on: datetime
    levels: int
    """How many levels the actor may revoke, revoked ones among them."""


@dataclass(frozen=True, slots=True)
class ExemptFrom:
    """Which skills somebody is exempt from on a day, with until when and why, in words, by skill."""

    everywhere: Mapping[int, str]
    in_levels: Mapping[int, Mapping[int, str]]
    """By role level: those from which they are exempt there alone."""

    def of(self, role_level_id: int) -> Mapping[int, str]:
        """Return what counts where one role level asks."""
        here = self.in_levels.get(role_level_id)
        return {**here, **self.everywhere} if here else self.everywhere

    def words(self, skill_id: int) -> str:
        """Return everything there is to say of one skill, in one line; empty: they are not exempt from it."""
        everywhere = self.everywhere.get(skill_id)
        there = [everywhere] if everywhere else [here[skill_id] for here in self.in_levels.values() if skill_id in here]
        return "; ".join(there)


@dataclass(frozen=True, slots=True)
class ExemptionView:
    """A skill that somebody need not hold, for a reason."""

    uuid: UUID
    skill_id: int
    skill_name: str
    skill_slug: str
    role_level: str
    """Name of the one role level in which it holds; empty: wherever the skill is asked for."""
    from_on: date
    until_on: date | None
    reason: str
    by_name: str
    at: datetime
    ended_at: datetime | None
    ended_by: str
    ended_why: str
    holds: bool
    """Whether it holds on the day it was asked about."""
    ahead: bool
    """Whether it only begins later."""
    words: str
    """"Exempt until 1 May 2026, because: …"."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How much somebody wants to work with a skill: 0 (none) to 3 (strong), and whether they would use or teach it."""

    skill_id: int
    interest: int = 0
    would_use: bool = False
    would_teach: bool = False


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody said of their skills, by skill, as far as the actor sees it."""

    said: dict[int, Wish]
    shared: bool
    """Whether others see it."""
    words: dict[int, str]
    """Likewise, as one line each."""
