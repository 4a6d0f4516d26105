"""Which duties the ready-made people hold, so that each of them has something to do."""

from __future__ import annotations

from dataclasses import dataclass

from waymark.access.types import DutyKind
from waymark.demo.rules.cast import DIGITAL


@dataclass(frozen=True, slots=True)
class DemoDuty:
    """A duty of a ready-made person, for so many days from the build. ``department``: over the manager's."""

    key: str
    kind: DutyKind
    profession: str = ""
    department: bool = False
    days: int = 365


DUTIES: tuple[DemoDuty, ...] = (
    DemoDuty("administrator", DutyKind.ADMINISTRATOR, days=360),
    DemoDuty("second-administrator", DutyKind.ADMINISTRATOR, days=180),
    DemoDuty("auditor", DutyKind.AUDITOR),
    DemoDuty("data-protection-officer", DutyKind.DATA_PROTECTION_OFFICER),
    DemoDuty("head-of-profession", DutyKind.HEAD_OF_PROFESSION, DIGITAL, days=700),
    DemoDuty("framework-author", DutyKind.FRAMEWORK_AUTHOR, DIGITAL),
    DemoDuty("framework-reviewer", DutyKind.FRAMEWORK_REVIEWER, DIGITAL),
    DemoDuty("department-head-of-profession", DutyKind.DEPARTMENT_HEAD_OF_PROFESSION, DIGITAL, department=True),
    DemoDuty("hr-director", DutyKind.HR_DIRECTOR, department=True),
    DemoDuty("assessor", DutyKind.ASSESSOR, DIGITAL, department=True, days=20),
    DemoDuty("moderator", DutyKind.MODERATOR, DIGITAL),
    DemoDuty("framework-reviewer", DutyKind.MODERATOR, DIGITAL),
    DemoDuty("department-head-of-profession", DutyKind.MODERATOR, DIGITAL),
    DemoDuty("academy-lead", DutyKind.ACADEMY_LEAD, DIGITAL),
    DemoDuty("vacancy-holder", DutyKind.VACANCY_HOLDER, department=True, days=90),
    DemoDuty("workforce-planner", DutyKind.WORKFORCE_PLANNER, department=True),
    DemoDuty("communications-lead", DutyKind.COMMUNICATIONS_LEAD),
    DemoDuty("facilitator", DutyKind.FACILITATOR, department=True),
)

PROPOSED = DemoDuty("assessor", DutyKind.MODERATOR, DIGITAL)
"""What the second administrator proposes, so that a decision waits for the first."""
