"""What the access room hands out."""

from dataclasses import dataclass
from datetime import datetime
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


SESSION_FACTS = "waymark"
"""Under this key a session holds what the door noted at sign-in: started_at, seen_at, user_agent."""


class Try(StrEnum):
    """What can be guessed, or done so often that it harms."""

    PASSWORD = "password"
    """A password, for an e-mail address."""
    CODE = "code"
    """A one-time or recovery code, for an account."""
    RESET = "reset"
    """Asking for a link to set a password, for an e-mail address."""


@dataclass(frozen=True, slots=True)
class SessionCard:
    """One session, for the account it belongs to."""

    uuid: UUID
    started_at: datetime
    seen_at: datetime
    device: str
    """The browser and the system it said it was, in words."""


@dataclass(frozen=True, slots=True)
class PasskeyCard:
    """One passkey of an account. ``used_at`` is None before its first use."""

    id: int
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """How an account proves that it is its holder."""

    password: bool
    codes: bool
    """Whether one-time codes of an app are on."""
    codes_since: datetime | None
    passkeys: tuple[PasskeyCard, ...]
    recovery_codes: int
    """How many are left."""

    @property
    def second(self) -> bool:
        """Whether a password alone does not let anyone in."""
        return self.codes or bool(self.passkeys)


@dataclass(frozen=True, slots=True)
class Invitation:
    """A way in for an account that has no password yet, or a new one: good once, for ``days`` days."""

    account_id: int
    email: str
    name: str
    uid: str
    """Which account, and..."""
    token: str
    """...the secret: the last two parts of the address of the page that sets a password."""
    days: int


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever holds an account, for the door that has been shown a link of theirs."""

    account_id: int
    email: str
    name: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that carries a link, or warns an address that is no longer in use: plain text."""

    to: str
    subject: str
    body: str
