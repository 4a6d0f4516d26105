"""Access of whoever leaves, and of whoever comes back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from waymark.access import commands as access
from waymark.kernel.policy import Actor
from waymark.people import rules as people_rules
from waymark.people.commands.feeding import records
from waymark.people.models import Appointment, Movement


def settle_leavers(*, actor: Actor, at: datetime) -> int:
    """Close the accounts of everybody whose day to leave has come, at once, and return how many were closed.

    Whoever is in a post anywhere, or will be, keeps theirs: to leave one department is not to leave another.
    """
    day = people_rules.day_of(at)
    due = Movement.objects.filter(kind=Movement.Kind.LEFT, settled_at=None, on__lte=day)
    work = Appointment.objects.filter(records.going_on(day), person_id=OuterRef("person_id"))
    gone = due.exclude(person__account=None).filter(~Exists(work))
    accounts = sorted(set(gone.values_list("person__account_id", flat=True)))
    closed = access.close_of_leavers(account_ids=accounts, actor=actor, at=at) if accounts else 0
    due.update(settled_at=at)
    return closed


def let_back_in(people: QuerySet[Any] | list[int], *, actor: Actor, at: datetime) -> None:
    """Open the accounts again that were closed when their people left, now that they are back."""
    left = Movement.objects.filter(kind=Movement.Kind.LEFT, person__in=people)
    left.filter(settled_at=None, on__lte=people_rules.day_of(at)).update(settled_at=at)
    accounts = list(
        left.filter(person__account__closed_at=F("settled_at")).values_list("person__account_id", flat=True)
    )
    if accounts:
        access.reopen_for_returners(account_ids=accounts, actor=actor, at=at)


def left_without_post(person_id: int, day: date, *, actor: Actor, at: datetime) -> bool:
    """Have on record that somebody left who is in no post, and end their access. Said again, it changes nothing.

    Whoever is in a post of another department keeps it.

    Returns:
        Whether it is new.
    """
    last = Movement.objects.filter(person_id=person_id).order_by("pk").values_list("kind", flat=True).last()
    new = last != Movement.Kind.LEFT
    if new:
        Movement.objects.create(person_id=person_id, kind=Movement.Kind.LEFT, on=day, at=at)
    settle_leavers(actor=actor, at=at)
    return new
