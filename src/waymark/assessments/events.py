"""What the record tells other rooms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from waymark.kernel.events import Event


@dataclass(frozen=True)
class AssessmentShared(Event):
    """A person showed an assessment to someone. Ids of the assessment and the share are UUIDs as text."""

    kind: ClassVar[str] = "assessments.assessment.shared"

    share: str
    assessment: str
    person_id: int
    account_id: int | None
    """Whom to tell: the account named, or that of the manager at the time. None: the manager has no account."""
    with_manager: bool


@dataclass(frozen=True)
class ShareEnded(Event):
    """A person took back an assessment they had shown to someone."""

    kind: ClassVar[str] = "assessments.assessment.share_ended"

    share: str
    assessment: str
    person_id: int
    account_id: int | None
    """Whom to tell; None when nobody with an account could see it."""
    with_manager: bool
