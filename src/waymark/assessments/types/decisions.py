"""What the assessments room hands out about a decision: the record of it, to read and to print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from waymark.assessments.types.deciding import StepView


@dataclass(frozen=True, slots=True)
class DecidedSkill:
    """One skill of a decision, in words."""

    name: str
    asked: str
    """The level the role asks for; "Yes or no" where it names none."""
    said: str
    """What the person put; empty when nothing."""
    note: str
    decided: str
    """What was decided; empty when nothing was."""
    by_name: str
    reason: str
    evidence: tuple[str, ...]
    """Titles, as they were when they were used."""
    revoked: str
    """Why it was revoked since; empty when it was not."""


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """What was asked, said and decided in an assessment, with reasons and days."""

    assessment: UUID
    person_id: int
    name: str
    role_title: str
    framework_title: str
    version_label: str
    state: str
    appeal: bool
    """Whether it is another look at an earlier decision."""
    submitted_at: datetime | None
    decided_at: datetime
    valid_until: datetime | None
    skills: tuple[DecidedSkill, ...]
    left: tuple[str, ...]
    """Names of the skills without an answer."""
    steps: tuple[StepView, ...]
    declarations: tuple[tuple[str, str], ...]
    """Who declared what: name and text."""
    made_at: datetime
