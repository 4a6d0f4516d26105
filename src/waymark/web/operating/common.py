"""What several pages for those who run the site share."""

from __future__ import annotations

from waymark.access.types import DutyKind
from waymark.web.base.going import safe_next, see_other

__all__ = ["GIVERS", "OVERSEERS", "safe_next", "see_other"]

GIVERS = (
    DutyKind.ADMINISTRATOR,
    DutyKind.HEAD_OF_PROFESSION,
    DutyKind.DEPARTMENT_HEAD_OF_PROFESSION,
    DutyKind.HR_DIRECTOR,
)
"""Duties that give others."""

OVERSEERS = (DutyKind.AUDITOR, DutyKind.DATA_PROTECTION_OFFICER)
"""Duties that see every duty in what they are over, and change none."""
