"""What the notifications room takes in and hands out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from uuid import UUID


class Topic(StrEnum):
    """What an item is about: people choose per topic whether they are e-mailed about it."""

    ACCESS = "access"
    """Duties: asked for, decided, about to end, taken back."""
    SHARING = "sharing"
    """Something was shared with you, or taken back."""
    PEOPLE = "people"
    """A manager, a post or a role that someone says is wrong."""
    ASSESSMENTS = "assessments"
    """An assessment waits for you, was sent back, or was decided."""
    FRAMEWORKS = "frameworks"
    """A standard changes that you work by, write or put in context; a draft of one waits for you or is answered."""
    PRIVACY = "privacy"
    """Your data: exports, corrections, restriction, erasure."""
    SECURITY = "security"
    """Sign-in and recovery. Always e-mailed."""


class Frequency(StrEnum):
    """How often someone is e-mailed about a topic."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"
    """It still stands on the site."""


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item, for its account."""

    uuid: UUID
    topic: str
    todo: bool
    title: str
    body: str
    url: str
    at: datetime
    due_at: datetime | None
    done_at: datetime | None
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the day without e-mail: from, until, in the time of the site. They may pass midnight."""

    from_time: time
    until_time: time


@dataclass(frozen=True, slots=True)
class TopicChoice:
    """One topic, in words, and how often the account is e-mailed about it."""

    topic: Topic
    words: str
    about: str
    """A sentence on what belongs to it."""
    frequency: Frequency
    fixed: bool
    """It cannot be chosen: security."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """How one account wants to be told."""

    topics: tuple[TopicChoice, ...]
    quiet: Quiet | None


@dataclass(frozen=True, slots=True)
class Address:
    """Where an account is e-mailed, and in which language. ``language`` is empty when it is the site's."""

    email: str
    name: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that a sender has claimed, ready for the mail server."""

    reference: UUID
    to: str
    subject: str
    text: str
    stop_url: str
    """Where its reader stops e-mail of this kind with one click; empty where it cannot be stopped."""
    attempts: int
    """Times it was tried, this one included."""


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One e-mail, for whoever runs the site: not what it said. The answer may name the address."""

    reference: UUID
    account_id: int
    topic: str
    digest: bool
    state: str
    at: datetime
    send_after: datetime
    finished_at: datetime | None
    attempts: int
    answer: str


@dataclass(frozen=True, slots=True)
class MailState:
    """How e-mail fares, for whoever runs the site."""

    waiting: int
    sending: int
    sent: int
    """In the last 90 days: older messages are deleted."""
    refused: int
    unknown: int
    dropped: int
    oldest_at: datetime | None
    """When the message was due that has waited longest; None when none is due."""
    troubled: tuple[MessageLine, ...]
    """Refused, unknown, or tried without success and waiting to be tried again; newest first."""
