"""Evidence behind a skill of an assessment, as the pages of whoever decides and of its person show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from waymark.assessments.types import UsedEvidence
from waymark.web.base.evidence_kinds import kind_name, texts_of


@dataclass(frozen=True, slots=True)
class Behind:
    """One piece of evidence, as it was sent."""

    view: UsedEvidence
    kind: str
    texts: tuple[tuple[str, str], ...]


def behind(evidence: Mapping[int, tuple[UsedEvidence, ...]], skill_id: int) -> tuple[Behind, ...]:
    """Return what was sent for a skill."""
    return tuple(Behind(one, kind_name(one.kind), texts_of(one)) for one in evidence.get(skill_id, ()))
