"""Review groups: made, filled, emptied, closed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from waymark.access import queries as access
from waymark.audit import commands as audit
from waymark.kernel.errors import NotVisible
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch
from waymark.reviews import policies, rules
from waymark.reviews.commands import refusals
from waymark.reviews.models import GroupMember, ReviewGroup


@transaction.atomic
def make_group(*, framework_id: int, name: str, actor: Actor, at: datetime) -> UUID:
    """Make a review group of a framework, with nobody in it yet.

    Raises:
        NotVisible: the actor writes no such framework.
        NotSaid: it has no name, or one of more than 120 characters.
        NameTaken: the framework has a group of that name.
    """
    policies.MAY_MAKE_GROUP.require(actor, framework_id, at)
    name = " ".join(name.split())
    if why_not := rules.why_not_said(name, rules.MOST_NAME):
        raise refusals.NotSaid(why_not)
    try:
        with transaction.atomic():
            group = ReviewGroup.objects.create(uuid=new_uuid(), framework_id=framework_id, name=name, created_at=at)
    except IntegrityError:
        raise refusals.NameTaken(name) from None
    audit.record("reviews.group.made", actor=actor, at=at, framework=framework_id, group=str(group.uuid), name=name)
    return group.uuid


@transaction.atomic
def add_member(*, group: UUID, account_id: int, actor: Actor, at: datetime) -> None:
    """Put somebody into a review group. Whoever is in it already stays.

    Raises:
        NotVisible: there is no such group of a framework the actor writes.
        NotAnAccount: there is no such account, or it cannot sign in.
    """
    row = fetch(policies.MAY_GROUP, ReviewGroup.objects.select_for_update(), actor, at, uuid=group)
    if account_id not in access.account_cards([account_id]):
        raise refusals.NotAnAccount
    if not GroupMember.objects.filter(group=row, account_id=account_id, until_at=None).exists():
        GroupMember.objects.create(group=row, account_id=account_id, from_at=at)
        audit.record("reviews.group.joined", actor=actor, at=at, group=str(group), account=account_id)


@transaction.atomic
def remove_member(*, group: UUID, account_id: int, actor: Actor, at: datetime) -> None:
    """Take somebody out of a review group. What they were asked to review meanwhile they still are.

    Raises:
        NotVisible: there is no such group of a framework the actor writes, or they are not in it.
    """
    row = fetch(policies.MAY_GROUP, ReviewGroup.objects.select_for_update(), actor, at, uuid=group)
    if not GroupMember.objects.filter(group=row, account_id=account_id, until_at=None).update(until_at=at):
        raise NotVisible
    audit.record("reviews.group.left", actor=actor, at=at, group=str(group), account=account_id)


@transaction.atomic
def close_group(*, group: UUID, actor: Actor, at: datetime) -> None:
    """Close a review group: it is not offered any more, and its name is free.

    Raises:
        NotVisible: there is no such group of a framework the actor writes.
    """
    row = fetch(policies.MAY_GROUP, ReviewGroup.objects.select_for_update(), actor, at, uuid=group)
    row.closed_at = at
    row.save(update_fields=["closed_at"])
    audit.record("reviews.group.closed", actor=actor, at=at, group=str(group))
