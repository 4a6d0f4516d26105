"""What the assessments room hands out about the evidence that stands behind the answers of an assessment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from waymark.assessments.types.evidence import EvidenceKind, EvidenceLine, EvidenceWords, FileView, WitnessView


@dataclass(frozen=True, slots=True)
class UsedEvidence:
    """A piece of evidence behind one skill of an assessment, as it was when that was sent."""

    uuid: UUID
    kind: EvidenceKind
    words: EvidenceWords
    files: tuple[FileView, ...]
    """Those that were there then."""
    witnesses: tuple[WitnessView, ...]
    """Those who had written by then."""
    sent_at: datetime
    changed_at: datetime | None
    """When its person last changed it since; None: it is as it was."""
    removed_at: datetime | None
    """Since when it is out of its person's library."""


@dataclass(frozen=True, slots=True)
class EvidenceChoice:
    """A piece of one's own evidence that can stand behind a skill."""

    line: EvidenceLine
    supports: bool
    """Whether its person said that it supports the skill."""
    chosen: bool
