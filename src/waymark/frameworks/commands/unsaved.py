"""What is typed and not saved yet: kept for whoever typed it. It changes no framework and is in no record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.frameworks.models import UnsavedForm
from waymark.kernel.errors import NotVisible, Refusal
from waymark.kernel.policy import Actor

MOST_TEXT = 400_000
"""Characters of one form."""
MOST_FORMS = 200
"""Forms of one account; the oldest go."""


class TooMuchToKeep(Refusal):
    """The form holds more than is kept for anybody."""

    def __init__(self) -> None:
        super().__init__(_("There is too much text here to keep it aside. Save the form."))


@transaction.atomic
def keep_unsaved(*, place: str, fields: Mapping[str, str], seen: str, actor: Actor, at: datetime) -> None:
    """Keep what the actor has typed into the form at ``place``, instead of what was kept of it before.

    Raises:
        NotVisible: the actor has no account.
        TooMuchToKeep: more than ``MOST_TEXT`` characters.
    """
    if actor.account_id is None:
        raise NotVisible
    if len(place) > 300 or sum(len(name) + len(text) for name, text in fields.items()) > MOST_TEXT:
        raise TooMuchToKeep
    # PostgreSQL keeps no NUL, in text or in JSON.
    place, seen = place.replace("\x00", ""), seen.replace("\x00", "")
    plain = {name.replace("\x00", ""): text.replace("\x00", "") for name, text in fields.items()}
    UnsavedForm.objects.update_or_create(
        account_id=actor.account_id, place=place, defaults={"fields": plain, "seen": seen[:64], "saved_at": at}
    )
    newest = UnsavedForm.objects.filter(account_id=actor.account_id).order_by("-saved_at", "-pk")
    if too_many := list(newest.values_list("pk", flat=True)[MOST_FORMS:]):
        UnsavedForm.objects.filter(pk__in=too_many).delete()


@transaction.atomic
def discard_unsaved(*, place: str, actor: Actor, at: datetime) -> None:
    """Forget what the actor typed into the form at ``place``, if anything is kept. ``at`` is not written down."""
    if actor.account_id is not None:
        UnsavedForm.objects.filter(account_id=actor.account_id, place=place.replace("\x00", "")).delete()
