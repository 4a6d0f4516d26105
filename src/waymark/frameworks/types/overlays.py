"""What a department adds to a standard, as it is handed out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class OverlayKind(StrEnum):
    """What a department can add to a standard."""

    NOTE = "note"
    EXAMPLE = "example"
    LOCAL_NAME = "local_name"
    EXTRA_SKILL = "extra_skill"
    """A role level asks for another skill as well."""
    HIGHER_LEVEL = "higher_level"
    """A skill that a role level asks for is asked for at a higher level."""


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

    uuid: UUID
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
