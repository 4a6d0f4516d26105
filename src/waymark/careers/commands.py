"""Every change to where someone means to go."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.careers import policies
from waymark.careers.models import Target
from waymark.careers.types import TargetView
from waymark.frameworks import queries as frameworks
from waymark.kernel.errors import Refusal
from waymark.kernel.policy import Actor, fetch
from waymark.people import queries as people


class NoTarget(Refusal):
    """There is no target to let go of."""

    def __init__(self) -> None:
        super().__init__(_("You have not saved a role to aim for. Open a role and save it as your target."))


@transaction.atomic
def save_target(*, role_level_id: int, actor: Actor, at: datetime) -> TargetView:
    """Record where the actor wants to get to, from ``at``. What they aimed for before ends; it is not deleted.

    Saving the same again changes nothing.

    Raises:
        NotVisible: whoever asks is not a person, or there is no such role level.
    """
    person_id = actor.as_person()
    # Two tabs at once: the second waits here and then sees what the first saved.
    fetch(
        policies.MAY_SAVE_TARGET, people.themselves(actor, at).select_for_update(no_key=True), actor, at, pk=person_id
    )
    now = Target.objects.filter(person_id=person_id, until_at__isnull=True).first()
    if now is not None and now.role_level_id == role_level_id:
        return TargetView(now.role_level_id, now.from_at)
    frameworks.role_level_by_id(role_level_id, at)
    if now is not None:
        now.until_at = at
        now.save(update_fields=["until_at"])
    Target.objects.create(person_id=person_id, role_level_id=role_level_id, from_at=at)
    audit.record(
        "careers.target.saved", actor=actor, at=at, subjects=(person_id,), role_level=role_level_id,
        before=now.role_level_id if now else None,
    )  # fmt: skip
    return TargetView(role_level_id, at)


@transaction.atomic
def drop_target(*, actor: Actor, at: datetime) -> None:
    """Let go of what the actor aims for. Its period ends at ``at``; it is not deleted.

    Raises:
        NoTarget: they aim for nothing.
    """
    person_id = actor.as_person()
    rows = Target.objects.select_for_update().filter(person_id=person_id, until_at__isnull=True)
    row = rows.first()
    if row is None:
        raise NoTarget
    row = fetch(policies.MAY_DROP_TARGET, rows, actor, at, pk=row.pk)
    row.until_at = at
    row.save(update_fields=["until_at"])
    audit.record("careers.target.dropped", actor=actor, at=at, subjects=(person_id,), role_level=row.role_level_id)
