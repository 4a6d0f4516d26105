"""What the access room hands out."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class DutyKind(StrEnum):
    """The accountable offices. What each may see and do is said by the policies of every room."""

    HEAD_OF_PROFESSION = "head-of-profession"
    DEPARTMENT_HEAD_OF_PROFESSION = "department-head-of-profession"
    FRAMEWORK_AUTHOR = "framework-author"
    FRAMEWORK_REVIEWER = "framework-reviewer"
    HR_DIRECTOR = "hr-director"
    ASSESSOR = "assessor"
    MODERATOR = "moderator"
    ACADEMY_LEAD = "academy-lead"
    VACANCY_HOLDER = "vacancy-holder"
    WORKFORCE_PLANNER = "workforce-planner"
    COMMUNICATIONS_LEAD = "communications-lead"
    FACILITATOR = "facilitator"
    DATA_PROTECTION_OFFICER = "data-protection-officer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class AccountCard:
    """An account, for lists and for the door that signs it in. ``demo_key`` is None outside the demo."""

    id: int
    uuid: UUID
    email: str
    name: str
    demo_key: str | None


@dataclass(frozen=True, slots=True)
class AccountName:
    """What an account is called, for the pages that show the record."""

    id: int
    email: str
    name: str
