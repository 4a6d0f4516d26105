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
