"""What somebody typed and has not saved, for themselves alone."""

from __future__ import annotations

from waymark.frameworks.models import UnsavedForm
from waymark.frameworks.types import Unsaved
from waymark.kernel.policy import Actor


def unsaved(place: str, actor: Actor) -> Unsaved | None:
    """Return what the actor typed into the form at ``place`` and has not saved; None for nothing. One query."""
    if actor.account_id is None:
        return None
    row = UnsavedForm.objects.filter(account_id=actor.account_id, place=place).values("fields", "seen", "saved_at")
    found = row.first()
    return Unsaved(**found) if found else None
