"""What the exchange does about news."""

from __future__ import annotations

from datetime import datetime

from waymark.exchange import commands
from waymark.exchange.rules import too_large_to_set
from waymark.frameworks import queries as frameworks
from waymark.frameworks.events import VersionPublished
from waymark.kernel.policy import OPERATOR


def set_for_reading(event: VersionPublished, *, at: datetime) -> None:
    """Have a version set for reading when it is published, so that nobody waits for it. A small one is set at once."""
    if not too_large_to_set(frameworks.counts(event.version_id)):
        commands.have_made(version_id=event.version_id, format="pdf", actor=OPERATOR, at=at)
