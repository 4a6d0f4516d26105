"""Asking people to review a draft, reminding them, and asking them no longer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from waymark.access import queries as access
from waymark.audit import commands as audit
from waymark.frameworks import commands as frameworks
from waymark.frameworks import queries as frameworks_queries
from waymark.kernel.ids import new_uuid
from waymark.kernel.policy import Actor, fetch
from waymark.reviews import policies, rules
from waymark.reviews.commands import refusals
from waymark.reviews.events import ReviewAsked, ReviewEnded, ReviewReminded, SignatoryDropped
from waymark.reviews.models import GroupMember, Invitation, ReviewGroup, Signatory


@transaction.atomic
def ask_for_review(
    *,
    version_id: int,
    accounts: Collection[int] = (),
    groups: Collection[UUID] = (),
    due_on: date | None = None,
    message: str = "",
    actor: Actor,
    at: datetime,
) -> int:
    """Put a draft in review and ask people to read it, by name and by group; return how many are asked anew.

    They can read the draft from now on. Whoever is asked already is not asked again, unless the draft went back to
    writing since: then another round begins.

    Args:
        version_id: the draft.
        accounts: ids of accounts.
        groups: review groups of the framework; whoever is in them now is asked.
        due_on: by when, if by a day.
        message: a few words to them, up to 1,000 characters.
        actor: an author of the framework.
        at: when.

    Raises:
        NotVisible: there is no such draft that the actor writes, or no such group of theirs.
        NoneChosen: nobody is named, or nobody is in the groups.
        NotAnAccount: one of them cannot sign in.
        NotDue: the day is over.
        NotSaid: the message is too long.
    """
    policies.MAY_RUN.require(actor, version_id, at)
    if why_not := rules.why_not_said(message, rules.MOST_MESSAGE, needed=False):
        raise refusals.NotSaid(why_not)
    if why_not := rules.why_not_due(due_on, localdate(at)):
        raise refusals.NotDue(why_not)
    wanted = _wanted(version_id, accounts, groups, actor, at)
    standing = Invitation.objects.filter(version_id=version_id, until_at=None)
    if frameworks_queries.version_by_id(version_id).state != "in_review":
        standing.filter(account_id__in=list(wanted)).update(until_at=at)
    frameworks.put_in_review(version_id=version_id, actor=actor, at=at)
    frameworks.let_read(version_id=version_id, accounts=list(wanted), actor=actor, at=at)
    asked = set(standing.values_list("account_id", flat=True))
    made = Invitation.objects.bulk_create(
        Invitation(
            uuid=new_uuid(), version_id=version_id, account_id=account_id, group_id=group_id,
            invited_by_id=actor.account_id, message=message.strip(), due_on=due_on, from_at=at,
        )
        for account_id, group_id in sorted(wanted.items())
        if account_id not in asked
    )  # fmt: skip
    audit.record(
        "reviews.review.asked_for", actor=actor, at=at, version=version_id, accounts=[one.account_id for one in made],
        due_on=str(due_on) if due_on else None,
    )  # fmt: skip
    for one in made:
        audit.announce(ReviewAsked(one.pk), at=at)
    return len(made)


@transaction.atomic
def end_review(*, version_id: int, actor: Actor, at: datetime) -> None:
    """Take a draft back to writing. Those who were asked can still read it; nothing waits for them any more.

    Raises:
        NotVisible: there is no such draft that the actor writes.
        NotInReview (frameworks): it is being written already.
    """
    policies.MAY_RUN.require(actor, version_id, at)
    frameworks.back_to_writing(version_id=version_id, actor=actor, at=at)
    open_ones = Invitation.objects.filter(version_id=version_id, until_at=None, finished_at=None)
    ids = list(open_ones.order_by("pk").values_list("pk", flat=True))
    if ids:
        audit.announce(ReviewEnded(ids), at=at)
    audit.record("reviews.review.ended", actor=actor, at=at, version=version_id)


@transaction.atomic
def remind(*, invitation: UUID, actor: Actor, at: datetime) -> None:
    """Remind somebody of a review they were asked for and have not finished.

    Raises:
        NotVisible: there is no such invitation that stands, of a draft the actor writes.
    """
    row = _standing(invitation, actor, at)
    row.reminded_at = at
    row.save(update_fields=["reminded_at"])
    audit.record("reviews.invitation.reminded", actor=actor, at=at, version=row.version_id, invitation=str(invitation))
    audit.announce(ReviewReminded(row.pk, at.isoformat()), at=at)


@transaction.atomic
def ask_no_longer(*, invitation: UUID, actor: Actor, at: datetime) -> None:
    """Ask somebody no longer to review a draft: unless it is their duty, they cannot read it any more.

    What they said stays. If they were chosen to sign it off, they cannot any more: choose somebody else.

    Raises:
        NotVisible: there is no such invitation that stands, of a draft the actor writes.
    """
    row = _standing(invitation, actor, at)
    row.until_at = at
    row.save(update_fields=["until_at"])
    frameworks.stop_reading(version_id=row.version_id, account_id=row.account_id, actor=actor, at=at)
    if row.account_id not in frameworks_queries.readers(row.version_id, at):
        signing = Signatory.objects.filter(version_id=row.version_id, account_id=row.account_id, until_at=None)
        for pk in signing.values_list("pk", flat=True):
            audit.announce(SignatoryDropped(pk), at=at)
    audit.record("reviews.invitation.ended", actor=actor, at=at, version=row.version_id, invitation=str(invitation))
    audit.announce(ReviewEnded([row.pk]), at=at)


@transaction.atomic
def finish_review(*, invitation: UUID, actor: Actor, at: datetime) -> None:
    """Say that one has finished a review. Saying it again changes nothing.

    Raises:
        NotVisible: there is no such invitation to the actor.
    """
    row = fetch(policies.MAY_FINISH, Invitation.objects.select_for_update(), actor, at, uuid=invitation)
    if row.finished_at is None:
        row.finished_at = at
        row.save(update_fields=["finished_at"])
        audit.record(
            "reviews.invitation.finished", actor=actor, at=at, version=row.version_id, invitation=str(invitation)
        )
        audit.announce(ReviewEnded([row.pk]), at=at)


def _standing(invitation: UUID, actor: Actor, at: datetime) -> Invitation:
    rows = Invitation.objects.select_for_update().filter(until_at__isnull=True)
    return fetch(policies.MAY_REMOVE, rows, actor, at, uuid=invitation)


def _wanted(
    version_id: int, accounts: Collection[int], groups: Collection[UUID], actor: Actor, at: datetime
) -> dict[int, int | None]:
    """Return whom to ask, each with the group they are asked with.

    Raises:
        NotVisible, NoneChosen, NotAnAccount: see ``ask_for_review``.
    """
    framework_id = frameworks_queries.version_by_id(version_id).framework_id
    wanted: dict[int, int | None] = {}
    for uuid in groups:
        group = fetch(policies.MAY_GROUP, ReviewGroup.objects.filter(framework_id=framework_id), actor, at, uuid=uuid)
        members = GroupMember.objects.filter(group=group, until_at__isnull=True, account__is_active=True)
        for account_id in members.values_list("account_id", flat=True):
            wanted.setdefault(account_id, group.pk)
    wanted |= dict.fromkeys(accounts, None)
    if not wanted:
        raise refusals.NoneChosen
    if set(accounts) - set(access.account_cards(accounts)):
        raise refusals.NotAnAccount
    return wanted
