"""Who manages whom."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.audit import commands as audit
from waymark.kernel.errors import NotVisible, Refusal, Stale
from waymark.kernel.policy import Actor, fetch
from waymark.people import policies, rules
from waymark.people.events import ManagerSet
from waymark.people.models import Appointment, Person, ReportingLine


class ManagesThemselves(Refusal):
    """Nobody is their own manager, directly or in a circle."""

    def __init__(self, manager: str) -> None:
        super().__init__(
            _("%(manager)s works for this person, so cannot also be their manager. Choose somebody else.")
            % {"manager": manager}
        )


class HoldsNoPost(Refusal):
    """Someone without a post manages nobody."""

    def __init__(self, manager: str) -> None:
        super().__init__(
            _("%(manager)s holds no post now, so cannot be anybody’s manager. Choose somebody else.")
            % {"manager": manager}
        )


class ManagerChanged(Stale):
    """The reporting line is another one than the actor saw."""

    def __init__(self, now: str) -> None:
        super().__init__(
            _("The manager on record has changed since you opened the page. It is %(now)s now. Look at it again.")
            % {"now": now or _("nobody")}
        )


@transaction.atomic
def set_manager(
    *, person_id: int, manager_id: int, seen_manager_id: int | None, reason: str = "", actor: Actor, at: datetime
) -> None:
    """Make somebody a person's manager from the day of ``at``. The line before ends that day and stays on record.

    Args:
        person_id: who is managed.
        manager_id: by whom; setting the same manager again changes nothing.
        seen_manager_id: the manager the actor saw on record; None for none.
        reason: why, for the record.
        actor: HR director or departmental head of profession where the person works, or an administrator; never the
            person themselves.
        at: when.

    Raises:
        NotVisible: there is no such person, or the actor may not set their manager; or there is no such manager.
        ManagesThemselves: the manager works for the person, or is the person.
        HoldsNoPost: the manager holds no post on that day.
        ManagerChanged: the manager on record is not the one that was seen.
        Stale: a line from a later day is on record.
    """
    person = fetch(policies.MAY_SET_MANAGER, Person.objects.select_for_update(no_key=True), actor, at, pk=person_id)
    before = move(person, manager_id, seen_manager_id, at)
    if before != manager_id:
        audit.record(
            "people.manager.set", actor=actor, at=at, subjects=[person_id, manager_id], reason=reason, before=before,
            manager=manager_id,
        )  # fmt: skip


def move(person: Person, manager_id: int, seen_manager_id: int | None, at: datetime) -> int | None:
    """Write the line of a person whose row is locked, announce it and return the id of the manager before.

    Called inside the command that decided it; see ``set_manager`` for what is refused.
    """
    day = rules.day_of(at)
    manager = Person.objects.filter(pk=manager_id).first()
    if manager is None:
        raise NotVisible
    lines = ReportingLine.objects.filter(person=person)
    standing = lines.filter(policies.open_on(day)).order_by("pk").select_related("manager").first()
    before = standing.manager_id if standing else None
    if before == manager_id:
        return before
    if before != seen_manager_id:
        now = standing.manager if standing else None
        raise ManagerChanged(rules.full_name(now.given_name, now.family_name) if now else "")
    name = rules.full_name(manager.given_name, manager.family_name)
    if rules.goes_round(person.pk, manager_id, _managers_above(manager_id, at)):
        raise ManagesThemselves(name)
    if not Appointment.objects.filter(policies.open_on(day), person=manager).exists():
        raise HoldsNoPost(name)
    if lines.filter(from_on__gt=day).exists():
        raise Stale(_("Another manager is on record from a later day. Change that in the HR system."))
    if standing is not None:
        standing.until_on = day
        standing.save(update_fields=["until_on"])
    ReportingLine.objects.create(person=person, manager=manager, from_on=day)
    audit.announce(ManagerSet(person.pk, before, manager_id), at=at)
    return before


def _managers_above(person_id: int, at: datetime) -> dict[int, int]:
    """Return the manager of each person from one person up to the top. One query for each of them."""
    found: dict[int, int] = {}
    day = rules.day_of(at)
    above: int | None = person_id
    while above is not None and above not in found and len(found) < rules.HIGHEST:
        line = ReportingLine.objects.filter(policies.open_on(day), person_id=above).order_by("pk").first()
        if line is None:
            break
        found[above] = line.manager_id
        above = line.manager_id
    return found
