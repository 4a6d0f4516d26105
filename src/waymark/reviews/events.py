"""What the reviews room announces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from waymark.kernel.events import Event


@dataclass(frozen=True)
class ReleaseProposed(Event):
    """Somebody proposed that a version is published, retired or withdrawn; a second person has to decide."""

    kind: ClassVar[str] = "reviews.release.proposed"
    release_id: int


@dataclass(frozen=True)
class ReleaseDecided(Event):
    """A proposal is over: agreed, refused, taken back, or void because the draft changed."""

    kind: ClassVar[str] = "reviews.release.decided"
    release_id: int
