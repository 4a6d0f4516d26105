"""What an account does with what it was told."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.kernel.errors import Refusal
from waymark.kernel.policy import Actor, fetch
from waymark.notifications import policies
from waymark.notifications.models import Item


class NothingToDismiss(Refusal):
    """The item does not wait for anything."""

    def __init__(self) -> None:
        super().__init__(_("This does not wait any more: it was done or taken off the list already."))


@transaction.atomic
def mark_read(*, actor: Actor, at: datetime) -> int:
    """Mark all news of the actor read, and return how many were not. One query; nothing that belongs on record."""
    rows = Item.objects.filter(pk__in=policies.MAY_SETTLE.visible(actor, at), todo=False, read_at=None)
    return rows.update(read_at=at)


@transaction.atomic
def dismiss(*, item: UUID, actor: Actor, at: datetime) -> None:
    """Take a to-do item off the actor's own list. What it asked for is not done by that.

    Raises:
        NotVisible: there is no such item, or it is somebody else's.
        NothingToDismiss: it is news, or it was done already.
    """
    found = fetch(policies.MAY_SETTLE, Item.objects.select_for_update(), actor, at, uuid=item)
    if not found.todo or found.done_at is not None:
        raise NothingToDismiss
    found.done_at = at
    found.save(update_fields=["done_at"])
    audit.record(
        "notifications.item.dismissed", actor=actor, at=at, subjects=[actor.person_id] if actor.person_id else [],
        key=found.key,
    )  # fmt: skip
