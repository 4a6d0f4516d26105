"""What the frameworks room announces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from waymark.kernel.events import Event


@dataclass(frozen=True)
class VersionPublished(Event):
    """A version was published; it holds from its day on, which may be later."""

    kind: ClassVar[str] = "frameworks.version.published"
    version_id: int
