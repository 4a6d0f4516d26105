"""What the frameworks room announces. Handlers ask for the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from waymark.kernel.events import Event


@dataclass(frozen=True)
class VersionPublished(Event):
    """A version was published, to hold from its date on."""

    kind: ClassVar[str] = "frameworks.version.published"
    version_id: int


@dataclass(frozen=True)
class VersionWithdrawn(Event):
    """A published version was taken out of force; the one before holds again."""

    kind: ClassVar[str] = "frameworks.version.withdrawn"
    version_id: int


@dataclass(frozen=True)
class DraftDiscarded(Event):
    """A draft was given up. ``gone`` has the ids of the rows of other rooms that went with it, by model."""

    kind: ClassVar[str] = "frameworks.draft.discarded"
    version_id: int
    gone: dict[str, list[int]]
