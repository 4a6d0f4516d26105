"""What a department adds to a standard, as it is handed out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from waymark.access.types import DutyKind

KEEPERS = (DutyKind.DEPARTMENT_HEAD_OF_PROFESSION, DutyKind.HR_DIRECTOR)
"""Duties that put standards in a department's context: of a profession's frameworks, and of those that none owns."""


class OverlayKind(StrEnum):
    """What a department can add to a standard."""

    NOTE = "note"
    EXAMPLE = "example"
    LOCAL_NAME = "local_name"
    EXTRA_SKILL = "extra_skill"
    """A role level asks for another skill as well."""
    HIGHER_LEVEL = "higher_level"
    """A skill that a role level asks for is asked for at a higher level."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What a department asked for beside the standard on one day: kept by whoever has to ask the same again later."""

    skill_id: int
    version_id: int
    """Whose words and scale the skill was asked in; for a raised level that of the standard."""
    level: int | None
    importance: str
    asked_for_by: str
    standard_level: int | None
    """What the standard asks for, of a raised level; None for a skill that the standard does not ask for."""


class OverlayAct(StrEnum):
    """What was done to an overlay."""

    PUBLISHED = "published"
    CHANGED = "changed"
    CHECKED = "checked"
    """It was found still right, beside a newer version."""
    ENDED = "ended"
    """It was taken back."""


@dataclass(frozen=True, slots=True)
class OverlaysTouched:
    """How much of what departments added hangs on some things of a framework."""

    overlays: int
    organisations: tuple[str, ...]
    """Names of the organisations whose they are, A to Z."""


@dataclass(frozen=True, slots=True)
class Overlaid:
    """What one department adds to one thing, for those who work there: shown under the standard, never in its place."""

    uuid: UUID | None
    """None: it is only a preview."""
    kind: OverlayKind
    organisation_id: int
    organisation_name: str
    role_id: int | None
    role_level_id: int | None
    skill_id: int | None
    skill_slug: str
    skill_name: str
    text: str
    level: int | None
    level_name: str
    importance: str
    version_id: int
    version_label: str
    """The version of the standard it was last checked against."""
    at: datetime


class OverlayFault(StrEnum):
    """Why something cannot be added to a standard."""

    NOTHING_SAID = "nothing_said"
    NO_SUCH_LEVEL = "no_such_level"
    NOT_ASKED = "not_asked"
    """A level can only be raised where the standard asks for one."""
    NOT_HIGHER = "not_higher"
    ASKED_ALREADY = "asked_already"
    """The standard asks for the skill itself."""


class OverlayState(StrEnum):
    """Whether an overlay still fits the standard, compared when it is read."""

    CURRENT = "current"
    CHECK = "check"
    """The standard says something else since it was checked."""
    OVERTAKEN = "overtaken"
    """The standard now asks for as much itself, or for no level to raise."""
    GONE = "gone"
    """The current version no longer has what it hangs on."""
    ENDED = "ended"


TO_CHECK = frozenset({OverlayState.CHECK, OverlayState.OVERTAKEN, OverlayState.GONE})
"""States that ask somebody to look."""


@dataclass(frozen=True, slots=True)
class StandardThing:
    """What an overlay hangs on, as the standard has it: locked."""

    kind: str
    """role, role_level or skill."""
    id: int
    slug: str
    name: str
    framework_id: int
    framework_slug: str
    framework_title: str
    version_id: int
    version_label: str
    current: bool
    parts: tuple[tuple[str, str], ...]
    """What it says, in order: what of, and the words."""


@dataclass(frozen=True, slots=True)
class ComparedPart:
    """One part of a standard as it was when an overlay was last checked, and as it is. Empty: it says nothing."""

    label: str
    then: str
    now: str
    changed: bool


@dataclass(frozen=True, slots=True)
class KeptOverlay:
    """One overlay for whoever keeps a department's context."""

    overlaid: Overlaid
    thing: StandardThing
    state: OverlayState
    organisation_path: str
    seen: str
    """Digest of what is shown: a command that is given another one refuses."""


@dataclass(frozen=True, slots=True)
class OverlayMoment:
    """One entry of an overlay, in its history."""

    act: OverlayAct
    text: str
    level_name: str
    importance: str
    version_label: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OverlayPage:
    """An overlay with the standard then, the standard now, and its history, newest first."""

    kept: KeptOverlay
    parts: tuple[ComparedPart, ...]
    history: tuple[OverlayMoment, ...]
