"""Accounts, sessions and duties, as they are taken in and handed out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.utils.functional import Promise

from waymark.kernel.policy import Duty

Text = str | Promise


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


class Extent(StrEnum):
    """Whether a kind of duty is over a profession, or over an organisation."""

    NEVER = "never"
    """It is over all of them."""
    OPTIONAL = "optional"
    """Over one, or over all of them."""
    ALWAYS = "always"
    """Over one, which has to be named."""


@dataclass(frozen=True, slots=True)
class KindOfDuty:
    """What is the same for every duty of one kind. ``rules.KINDS`` has them all."""

    kind: DutyKind
    name: Text
    """For the beginning of a line; ``kernel.text.spoken`` makes it fit the middle of a sentence."""
    sees: Text
    """What it lets its holder see, as a sentence to them."""
    does: Text
    """What it lets its holder do, as a sentence to them."""
    profession: Extent
    organisation: Extent
    two_people: bool
    """It is proposed by one person and approved by another, neither of them its holder."""
    most_days: int
    """Days from its beginning to its end at most."""
    given_by: tuple[DutyKind, ...]
    """Duties that give it, each within its own profession and organisation."""


class GrantState(StrEnum):
    """Where a grant stands at a moment."""

    WAITING = "waiting"
    """Proposed; nobody has decided yet."""
    DECLINED = "declined"
    SCHEDULED = "scheduled"
    """Settled, and its period has not begun."""
    IN_FORCE = "in-force"
    ENDED = "ended"
    """Its period is over, or what it covers is."""
    REVOKED = "revoked"
    """Taken back, given up or withdrawn before its period was over."""


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


@dataclass(frozen=True, slots=True)
class GrantCard:
    """A grant, for lists. Names are empty where a duty is over every profession or organisation."""

    id: int
    uuid: UUID
    kind: KindOfDuty
    account_id: int
    account_uuid: UUID
    account_name: str
    account_email: str
    person_id: int | None
    """Who the account is at work, as the door knew it when the duty was proposed."""
    profession_id: int | None
    profession_name: str
    organisation_id: int | None
    organisation_name: str
    from_at: datetime
    until_at: datetime
    """When it stops counting: its own end, or that of what it covers if that comes first."""
    state: GrantState
    covered_name: str
    """Whose duty it covers; empty for a duty of one's own."""


@dataclass(frozen=True, slots=True)
class DutyNotCarried:
    """A duty that was not given anew over a successor, and why."""

    card: GrantCard
    why: str


@dataclass(frozen=True, slots=True)
class CarriedDuties:
    """What came of duties that were to be given anew over a successor."""

    given: int
    proposed: int
    """They wait for a second person."""
    left: tuple[DutyNotCarried, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done about a grant. ``who`` is empty for the operator of the machine."""

    what: str
    """proposed, given, approved, declined, revoked or given-up."""
    who: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class GrantView:
    """A grant with its history, and what whoever asks may do about it."""

    card: GrantCard
    steps: tuple[Step, ...]
    covers: tuple[GrantCard, ...]
    """Who covers it, or is to, newest first."""
    covered_uuid: UUID | None
    """The grant that it covers."""
    may_decide: bool
    """They may approve or decline: a second person, neither who proposed it nor its holder."""
    may_revoke: bool
    may_give_up: bool
    may_cover: bool


@dataclass(frozen=True, slots=True)
class GrantFilter:
    """What a list of grants is narrowed to. Empty means everything."""

    words: str = ""
    """Each has to be in the name or the e-mail address of the holder."""
    kind: str = ""
    state: str = ""
    profession: str = ""
    """Slug of a profession."""
    organisation: str = ""
    """Slug of an organisation; whatever is below it is included."""
    ending_first: bool = False
    """In force only, those that end soonest first; else the newest first."""


@dataclass(frozen=True, slots=True)
class GrantPage:
    """One page of a list of grants."""

    rows: tuple[GrantCard, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class AdminSessionView:
    """A session in which the duty of administrator counts. ``ended_at`` is None unless it was ended early."""

    uuid: UUID
    reason: str
    from_at: datetime
    until_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class DutiesHeld:
    """What an account holds at a moment, as the door needs it."""

    duties: tuple[Duty, ...] = ()
    """Those that count. That of an administrator counts in a session only."""
    administrator: bool = False
    """Whether the account holds the duty of administrator, in a session or not."""
    session_until: datetime | None = None
    """When the session that is open now ends; None when none is."""


@dataclass(frozen=True, slots=True)
class Lapse:
    """Why a duty that an account had does not count any more."""

    kind: KindOfDuty
    ended_at: datetime | None
    """When it ended; None for an administrator's duty that waits for a session to be opened."""


PROOFS_SHOWN = "account_authentication_methods"
"""Where allauth keeps in a session how and when its holder showed who they are, the latest last."""
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
    SIGN_ON = "sign-on"
    """Answers of a department's provider that were refused, from a place: so many are written down."""
    FEED_TOKEN = "feed-token"
    """Requests of HR systems that were not let in, from a place: so many are written down."""
    RECORD = "record"
    """Links to records, and codes printed on them, that opened nothing, from a place."""


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
